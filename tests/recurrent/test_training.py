"""Networks side by side, against Keras' layers, Keras' Adam and the cells in NumPy."""

import math
import signal

import keras
import numpy as np
import pytest
import tensorflow as tf

from helpers import interrupts, recurrent
from helpers.cells import Clamp, lstm
from helpers.recurrent import tasks, training
from helpers.recurrent.training import Training, Variant, Weights

CELLS = ("SimpleRNN", "LSTM", "GRU")


def keras_network(cell, weights, every_step=False):
    """A Keras model that holds one network's weights."""
    units, (_, outputs) = len(weights.recurrent_kernel), weights.output_kernel.shape
    layers = [getattr(keras.layers, cell)(units, return_sequences=every_step), keras.layers.Dense(outputs)]
    model = keras.Sequential([keras.Input((None, len(weights.kernel))), *layers])
    model.set_weights(list(weights))
    return model


def some_networks(cell, features=13, units=5, outputs=8, seeds=(0, 1, 2)):
    """Networks as Keras draws them, and every bias moved away from zero."""
    rng = np.random.default_rng(7)
    drawn = [training.initial_weights(cell, features, units, outputs, seed) for seed in seeds]
    moved = [w._replace(bias=w.bias + rng.normal(size=w.bias.shape).astype("f") / 4) for w in drawn]
    return training.stack_weights([w._replace(output_bias=rng.normal(size=outputs).astype("f")) for w in moved])


def signals(samples, seed):
    return tasks.signal(samples, 9, seed=seed)


def large_sums(samples, seed):
    """Targets so far off that every gradient has to be cut."""
    drawn = tasks.adding(samples, 20, seed)
    return tasks.Samples(drawn.inputs, 100 * drawn.targets)


@pytest.mark.parametrize("every_step", [False, True])
@pytest.mark.parametrize("cell", CELLS)
def test_networks_side_by_side_say_what_keras_says(cell, every_step):
    networks = some_networks(cell)
    letters = np.stack([tasks.signal(4, 9, seed=seed).inputs for seed in range(3)])
    x = tf.constant(letters, tf.int32)
    said = training.forward(cell, Weights(*map(tf.constant, networks)), x, every_step, [training.FULL] * 3)
    for one, read, mine in zip(training.unstack_weights(networks), letters, said.numpy(), strict=True):
        expected = keras_network(cell, one, every_step)(tasks.one_hot(read)).numpy()
        np.testing.assert_allclose(mine, expected, atol=1e-5)


def test_amounts_are_read_as_they_are():
    networks = some_networks("GRU", features=2, outputs=1, seeds=[0])
    x = tasks.adding(6, 20, seed=1).inputs
    said = training.forward("GRU", Weights(*map(tf.constant, networks)), tf.constant(x[np.newaxis]), False, ())
    expected = keras_network("GRU", training.unstack_weights(networks)[0])(x)
    np.testing.assert_allclose(said[0], expected, atol=1e-5)


def states(variant):
    """Of one network of that kind, and those of the full LSTM in NumPy with ``clamps``."""
    networks = some_networks("LSTM", seeds=[0])
    letters = tasks.signal(4, 9, seed=1).inputs
    x, weights = tf.constant(letters[np.newaxis], tf.int32), Weights(*map(tf.constant, networks))
    said = training.forward("LSTM", weights, x, True, [variant])[0].numpy()
    return said, training.unstack_weights(networks)[0], tasks.one_hot(letters).astype(float)


@pytest.mark.parametrize("gate", ["input", "forget", "output"])
def test_a_fixed_gate_is_a_clamp_at_every_step(gate):
    said, weights, x = states(Variant(**{gate: 0.7}))
    run = lstm(x, *weights.layer, clamps=[Clamp(gate, 0.7, 0, x.shape[1])])
    np.testing.assert_allclose(said, run.states @ weights.output_kernel + weights.output_bias, atol=1e-5)


@pytest.mark.parametrize(
    ("variant", "carry", "state"),
    [
        (Variant(), lambda i, f, k, c: f * c + i * np.tanh(k), lambda o, c: o * np.tanh(c)),
        (Variant(coupled=True), lambda i, f, k, c: f * c + (1 - f) * np.tanh(k), lambda o, c: o * np.tanh(c)),
        (Variant(candidate_tanh=False), lambda i, f, k, c: f * c + i * k, lambda o, c: o * np.tanh(c)),
        (Variant(output_tanh=False), lambda i, f, k, c: f * c + i * np.tanh(k), lambda o, c: o * c),
    ],
)
def test_the_other_variants_are_their_equations(variant, carry, state):
    said, weights, x = states(variant)
    h = c = np.zeros((len(x), 5))
    for t in range(x.shape[1]):
        sums = x[:, t] @ weights.kernel + h @ weights.recurrent_kernel + weights.bias
        i, f, k, o = np.split(sums, 4, axis=1)
        i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
        c = carry(i, f, k, c)
        h = state(o, c)
        np.testing.assert_allclose(said[:, t], h @ weights.output_kernel + weights.output_bias, atol=1e-5)


@pytest.mark.parametrize(("cell", "draw"), [("SimpleRNN", signals), ("LSTM", large_sums), ("GRU", signals)])
def test_training_is_that_of_keras(cell, draw):
    features, outputs = (13, 8) if draw is signals else (2, 1)
    first = training.initial_weights(cell, features, 6, outputs, seed=3)
    plan = Training(cell, training.stack_weights([first]), draw, [3], steps=4, learning_rate=1e-2)
    (trained,) = training.train(plan)

    model = keras_network(cell, first)
    loss = "mse" if draw is large_sums else keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(1e-2, global_clipnorm=1.0), loss)
    drawn = draw(training.STEPS_A_CALL * 64, np.random.default_rng([3, 1]))
    x = tasks.one_hot(drawn.inputs) if draw is signals else drawn.inputs
    losses = [
        model.train_on_batch(x[at : at + 64], drawn.targets[at : at + 64], return_dict=True)["loss"]
        for at in range(0, 256, 64)
    ]
    for mine, theirs in zip(training.unstack_weights(trained.weights)[0], model.get_weights(), strict=True):
        np.testing.assert_allclose(mine, theirs, atol=2e-4)  # 4 steps of 0.01 each; Adam divides by small numbers
        assert abs(np.subtract(mine, theirs)).mean() < 5e-6
    np.testing.assert_allclose(trained.losses[:, 0], losses, rtol=1e-4)


def test_first_weights_are_those_of_keras_but_for_the_biases_that_are_given():
    drawn = training.initial_weights("LSTM", 13, 5, 8, seed=4, forget_bias=3.0, input_bias=-2.0)
    keras.utils.set_random_seed(4)
    layer, dense = keras.layers.LSTM(5), keras.layers.Dense(8)
    dense(layer(np.zeros((1, 2, 13), "f")))
    kernel, recurrent_kernel, bias = layer.get_weights()
    for mine, theirs in zip(drawn, [kernel, recurrent_kernel, bias, *dense.get_weights()], strict=True):
        if mine.shape != (20,):
            np.testing.assert_array_equal(mine, theirs)
    assert bias.tolist() == [0] * 5 + [1] * 5 + [0] * 10
    assert drawn.bias.tolist() == [-2] * 5 + [3] * 5 + [0] * 10
    np.testing.assert_allclose(recurrent_kernel @ recurrent_kernel.T, np.eye(5), atol=1e-5)  # orthogonal rows


def test_a_network_alone_learns_what_it_learns_among_others():
    def after(seeds):
        networks = training.stack_weights([training.initial_weights("LSTM", 13, 6, 8, seed) for seed in seeds])
        return [*training.train(Training("LSTM", networks, signals, seeds, 13, 5e-3))][-1]

    among, alone = after([0, 1, 2]), after([1])
    assert among.steps == alone.steps == 13
    for mine, theirs in zip(
        training.unstack_weights(among.weights)[1], training.unstack_weights(alone.weights)[0], strict=True
    ):
        np.testing.assert_allclose(mine, theirs, atol=2e-4)
    np.testing.assert_allclose(among.losses[:, 1], alone.losses[:, 0], atol=1e-4)
    assert not np.allclose(among.losses[:, 0], among.losses[:, 1])


def test_a_gradient_is_cut_without_regard_to_its_neighbours():
    gradients = [tf.constant([[3.0, 0.0], [0.3, 0.0]]), tf.constant([[[4.0]], [[0.4]]])]  # of norm 5 and 0.5
    wide, deep = training.clipped(gradients)
    np.testing.assert_allclose(wide, [[0.6, 0], [0.3, 0]], atol=1e-6)
    np.testing.assert_allclose(deep, [[[0.8]], [[0.4]]], atol=1e-6)


def test_variants_of_one_seed_learn_from_the_same_batches():
    networks = training.stack_weights([training.initial_weights("LSTM", 13, 6, 8, seed) for seed in (0, 1)] * 2)
    held = [training.FULL, training.FULL, Variant(forget=1.0), Variant(forget=1.0)]
    (trained,) = training.train(Training("LSTM", networks, signals, [0, 1], 5, 5e-3, held))
    (plain,) = training.train(
        Training("LSTM", training.stack_weights(training.unstack_weights(networks)[:2]), signals, [0, 1], 5, 5e-3)
    )
    np.testing.assert_allclose(trained.losses[:, :2], plain.losses, atol=1e-4)
    assert not np.allclose(trained.losses[:, :2], trained.losses[:, 2:])
    units = trained.weights.recurrent_kernel.shape[1]
    forget = np.s_[..., units : 2 * units]
    np.testing.assert_array_equal(trained.weights.kernel[2:][forget], networks.kernel[2:][forget])  # nobody's


def test_evaluation_counts_what_keras_would_say():
    networks = some_networks("LSTM", seeds=[0, 1])
    test = tasks.signal(100, 9, seed=5)  # not a whole number of batches
    losses, right = training.evaluate("LSTM", networks, test)
    for one, loss, hits in zip(training.unstack_weights(networks), losses, right, strict=True):
        scores = keras_network("LSTM", one)(tasks.one_hot(test.inputs)).numpy()
        np.testing.assert_array_equal(hits, scores.argmax(axis=1) == test.targets)
        expected = keras.losses.sparse_categorical_crossentropy(test.targets, scores, from_logits=True)
        np.testing.assert_allclose(loss, expected, atol=1e-5)


def test_a_sum_is_right_within_four_hundredths():
    said = tf.constant([[[0.5], [0.539], [0.541], [0.461], [0.459]]])
    loss, right = training.loss_and_correct(said, tf.fill([1, 5], 0.5))
    assert right.numpy().tolist() == [[1, 1, 0, 1, 0]]
    np.testing.assert_allclose(loss, [[0, 0.039**2, 0.041**2, 0.039**2, 0.041**2]], atol=1e-7)


def plans(steps=30):
    def plan(cell):
        networks = training.stack_weights([training.initial_weights(cell, 13, 4, 8, seed=0)])
        return Training(cell, networks, signals, [0], steps, 5e-3)

    return {cell: plan(cell) for cell in ("SimpleRNN", "GRU")}


def test_progress_is_reported_for_every_training():
    said = []
    trained = training.train_all(plans(120), said.append)
    assert [(p.name, p.step) for p in said] == [(c, s) for c in trained for s in (20, 40, 60, 80, 100, 120)]
    assert said[-1].seconds_left == 0
    assert str(said[-1]).endswith(" right, all is trained")
    assert all(p.seconds_left >= 0 for p in said)
    assert all(0 <= p.correct <= 1 for p in said)
    assert str(said[0]).startswith("SimpleRNN, step 20 of 120: ")


def test_the_time_left_is_told_as_soon_as_there_is_a_rate():
    said = []
    training.train_all(plans(240), said.append)
    first = (20, 40, 80, 120, 160, 200, 240)
    assert [(p.name, p.step) for p in said] == [(cell, step) for cell in plans() for step in first]
    assert all(math.isfinite(p.seconds_left) for p in said)
    assert " left in all" in str(said[0])


def test_trainings_that_end_with_their_first_steps_tell_how_long_the_next_will_take():
    said = []
    training.train_all(plans(3), said.append)
    assert [(p.name, p.step) for p in said] == [("SimpleRNN", 3), ("GRU", 3)]
    assert said[0].seconds_left > 0 == said[1].seconds_left


def test_an_interrupt_keeps_what_was_learned():
    said = []

    def stop(progress):
        said.append(str(progress))
        if (progress.name, progress.step) == ("GRU", 20):  # and again when it says that it has stopped
            signal.raise_signal(signal.SIGINT)

    with interrupts.deferred_interrupts():
        trained = training.train_all(plans(), stop)
    assert [one.steps for one in trained.values()] == [30, 20]
    assert said[-1] == "Stopped at GRU, step 20 of 30. You have what was learned by then."
    np.testing.assert_array_equal(trained["GRU"].losses.shape, (20, 1))


def test_an_interrupt_before_anything_is_learned_leaves_the_networks_as_they_were(monkeypatch):
    def interrupted(plan):
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(training, "train", interrupted)
    said = []
    trained = training.train_all(plans(), lambda progress: said.append(str(progress)))
    assert [one.steps for one in trained.values()] == [0, 0]
    for name, plan in plans().items():
        for now, first in zip(trained[name].weights, plan.networks, strict=True):
            np.testing.assert_array_equal(now, first)
    assert said[-1].startswith("Stopped at ")


def test_what_was_stopped_before_its_first_step_is_judged_and_drawn(monkeypatch):
    def interrupted(plan):
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(training, "train", interrupted)
    memory = recurrent.memory_experiment(seeds=1, length=6, report=lambda progress: None)
    assert [(name, run.steps) for name, run in memory.items()] == [("SimpleRNN", 0), ("LSTM", 0), ("GRU", 0)]
    assert "Guessing: 0.125" in recurrent.memory_curves(memory).words
    gates = recurrent.gate_experiment("latest", ["full"], seeds=1, report=lambda progress: None)
    assert "full: " in recurrent.gate_chart(gates).words
