"""Every solution is right; what holds for all lessons' exercises is in ``tests/test_questions.py``."""

import numpy as np
import pytest

from helpers.batches import questions
from helpers.exercises import Code, all_questions
from tests.answers import expect_solved

QUESTIONS = all_questions(questions)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_the_code_of_the_solution_gives_the_right_answer(question):
    expect_solved(question, {"np": np})


def test_answers_by_hand():
    by_hand = {
        "with_a_rest": 5,
        "all_updates": 480,
        "last_batch": 40,
        "which_epoch": 13,
        "same_updates": 2,
        "earliest_place": 151,
        "enough_buffer": "c",
        "patience_two": 6,
        "more_noise": 64,
    }
    judged = {"batch_first", "validation_role"}  # nothing to work out: there is no second answer to compare with
    numbers = {q.name.removeprefix("02."): q.answer for q in QUESTIONS if not isinstance(q, Code)}
    assert {name: answer for name, answer in numbers.items() if name not in judged} == by_hand


@pytest.mark.parametrize("patience", [1, 2, 3, 9])
def test_patience_is_as_keras_has_it(patience):
    import keras

    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=patience)
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    stop.set_model(model)
    model.stop_training = False
    stop.on_train_begin()
    losses = questions.VALIDATION_LOSSES
    ended = len(losses)
    for epoch, loss in enumerate(losses):
        stop.on_epoch_end(epoch, {"val_loss": loss})
        if model.stop_training:
            ended = epoch + 1
            break
    assert questions.stopped_after(losses, patience) == ended


def test_shuffle_after_batch_moves_whole_batches():
    import tensorflow as tf

    after = list(tf.data.Dataset.range(20).batch(4).shuffle(100, seed=1).as_numpy_iterator())
    assert sorted(batch.tolist() for batch in after) == np.arange(20).reshape(5, 4).tolist()
    assert [batch[0] for batch in after] != [0, 4, 8, 12, 16]


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("with_a_rest", "5", "without quotation marks"),
        ("all_updates", 481, "481 is not it"),
        ("all_updates", 469, "Round up in each epoch"),
        ("which_epoch", 3, "Divide by the iterations in one"),
        ("enough_buffer", "e", "none of the options"),
        ("batch_sizes", lambda samples, batch_size: None, "return"),
        ("batch_sizes", lambda samples, batch_size: samples / 0, "raised ZeroDivisionError"),
    ],
)
def test_other_wrong_answers_are_answered_too(name, answer, said):
    reply = getattr(questions, name).check(answer)
    assert reply.kind == "wrong"
    assert said in reply.text
