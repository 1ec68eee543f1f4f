"""Every solution is right, every known mistake draws its own reply."""

import numpy as np
import pytest

from helpers.batches import questions
from helpers.exercises import Code, all_questions

QUESTIONS = all_questions(questions)


@pytest.fixture(autouse=True)
def progress_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("SERIES_PROGRESS_FILE", str(tmp_path / "progress.json"))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_the_code_of_the_solution_gives_the_right_answer(question):
    names = {"np": np}
    exec(question.code, names)
    reply = question.check(names["answer"])
    assert (reply.kind, reply.head) == ("right", "Right.")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_each_mistake_gets_its_own_reply(question):
    replies = [question.check(mistake.wrong()) for mistake in question.misconceptions]
    assert [reply.text for reply in replies] == [mistake.reply for mistake in question.misconceptions]
    assert len({reply.text for reply in replies}) == len(replies) >= 2
    assert all(reply.kind == "wrong" for reply in replies)


def test_three_dots_are_no_error():
    assert all(question.check(...).kind == "unanswered" for question in QUESTIONS)


def test_names_are_those_in_the_module():
    assert all(getattr(questions, question.name.removeprefix("02.")) is question for question in QUESTIONS)


def test_answers_by_hand():
    by_hand = {
        "with_a_rest": 5,
        "all_updates": 480,
        "last_batch": 40,
        "which_epoch": 13,
        "same_updates": 2,
        "earliest_place": 151,
        "enough_buffer": "c",
        "batch_first": "b",
        "validation_role": "b",
        "patience_two": 6,
        "more_noise": 64,
    }
    assert {q.name.removeprefix("02."): q.answer for q in QUESTIONS if not isinstance(q, Code)} == by_hand


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
