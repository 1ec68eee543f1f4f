"""From a key to new pixels in Chromium: every explorer in JupyterLab and on the site, and `interact` with `plt.show()`.

All take turns: whatever else the machine does meets all of them alike. Where an explorer has a rival, that is the same
picture drawn the common way.
Run alone: ``python -m bench.latency``. It takes ten minutes, and needs a machine that does nothing else.
"""

import statistics
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, sync_playwright

from tools import lab, notebooks
from tools.explorers import EXPLORERS, TYPE, Explorer, Press
from tools.page import moving

ROUNDS = 40
NAME = "latency.ipynb"


@dataclass(frozen=True)
class Rival(Explorer):
    """A function of `bench.rivals`, its name as the cell, and how many times faster ours is claimed to be."""

    picture: str = ".jp-OutputArea-output img"
    at_least: int = 4  # of a diagram, which is SVG text; 2 where ours is drawn with matplotlib, too


RIVALS = {
    "00-drag": Rival("neuron", "the weight"),
    "03-explore": Rival("network", "the step"),
    "03-explore-surface": Rival("surface", "the learning rate", at_least=2),
    "04-explore-lookup": Rival("lookup", "the sentence", TYPE),
    "04-explore-analogies": Rival("neighbours", "the sum", TYPE),
    "07-explore-sampling": Rival("bars", "the temperature"),
}
"""By the lesson and the cell of the explorer."""
ON_PAGE = {
    "00-neuron": "weight w",
    "02-buffer": "buffer size",
    "03-surface": "rate η",
    "04-lookup": "sentence",
    "07-explore-sampling": "temperature",
}
"""What changes the same on the page as in JupyterLab, where it is not the last control of the part; by the data."""
PICTURES = ".player-picture > .picture, .writing > .picture > svg, .paper > div"
# There and back: in JupyterLab, too, the first move is to the right, where there is room for it.
KEYS = """control => control.type === 'button' ? ['Enter', 'Enter']
  : control.type !== 'range' ? ['ArrowDown', 'ArrowUp']
  : control.valueAsNumber < control.max ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight']"""

# A picture is new when its pixels are there: the markup changed, the image is decoded, and the frame with it was
# painted. What a frame's callback posts is delivered once that frame is painted.
WAIT_FOR_PIXELS = """(cell, selector) => {
  const seen = () => {
    const pictures = [...cell.querySelectorAll(selector)];
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
    """The lines of the report, medians and 95th percentiles in milliseconds."""
    yield (
        f"{'explorer':22}{'changed':28}{'ours':>6}{'95 %':>6}{'page':>6}{'95 %':>6}{'faster':>8}"
        f"{'interact':>10}{'95 %':>6}{'faster':>8}{'claimed':>9}"
    )
    ours = {f"{name[:2]}-{explorer.cell}": explorer for name in EXPLORERS for explorer in EXPLORERS[name]}
    moving_parts = {
        f"{name[:2]}-{cell}": part.data for name, cells in moving.MOVING.items() for cell, part in cells.items()
    }
    rivals = {f"{name}-rival": rival for name, rival in RIVALS.items()}
    times, on_page = keys_in_turn(page_of_all(), ours | rivals, moving_parts)
    for name, explorer in ours.items():
        median, slow = middle_and_slow(times[name])
        line = f"{name:22}{explorer.moved:28}{median:6.0f}{slow:6.0f}"
        if name in moving_parts:
            quick, slower = middle_and_slow(on_page[moving_parts[name]])
            line += f"{quick:6.0f}{slower:6.0f}{median / quick:7.1f}x"
        else:
            line += " " * 20
        if name in RIVALS:
            common, slowest = middle_and_slow(times[f"{name}-rival"])
            line += f"{common:10.0f}{slowest:6.0f}{common / median:7.1f}x{RIVALS[name].at_least:8}x"
        yield line


def middle_and_slow(times: list[float]) -> tuple[float, float]:
    """The median, and the 95th percentile: what nineteen of twenty keys stay below."""
    return statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1]


def page_of_all() -> NotebookNode:
    """A notebook with every explorer and, after them, their rivals; the cells' ids begin with the lesson's number."""
    cells = [cell for name, explorers in EXPLORERS.items() for cell in lesson_cells(name, explorers)]
    for name, rival in RIVALS.items():
        cells.append(new_code_cell(f"from bench import rivals\nrivals.{rival.cell}()", id=f"{name}-rival"))
    return notebooks.clean(new_notebook(cells=cells))


def lesson_cells(name: str, explorers: tuple[Explorer, ...]) -> list[NotebookNode]:
    """The cells of a lesson's explorers, and those that they need, as they stand in its notebook."""
    lesson = nbformat.read(notebooks.FOLDER / name, as_version=4)
    wanted = notebooks.needed(lesson, [explorer.cell for explorer in explorers])
    return [new_code_cell(cell.source, id=f"{name[:2]}-{cell.id}") for cell in lesson.cells if cell.id in wanted]


def keys_in_turn(
    notebook: NotebookNode, explorers: Mapping[str, Explorer], parts: Mapping[str, str]
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Milliseconds from a key to the pixels: of each explorer by its cell's id, of each part of a page by its data."""
    ids = [cell.id for cell in notebook.cells]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, sync_playwright() as playwright:
        browser = lab.chromium(playwright)
        if not browser:
            raise SystemExit(lab.NO_CHROMIUM)
        with lab.serve_copy(Path(folder)) as url:
            nbformat.write(notebook, Path(folder, "notebooks", NAME))
            page = lab.open_notebook(browser, url, NAME, [])
            lab.run_all(page)
            site = browser.new_page()
            site.goto(moving.write_collection(Path(folder, "page")).as_uri())
            cells = {name: page.locator(".jp-CodeCell").nth(ids.index(name)) for name in explorers}
            times: dict[str, list[float]] = {name: [] for name in explorers}
            on_page: dict[str, list[float]] = {name: [] for name in parts.values()}
            controls = {name: control_on_page(site, name) for name in on_page}
            for turn in islice(cycle((0, 1)), ROUNDS):
                page.bring_to_front()
                for name, explorer in explorers.items():
                    times[name].append(key_to_pixels(page, cells[name], explorer, explorer.moves[turn]))
                site.bring_to_front()
                for name, (control, keys) in controls.items():
                    on_page[name].append(key_on_page(site, name, control, keys[turn]))
        browser.close()
    return times, on_page


def control_on_page(page: Page, name: str) -> tuple[Locator, list[str]]:
    """The control of a part of the page that does what the notebook's does, and two keys that move it in turn."""
    part = page.locator(f'[data-name="{name}"]')
    part.scroll_into_view_if_needed()
    page.locator(f'.moving[data-name="{name}"]').wait_for()
    if name == "07-pretrained":
        control = part.get_by_role("button", name="Write")
    elif name in ON_PAGE:
        control = part.get_by_label(ON_PAGE[name], exact=True)
    else:
        control = part.locator("input[type=range], select").last
    return control, control.evaluate(KEYS)


def key_on_page(page: Page, name: str, control: Locator, key: str) -> float:
    """Press a key on a control of a part of the page; milliseconds until the part's picture has changed."""
    part = page.locator(f'[data-name="{name}"]')
    part.scroll_into_view_if_needed()
    control.focus()
    page.wait_for_timeout(300)
    part.evaluate(WAIT_FOR_PIXELS, PICTURES)
    control.press(key)
    took: float = page.evaluate("window.pixels")
    for stop in part.get_by_role("button", name="Stop").all():
        stop.press("Enter")
    return took


def key_to_pixels(page: Page, cell: Locator, explorer: Explorer, move: Press) -> float:
    """Make a move; milliseconds from its last key until the explorer's picture has changed on the page."""
    control = cell.locator(move.control).first
    control.scroll_into_view_if_needed()
    control.focus()
    for key in move.keys[:-1]:
        control.press(key)
    page.wait_for_function(lab.KERNEL_READY)
    page.wait_for_timeout(300)  # let what the last key started come to its end
    cell.evaluate(WAIT_FOR_PIXELS, explorer.picture)
    control.press(move.keys[-1])
    took: float = page.evaluate("window.pixels")
    if explorer.stop:
        explorer.stop.on(cell)
    return took


if __name__ == "__main__":
    main()
