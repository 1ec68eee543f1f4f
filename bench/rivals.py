"""The explorers' pictures as most notebooks would draw them: ``interact``, and ``plt.show()`` at its end."""

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np

from helpers import backprop, corpora, embeddings, textgen
from helpers.backprop import walk
from helpers.backprop.figures import surface as surfaces
from helpers.backprop.training import descent_path
from helpers.embeddings import reading
from helpers.embeddings.analogy import pca_2d
from helpers.embeddings.vocabulary import RESERVED
from helpers.textgen import sampling

EXAMPLE = backprop.WIKIDOCS
BOXES = {
    "x1": (0, 1),
    "x2": (0, 0),
    "z1 h1": (1, 1),
    "z2 h2": (1, 0),
    "z3 o1": (2, 1),
    "z4 o2": (2, 0),
    "t1 E1": (3, 1),
    "t2 E2": (3, 0),
    "E": (3, 0.5),
}
EDGES = {name: (place // 4, (1 - place % 2, 1 - place % 4 // 2)) for place, name in enumerate(EXAMPLE.network.weights)}
"""Of each weight: the column that it begins in, and the heights at which it begins and ends."""


def neuron() -> None:
    """A sigmoid, its targets and its border."""
    x, targets = np.linspace(-6, 6, 241), np.arange(-5, 7, 2)

    def draw(weight: float) -> None:
        plt.figure(figsize=(7.5, 3.3))
        plt.plot(x, 1 / (1 + np.exp(-weight * x)))
        plt.scatter(targets, targets > 2, c=np.where(targets > 2, "C0", "C1"))
        plt.axvline(0, linestyle=":")
        plt.xlabel("input x")
        plt.ylabel("answer")
        plt.title(f"σ({weight} · x)")
        plt.show()

    ipywidgets.interact(draw, weight=ipywidgets.FloatSlider(1, min=-8, max=8, step=0.5))


def network() -> None:
    """Lesson 03's network with the numbers known at a step, and the step's equation."""
    steps = walk.steps(EXAMPLE)

    def draw(position: int) -> None:
        step = steps[position]
        plt.figure(figsize=(7.9, 4))
        for name, (column, (start, end)) in EDGES.items():
            plt.plot([column, column + 1], [start, end], color="C1" if name in step.highlighted else "0.8")
            plt.text(column + 0.3, 0.7 * start + 0.3 * end, f"{name} {step.values[name]:.6g}")
        for names, place in BOXES.items():
            known = [f"{name} {step.values[name]:.6f}" for name in names.split() if name in step.values]
            lit = {"facecolor": "C1" if step.highlighted & set(names.split()) else "w", "edgecolor": "C0"}
            plt.text(*place, "\n".join(known), ha="center", va="center", bbox=lit)
        plt.title("\n".join([step.title, *map("  ".join, step.equation)]))
        plt.axis((-0.3, 3.3, -0.2, 1.2))
        plt.axis("off")
        plt.subplots_adjust(top=0.7)
        plt.show()

    ipywidgets.interact(draw, position=ipywidgets.IntSlider(0, max=len(steps) - 1))


def surface() -> None:
    """The error over two weights, and the descent on it."""
    ground = surfaces.surface_around(EXAMPLE, ("w5", "w7"))

    def draw(rate: float) -> None:
        axes = plt.figure(figsize=(surfaces.WIDTH, surfaces.HEIGHT)).add_subplot()
        surfaces.draw_ground(axes, ground)
        path = descent_path(EXAMPLE.network, EXAMPLE.x, EXAMPLE.target, ground.names, rate, 50)
        surfaces.place_path(surfaces.path_lines(axes), path)
        plt.show()

    ipywidgets.interact(draw, rate=ipywidgets.FloatLogSlider(10, min=-1, max=3, step=0.1))


def lookup() -> None:
    """A sentence's words, their indices and their rows of lesson 04's small table."""
    vocabulary, table = reading.notes_vocabulary()
    names = [*RESERVED, *vocabulary.words]

    def draw(sentence: str) -> None:
        found = reading.read(sentence, vocabulary, table, 6)
        plt.figure(figsize=(7.9, 4))
        for place, index in enumerate(found.indices.tolist()):
            word = found.kept[place] if place < len(found.kept) else RESERVED[0]
            plt.text(0, place, f"{word}  {index}", va="center", bbox={"facecolor": "w"})
            plt.plot([1, 2], [place, index], color="C1")
            plt.plot([4, 5], [index, place], color="C1")
            plt.text(5, place, found.rows[place], va="center", bbox={"facecolor": "w"})
        for row, numbers in enumerate(table):
            plt.text(2, row, f"{row}  {numbers}  {names[row]}", va="center", bbox={"facecolor": "w"})
        plt.axis((0, 6, 9, -1))
        plt.axis("off")
        plt.show()

    ipywidgets.interact(draw, sentence=ipywidgets.Text("Hope to see you soon"))


def neighbours() -> None:
    """The nearest words to a sum as bars, and all of them on a plane."""
    vectors = corpora.glove()

    def draw(text: str) -> None:
        found = embeddings.find(vectors, text)
        near, cosines = zip(*found.nearest, strict=True)
        words = [*found.positive, *found.negative, *near]
        places = pca_2d(np.stack([vectors[word] for word in words]))
        _, (left, right) = plt.subplots(1, 2, figsize=(7.9, 3.9))
        left.barh(near[::-1], cosines[::-1])
        right.scatter(*places.T)
        for word, place in zip(words, places, strict=True):
            right.annotate(word, place)
        plt.show()

    ipywidgets.interact(draw, text=ipywidgets.Text("king - man + girl"))


def bars() -> None:
    """The likeliest next characters."""
    model = textgen.load_pretrained()
    logits = model.logits(model.read("ROMEO:\nI ")[-1])
    symbols = np.array(list(model.vocabulary.symbols))

    def draw(temperature: float) -> None:
        probabilities = sampling.distribution(logits, temperature)
        likeliest = np.argsort(probabilities)[-15:]
        plt.figure(figsize=(6, 4.5))
        plt.barh([repr(symbol) for symbol in symbols[likeliest]], probabilities[likeliest])
        plt.xlabel("probability")
        plt.show()

    ipywidgets.interact(draw, temperature=ipywidgets.FloatSlider(1, min=0.1, max=2, step=0.05))
