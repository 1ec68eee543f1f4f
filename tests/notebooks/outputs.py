"""What nbval does not ask of a cell's outputs; on every CPU path, whether the learner is there or not."""

import pytest
from nbval.plugin import IPyNbCell

from research.claims.bounds import measured
from tools import explorers, notebooks


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    result = yield
    if isinstance(item, IPyNbCell):
        look(item)
    return result


def look(run):
    """Fail a run that warns, shows a widget where the browser tests look for none, or prints a number out of bounds."""
    warnings = [output.text for output in run.test_outputs if output.get("name") == "stderr"]
    if warnings and not run.options["check_exception"]:
        run.raise_cell_error("It warns", "".join(warnings))
    printed = "".join(output.text for output in run.test_outputs if output.get("name") == "stdout")
    if not all(number.holds for number in measured(printed)):
        run.raise_cell_error("A number is not within the bounds that are printed behind it", printed)
    widgets = [output for output in run.test_outputs if notebooks.WIDGET in output.get("data", {})]
    if widgets and run.cell.id not in explorers.with_widgets(run.path.name):
        run.raise_cell_error("It shows a widget that tools/explorers.py does not know")
