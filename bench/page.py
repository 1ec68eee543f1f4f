"""The site as its readers meet it: how large it is, how soon it moves, how fast it writes, and how long it is recorded.

Run alone: ``python -m bench.page``. It takes five minutes, and needs a machine that does nothing else.
"""

import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tools import lab, site
from tools.page import moving

OPENS = 7
RUNS = 5
CHARACTERS = 1500
LARGEST = 3
LESSON_03, LESSON_07 = (f"notebooks/{name}.html" for name in ("03_network_by_hand", "07_writing_text"))
WRITING = '[data-name="07-pretrained"]'

# As for one who follows a link to a part of the page: when can it be moved, its first picture painted? What a frame's
# callback posts is delivered once that frame is painted.
WAIT_TO_MOVE = """
document.addEventListener("readystatechange", () =>  // the theme would scroll there slowly
  document.querySelector('SELECTOR').scrollIntoView({behavior: "instant"}), {once: true});
addEventListener("moving", ({target}) => {
  if (target === document.querySelector('SELECTOR')) requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.movable = performance.now();
    channel.port2.postMessage(null); }); });"""
NEAR_ONES_MOVE = """() => [...document.querySelectorAll('[data-model]')].every(part =>
  part.matches('.moving') || part.getBoundingClientRect().top > innerHeight)"""


def main() -> None:
    for line in measure():
        print(line, flush=True)


def measure() -> Iterator[str]:
    """The lines of the report, each with its target."""
    yield recording()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = lab.chromium(playwright)
        if not browser:
            raise SystemExit(lab.NO_CHROMIUM)
        home = site.build(Path(folder, "site")).parent
        whole = sum(file.stat().st_size for file in home.rglob("*") if file.is_file())
        yield line("the whole site", f"{whole / 1e6:.1f} MB", "≤ 30")
        yield from first_loads(browser, home)
        for name in ("index.html", LESSON_03):
            median = opening(browser, (home / name).as_uri(), "[data-model]")
            yield line(f"from opening {name} until its first explorer moves", f"{median:.0f} ms", "≤ 1,000")
        ready = opening(browser, (home / LESSON_07).as_uri(), WRITING)
        yield line(f"from opening {LESSON_07} until its network can write", f"{ready / 1000:.2f} s", "≤ 2")
        speed = writing(browser, (home / LESSON_07).as_uri())
        yield line(f"the network writes {CHARACTERS:,} characters in its page", f"{speed:,.0f} per second", "≥ 500")
        browser.close()


def line(what: str, figure: str, target: str) -> str:
    """One line of the report."""
    return f"{what:75}{figure:>14}   target {target}"


def recording() -> str:
    """How long all that moves is recorded or worked out, whatever was kept of it."""
    seconds = {}
    for name in moving.names():
        began = time.perf_counter()
        moving.make(name)
        seconds[name] = time.perf_counter() - began
    longest = max(seconds, key=lambda name: seconds[name])
    what = f"recording all states, of them {seconds[longest]:.0f} s for {longest}"
    return line(what, f"{sum(seconds.values()):.0f} s", "≤ 180")


def first_loads(browser: Browser, home: Path) -> Iterator[str]:
    """What the largest pages need from a server that compresses nothing, before anybody scrolls."""
    with lab.serve_folder(home) as url:
        names = [page.relative_to(home).as_posix() for page in home.rglob("*.html")]
        sizes = {name: first_load(browser, f"{url}/{name}") for name in names}
    for name in sorted(names, key=lambda name: -sizes[name])[:LARGEST]:
        yield line(f"the first load of {name}", f"{sizes[name] / 1e6:.2f} MB", "≤ 3")


def first_load(browser: Browser, address: str) -> float:
    """The bytes that come from the server until a page that was never opened before asks for no more."""
    page = browser.new_page()
    session, sizes = page.context.new_cdp_session(page), list[float]()
    session.on("Network.loadingFinished", lambda answer: sizes.append(answer["encodedDataLength"]))
    session.send("Network.enable")
    page.goto(address)
    page.wait_for_function(NEAR_ONES_MOVE)
    page.wait_for_load_state("networkidle")
    page.close()
    return sum(sizes)


def opening(browser: Browser, address: str, selector: str) -> float:
    """Median milliseconds from opening a page at a part of it until that part moves, each time in a new context."""
    times = []
    for _ in range(OPENS):
        page = browser.new_page()
        page.add_init_script(WAIT_TO_MOVE.replace("SELECTOR", selector))
        page.goto(address)
        times.append(page.wait_for_function("window.movable").json_value())
        page.close()
    return statistics.median(times)


def writing(browser: Browser, address: str) -> float:
    """Median characters per second, as the page counts them, with the settings it begins with but not slowed."""
    page = browser.new_page()
    page.goto(address)
    part = page.locator(WRITING)
    part.scroll_into_view_if_needed()
    part.get_by_label("length").fill(str(CHARACTERS))
    part.get_by_label("slowly enough to read along").uncheck()
    speeds = []
    for _ in range(RUNS):
        part.get_by_role("button", name="Write").click()
        said = part.get_by_role("status")
        expect(said).to_contain_text(f"Done: {CHARACTERS} characters", timeout=lab.MINUTE)
        speeds.append(float(re.findall(r"([\d,]+) per second", said.inner_text())[0].replace(",", "")))
    page.close()
    return statistics.median(speeds)


if __name__ == "__main__":
    main()
