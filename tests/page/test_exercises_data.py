"""The exercises' forms and the map, and what the page is given to reply with."""

import json
import re

import nbformat
import pytest
from bs4 import BeautifulSoup

from helpers.exercises import Choice, Code, Misconception, Number
from tools import notebooks
from tools.page import exercises

PATHS = pytest.mark.parametrize("path", notebooks.paths(), ids=lambda path: path.stem)
QUESTIONS = [question for path in notebooks.paths() for question in notebooks.questions(path).values()]
EACH = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


def parsed(html):
    return BeautifulSoup(html, "html.parser")


def unfolded(part):
    """The word on each button, and the words behind it."""
    found = []
    while part := part.find("details", recursive=False):
        found.append((part.summary.text, part.div.text))
    return found


def number(**changes):
    given = {"name": "02.n", "compute": lambda: 4, "code": "answer = 4", "why": "So it is.", "hints": ("Count.",)}
    return Number(**(given | changes))


@PATHS
def test_each_exercise_of_a_lesson_gets_its_form_with_its_number(path):
    notebook, questions = exercises.answered(nbformat.read(path, as_version=4), path), notebooks.questions(path)
    names = []
    for before, cell in zip(notebook.cells, notebook.cells[1:], strict=False):
        if name := notebooks.asked(cell):
            (form,) = parsed(cell.outputs[0].data["text/html"]).find_all("form", recursive=False)
            names.append(name)
            assert form["data-exercise"] == questions[name].name
            assert form["id"] == f"exercise-{name}"
            label = form.select_one("legend, label")
            if isinstance(questions[name], Choice):
                options = form.select("fieldset label > span")
                assert [option.b.text for option in options if len(option.text) >= len("a A")] == list(
                    questions[name].options
                )
                assert not re.search(r"\*\*\(?a\b", before.source.partition("**Exercise")[2]), "they are in the form"
            assert ("remove-input" in cell.metadata.get("tags", [])) == (cell.source.count("\n") == 1)
            asked = re.findall(r"\*\*Exercise (\d+)\.\*\*", before.source)
            assert asked == [str(len(names))]
            assert not label or label.text.strip() == f"Your answer to exercise {asked[0]}"
    assert sorted(names) == sorted(questions)


@EACH
def test_hints_and_solution_are_folded_as_in_the_notebook_and_the_fields_hidden(question):
    options = dict.fromkeys(getattr(question, "options", ""), "This one.")
    (form,) = parsed(exercises.form(question, 3, options)).find_all("form")
    stored = parsed(question.check(...)._repr_html_())
    assert unfolded(form) == unfolded(stored)
    assert form.find("pre").text == question.code
    fields = form.select("input, button, [role=status]")
    assert all(field.has_attr("hidden") or field.find_parent(hidden=True) for field in fields)
    assert not [option for option in form.select("fieldset label") if option.find_parent(hidden=True)]
    if isinstance(question, Code):
        assert not form.select("input, button")
        assert form.p.a["href"] == exercises.INSTALL
        assert "needs Python" in form.p.text
    if isinstance(question, Choice):
        assert [field["value"] for field in form.select("[type=radio]")] == list(question.options)
    assert form.select_one(".solved").has_attr("hidden")


BOXED = '<div class="exercise">\n\n**Exercise 1.** Which?{}\n\n</div>'
SECOND = "**not** $y<z$, [b](../GLOSSARY.md#b)"


@pytest.mark.parametrize("options", [" **(a)** `x < 1` **(b)** {}", "\n\n- **a**: `x < 1`\n- **b**: {}"])
def test_options_are_taken_from_a_paragraph_or_a_list(options):
    before = "Before **(a)** it.\n\n"
    source, found = exercises.parted(before + BOXED.format(options.format(SECOND)))
    assert source == before + BOXED.format("")
    words = r'<strong>not</strong> <span class="math inline">\(y&lt;z\)</span>, b'
    assert found == {"a": "<code>x &lt; 1</code>", "b": words}


def test_options_that_the_question_does_not_know_are_refused():
    path = notebooks.paths()[0]
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("- **c**: some", "Some")
    with pytest.raises(ValueError, match="has the options 'abc'"):
        exercises.answered(notebook, path)


@pytest.fixture(scope="module")
def content():
    return exercises.content()


@EACH
def test_what_the_page_is_given_holds_the_answer_and_every_known_mistake(question, content):
    given = content["questions"].get(question.name)
    if isinstance(question, Code):
        assert given is None
        return
    assert given["right"][0] == question.read(question.answer)
    assert [mistake["reply"] for mistake in given["wrong"]] == [mistake.reply for mistake in question.misconceptions]
    answers = [[value for value, _ in mistake["answers"]] for mistake in given["wrong"]]
    assert answers == [list(map(question.read, mistake.answers())) for mistake in question.misconceptions]
    assert json.loads(json.dumps(given, allow_nan=False))["why"] == question.why


def test_each_answer_has_a_tolerance_of_its_own():
    mistakes = (Misconception(lambda: 2, "Two."), Misconception(lambda: 2.5, "Between.", also=(3, 3.5)))
    given = exercises.judged(number(compute=lambda: 4.0, tolerance=0.01, misconceptions=mistakes))
    assert (given["right"], given["close"]) == ((4.0, 0.01), 0.2)
    assert [mistake["answers"] for mistake in given["wrong"]] == [[(2, 1e-9)], [(2.5, 0.01), (3, 1e-9), (3.5, 0.01)]]
    assert exercises.judged(number())["close"] == 0, "a whole number is never close"


def test_every_text_is_escaped():
    evil = "<script>alert('x')</script>"
    html = exercises.form(number(why=evil, hints=(evil,), code=evil), 1, {})
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 3


def test_the_map_leads_to_every_exercise():
    page = parsed(exercises.progress_map())
    links = page.select("[data-solves]")
    assert sorted(link["data-solves"] for link in links) == sorted(question.name for question in QUESTIONS)
    for path in notebooks.paths():
        notebook = exercises.answered(nbformat.read(path, as_version=4), path)
        forms = [parsed(cell.outputs[0].data["text/html"]).form for cell in notebook.cells if notebooks.asked(cell)]
        there = [link for link in links if link["href"].startswith(f"notebooks/{path.stem}.html#")]
        assert [link["href"].partition("#")[2] for link in there] == [form["id"] for form in forms]
        assert [link["data-solves"] for link in there] == [form["data-exercise"] for form in forms]
        assert [link.text for link in there] == [str(i) for i in range(1, len(forms) + 1)]
    assert page.select_one(".progress-files").has_attr("hidden")
    assert "\n\n" not in exercises.progress_map(), "Markdown would end the HTML there"


def test_what_is_written_is_what_the_page_loads(tmp_path):
    exercises.write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*exercises.SCRIPTS, *exercises.STYLES, "data"}
    script = (tmp_path / "data" / "exercises.js").read_text(encoding="utf-8")
    assert len(script) < 100_000
    exercises.write(tmp_path)
    assert (tmp_path / "data" / "exercises.js").read_text(encoding="utf-8") == script
