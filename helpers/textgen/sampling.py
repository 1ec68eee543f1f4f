"""From scores to text: temperature, top-k, top-p, and a stream of characters."""

from collections.abc import Iterator
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import checks
from .model import CharModel, Floats, encoded


@dataclass(frozen=True)
class Settings:
    """How the next character is drawn; see `distribution`.

    Raises
    ------
    TypeError, ValueError
        If one of them is no number or out of its range.
    """

    temperature: float = 1.0
    top_k: int | None = None
    top_p: float | None = None

    def __post_init__(self) -> None:
        # As plain numbers: NumPy divides by no fraction. A frozen dataclass lets its fields be set in this way only.
        try:
            object.__setattr__(self, "temperature", checks.positive("temperature", self.temperature))
        except ValueError as error:
            raise ValueError(f"{error} (for greedy writing use top_k=1)") from None
        if self.top_k is not None:
            object.__setattr__(self, "top_k", checks.integer("top_k", self.top_k, 1))
        if self.top_p is not None:
            top_p = checks.number("top_p", self.top_p)
            if not 0 < top_p <= 1:
                raise ValueError(f"top_p is {self.top_p}, expected a number with 0 < top_p <= 1, or None")
            object.__setattr__(self, "top_p", top_p)


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
    settings = Settings(temperature, top_k, top_p)
    scores = _numeric("logits", logits, "scores of shape (V,)").astype(np.float64)
    if scores.ndim != 1 or not scores.size or not np.isfinite(scores.max()):  # the maximum of a NaN is NaN
        raise ValueError(
            f"logits is {checks.short_repr(logits)}, expected scores of shape (V,), none of them NaN or +inf"
        )
    return _probabilities(scores, settings)


def draw(probabilities: Floats, uniform: float) -> int:
    """The index on which a uniform number from [0, 1) falls when the probabilities are laid end to end.

    Raises
    ------
    TypeError, ValueError
        If ``uniform`` is no number in [0, 1), or ``probabilities`` are not one row of numbers from 0 up with a sum
        above 0.
    """
    if not isinstance(uniform, Real) or isinstance(uniform, bool):
        raise TypeError(f"uniform is {checks.short_repr(uniform)}, expected a number with 0 <= uniform < 1")
    if not 0 <= uniform < 1:
        raise ValueError(f"uniform is {checks.short_repr(uniform)}, expected 0 <= uniform < 1")
    row = _numeric("probabilities", probabilities, "numbers of shape (V,), sum 1")
    edges = np.cumsum(row)
    if row.ndim != 1 or not row.size or not 0 < edges[-1] < np.inf or row.min() < 0:
        raise ValueError(f"probabilities is {checks.short_repr(probabilities)}, expected numbers of shape (V,), sum 1")
    return int(np.searchsorted(edges, float(uniform) * edges[-1], side="right"))


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
    settings = Settings(temperature, top_k, top_p)
    length = checks.integer("length", length, 0)
    return _write(model, prompt, length, settings, chance(seed))


def chance(seed: int | None) -> np.random.Generator:
    """Random numbers, for None new ones each time; TypeError or ValueError if ``seed`` is no whole number >= 0."""
    return np.random.default_rng(None if seed is None else checks.integer("seed", seed, 0))


def _numeric(name: str, values: Floats, wanted: str) -> NDArray[Any]:
    """``values`` as an array of numbers; TypeError, saying what was ``wanted``, if they are something else."""
    try:
        array = np.asarray(values)
    except ValueError:  # rows of different lengths
        array = np.array(None)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} is {checks.short_repr(values)}, expected {wanted}")
    return array


def _write(
    model: CharModel, prompt: str, length: int, settings: Settings, uniforms: np.random.Generator
) -> Iterator[str]:
    state = model.read(prompt)[-1]
    for _ in range(length):
        scores = model.logits(state).astype(np.float64)
        index = draw(_probabilities(scores, settings), uniforms.random())
        yield model.vocabulary.symbols[index]
        state = model.step(state, index)


def _probabilities(scores: Floats, settings: Settings) -> Floats:
    """`distribution` unchecked. ``scores`` in float64: a float32 divided by a very low temperature would overflow."""
    with np.errstate(over="ignore"):  # minus infinity is a score too: probability 0
        probabilities = np.exp((scores - scores.max()) / settings.temperature)
    if settings.top_k is not None and settings.top_k < len(probabilities):
        probabilities[np.argsort(-probabilities, kind="stable")[settings.top_k :]] = 0
    probabilities /= probabilities.sum()
    if settings.top_p is not None and settings.top_p < 1:
        order = np.argsort(-probabilities, kind="stable")
        before = np.cumsum(probabilities[order]) - probabilities[order]
        probabilities[order[before >= settings.top_p]] = 0
        probabilities /= probabilities.sum()
    return probabilities
