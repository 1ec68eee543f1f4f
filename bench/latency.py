"""From a key to new pixels, in JupyterLab in Chromium: our explorers beside `interact` with `plt.show()`.

Each stands beside the same picture drawn the common way, in one notebook, and they take turns: whatever else the
machine does meets all of them alike.
Run alone: ``python -m bench.latency``.
"""

import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, sync_playwright

from tools import lab, notebooks

ROUNDS = 30
NAME = "latency.ipynb"


@dataclass(frozen=True)
class Subject:
    """An explorer in a cell, what kind of picture it draws, and the same picture as ``interact`` draws it.

    Both are changed by two keys in turn, pressed on the first element that ``control`` selects: a slider's handle, or a
    field that one types in.
    """

    name: str
    code: str
    kind: str
    rival: str
    control: str = ".noUi-handle"
    keys: tuple[str, str] = ("ArrowRight", "ArrowLeft")

    @property
    def at_least(self) -> int:
        """How many times faster than its rival the series claims it to be."""
        return 4 if self.kind == "diagram" else 2


TYPED = ("input[type=text]", ("s", "Backspace"))
SUBJECTS = (
    Subject("00 the neuron's weight", "from helpers import start_here\nstart_here.explore()", "diagram", "neuron"),
    Subject("03 the stepper's steps", "from helpers import backprop\nbackprop.explore()", "diagram", "network"),
    Subject(
        "03 the surface's rate", "from helpers import backprop\nbackprop.explore_surface()", "matplotlib", "surface"
    ),
    Subject(
        "04 typing a sentence",
        "from helpers import embeddings\nembeddings.explore_lookup()",
        "diagram",
        "lookup",
        *TYPED,
    ),
    Subject(
        "04 typing a sum",
        "from helpers import embeddings\nembeddings.explore_analogies(text='king - man + girl')",
        "diagram",
        "neighbours",
        *TYPED,
    ),
    Subject(
        "06 the temperature",
        "from helpers import textgen\ntextgen.explore_sampling(textgen.load_pretrained())",
        "diagram",
        "bars",
    ),
)

# A picture is new when its pixels are there: the markup changed, the image is decoded, and the frame with it was
# painted. What a frame's callback posts is delivered once that frame is painted.
WAIT_FOR_PIXELS = """cell => {
  const seen = () => {
    const pictures = [...cell.querySelectorAll('.jp-OutputArea img, .widget-html-content svg')];
    const ready = pictures.every(p => p.tagName !== 'IMG' || (p.complete && p.naturalWidth));
    return pictures.length && ready ? pictures.map(p => p.src || p.outerHTML).join() : null; };
  const before = seen();
  window.pixels = new Promise((resolve, reject) => addEventListener('keydown', () => {
    const began = performance.now();
    const look = () => {
      const now = seen();
      if (now && now !== before) {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now() - began);
        channel.port2.postMessage(null);
      } else if (performance.now() - began > 10000) reject('no new pixels in 10 s');
      else requestAnimationFrame(look); };
    requestAnimationFrame(look);
  }, {once: true, capture: true})); }"""


def main() -> None:
    for line in measure():
        print(line, flush=True)


def measure() -> Iterator[str]:
    """The lines of the report: medians and 90 % of the keys, in milliseconds, and how many times faster ours is."""
    yield f"{'control':24}{'picture':12}{'ours':>6}{'90 %':>6}{'interact':>10}{'90 %':>6}{'faster':>9}{'claimed':>9}"
    ours, rivals = [], []
    for subject in SUBJECTS:
        ours.append(new_code_cell(subject.code))
        rivals.append(new_code_cell(f"from bench import rivals\nrivals.{subject.rival}()"))
    times = keys_in_turn(new_notebook(cells=[*ours, *rivals]), SUBJECTS * 2)
    for subject, our, their in zip(SUBJECTS, times[: len(ours)], times[len(ours) :], strict=True):
        numbers = [statistics.median(our), slowest_tenth(our), statistics.median(their), slowest_tenth(their)]
        row = "{:24}{:12}{:6.0f}{:6.0f}{:10.0f}{:6.0f}".format(subject.name, subject.kind, *numbers)
        yield f"{row}{numbers[2] / numbers[0]:8.1f}x{subject.at_least:8}x"


def slowest_tenth(times: list[float]) -> float:
    """What nine of ten keys stay below."""
    return statistics.quantiles(times, n=10)[-1]


def keys_in_turn(notebook: NotebookNode, subjects: Sequence[Subject]) -> list[list[float]]:
    """For each cell, the milliseconds from its subject's key to the pixels; the cells take turns."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, sync_playwright() as playwright:
        browser = lab.chromium(playwright)
        if not browser:
            raise RuntimeError(lab.NO_CHROMIUM)
        with lab.serve_copy(Path(folder)) as url:
            nbformat.write(notebooks.clean(notebook), Path(folder, "notebooks", NAME))
            page = lab.open_notebook(browser, url, NAME, [])
            lab.run_all(page)
            cells = page.locator(".jp-CodeCell").all()
            pairs = list(zip(cells, subjects, strict=True))
            turns = islice(cycle((0, 1)), ROUNDS)
            rounds = [[key_to_pixels(page, cell, s.control, s.keys[turn]) for cell, s in pairs] for turn in turns]
        browser.close()
    return list(map(list, zip(*rounds, strict=True)))


def key_to_pixels(page: Page, cell: Locator, control: str, key: str) -> float:
    """Press a key on a cell's first ``control``; milliseconds until the cell's picture has changed on the page."""
    handle = cell.locator(control).first
    handle.scroll_into_view_if_needed()
    handle.focus()
    if control == TYPED[0]:
        handle.press("End")  # a key types at the end
    page.wait_for_timeout(300)  # let what the last key started come to its end
    cell.evaluate(WAIT_FOR_PIXELS)
    handle.press(key)
    took: float = page.evaluate("window.pixels")
    return took


if __name__ == "__main__":
    main()
