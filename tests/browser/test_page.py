"""What moves in a page, opened from a folder with no server behind it: as in Python, and from the keyboard."""

import html
import itertools
import random
import re

import numpy as np
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from helpers import backprop, start_here
from helpers.backprop.figures.surface import describe_descent, surface_around
from helpers.backprop.training import descent_path
from helpers.start_here import figures as curves
from helpers.start_here.neuron import GOALS, Neuron
from tests.browser.axe import barriers
from tests.page.frames import loaded, number_of, unpacked
from tools import lab
from tools.page import moving, writing
from tools.page.recorded import RECORDED

ALL = {moves.data for cells in moving.MOVING.values() for moves in cells.values() if moves.model != writing.NAME}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A page with nothing on it but what moves, each around a still of one word."""
    made = tmp_path_factory.mktemp("page")
    moving.write_collection(made)
    return made


@pytest.fixture
def page(folder, browser):
    """That page; afterwards there must have been no error and no request out of its folder."""
    troubles = []
    opened = lab.new_page(browser, folder.as_uri(), troubles, 800, 720)
    opened.goto((folder / "index.html").as_uri())
    yield opened
    opened.close()
    assert troubles == []


def moved(page, name):
    """The part of the page with that data, brought into sight and moving."""
    part = page.locator(f'[data-name="{name}"]').first
    part.scroll_into_view_if_needed()
    part.locator(".player").wait_for()
    return part


def shown(page, name, model, places):
    """What a computed model shows at each of these places."""
    script = """async ([name, model, places]) => {
        const source = series[model].source(await series.unpackJSON(await series.load(name)));
        return places.map((place) => source.show(place));
    }"""
    return page.evaluate(script, [name, model, places])


@pytest.mark.parametrize("name", RECORDED)
def test_a_recording_is_put_together_as_in_python(page, name):
    """At states drawn by chance, in any order: most frames say only how they differ from others."""
    found = loaded(moving.made()[name])
    controls, chance = found["controls"], random.Random(0)
    places = []
    for _ in range(40):
        place = [chance.randrange(len(control["options"])) for control in controls[:-1]]
        first = number_of(found, [*place, 0])
        starts = list(itertools.accumulate(found["counts"], initial=0))
        places.append([*place, chance.randrange(starts[starts.index(first) + 1] - first)])
    script = """async ([name, places]) => {
        const source = series.player.recorded(await series.unpackJSON(await series.load(name)));
        return places.map((place) => source.show(place));
    }"""
    for place, parts in zip(places, page.evaluate(script, [name, places]), strict=True):
        assert tuple(parts) == unpacked(found["pieces"], found["frames"], number_of(found, place))


def test_the_neuron_is_pythons(page):
    """Picture, verdict and words at states drawn by chance, and at those on the edge of a goal."""
    explorer = start_here.explore()
    sliders = (explorer.weight, explorer.bias, explorer.input)
    values = [np.arange(slider.min, slider.max + slider.step, slider.step).tolist() for slider in sliders]
    chance = random.Random(0)
    places = [
        [chance.randrange(len(GOALS)), *(chance.randrange(len(options)) for options in values)] for _ in range(300)
    ]
    places += [[goal, weight, 32, 12] for goal in range(len(GOALS)) for weight in range(33)]
    for (goal, *at), parts in zip(places, shown(page, "00-neuron", "neuron", places), strict=True):
        weight, bias, x = (options[place] for options, place in zip(values, at, strict=True))
        neuron = Neuron(weight, bias)
        verdict, picture, words = parts
        assert picture == curves.answer_curve(neuron, x, GOALS[goal])
        assert html.unescape(words) == curves.describe(neuron, x, GOALS[goal])
        expected = BeautifulSoup(start_here.explorers.judge(neuron, GOALS[goal])._repr_html_(), "html.parser").text
        assert BeautifulSoup(verdict, "html.parser").text == expected


def test_the_descent_is_pythons(page):
    """Words and path at states drawn by chance."""
    explorer = backprop.explore_surface()
    example = explorer.example
    pairs = list(itertools.combinations(example.network.weights, 2))
    chance = random.Random(0)
    places = [[chance.randrange(28), chance.randrange(31), chance.randrange(201)] for _ in range(100)]
    for (pair, rate, steps), (picture, _) in zip(places, shown(page, "03-surface", "surface", places), strict=True):
        names, learning_rate = pairs[pair], 10 ** ((rate - 10) / 10)
        path = descent_path(example.network, example.x, example.target, names, learning_rate, steps)
        expected = describe_descent(surface_around(example, names), path, learning_rate)
        assert re.search('aria-label="([^"]*)"', picture)[1] == expected
        assert len(re.findall("<circle", picture)) == steps + 3


@pytest.mark.parametrize("name", sorted(ALL))
def test_each_moves_from_the_keyboard_and_says_so(page, name):
    part = moved(page, name)
    picture, status = part.locator(".player-picture"), part.get_by_role("status")
    for control in part.locator("input, select, button").all():
        assert control.evaluate("control => control.labels?.[0]?.textContent || control.textContent")
    control = part.locator("input[type=range], select").last
    control.press("Home")  # some begin at the first position, some at the last
    before, words = picture.inner_html(), status.text_content()
    control.press("ArrowRight" if control.evaluate("control => control.type === 'range'") else "ArrowDown")
    assert picture.inner_html() != before
    assert status.text_content() != words
    assert part.locator(".player-picture > [aria-label], .player-picture > [alt]").count() == 1


def test_nothing_is_in_the_way_of_a_screen_reader(page):
    for name in ALL:
        moved(page, name)
    assert barriers(page, "main") == []


def test_a_walk_plays_to_its_end_and_keeps_quiet_meanwhile(page):
    part = moved(page, "05-cell")
    words = part.get_by_role("status")
    count = part.locator(".player-walk .player-value")
    last = int(count.text_content().split()[-1])
    part.locator(".player-walk input").fill(str(last - 1))
    part.get_by_role("button", name="Play").press("Enter")
    assert words.get_attribute("aria-live") == "off"
    part.get_by_role("button", name="Play").wait_for()  # it says Pause until the end
    assert count.text_content() == f"{last} of {last}"
    assert words.get_attribute("aria-live") == "polite"


def test_a_walk_ends_where_the_other_controls_let_it(page):
    """50 samples in batches of 8 are 7 iterations an epoch, in batches of 50 one."""
    part = moved(page, "02-player")
    part.get_by_role("button", name="Last").press("Enter")
    assert part.locator(".player-walk .player-value").text_content() == "21 of 21"
    part.get_by_label("batch size").press("End")
    assert part.locator(".player-walk .player-value").text_content() == "3 of 3"
    assert "3 updates of 3 done" in part.get_by_role("status").text_content()


def test_a_picture_keeps_the_height_of_its_place_until_the_page_changes_its_width(page):
    picture = moved(page, "01-bytes").locator(".player-picture")
    height = """([place, least, most]) =>
      least < place.offsetHeight && place.offsetHeight < most && place.style.minHeight === `${place.offsetHeight}px`"""
    page.wait_for_function(height, arg=[picture.element_handle(), 100, 1000])
    whole = picture.evaluate("place => place.offsetHeight")
    picture.evaluate("place => { place.firstElementChild.style.height = '50px'; }")
    assert picture.evaluate("place => place.offsetHeight") == whole
    page.set_viewport_size({"width": 600, "height": 720})
    page.wait_for_function(height, arg=[picture.element_handle(), 0, 100])


def test_on_a_phone_no_page_is_wider_than_the_screen(folder, browser):
    page = lab.new_page(browser, folder.as_uri(), [], 390, 844)
    page.goto((folder / "index.html").as_uri())
    for name in ALL:
        part = moved(page, name)
        part.locator(".player-picture").evaluate("place => place.scrollTo(0, 0)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.locator("button, select, input").evaluate_all(
        "all => all.filter(one => one.type !== 'checkbox' && one.offsetHeight < 44).map(one => one.outerHTML)"
    )
    assert small == []
    page.close()


def test_on_a_phone_a_picture_that_goes_on_says_so_and_the_first_is_seen_whole(folder, browser):
    page = lab.new_page(browser, folder.as_uri(), [], 390, 844)
    page.goto((folder / "index.html").as_uri())
    place = moved(page, "02-player").locator(".player-picture")
    says = page.locator('[data-name="02-player"] .player-more').first
    expect(says).to_be_visible()
    expect(place).to_have_class("player-picture more-right")
    place.evaluate("place => place.scrollTo(place.scrollWidth, 0)")
    expect(place).to_have_class("player-picture more-left")
    page.set_viewport_size({"width": 1100, "height": 844})
    expect(says).to_be_hidden()
    expect(place).to_have_class("player-picture")
    page.set_viewport_size({"width": 390, "height": 844})
    first = moved(page, "00-neuron").locator(".player-picture")
    assert first.evaluate("place => place.scrollWidth - place.clientWidth") == 0
    page.close()


def test_on_a_phone_a_walk_fits_and_what_is_lit_comes_into_sight(folder, browser):
    page = lab.new_page(browser, folder.as_uri(), [], 390, 844)
    page.goto((folder / "index.html").as_uri())
    part = moved(page, "03-stepper")
    place = part.locator(".player-picture")
    lit = """place => [...place.querySelectorAll('[fill="#E69F00"], [stroke="#E69F00"]')].every((mark) => {
      const [box, frame] = [mark, place].map((each) => each.getBoundingClientRect());
      return frame.left <= box.left && box.right <= frame.right; })"""
    unseen = []
    part.get_by_role("button", name="First").click()
    for step in range(1, 26):
        part.get_by_role("button", name="Next").click()
        if not place.evaluate(lit):
            unseen.append(step)
        assert part.get_by_role("status").evaluate("words => words.scrollWidth <= words.clientWidth")
    assert place.evaluate("place => place.scrollLeft") > 0
    assert len(unseen) < 5, "what is wider than the screen"
    page.close()


@pytest.mark.parametrize("broken", ["data", "player.js", "series.js"])
def test_what_cannot_be_loaded_leaves_the_still(folder, browser, broken):
    page = lab.new_page(browser, folder.as_uri(), [], 800, 720)
    page.route(re.compile(re.escape(f"/{broken}")), lambda route: route.abort())
    page.goto((folder / "index.html").as_uri())
    page.wait_for_timeout(300)
    first = page.locator("[data-model]").first
    assert first.text_content() == "still"
    page.close()
