"""From logits to text: temperature, top-k, top-p, and a stream of characters."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass

import numpy as np

from .. import checks
from ..char_model.model import CharModel, Floats, encoded


@dataclass(frozen=True)
class Settings:
    """How the next character is drawn, see `distribution`; TypeError or ValueError for what cannot be."""

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
            if not 0 < checks.number("top_p", self.top_p) <= 1:
                raise ValueError(f"top_p is {self.top_p}, expected a number with 0 < top_p <= 1, or None")
            object.__setattr__(self, "top_p", float(self.top_p))


def distribution(
    logits: Floats, temperature: float = 1.0, top_k: int | None = None, top_p: float | None = None
) -> Floats:
    """Probabilities of the next character, (V,).

    Parameters
    ----------
    logits : array of shape (V,)
        What `CharModel.logits` gives.
    temperature
        The logits are divided by it: below 1 the likely gets likelier, above 1 all come closer.
    top_k
        Keep only the ``top_k`` likeliest characters (Fan et al. 2018); 1 is greedy. ``None`` keeps all.
    top_p
        Then keep only the likeliest that together reach ``top_p`` (nucleus sampling, Holtzman et al. 2020).

    Examples
    --------
    >>> distribution(np.log([0.5, 0.3, 0.2]), top_k=2).round(3).tolist()
    [0.625, 0.375, 0.0]
    """
    logits = logits.astype(np.float64)  # a float32 divided by a very low temperature would overflow
    with np.errstate(over="ignore"):  # minus infinity is a logit too: probability 0
        probabilities = np.exp((logits - logits.max()) / temperature)
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

    ``rng.choice(len(probabilities), p=probabilities)`` does the same with ``uniform = rng.random()``. TypeError or
    ValueError if ``uniform`` is not in [0, 1), or ``probabilities`` are no row of finite numbers.
    """
    if not 0 <= checks.number("uniform", uniform) < 1:
        raise ValueError(f"uniform is {uniform}, expected 0 <= uniform < 1")
    edges = np.cumsum(checks.numbers("probabilities", probabilities, (None,)))
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
        At the call, not at the first character, if an argument is not what it should be.
    """
    encoded(model, prompt, "prompt")
    return _write(
        model, prompt, checks.integer("length", length, 0), Settings(temperature, top_k, top_p), make_rng(seed)
    )


def make_rng(seed: int | None) -> np.random.Generator:
    """Random numbers, for None new ones each time; TypeError or ValueError if ``seed`` is no whole number >= 0."""
    return np.random.default_rng(None if seed is None else checks.integer("seed", seed, 0))


def _write(model: CharModel, prompt: str, length: int, settings: Settings, rng: np.random.Generator) -> Iterator[str]:
    state = model.read(prompt)[-1]
    for _ in range(length):
        index = draw(distribution(model.logits(state), *astuple(settings)), rng.random())
        yield model.vocabulary.symbols[index]
        state = model.step(state, index)
