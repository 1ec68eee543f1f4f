"""The judge cannot be cheated, and few labels give what a plain loop counts."""

import numpy as np
import pytest

from helpers import corpora, embeddings
from helpers.embeddings import WordVectors, neighbour_agreement
from helpers.embeddings.vocabulary import tokenize


def ring(words, turn=0.0, seed=None):
    """Words on a circle: the neighbours of each are the next ones. With a seed, anywhere."""
    angles = np.linspace(0, 2 * np.pi, len(words), endpoint=False) + turn
    if seed is not None:
        angles = np.random.default_rng(seed).permutation(angles)
    return WordVectors(words, np.column_stack([np.cos(angles), np.sin(angles)]))


RING = [f"w{i}" for i in range(200)]


def test_the_judge_finds_its_own_neighbours_best_and_random_ones_chance():
    judge = ring(RING)
    assert neighbour_agreement(ring(RING, turn=1.0), judge, RING) > 0.97
    assert neighbour_agreement(ring(RING, seed=0), judge, RING) == pytest.approx(0.5, abs=0.05)


def test_naming_the_same_popular_words_to_everybody_is_chance():
    """Where the first five words lie in the middle of all, they are everybody's neighbours, for the judge too."""
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(200, 8)) + 1.0
    rows[:5] = rows.mean(axis=0) * 3 + 0.01 * rng.normal(size=(5, 8))
    judge = WordVectors(RING, rows)
    others = np.eye(200)
    others[:5] = 1.0
    popular = WordVectors(RING, others)
    named = {near for probe in RING[5:] for near, _ in popular.most_similar(probe, topn=5)}
    assert named == set(RING[:5])
    assert neighbour_agreement(popular, judge, RING[5:]) == pytest.approx(0.5, abs=0.01)


def test_it_is_the_share_that_a_plain_loop_counts():
    rng = np.random.default_rng(1)
    mine, judge = (WordVectors(RING[:30], rng.normal(size=(30, 4))) for _ in range(2))
    probes, shares = RING[:6], []
    for probe in probes:
        for near, _ in mine.most_similar(probe, topn=5):
            right = judge.similarity(probe, near)
            behind = [judge.similarity(other, near) < right for other in probes if other != probe]
            shares.append(sum(behind) / len(behind))
    assert neighbour_agreement(mine, judge, probes) == pytest.approx(np.mean(shares), abs=1e-6)


GROUPS = {"even": ["w0 w2", "w4 w6", "w8 w10"], "odd": ["w1 w3", "w5 w7", "w9 w11"]}


def few(groups=GROUPS, *, shots=(1,), **more):
    return embeddings.few_labels(groups, **({"vectors": ring(RING), "shots": shots} | more))


@pytest.mark.parametrize(
    ("ask", "error", "answer"),
    [
        (
            lambda: neighbour_agreement(ring(RING), ring(RING), []),
            ValueError,
            r"probes is \[\], expected at least two",
        ),
        (
            lambda: neighbour_agreement(ring(RING), ring(RING), ["w1", "w1"]),
            ValueError,
            "expected at least two different",
        ),
        (lambda: neighbour_agreement(ring(RING), ring(RING), ["w1", "x"]), KeyError, "'x' is not among"),
        (lambda: embeddings.few_labels({"a": []}, ring(RING)), ValueError, "groups has 1 of them, expected at least 2"),
        (lambda: embeddings.few_labels({"a": [], "b": []}, ring(RING)), ValueError, "group 'a' has 0 texts"),
        (lambda: embeddings.few_labels({"a": [], "b": []}, ring(RING), shots=[0]), ValueError, "shots is 0, expected"),
        (lambda: embeddings.few_labels({"a": [], "b": []}, ring(RING), seeds=[]), ValueError, "seeds is empty"),
        (lambda: embeddings.by_question_word([3]), TypeError, "questions has 3 in it, expected strings"),
        (lambda: embeddings.by_question_word(None), TypeError, "questions is None, expected several strings"),
        (lambda: embeddings.by_question_word("Who is it?"), TypeError, "questions is 'Who is it[?]', expected several"),
        (lambda: few(["a", "b"]), TypeError, r"groups is \['a', 'b'\], expected a dictionary"),
        (lambda: few({"a": None, "b": []}), TypeError, "group 'a' is None, expected several strings"),
        (lambda: few({"a": "w1 w2", "b": []}), TypeError, "group 'a' is 'w1 w2', expected several strings"),
        (lambda: few(shots=[]), ValueError, "shots is empty, expected at least one whole number >= 1"),
        (lambda: few(shots=1), TypeError, "shots is 1, expected several whole numbers >= 1"),
        (lambda: few(seeds=5), TypeError, "seeds is 5, expected several whole numbers >= 0"),
        (lambda: few(seeds=[-1]), ValueError, "seeds is -1, expected a whole number >= 0"),
        (lambda: few(seeds=["a"]), TypeError, "seeds is 'a', expected a whole number >= 0"),
        (lambda: few(random="no"), TypeError, "random is 'no', expected True or False"),
        (lambda: few(vectors=None), TypeError, "vectors is None, expected WordVectors"),
        (
            lambda: neighbour_agreement(None, ring(RING), RING),
            TypeError,
            "vectors is None, expected WordVectors",
        ),
        (
            lambda: neighbour_agreement(ring(RING), None, RING),
            TypeError,
            "judge is None, expected WordVectors",
        ),
        (
            lambda: neighbour_agreement(ring(RING), ring(RING), "w1"),
            TypeError,
            "probes is 'w1', expected several",
        ),
        (
            lambda: neighbour_agreement(ring(RING), ring(RING), ["w1", 2]),
            TypeError,
            "probes has 2 in it, expected strings",
        ),
    ],
)
def test_bad_input_is_named(ask, error, answer):
    with pytest.raises(error, match=answer):
        ask()


def test_texts_that_point_nowhere_are_judged_without_a_warning():
    alike = WordVectors(RING, np.ones((200, 2)))
    assert embeddings.few_labels(GROUPS, alike, shots=(n for n in [1]), seeds=range(2)).tolist() == [[0.5], [0.5]]


def test_few_labels_is_what_a_plain_loop_counts(glove):
    groups = {"dishes": corpora.phrases()["dishes"], "drinks": corpora.phrases()["drinks"]}
    found = embeddings.few_labels(groups, glove, shots=[3], seeds=[5])[0, 0]

    table = glove.vectors - glove.vectors.mean(axis=0)
    rng = np.random.default_rng(5)
    known = []
    for texts in groups.values():
        kept = [tuple(glove.key_to_index[w] for w in tokenize(text) if w in glove) for text in texts]
        known.append([rows for rows in dict.fromkeys(kept) if len(rows) > 1])
    size = min(map(len, known))
    drawn = [[group[i] for i in rng.permutation(len(group))[:size]] for group in known]

    def unit(vector):
        return vector / np.linalg.norm(vector)

    means = [unit(np.mean([unit(table[list(rows)].mean(axis=0)) for rows in group[:3]], axis=0)) for group in drawn]
    right = [
        int(np.argmax([mean @ unit(table[list(rows)].mean(axis=0)) for mean in means])) == label
        for label, group in enumerate(drawn)
        for rows in group[3:]
    ]
    assert found == pytest.approx(np.mean(right), abs=1e-9)


def test_what_the_lesson_says_of_few_labels(glove):
    kinds = corpora.phrases()
    pretrained, random = (embeddings.few_labels(kinds, glove, random=r) for r in (False, True))
    assert pretrained.shape == random.shape == (20, 5)
    assert (pretrained > random).all()
    assert (random.mean(axis=0)[-1] - 1 / 3) > 0.08  # random vectors rise above chance: the test is fair to them
    assert np.round(pretrained.mean(axis=0)[[0, -1]], 2) == pytest.approx([0.66, 0.78], abs=0.011)
    assert np.round(random.mean(axis=0)[[0, -1]], 2) == pytest.approx([0.35, 0.45], abs=0.011)
    grammar = embeddings.by_question_word(corpora.questions())
    pretrained, random = (embeddings.few_labels(grammar, glove, random=r).mean(axis=0) for r in (False, True))
    assert np.abs(pretrained - random).max() < 0.05


def test_the_texts():
    kinds = corpora.phrases()
    assert {name: len(texts) for name, texts in kinds.items()} == {"dishes": 359, "drinks": 311, "occupations": 1156}
    assert len(corpora.questions()) == 4922
    groups = embeddings.by_question_word(corpora.questions())
    assert not [word for texts in groups.values() for text in texts for word in text.split() if word in groups]
