"""What the lesson states of the results that were measured beforehand."""

import numpy as np

from helpers import recurrent


def test_what_the_lesson_says_of_the_stored_results():
    memory, longer = recurrent.load_results("memory"), recurrent.load_results("memory longer")["SimpleRNN"]
    assert min(memory["LSTM"].accuracy.min(), memory["GRU"].accuracy.min()) > 0.99
    assert memory["SimpleRNN"].accuracy.max() < 0.6
    assert (longer.accuracy > 0.8).sum() == 9
    first = {name: (run.accuracy > 0.8).sum() for name, run in recurrent.load_results("first").items()}
    assert first == {"SimpleRNN": 7, "LSTM": 0, "GRU": 0, "LSTM, forget bias 3": 10}
    gates = recurrent.load_results("gates latest")
    halfway = {name: round(float(run.halfway.mean()), 2) for name, run in gates.items()}
    assert halfway == dict.fromkeys(gates, 1.0) | {
        "no forget gate": 0.91, "forget gate frozen": 0.96, "no tanh out of the carry": 0.98
    }  # fmt: skip
    assert min(run.scores.mean() for run in gates.values()) > 0.985


def test_what_the_lesson_says_of_longer_lags():
    longer = recurrent.load_results("memory 100")
    assert min(longer["LSTM"].accuracy.min(), longer["GRU"].accuracy.min()) > 0.995
    spread = longer["SimpleRNN"].accuracy
    assert (round(spread.min(), 2), round(spread.max(), 2)) == (0.26, 0.52)
    first = recurrent.load_results("first 200")
    solved = {name: (int((run.accuracy > 0.8).sum()), run.steps) for name, run in first.items()}
    assert solved == {
        "SimpleRNN": (0, 3000), "LSTM": (0, 3000), "LSTM, forget bias 3": (0, 3000), "LSTM, forget bias 5": (1, 3000),
        "LSTM, forget bias 5, input bias -2": (5, 600),
    }  # fmt: skip


def test_what_the_lesson_says_of_the_adding_problem():
    runs = recurrent.load_results("adding 100")
    learned = {name: int(np.isfinite(run.solved_after).sum()) for name, run in runs.items()}
    assert learned == {"SimpleRNN": 0, "LSTM": 0, "GRU": 0, "LSTM, forget bias 3": 4}
    after = np.sort(runs["LSTM, forget bias 3"].solved_after)[:4]
    assert (after // 1000).tolist() == [136, 194, 200, 239]
    assert (after / 64).round(-2).tolist() == [2100, 3000, 3100, 3700]  # updates


def test_which_gate_is_missed_depends_on_the_task():
    text = {name: round(run.scores.mean(), 2) for name, run in recurrent.load_results("gates characters").items()}
    assert (text["full"], text["no forget gate"], text["no output gate"]) == (2.82, 2.93, 2.82)
    assert (text["no tanh out of the carry"], text["input = 1 − forget"]) == (2.70, 2.75)
    assert sorted(name for name, bits in text.items() if bits < 2.79) == [
        "input = 1 − forget", "no input gate", "no tanh out of the carry"
    ]  # fmt: skip
    assert max(text, key=text.get) == "output gate frozen"
    assert text["output gate frozen"] == 3.10
    adding = recurrent.load_results("gates adding")
    failed = {name: int((run.scores < 0.5).sum()) for name, run in adding.items()}
    assert {name: count for name, count in failed.items() if count} == {
        "no input gate": 4, "input = 1 − forget": 3, "no tanh out of the carry": 2
    }  # fmt: skip
    assert adding["input gate frozen"].scores.min() > 0.9  # so it is not its deciding that is missed
    assert [round(adding[name].scores.mean(), 2) for name in ("input gate frozen", "full")] == [0.97, 0.98]
    assert adding["no forget gate"].halfway.mean() > adding["full"].halfway.mean() + 0.2


def test_clamps_of_larger_networks_leave_them_their_letter():
    right = {
        size: dict(zip(found.clamps, found.right.mean(axis=1), strict=True))
        for size, found in recurrent.load_results("clamps").items()
    }
    assert min(each["nothing clamped"] for each in right.values()) > 0.99
    clamped_open = "forget = 1 at the signal"
    assert (round(right["8 units"][clamped_open], 2), round(right["32 units"][clamped_open], 2)) == (0.09, 0.84)
    assert max(each["forget = 0 and input = 0 at t = 20"] for each in right.values()) < 0.15
