"""The baselines: always the most frequent country, and counting the pieces of a name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .. import checks
from ..corpora import Surnames
from ..mathematics import Floats
from .names import plain_names

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

TOP = 8
"""Pieces that are shown of what speaks for a country."""


def majority_probabilities(task: Surnames, names: Sequence[str]) -> Floats:
    """The same answer to every name, each country's share of the training names: (len(names), countries)."""
    answers = [country for _, country in task.train]
    shares = [answers.count(country) / len(answers) for country in task.countries]
    return np.tile(shares, (len(names), 1))


@dataclass(frozen=True, eq=False)
class NgramBaseline:
    """Logistic regression on the pieces of a name, each weighed by how rare it is (TF-IDF)."""

    countries: tuple[str, ...]
    vectorizer: "TfidfVectorizer" = field(repr=False)
    classifier: "LogisticRegression" = field(repr=False)

    def probabilities(self, names: Sequence[str]) -> Floats:
        """The probability of every country for whole names, (len(names), countries)."""
        return self.classifier.predict_proba(self.vectorizer.transform(plain_names(names)))

    def top_features(self, country: str) -> tuple[str, ...]:
        """The pieces that speak most for a country; a space in them is the beginning or the end of a word."""
        weights = self.classifier.coef_[self.countries.index(checks.one_of("country", country, self.countries))]
        return tuple(self.vectorizer.get_feature_names_out()[np.argsort(-weights, kind="stable")[:TOP]])


def ngram_baseline(task: Surnames) -> NgramBaseline:
    """Fit logistic regression to all pieces of up to four letters of the training names; some seconds.

    The length of the pieces, that they do not cross from one word to the next, the strength of the regularisation
    (C = 10) and the weights that make every country count alike did best on the validation names.
    """
    checks.instance("task", task, Surnames, "Surnames")
    from sklearn.linear_model import LogisticRegression

    names, answers = zip(*task.train, strict=True)
    vectorizer = _vectorizer()
    classifier = LogisticRegression(C=10, class_weight="balanced", max_iter=300)
    classifier.fit(vectorizer.fit_transform(names), [task.countries.index(country) for country in answers])
    return NgramBaseline(task.countries, vectorizer, classifier)


def ngrams(name: str) -> list[str]:
    """The pieces of up to four characters of a name with a space at each end, in the order of their lengths."""
    return _vectorizer().build_analyzer()(name)


def _vectorizer() -> "TfidfVectorizer":
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), lowercase=False)
