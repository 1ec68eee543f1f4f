"""JupyterLab and Voilà as `make` starts them, and a browser that opens a notebook in it: for tests and measurements."""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import nbformat
import psutil
from playwright.sync_api import Browser, Error, Locator, Page, Playwright, Route

from tools import dev

URL = re.compile(r"http://127\.0\.0\.1:\d+/\S*\?token=\w+")
CHROMIUM_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
MINUTE = 60_000
NO_CHROMIUM = "no Chromium here: on Debian and Ubuntu `apt install chromium`, elsewhere install Chrome"
KERNEL_READY = """() => {
  const kernel = window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel;
  return kernel && kernel.status === 'idle' && kernel.connectionStatus === 'connected'; }"""
PROMPTS = "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(prompt => prompt.textContent)"
STARTED = f"() => {PROMPTS}.some(text => text.includes('*'))"
FINISHED = f"() => {PROMPTS}.every(text => !text.includes('*')) && ({KERNEL_READY})()"
ERRORS = (
    '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"],'
    '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]'
)

WIDGET = "application/vnd.jupyter.widget-view+json"
CELLS = "window.jupyterapp.shell.currentWidget.content.widgets"
# What a widget should be and is not: there at all, of some height, and without a word of trouble in it.
UNRENDERED = f"""mime => {CELLS}.flatMap(cell => {{
  const outputs = (cell.model.outputs?.toJSON() ?? []).filter(output => output.data?.[mime]);
  const views = [...cell.node.querySelectorAll('.jp-OutputArea-output > .jupyter-widgets')];
  const drawn = views.filter(view => view.offsetHeight > 0).length;
  const trouble = /Loading widget|Error displaying widget|Click to show javascript error|Failed to load model/;
  const places = [...cell.node.querySelectorAll('.jp-OutputArea-output')];
  const said = places.map(place => place.textContent.match(trouble));
  return [
    ...(drawn < outputs.length ? [`${{cell.model.id}}: ${{drawn}} of ${{outputs.length}} widgets are drawn`] : []),
    ...said.filter(Boolean).map(([words]) => `${{cell.model.id}}: ${{words}}`)]; }})"""
MOVABLE = f"""() => {CELLS}
  .filter(cell => cell.node.querySelector('.jupyter-widgets :is(button, input, select, textarea, .noUi-handle)'))
  .map(cell => cell.model.id)"""
RUN_ALL = "() => void window.jupyterapp.commands.execute('notebook:run-all-cells')"
RUN_SOME = """ids => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  const chosen = notebook.widgets.flatMap((cell, index) => ids.includes(cell.model.id) ? [index] : []);
  notebook.deselectAll();
  notebook.activeCellIndex = chosen[0];
  chosen.forEach(index => notebook.select(notebook.widgets[index]));
  void window.jupyterapp.commands.execute('notebook:run-cell'); }"""
SHUT_DOWN = "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"

COMPLAINTS = """([errors, meant]) =>
  [...document.querySelectorAll('.jp-Notebook .jp-Cell')].flatMap((cell, index) =>
    meant.includes(index) ? [] : [...cell.querySelectorAll(errors)].map(error => error.textContent))"""


@contextmanager
def serving(command: list[str], **settings: str) -> Iterator[str]:
    """Start a server with ``command``; gives the URL that it prints, token and all."""
    environment = {**os.environ, **dev.SETTINGS, **settings}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stderr
        said = []
        for line in server.stderr:
            said.append(line)
            if url := URL.search(line):
                break
        else:
            raise RuntimeError(f"the server gave no URL: {''.join(said)}")
        threading.Thread(target=server.stderr.read, daemon=True).start()
        try:
            await_answer(url[0])
            yield url[0]
        finally:
            end(server.pid)


def await_answer(url: str, seconds: int = 60) -> None:
    """Wait until the server listens: it prints its URL a moment before."""
    until = time.monotonic() + seconds
    while True:
        try:
            ask(url, urlsplit(url).path)
            return
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def end(pid: int) -> None:
    """End a process and those that it started: asked first, forced after a while."""
    whole = [*psutil.Process(pid).children(recursive=True), psutil.Process(pid)]
    for process in whole:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in psutil.wait_procs(whole, timeout=20)[1]:
        process.kill()


def ask(url: str, path: str) -> bytes:
    """What the server of ``url`` answers to a request."""
    parts = urlsplit(url)
    header = {"Authorization": f"token {parts.query.partition('=')[2]}"}
    with urlopen(Request(f"http://{parts.netloc}{path}", headers=header), timeout=30) as answer:
        content: bytes = answer.read()
    return content


def serve_copy(folder: Path) -> AbstractContextManager[str]:
    """Serve a copy of the notebooks, made in ``folder``, to a learner without settings of their own."""
    shutil.copytree(dev.ROOT / "notebooks", folder / "notebooks")
    options = ("--ServerApp.open_browser=False", "--LabApp.expose_app_in_browser=True")
    return serving(
        [*dev.lab_command(sys.executable, folder), *options],
        JUPYTERLAB_SETTINGS_DIR=str(folder / "settings"),
    )


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve the files of a folder as they are; gives the address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def chromium(playwright: Playwright) -> Browser | None:
    """Chromium or Chrome as this machine has it, None if it has none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        if found:
            return playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        return playwright.chromium.launch(channel="chrome", args=CHROMIUM_FLAGS)
    except Error:
        return None


def new_page(browser: Browser, home: str, troubles: list[str], width: int = 1366, height: int = 768) -> Page:
    """A page that may ask for nothing but what begins with ``home``; console errors and strays go to ``troubles``."""
    return watched(browser.new_page(viewport={"width": width, "height": height}), home, troubles)


def watched(page: Page, home: str, troubles: list[str]) -> Page:
    """The page, held to ``home`` and listened to, as in `new_page`."""
    page.set_default_timeout(MINUTE)
    page.on("console", lambda said: troubles.extend([f"console: {said.text}"] if said.type == "error" else []))
    page.on("pageerror", lambda error: troubles.append(f"page: {error}"))

    def stay(route: Route) -> None:
        if route.request.url.startswith((home, "data:", "blob:")):
            route.continue_()
        else:
            troubles.append(f"left the machine: {route.request.url}")
            route.abort()

    page.route("**/*", stay)
    return page


def open_notebook(browser: Browser, url: str, notebook: str, troubles: list[str]) -> Page:
    """A page with ``notebook`` in it and its kernel ready; console errors and strays go to ``troubles``."""
    parts = urlsplit(url)
    server = f"http://{parts.netloc}"
    page = new_page(browser, server, troubles)
    # The layout that a learner begins with, without what was opened before.
    page.request.put(f"{server}/lab/api/workspaces/default?{parts.query}", data=dev.LAYOUT.read_text(encoding="utf-8"))
    page.goto(f"{server}/lab/tree/notebooks/{notebook}?{parts.query}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_function(KERNEL_READY, timeout=2 * MINUTE)
    return page


def run_all(page: Page, minutes: int = 10) -> None:
    """Run every cell, and wait until all have ended."""
    start_all(page)
    await_end(page, minutes)


def start_all(page: Page) -> None:
    """Run every cell, and wait until the first has begun."""
    start(page, RUN_ALL)


def start_some(page: Page, ids: list[str]) -> None:
    """Run the cells of those ids, and wait until the first has begun."""
    start(page, RUN_SOME, ids)


def start(page: Page, run: str, ids: Sequence[str] = ()) -> None:
    """Run cells by a function of the page's, and wait until the first has begun."""
    for _ in range(15):  # sent before the kernel listens, it is dropped in silence: send it again
        page.evaluate(run, ids)
        with suppress(Error):
            page.wait_for_function(STARTED, timeout=4_000, polling=50)
            return
    raise RuntimeError("the cells do not run")


def await_end(page: Page, minutes: int = 10) -> None:
    """Wait until no cell runs or waits to be run.

    Behind a cell that failed, on purpose perhaps, those that wait lose their star and run all the same: so the kernel
    must also have been idle for a while.
    """
    idle = 0
    while idle < 8:
        page.wait_for_function(FINISHED, timeout=minutes * MINUTE, polling=200)  # not each frame: it needs the machine
        page.wait_for_timeout(250)
        idle = idle + 1 if page.evaluate(FINISHED) else 0


def errors(page: Page, notebook: str) -> list[str]:
    """What the cells of a notebook complain of on the page, those left out that fail on purpose."""
    stored = nbformat.read(dev.ROOT / "notebooks" / notebook, as_version=4).cells
    meant = [index for index, cell in enumerate(stored) if "raises-exception" in cell.metadata.get("tags", [])]
    said: list[str] = page.evaluate(COMPLAINTS, [ERRORS, meant])
    return said


def unrendered(page: Page) -> list[str]:
    """The widgets on the page that are not drawn, each with its cell's id."""
    found: list[str] = page.evaluate(UNRENDERED, WIDGET)
    return found


def movable(page: Page) -> list[str]:
    """The ids of the cells that show widgets which a learner can move."""
    found: list[str] = page.evaluate(MOVABLE)
    return found


def close(page: Page) -> None:
    """End the notebook's kernel, and leave the page."""
    page.evaluate(SHUT_DOWN)
    page.close()


def cell(page: Page, notebook: str, cell_id: str) -> Locator:
    """A cell on the page, by its id in the notebook."""
    stored = nbformat.read(dev.ROOT / "notebooks" / notebook, as_version=4)
    return page.locator(".jp-Notebook .jp-Cell").nth([cell.id for cell in stored.cells].index(cell_id))
