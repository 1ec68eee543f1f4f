"""Every explorer of the series: in which cell it stands, keys that move it, and where on the page one then sees it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools import notebooks

if TYPE_CHECKING:
    from playwright.sync_api import Locator


@dataclass(frozen=True)
class Press:
    """Keys that are pressed on the first element of a cell that ``control``, a CSS selector, finds."""

    control: str
    keys: tuple[str, ...] = ("Enter",)

    def on(self, cell: "Locator") -> None:
        """Press the keys."""
        for key in self.keys:
            cell.locator(self.control).first.press(key)


def button(name: str) -> Press:
    """Press the button of that name from the keyboard."""
    return Press(f'button:has-text("{name}")')


SLIDE = Press(".noUi-handle", ("ArrowRight",)), Press(".noUi-handle", ("ArrowLeft",))
TYPE = Press("input[type=text]", ("End", "s")), Press("input[type=text]", ("End", "Backspace"))
DRAWN = ".widget-html-content :is(svg, img)"
WRITTEN = ".widget-html-content > div:not([role])"


@dataclass(frozen=True)
class Explorer:
    """An explorer as a learner meets it.

    Parameters
    ----------
    cell
        The id of its cell.
    moved
        What its first control changes, in words.
    moves
        Two moves to take in turn: after each the picture is another.
    picture
        The CSS selector of what it shows.
    stop
        What stops it, if it would go on by itself after a move.
    speaks
        Whether its words stand below its still picture: some pictures hold all of it, or fill a slide.
    """

    cell: str
    moved: str
    moves: tuple[Press, Press] = SLIDE
    picture: str = DRAWN
    stop: Press | None = None
    speaks: bool = True


EXPLORERS = {
    "00_start_here.ipynb": (Explorer("drag", "the weight"),),
    "01_array_files.ipynb": (
        Explorer("explore", "the bytes picked"),
        Explorer("explore-formats", "costs measured again", (button("Measure again"), button("Measure again"))),
    ),
    "02_epochs_batches_iterations.ipynb": (
        Explorer("explore", "the iteration, of 50 samples"),
        Explorer("explore-notes", "the iteration, of 2,000"),
        Explorer("explore-buffer", "the buffer size"),
    ),
    "03_network_by_hand.ipynb": (
        Explorer("explore", "the step", speaks=False),
        Explorer("explore-w5", "the step, from w5 on", speaks=False),
        Explorer("explore-surface", "the learning rate"),
    ),
    "04_embeddings.ipynb": (
        Explorer("explore-lookup", "the sentence", TYPE),
        Explorer("explore-analogies", "the sum", (button("king + female"), button("king - man + woman"))),
    ),
    "05_memory.ipynb": (
        Explorer("explore-loop", "the operation, in the loop"),
        Explorer("explore-lstm", "the operation, in the LSTM"),
        Explorer("explore-gates", "the time"),
        Explorer("explore-gru", "the operation, in the GRU"),
    ),
    "06_names_and_countries.ipynb": (
        Explorer("explore-names", "the name", TYPE),
        Explorer(
            "explore-confusion",
            "the cell picked",
            (Press(".confusion-row-0 button:nth-child(1)"), Press(".confusion-row-1 button:nth-child(2)")),
            WRITTEN,
            speaks=False,
        ),
    ),
    "07_writing_text.ipynb": (
        Explorer(
            *("pretrained", "writing begun", (button("Write"), button("Write")), WRITTEN),
            stop=button("Stop"),
            speaks=False,
        ),
        Explorer("explore-sampling", "the temperature"),
        Explorer("explore-cells", "the unit"),
        Explorer("explore-surprise", "the character"),
    ),
    "08_beyond_one_machine.ipynb": (
        Explorer(
            *("explore-failure", "training begun", (button("Start"), button("Start"))),
            stop=button("Kill worker 0"),
        ),
        Explorer("explore-ring", "the number of workers"),
        Explorer("explore-measured", "times measured again", (button("Measure again"), button("Measure again"))),
        Explorer("explore-costs", "the number of workers"),
    ),
}
"""The explorers of each notebook, from its top to its bottom."""


def with_widgets(name: str) -> list[str]:
    """The ids of a notebook's cells that show widgets: its explorers, and trainings that report how far they are."""
    return [*(explorer.cell for explorer in EXPLORERS[name]), *notebooks.TRAININGS.get(name, ())]
