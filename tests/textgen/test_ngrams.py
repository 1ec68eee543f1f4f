"""The n-gram models against the published formulas, written out with dictionaries, and against the real corpus."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from math import log2

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers import corpora
from helpers.textgen.ngrams import NGram, discounts, kneser_ney, witten_bell

Fit = Callable[[str, int], NGram]
BOTH = pytest.mark.parametrize("fit", [kneser_ney, witten_bell])


class ByHand:
    """A text's n-grams in dictionaries, and the two formulas as they are printed, one probability at a time."""

    def __init__(self, text: str, order: int) -> None:
        self.order = order
        self.alphabet = sorted(set(text))
        self.count: Counter[str] = Counter()
        self.preceded_by: dict[str, set[str]] = defaultdict(set)
        for n in range(1, order + 1):
            for i in range(len(text) - n + 1):
                self.count[text[i : i + n]] += 1
                self.preceded_by[text[i : i + n]].add(text[i - 1] if i else "beginning")

    def kneser_ney_count(self, gram: str) -> int:
        return self.count[gram] if len(gram) == self.order else len(self.preceded_by.get(gram, ()))

    def kneser_ney_discounts(self, n: int) -> tuple[float, float, float]:
        counts = [self.kneser_ney_count(gram) for gram in self.count if len(gram) == n]
        n1, n2, n3, n4 = (counts.count(j) for j in (1, 2, 3, 4))
        if n1 and n2 and n3:
            y = n1 / (n1 + 2 * n2)
            d1, d2, d3 = 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3
            if d1 > 0 and d2 > 0 and d3 > 0:
                return d1, d2, d3
        return 0.5, 1.0, 1.5

    def kneser_ney(self, context: str, symbol: str) -> float:
        """Chen and Goodman 1999, equations for p_KN and gamma."""
        shorter = self.kneser_ney(context[1:], symbol) if context else 1 / len(self.alphabet)
        counts = [self.kneser_ney_count(context + w) for w in self.alphabet]
        if not any(counts):
            return shorter
        d1, d2, d3 = self.kneser_ney_discounts(len(context) + 1)
        n1, n2, n3 = counts.count(1), counts.count(2), sum(c >= 3 for c in counts)
        gamma = (d1 * n1 + d2 * n2 + d3 * n3) / sum(counts)
        c = self.kneser_ney_count(context + symbol)
        discount = 0 if c == 0 else d1 if c == 1 else d2 if c == 2 else d3
        return (c - discount) / sum(counts) + gamma * shorter

    def witten_bell(self, context: str, symbol: str) -> float:
        """(c(hw) + T(h) p(w | shorter h)) / (c(h) + T(h)), T(h) different characters after h."""
        shorter = self.witten_bell(context[1:], symbol) if context else 1 / len(self.alphabet)
        counts = [self.count[context + w] for w in self.alphabet]
        different = sum(c > 0 for c in counts)
        if not different:
            return shorter
        return (self.count[context + symbol] + different * shorter) / (sum(counts) + different)

    def probabilities(self, rule: str, context: str) -> list[float]:
        last = context[max(0, len(context) - self.order + 1) :]
        return [getattr(self, rule)(last, symbol) for symbol in self.alphabet]


def skewed_text(length: int) -> str:
    """A text long and uneven enough for discounts to be estimated."""
    random = np.random.default_rng(0)
    words = ["the", "then", "he", "other", "tea", "a", "rat", "rate", "neat", "q"]
    text = " ".join(random.choice(words, length, p=np.arange(10, 0, -1) / 55))
    return text[:length]


SKEWED = skewed_text(1500)


@st.composite
def texts_and_contexts(draw: st.DrawFn) -> tuple[str, int, str]:
    text = draw(st.text("abc", min_size=1, max_size=60))
    order = draw(st.integers(1, min(5, len(text))))
    return text, order, draw(st.text(sorted(set(text)), max_size=7))


@BOTH
@given(texts_and_contexts())
@example(("a", 1, ""))
@example(("abcab", 5, "bcab"))
@example(("aac", 3, "ac"))
def test_tiny_texts_agree_with_the_printed_formulas(fit: Fit, case: tuple[str, int, str]) -> None:
    text, order, context = case
    expected = ByHand(text, order).probabilities(fit.__name__, context)
    np.testing.assert_allclose(fit(text, order).probabilities(context), expected, rtol=1e-12)


@BOTH
@pytest.mark.parametrize("order", [1, 2, 3, 4, 6])
@pytest.mark.parametrize("context", ["", "q", "the", "eat te", "qqq", "other rat"])
def test_a_longer_text_agrees_with_the_printed_formulas(fit: Fit, order: int, context: str) -> None:
    expected = ByHand(SKEWED, order).probabilities(fit.__name__, context)
    np.testing.assert_allclose(fit(SKEWED, order).probabilities(context), expected, rtol=1e-12)


def test_the_longer_text_is_one_whose_discounts_are_estimated() -> None:
    by_hand = ByHand(SKEWED, 6)
    assert sum(by_hand.kneser_ney_discounts(n) != (0.5, 1.0, 1.5) for n in range(1, 7)) >= 5


@BOTH
@given(order=st.integers(1, 8), context=st.text(sorted(set(SKEWED)), max_size=12))
def test_probabilities_are_positive_and_sum_to_one(fit: Fit, order: int, context: str) -> None:
    probabilities = fit(SKEWED, order).probabilities(context)
    assert probabilities.shape == (len(set(SKEWED)),)
    assert (probabilities > 0).all()
    assert probabilities.sum() == pytest.approx(1, abs=1e-12)


@BOTH
@given(order=st.integers(1, 6), text=st.text(sorted(set(SKEWED)), min_size=1, max_size=30))
def test_surprise_is_that_of_the_probabilities(fit: Fit, order: int, text: str) -> None:
    model = fit(SKEWED, order)
    given_before = [model.probabilities(text[:i])[model.vocabulary.symbols.index(c)] for i, c in enumerate(text)]
    np.testing.assert_allclose(model.surprise(text), [-log2(p) for p in given_before], atol=1e-9)
    assert model.bits_per_char(text) == pytest.approx(-sum(map(log2, given_before)) / len(text), abs=1e-9)


def test_discounts_worked_by_hand() -> None:
    # Y = 40 / (40 + 2 · 20) = 1/2; 1 - 2 · ½ · 20/40, 2 - 3 · ½ · 10/20, 3 - 4 · ½ · 5/10
    np.testing.assert_allclose(discounts(np.repeat([1, 2, 3, 4, 9], [40, 20, 10, 5, 7])), [0, 0.5, 1.25, 2])


@pytest.mark.parametrize("counts", [[1, 2, 4], [1, 1, 3], [2, 2, 3], [1] * 9 + [2] + [3] * 9])
def test_discounts_that_cannot_be_estimated_or_are_not_positive(counts: list[int]) -> None:
    np.testing.assert_array_equal(discounts(np.array(counts)), [0, 0.5, 1, 1.5])


def test_witten_bell_worked_by_hand() -> None:
    # aab: a came 2 times of 3, and 2 characters came for the first time: (2 + 2 · ½) / (3 + 2)
    np.testing.assert_allclose(witten_bell("aab", 1).probabilities(""), [0.6, 0.4])


def test_kneser_ney_knows_what_follows_one_character_only() -> None:
    # u is frequent, but only ever after q; a, b and c come after each other; nothing is known of what follows z
    text = "qu" * 50 + "aabbccacba" + "z"
    u, a = sorted(set(text)).index("u"), sorted(set(text)).index("a")
    by_count, by_contexts = witten_bell(text, 2).probabilities("z"), kneser_ney(text, 2).probabilities("z")
    assert by_count[u] > by_count[a]
    assert by_contexts[u] < by_contexts[a]


def test_what_the_docstring_says_of_ght() -> None:
    assert set(re.findall("(?s)(.)ght", corpora.shakespeare().train)) == {"i", "u"}


@BOTH
def test_size(fit: Fit) -> None:
    ngrams = [len({SKEWED[i : i + n] for i in range(len(SKEWED) - n + 1)}) for n in range(4)]
    model = fit(SKEWED, 3)
    assert model.order == 3
    assert model.parameters == sum(ngrams[1:]) + sum(ngrams[:-1])


@BOTH
@pytest.mark.parametrize("order", [1.5, "3", None, True])
def test_order_of_a_wrong_type(fit: Fit, order: object) -> None:
    with pytest.raises(TypeError, match=f"order is {order!r}, expected a whole number"):
        fit("abc", order)  # type: ignore[arg-type]


@BOTH
@pytest.mark.parametrize("order", [0, -1, 4])
def test_order_out_of_range(fit: Fit, order: int) -> None:
    with pytest.raises(ValueError, match=f"order is {order}, expected 1 to 3"):
        fit("abc", order)


@BOTH
def test_training_text(fit: Fit) -> None:
    with pytest.raises(ValueError, match="train_text is '', expected at least one character"):
        fit("", 1)
    with pytest.raises(TypeError, match="train_text is 7, expected a string"):
        fit(7, 1)  # type: ignore[arg-type]


def test_text_to_judge() -> None:
    model = kneser_ney("abc", 2)
    with pytest.raises(ValueError, match="text is '', expected at least one character"):
        model.bits_per_char("")
    with pytest.raises(TypeError, match="text is None, expected a string"):
        model.bits_per_char(None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"text has characters .* 'é'"):
        model.bits_per_char("abé")


def test_context() -> None:
    model = kneser_ney("abc", 2)
    with pytest.raises(ValueError, match=r"context has characters .* 'é'"):
        model.probabilities("éa")
    with pytest.raises(TypeError, match="context is 7, expected a string"):
        model.probabilities(7)  # type: ignore[arg-type]


@BOTH
def test_what_was_counted_before_changes_nothing(fit: Fit) -> None:
    text, probe = "the cat sat on the mat. ", "on that mat"
    two = fit(text, 2).bits_per_char(probe)
    fit("another text", 3)
    five = fit(text, 5).bits_per_char(probe)
    assert fit(text, 2).bits_per_char(probe) == two
    assert fit(text, 5).bits_per_char(probe) == five


def test_order_one_on_the_plays_is_the_cross_entropy_of_the_frequencies() -> None:
    corpus = corpora.shakespeare()
    train, validation = Counter(corpus.train), Counter(corpus.validation)
    cross_entropy = -sum(c * log2(train[w] / train.total()) for w, c in validation.items()) / validation.total()
    for fit in (kneser_ney, witten_bell):
        assert fit(corpus.train, 1).bits_per_char(corpus.validation) == pytest.approx(cross_entropy, abs=1e-4)


@pytest.mark.parametrize(
    ("fit", "order", "bits"), [(kneser_ney, 5, 2.277), (kneser_ney, 7, 2.177), (witten_bell, 5, 2.471)]
)
def test_bits_per_char_of_the_held_out_plays(fit: Fit, order: int, bits: float) -> None:
    corpus = corpora.shakespeare()
    assert fit(corpus.train, order).bits_per_char(corpus.validation) == pytest.approx(bits, abs=5e-4)
