"""What the lesson states of the results that were measured beforehand."""

from helpers import recurrent


def test_what_the_lesson_says_of_the_stored_results():
    memory, longer = recurrent.measured("memory"), recurrent.measured("memory longer")["SimpleRNN"]
    assert min(memory["LSTM"].accuracy.min(), memory["GRU"].accuracy.min()) > 0.99
    assert memory["SimpleRNN"].accuracy.max() < 0.6
    assert (longer.accuracy > 0.8).sum() == 9
    first = {name: (run.accuracy > 0.8).sum() for name, run in recurrent.measured("first").items()}
    assert first == {"SimpleRNN": 7, "LSTM": 0, "GRU": 0, "LSTM, forget bias 3": 10}
    gates = recurrent.measured("gates latest")
    halfway = {name: round(float(run.halfway.mean()), 2) for name, run in gates.items()}
    assert halfway == dict.fromkeys(gates, 1.0) | {
        "no forget gate": 0.91, "forget gate frozen": 0.96, "no tanh out of the carry": 0.98
    }  # fmt: skip
    assert min(run.scores.mean() for run in gates.values()) > 0.985
