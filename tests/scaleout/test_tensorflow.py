"""TensorFlow's collectives in the place of the ring: the same losses, from the same files."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys

import numpy as np
import psutil
import pytest

from helpers import scaleout, textgen
from helpers.char_model.recipe import windows
from helpers.scaleout import checkpoint, processes
from helpers.scaleout.tf_config import TFConfig

TEXT = "the quick brown fox jumps over the lazy dog\n" * 120
RECIPE = textgen.Recipe(units=24, embedding=64, batch_size=5, window=4, epochs=0.25, dropout=0.2)
AGREE = 1e-4
"""Bits: how far the two engines' losses may lie apart after 66 steps, as Keras' optimizer reckons its rate in float32.

Measured: 1e-5; 0.07 if each worker clips its own gradient before they are added up.
"""


def silent(progress):
    pass


@pytest.fixture(scope="module")
def ring_losses(tmp_path_factory):
    """The losses of a ring of two workers."""
    folder = tmp_path_factory.mktemp("ring") / "t"
    scaleout.train(TEXT, 2, RECIPE, checkpoint=folder, report=silent)
    return scaleout.losses(folder)


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """The folder of a training on TensorFlow of which a worker was killed."""
    folder = tmp_path_factory.mktemp("broken") / "t"

    def kill(progress):
        if progress.step == 40:
            psutil.Process(progress.process_ids[1]).kill()

    with pytest.raises(scaleout.WorkerLost, match=r"worker 1 has ended .*resume.* goes on from step (20|40)"):
        scaleout.train(TEXT, 2, RECIPE, checkpoint=folder, engine="tensorflow", report=kill)
    return folder


def test_both_engines_learn_the_same_and_a_killed_worker_changes_nothing(ring_losses, broken, tmp_path, monkeypatch):
    asked, free_ports = [], processes._free_ports
    with socket.create_server(("127.0.0.1", 0)) as other:  # has taken a port meanwhile
        taken = other.getsockname()[1]
        monkeypatch.setattr(
            processes,
            "_free_ports",
            lambda n: asked.append(n) or ([taken, *free_ports(1)] if len(asked) == 1 else free_ports(n)),
        )
        scaleout.train(TEXT, 2, RECIPE, checkpoint=tmp_path / "t", engine="tensorflow", report=silent)
    assert asked == [2, 2]
    losses = scaleout.losses(tmp_path / "t")
    np.testing.assert_allclose(losses, ring_losses, rtol=0, atol=AGREE)
    shutil.copytree(broken, tmp_path / "b")
    scaleout.resume(tmp_path / "b", 2, engine="tensorflow", report=silent)
    np.testing.assert_array_equal(scaleout.losses(tmp_path / "b"), losses)


def test_the_ring_goes_on_with_a_training_of_tensorflows(ring_losses, broken, tmp_path):
    shutil.copytree(broken, tmp_path / "b")
    scaleout.resume(tmp_path / "b", 2, report=silent)
    np.testing.assert_allclose(scaleout.losses(tmp_path / "b"), ring_losses, rtol=0, atol=AGREE)


def by_hand(folder, text, **environment):
    command = [sys.executable, "-m", "helpers.scaleout.worker", str(folder), f"--text={text}", "--seed=3"]
    recipe = {"units": 16, "embedding": 8, "batch_size": 4, "window": 16, "epochs": 20}
    environment = {name: value for name, value in os.environ.items() if name != "TF_CONFIG"} | environment
    return subprocess.Popen(
        [*command, "--recipe", json.dumps(recipe)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=environment
    )


def events(process):
    return (json.loads(line) for line in process.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a program can answer")
def test_by_hand_a_worker_begins_stops_when_it_is_asked_to_and_goes_on(tmp_path):
    text, folder = tmp_path / "text", tmp_path / "t"
    text.write_text(TEXT[:1000], encoding="utf-8")
    with by_hand(folder, text) as process:
        for event in events(process):
            if event.get("step") == 5:
                process.send_signal(signal.SIGTERM)
        assert event == {"event": "stopped"}
    assert process.returncode == 75
    training = checkpoint.open_training(folder)
    stopped = checkpoint.newest(training).step
    assert 5 <= stopped < training.updates
    with by_hand(folder, text) as process:
        joined, *_, ended = events(process)
    assert joined == {"event": "joined", "workers": 1, "step": stopped}
    assert (ended, process.returncode) == ({"event": "ended"}, 0)
    assert training.seed == 3
    assert training.updates == 20 * len(windows(training.ids, 4, 16)[0]) == len(scaleout.losses(folder))


WORKER = {"type": "worker", "index": 0}


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("", "Expecting value"),
        ("nonsense", "Expecting value"),
        ("[]", "list indices"),
        ('{"task": {}}', "lacks 'cluster'"),
        ({"cluster": {"worker": ["a:1"]}, "task": {"type": "worker"}}, "lacks 'index'"),
        ({"cluster": {"worker": ["a:1"]}, "task": WORKER | {"index": 1}}, "index is 1, expected a whole number from 0"),
        ({"cluster": {"worker": ["a:1"], "ps": ["b:1"]}, "task": WORKER}, "all tasks are workers"),
        ({"cluster": {"worker": ["a:1"]}, "task": {"type": "chief", "index": 0}}, "all tasks are workers"),
        ({"cluster": {"worker": "a:1"}, "task": WORKER}, "worker is 'a:1'"),
        ({"cluster": {"worker": ["a:1", "a:1"]}, "task": WORKER}, "'a:1' more than once"),
        ({"cluster": {"worker": ["http://a:1"]}, "task": WORKER}, "no host:port"),
        ({"cluster": {"worker": ["a"]}, "task": WORKER}, "no host:port"),
    ],
)
def test_a_wrong_tf_config_is_refused_in_words(config, words):
    given = config if isinstance(config, str) else json.dumps(config)
    with pytest.raises(ValueError, match=f"^TF_CONFIG is .*{words}"):
        TFConfig.of({"TF_CONFIG": given})


def test_a_tf_config_is_read_and_written():
    assert TFConfig.of({}) is None
    config = TFConfig(("a:1", "[::1]:2"), 1)
    assert TFConfig.of({"TF_CONFIG": config.to_json()}) == config


def test_a_worker_refuses_a_wrong_tf_config_before_it_begins_anything(tmp_path):
    (tmp_path / "text").write_text(TEXT, encoding="utf-8")
    with by_hand(tmp_path / "t", tmp_path / "text", TF_CONFIG="{") as process:
        (failed,) = events(process)
    assert (failed["event"], failed["kind"], process.returncode) == ("failed", "ValueError", 1)
    assert not (tmp_path / "t").exists()


def test_an_unknown_engine_is_refused(tmp_path):
    with pytest.raises(ValueError, match="engine is 'mpi', expected one of 'ring', 'tensorflow'"):
        scaleout.train(TEXT, 2, RECIPE, checkpoint=tmp_path / "t", engine="mpi")
    with pytest.raises(ValueError, match="engine is 'mpi'"):
        scaleout.resume(tmp_path / "t", engine="mpi")
    assert not (tmp_path / "t").exists()
