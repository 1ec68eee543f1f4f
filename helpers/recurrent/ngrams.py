"""The rivals that are no network: always the most frequent country, and counting the pieces of a name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .. import checks
from ..corpora import Surnames, plain_name, surnames
from ..mathematics import Floats
from .names import check_pairs, some_names

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression


@dataclass(frozen=True, eq=False)
class MajorityRival:
    """Reads nothing and gives every name the same answer: ``shares``, the countries' shares of the training names."""

    countries: tuple[str, ...]
    shares: Floats = field(repr=False)

    def probabilities(self, names: Sequence[str]) -> Floats:
        """The probability of every country, (len(names), countries)."""
        return np.tile(self.shares, (len(some_names(names)), 1))


@dataclass(frozen=True, eq=False)
class NgramRival:
    """Logistic regression on the pieces of a name, each weighed by how rare it is (TF-IDF)."""

    countries: tuple[str, ...]
    vectorizer: "TfidfVectorizer" = field(repr=False)
    classifier: "LogisticRegression" = field(repr=False)

    def probabilities(self, names: Sequence[str]) -> Floats:
        """The probability of every country for whole names, (len(names), countries)."""
        plain = [plain_name(name) for name in some_names(names)]
        return self.classifier.predict_proba(self.vectorizer.transform(plain))

    def telling(self, country: str, count: int = 8) -> tuple[str, ...]:
        """The pieces that speak most for a country; a space in them is the beginning or the end of a word.

        Raises
        ------
        TypeError, ValueError
            If there is no such country, or ``count`` is no whole number above 0.
        """
        weights = self.classifier.coef_[self.countries.index(checks.one_of("country", country, self.countries))]
        best = np.argsort(-weights, kind="stable")[: checks.integer("count", count, 1)]
        return tuple(self.vectorizer.get_feature_names_out()[best])


def majority_rival(task: Surnames | None = None) -> MajorityRival:
    """The rival that reads nothing, of the training names of ``task``; None stands for `corpora.surnames`."""
    task = checked_task(task)
    homes = [country for _, country in task.train]
    return MajorityRival(task.countries, np.array([homes.count(country) / len(homes) for country in task.countries]))


def ngram_rival(task: Surnames | None = None, longest: int = 4) -> NgramRival:
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
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    names, homes = zip(*task.train, strict=True)
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, longest), lowercase=False)
    classifier = LogisticRegression(C=10, class_weight="balanced", max_iter=300)
    classifier.fit(vectorizer.fit_transform(names), [task.countries.index(home) for home in homes])
    return NgramRival(task.countries, vectorizer, classifier)


def checked_task(task: Surnames | None) -> Surnames:
    """``task``, or the surnames of the series for None; TypeError or ValueError if it is nothing to learn from.

    There must be names of every country to learn from, some to watch the training on, and of no other country.
    """
    if task is None:
        return surnames()
    checks.instance("task", task, Surnames, "Surnames, or None")
    check_pairs("task.train", task.train)
    check_pairs("task.validation", task.validation)
    missing = sorted(set(task.countries) - {country for _, country in task.train})
    if missing:
        raise ValueError(f"task has no names to learn from for {', '.join(missing)}, expected some of every country")
    unknown = sorted({country for _, country in [*task.train, *task.validation]} - set(task.countries))
    if unknown:
        raise ValueError(f"task has names of {', '.join(unknown)}, expected only {', '.join(task.countries)}")
    return task
