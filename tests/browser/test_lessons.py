"""Lessons in a real browser: what a learner moves is moved, and what should follow is seen to follow."""

from contextlib import contextmanager

from tools import lab


@contextmanager
def changing(*parts):
    """Each part of the page must look otherwise afterwards."""
    before = [part.inner_html() for part in parts]
    yield
    for part, was in zip(parts, before, strict=True):
        part.page.wait_for_function("([part, was]) => part.innerHTML !== was", arg=[part.element_handle(), was])


def test_start_here_the_neuron_follows_its_slider(opened):
    page = opened("00_start_here.ipynb")
    lab.run_all(page)
    explorer = lab.output_of(page, "start_here.explore()")
    slider = explorer.locator(".noUi-handle").first
    with changing(explorer.locator("svg").first, explorer.locator('[role="status"]').first):
        slider.press("ArrowRight")
