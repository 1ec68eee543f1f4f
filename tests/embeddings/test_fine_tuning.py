"""Networks on a few labelled texts against what is known of them; counting against scikit-learn's."""

import numpy as np
import pytest
from sklearn.naive_bayes import MultinomialNB

from helpers import embeddings
from helpers.embeddings import fine_tuning
from helpers.word_vectors import WordVectors

WORDS = [f"{letter}{number}" for letter in "ab" for number in range(20)]
FAR = WordVectors(WORDS, [[1.0, 0.1 * i] for i in range(20)] + [[-1.0, 0.1 * i] for i in range(20)])
GROUPS = {letter: [f"{letter}{i} {letter}{j}" for i in range(20) for j in range(i)] for letter in "ab"}


@pytest.fixture
def built():
    """Networks that a test has had built, and what builds them: fine-tuned or not."""
    keras = pytest.importorskip("keras")
    networks = []

    def build(trainable):
        def network(words, groups):
            table = keras.layers.Embedding(words, 2, mask_zero=True, trainable=trainable)
            dense = keras.layers.Dense(groups, activation="softmax")
            networks.append(keras.Sequential([table, keras.layers.GlobalAveragePooling1D(), dense]))
            networks[-1].compile(keras.optimizers.Adam(0.03), "sparse_categorical_crossentropy")
            return networks[-1]

        return network

    return networks, build


@pytest.mark.parametrize("trainable", [False, True])
def test_groups_whose_vectors_lie_apart_are_told_apart(built, trainable):
    networks, build = built
    assert embeddings.trained(build(trainable), GROUPS, FAR, seeds=[0]).tolist() == [1]
    kept = np.array_equal(networks[0].get_weights()[0][1:], FAR.vectors)
    assert kept is not trainable


def test_a_seed_finds_the_same_whatever_came_before_it(built):
    _, build = built
    alone, after = (embeddings.trained(build(True), GROUPS, FAR, random=True, seeds=seeds) for seeds in ([3], [1, 3]))
    assert alone[0] == after[1]


def test_counting_is_naive_bayes():
    rows, table = fine_tuning._rows(GROUPS, FAR)
    draw = fine_tuning._draw(rows, np.random.default_rng(4))
    hot = [
        np.array([[word in row for word in range(1, len(table))] for row in part]) for part in (draw.x, draw.judged_x)
    ]
    expected = MultinomialNB().fit(hot[0], draw.y).score(hot[1], draw.judged_y)
    assert embeddings.counted(GROUPS, FAR, seeds=[4])[0] == pytest.approx(expected, abs=0.02)


def test_no_text_is_both_learned_from_and_judged():
    rows, _ = fine_tuning._rows(GROUPS, FAR)
    draw = fine_tuning._draw(rows, np.random.default_rng(0))
    assert {tuple(row) for row in draw.x.tolist()}.isdisjoint({tuple(row) for row in draw.judged_x.tolist()})
    assert np.bincount(draw.y).tolist() == [16, 16]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: embeddings.trained("LSTM", GROUPS, FAR), "build is 'LSTM'"),
        (lambda: embeddings.trained(print, GROUPS, FAR, random=1), "random is 1"),
        (lambda: embeddings.counted({"a": ["a1 a2"], "b": []}, FAR), "group 'a' has 1 texts"),
        (lambda: embeddings.counted(GROUPS, FAR, seeds=[]), "seeds is empty"),
    ],
)
def test_bad_input_is_told(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()
