"""The baselines: always the most frequent country, and counting the pieces of a name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .. import checks
from ..corpora import Surnames, plain_name
from ..mathematics import Floats
from .names import checked_task, some_names

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression


@dataclass(frozen=True, eq=False)
class MajorityBaseline:
    """Reads nothing and gives every name the same answer: ``shares``, the countries' shares of the training names."""

    countries: tuple[str, ...]
    shares: Floats = field(repr=False)

    def probabilities(self, names: Sequence[str]) -> Floats:
        """The probability of every country, (len(names), countries)."""
        return np.tile(self.shares, (len(some_names(names)), 1))


@dataclass(frozen=True, eq=False)
class NgramBaseline:
    """Logistic regression on the pieces of a name, each weighed by how rare it is (TF-IDF)."""

    countries: tuple[str, ...]
    vectorizer: "TfidfVectorizer" = field(repr=False)
    classifier: "LogisticRegression" = field(repr=False)

    def probabilities(self, names: Sequence[str]) -> Floats:
        """The probability of every country for whole names, (len(names), countries)."""
        plain = [plain_name(name) for name in some_names(names)]
        return self.classifier.predict_proba(self.vectorizer.transform(plain))

    def top_features(self, country: str, count: int = 8) -> tuple[str, ...]:
        """The pieces that speak most for a country; a space in them is the beginning or the end of a word.

        Raises
        ------
        TypeError, ValueError
            If there is no such country, or ``count`` is no whole number above 0.
        """
        weights = self.classifier.coef_[self.countries.index(checks.one_of("country", country, self.countries))]
        best = np.argsort(-weights, kind="stable")[: checks.integer("count", count, 1)]
        return tuple(self.vectorizer.get_feature_names_out()[best])


def majority_baseline(task: Surnames | None = None) -> MajorityBaseline:
    """The baseline that reads nothing, of the training names of ``task``; None stands for `corpora.surnames`."""
    task = checked_task(task)
    answers = [country for _, country in task.train]
    shares = [answers.count(country) / len(answers) for country in task.countries]
    return MajorityBaseline(task.countries, np.array(shares))


def ngram_baseline(task: Surnames | None = None, longest: int = 4) -> NgramBaseline:
    """Fit logistic regression to all pieces of up to ``longest`` letters of the training names; some seconds.

    The strength of its regularisation (C = 10), the weights that make every country count alike, and that pieces do
    not cross from one word to the next, did best on the validation names of `corpora.surnames`, and so did
    ``longest``.

    Raises
    ------
    TypeError, ValueError
        If ``task`` is no `Surnames`, or ``longest`` no whole number above 0.
    """
    task, longest = checked_task(task), checks.integer("longest", longest, 1)
    from sklearn.linear_model import LogisticRegression

    names, answers = zip(*task.train, strict=True)
    vectorizer = _vectorizer(longest)
    classifier = LogisticRegression(C=10, class_weight="balanced", max_iter=300)
    classifier.fit(vectorizer.fit_transform(names), [task.countries.index(country) for country in answers])
    return NgramBaseline(task.countries, vectorizer, classifier)


def features(name: str, longest: int) -> list[str]:
    """The pieces of up to ``longest`` characters of a name with a space at each end, in the order of their lengths."""
    return _vectorizer(longest).build_analyzer()(name)


def _vectorizer(longest: int) -> "TfidfVectorizer":
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer="char_wb", ngram_range=(1, longest), lowercase=False)
