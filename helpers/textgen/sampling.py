"""From scores to text: temperature, top-k, top-p, and a stream of characters."""

import math
from collections.abc import Iterator
from numbers import Integral, Real

import numpy as np

from .. import checks
from .model import CharModel, Floats, encoded


def distribution(
    logits: Floats, temperature: float = 1.0, top_k: int | None = None, top_p: float | None = None
) -> Floats:
    """Probabilities of the next character.

    Parameters
    ----------
    logits : array of shape (V,)
        A model's scores.
    temperature
        The scores are divided by it: below 1 the likely gets likelier, above 1 all come closer.
    top_k
        Keep only the ``top_k`` likeliest characters (Fan et al. 2018); 1 is greedy. ``None`` keeps all.
    top_p
        Then keep only the likeliest that together reach ``top_p`` (nucleus sampling, Holtzman et al. 2020).

    Returns
    -------
    array of shape (V,), sum 1

    Raises
    ------
    TypeError, ValueError
        If a setting is no number or out of its range, or ``logits`` are not one row of scores. Minus infinity is a
        score too, of probability 0, as long as not all have it.

    Examples
    --------
    >>> distribution(np.log([0.5, 0.3, 0.2]), top_k=2).round(3).tolist()
    [0.625, 0.375, 0.0]
    """
    check_settings(temperature, top_k, top_p)
    scores = np.asarray(logits, np.float64)  # a float32 divided by a very low temperature would overflow
    if scores.ndim != 1 or not scores.size or not np.isfinite(scores.max()):  # the maximum of a NaN is NaN
        raise ValueError(f"logits is {checks.shown(logits)}, expected scores of shape (V,), none of them NaN or +inf")
    with np.errstate(over="ignore"):  # minus infinity is a score too: probability 0
        probabilities = np.exp((scores - scores.max()) / temperature)
    if top_k is not None and top_k < len(probabilities):
        probabilities[np.argsort(-probabilities, kind="stable")[top_k:]] = 0
    probabilities /= probabilities.sum()
    if top_p is not None and top_p < 1:
        order = np.argsort(-probabilities, kind="stable")
        before = np.cumsum(probabilities[order]) - probabilities[order]
        probabilities[order[before >= top_p]] = 0
        probabilities /= probabilities.sum()
    return probabilities


def draw(probabilities: Floats, uniform: float) -> int:
    """The index on which a uniform number from [0, 1) falls when the probabilities are laid end to end.

    Raises
    ------
    ValueError
        If ``uniform`` is not in [0, 1), or ``probabilities`` are not one row of numbers with a sum above 0.
    """
    if not 0 <= uniform < 1:
        raise ValueError(f"uniform is {checks.shown(uniform)}, expected 0 <= uniform < 1")
    edges = np.cumsum(probabilities)
    if np.ndim(probabilities) != 1 or not edges.size or not 0 < edges[-1] < np.inf:
        raise ValueError(f"probabilities is {checks.shown(probabilities)}, expected numbers of shape (V,), sum 1")
    return int(np.searchsorted(edges, uniform * edges[-1], side="right"))


def stream(
    model: CharModel,
    prompt: str,
    length: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    seed: int | None = None,
) -> Iterator[str]:
    """Write on from a prompt, a character at a time.

    Parameters
    ----------
    prompt
        At least one character; the model reads it first.
    length
        How many characters to write.
    temperature, top_k, top_p
        See `distribution`.
    seed
        The same seed writes the same text; ``None`` a new one each time.

    Raises
    ------
    TypeError, ValueError
        At the call, not at the first character: if ``model`` is no `CharModel`, if the prompt is empty or holds
        characters that the model does not know, or if a number is none or out of its range.
    """
    encoded(model, prompt, "prompt")
    check_settings(temperature, top_k, top_p)
    length = checks.whole("length", length, 0)
    return _write(model, prompt, length, temperature, top_k, top_p, chance(seed))


def chance(seed: int | None) -> np.random.Generator:
    """Random numbers, for None new ones each time; TypeError or ValueError if ``seed`` is no whole number >= 0."""
    return np.random.default_rng(None if seed is None else checks.whole("seed", seed, 0))


def check_settings(temperature: float, top_k: int | None, top_p: float | None) -> None:
    """Raise if a setting of `distribution` is no number or out of its range."""
    if isinstance(temperature, bool) or not isinstance(temperature, Real):
        raise TypeError(f"temperature is {temperature!r}, expected a number > 0")
    if not (temperature > 0 and math.isfinite(temperature)):
        raise ValueError(f"temperature is {temperature}, expected a number > 0 (for greedy writing use top_k=1)")
    if top_k is not None:
        if isinstance(top_k, bool) or not isinstance(top_k, Integral):
            raise TypeError(f"top_k is {top_k!r}, expected a whole number >= 1, or None")
        if top_k < 1:
            raise ValueError(f"top_k is {top_k}, expected a whole number >= 1, or None")
    if top_p is not None:
        if isinstance(top_p, bool) or not isinstance(top_p, Real):
            raise TypeError(f"top_p is {top_p!r}, expected a number with 0 < top_p <= 1, or None")
        if not 0 < top_p <= 1:
            raise ValueError(f"top_p is {top_p}, expected a number with 0 < top_p <= 1, or None")


def _write(
    model: CharModel,
    prompt: str,
    length: int,
    temperature: float,
    top_k: int | None,
    top_p: float | None,
    uniforms: np.random.Generator,
) -> Iterator[str]:
    state = model.read(prompt)[-1]
    for _ in range(length):
        index = draw(distribution(model.logits(state), temperature, top_k, top_p), uniforms.random())
        yield model.vocabulary.symbols[index]
        state = model.step(state, index)
