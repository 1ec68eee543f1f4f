"""The n-gram model against the published formula, written out with dictionaries, and against the real corpus."""

import re
from collections import Counter, defaultdict
from math import log2

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers import corpora
from helpers.textgen.ngrams import discounts, kneser_ney


class ByHand:
    """A text's n-grams in dictionaries, and the formula as it is printed, one probability at a time."""

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

    def probabilities(self, context: str) -> list[float]:
        last = context[max(0, len(context) - self.order + 1) :]
        return [self.kneser_ney(last, symbol) for symbol in self.alphabet]


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


@given(texts_and_contexts())
@example(("a", 1, ""))
@example(("abcab", 5, "bcab"))
@example(("aac", 3, "ac"))
def test_tiny_texts_agree_with_the_printed_formula(case: tuple[str, int, str]) -> None:
    text, order, context = case
    expected = ByHand(text, order).probabilities(context)
    np.testing.assert_allclose(kneser_ney(text, order).probabilities(context), expected, rtol=1e-12)


@pytest.mark.parametrize("order", [1, 2, 3, 4, 6])
@pytest.mark.parametrize("context", ["", "q", "the", "eat te", "qqq", "other rat"])
def test_a_longer_text_agrees_with_the_printed_formula(order: int, context: str) -> None:
    expected = ByHand(SKEWED, order).probabilities(context)
    np.testing.assert_allclose(kneser_ney(SKEWED, order).probabilities(context), expected, rtol=1e-12)


def test_the_longer_text_is_one_whose_discounts_are_estimated() -> None:
    by_hand = ByHand(SKEWED, 6)
    assert sum(by_hand.kneser_ney_discounts(n) != (0.5, 1.0, 1.5) for n in range(1, 7)) >= 5


@given(order=st.integers(1, 8), context=st.text(sorted(set(SKEWED)), max_size=12))
def test_probabilities_are_positive_and_sum_to_one(order: int, context: str) -> None:
    probabilities = kneser_ney(SKEWED, order).probabilities(context)
    assert probabilities.shape == (len(set(SKEWED)),)
    assert (probabilities > 0).all()
    assert probabilities.sum() == pytest.approx(1, abs=1e-12)


@given(order=st.integers(1, 6), text=st.text(sorted(set(SKEWED)), min_size=1, max_size=30))
def test_surprise_is_that_of_the_probabilities(order: int, text: str) -> None:
    model = kneser_ney(SKEWED, order)
    given_before = [model.probabilities(text[:i])[model.vocabulary.symbols.index(c)] for i, c in enumerate(text)]
    np.testing.assert_allclose(model.surprise(text), [-log2(p) for p in given_before], atol=1e-9)
    assert model.bits_per_char(text) == pytest.approx(-sum(map(log2, given_before)) / len(text), abs=1e-9)


def test_discounts_worked_by_hand() -> None:
    # Y = 40 / (40 + 2 · 20) = 1/2; 1 - 2 · ½ · 20/40, 2 - 3 · ½ · 10/20, 3 - 4 · ½ · 5/10
    np.testing.assert_allclose(discounts(np.repeat([1, 2, 3, 4, 9], [40, 20, 10, 5, 7])), [0, 0.5, 1.25, 2])


@pytest.mark.parametrize("counts", [[1, 2, 4], [1, 1, 3], [2, 2, 3], [1] * 9 + [2] + [3] * 9])
def test_discounts_that_cannot_be_estimated_or_are_not_positive(counts: list[int]) -> None:
    np.testing.assert_array_equal(discounts(np.array(counts)), [0, 0.5, 1, 1.5])


def test_kneser_ney_knows_what_follows_one_character_only() -> None:
    # u is frequent, but only ever after q; a, b and c come after each other; nothing is known of what follows z
    text = "qu" * 50 + "aabbccacba" + "z"
    u, a = sorted(set(text)).index("u"), sorted(set(text)).index("a")
    probabilities = kneser_ney(text, 2).probabilities("z")
    assert text.count("u") > text.count("a")
    assert probabilities[u] < probabilities[a]


def test_what_the_docstring_says_of_ght() -> None:
    assert set(re.findall("(?s)(.)ght", corpora.shakespeare().train)) == {"i", "u"}


def test_size() -> None:
    ngrams = [len({SKEWED[i : i + n] for i in range(len(SKEWED) - n + 1)}) for n in range(4)]
    model = kneser_ney(SKEWED, 3)
    assert model.order == 3
    assert model.parameters == sum(ngrams[1:]) + sum(ngrams[:-1])


@pytest.mark.parametrize("order", [1.5, "3", None, True])
def test_order_of_a_wrong_type(order: object) -> None:
    with pytest.raises(TypeError, match=f"order is {order!r}, expected a whole number"):
        kneser_ney("abc", order)  # type: ignore[arg-type]


@pytest.mark.parametrize("order", [0, -1, 4])
def test_order_out_of_range(order: int) -> None:
    with pytest.raises(ValueError, match=f"order is {order}, expected a whole number from 1 to 3"):
        kneser_ney("abc", order)


def test_training_text() -> None:
    with pytest.raises(ValueError, match="train_text is '', expected at least one character"):
        kneser_ney("", 1)
    with pytest.raises(TypeError, match="train_text is 7, expected a string"):
        kneser_ney(7, 1)  # type: ignore[arg-type]


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


def test_what_was_counted_before_changes_nothing() -> None:
    text, probe = "the cat sat on the mat. ", "on that mat"
    two = kneser_ney(text, 2).bits_per_char(probe)
    kneser_ney("another text", 3)
    five = kneser_ney(text, 5).bits_per_char(probe)
    assert kneser_ney(text, 2).bits_per_char(probe) == two
    assert kneser_ney(text, 5).bits_per_char(probe) == five


def test_order_one_on_the_plays_is_the_cross_entropy_of_the_frequencies() -> None:
    corpus = corpora.shakespeare()
    train, validation = Counter(corpus.train), Counter(corpus.validation)
    cross_entropy = -sum(c * log2(train[w] / train.total()) for w, c in validation.items()) / validation.total()
    assert kneser_ney(corpus.train, 1).bits_per_char(corpus.validation) == pytest.approx(cross_entropy, abs=1e-4)


@pytest.mark.parametrize(("order", "bits"), [(5, 2.277), (7, 2.177)])
def test_bits_per_char_of_the_held_out_plays(order: int, bits: float) -> None:
    corpus = corpora.shakespeare()
    assert kneser_ney(corpus.train, order).bits_per_char(corpus.validation) == pytest.approx(bits, abs=5e-4)
