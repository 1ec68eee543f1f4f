"""An exercise's solution, as a learner would run it."""


def expect_solved(question, names):
    """The solution's code, run where the notebook has defined ``names``, gives the right answer."""
    exec(question.code, names)
    reply = question.check(names["answer"])
    assert (reply.kind, reply.head) == ("right", "Right.")
