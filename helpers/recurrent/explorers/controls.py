"""Controls of lesson 05: a way to walk, and rows."""

from collections.abc import Sequence
from functools import partial

import ipywidgets

MOVES = {"First": "step-backward", "Back": "chevron-left", "Next": "chevron-right", "Last": "step-forward"}


class Walk(ipywidgets.HBox):
    """First, Back, Next, Last, Play, and a slider over the steps from 0 to ``last``."""

    def __init__(self, at: int, last: int, interval: int, what: str) -> None:
        self.position = ipywidgets.IntSlider(at, 0, last, description="t", tooltip=what)
        self.position.style.description_width = "1em"
        self.position.layout.width = "330px"
        self.play = ipywidgets.Play(value=at, max=last, interval=interval, show_repeat=False)
        self.play.layout.width = "84px"
        self.moves = {name: button(name, icon, "70px") for name, icon in MOVES.items()}
        for name, move in self.moves.items():
            move.on_click(partial(self._move, name))
        ipywidgets.jslink((self.play, "value"), (self.position, "value"))
        super().__init__([*self.moves.values(), self.play, self.position])
        self.layout = ipywidgets.Layout(overflow="visible", align_items="center", flex_flow="row wrap")

    def stretch(self, last: int) -> None:
        """Walk to another last step; a position beyond it moves there."""
        self.position.max = self.play.max = last
        self.play.value = self.position.value

    def _move(self, name: str, _: ipywidgets.Button) -> None:
        here, last = self.position.value, self.position.max
        self.position.value = {"First": 0, "Back": here - 1, "Next": here + 1, "Last": last}[name]


def row(children: Sequence[ipywidgets.Widget]) -> ipywidgets.HBox:
    """Controls side by side, in several lines where there is no room."""
    return ipywidgets.HBox(children, layout={"overflow": "visible", "align_items": "center", "flex_flow": "row wrap"})


def button(name: str, icon: str, width: str) -> ipywidgets.Button:
    """A button with a word and a sign."""
    return ipywidgets.Button(description=name, icon=icon, layout={"width": width})
