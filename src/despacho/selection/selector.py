"""The selector: how likely each draft is an event, and which drafts are kept.

A logistic regression over ``features_of``, trained by ``training/train_selector.py`` on articles coded by the codebook; shipped
as a JSON file of weights, so that it gives the same score on every machine.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from despacho.model import DataError, Document, Draft
from despacho.selection.features import features_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """Weights by feature name, and the probability from which on a draft is an event."""

    lang: str
    weights: Mapping[str, float]
    threshold: float
    slope: float
    offset: float

    def scores(self, document: Document, drafts: Sequence[Draft]) -> list[float]:
        """The probability that each draft is an event of its type (0 to 1)."""
        weights = self.weights
        return [
            _sigmoid(sum(weights.get(name, 0.0) * value for name, value in features.items()))
            for features in features_of(document, drafts, lang=self.lang)
        ]

    def select(self, document: Document, drafts: Sequence[Draft]) -> list[tuple[Draft, float]]:
        """The drafts that are events, in text order, with their calibrated scores; none without a participant that is known."""
        best: dict[int, tuple[Draft, float]] = {}
        for draft, score in zip(drafts, self.scores(document, drafts), strict=True):
            head = draft.candidate.trigger.head
            if score >= self.threshold and (draft.actors or draft.recipients) and (head not in best or score > best[head][1]):
                best[head] = (draft, score)
        return [(draft, self.calibrated(score)) for draft, score in best.values()]

    def calibrated(self, score: float) -> float:
        """The score as a probability that the record's type is right, by Platt scaling on articles held out of training."""
        bounded = min(max(score, 1e-6), 1 - 1e-6)
        return _sigmoid(self.slope * math.log(bounded / (1 - bounded)) + self.offset)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def load_selector(lang: str) -> Selector:
    """The shipped selector of ``lang``."""
    path = files("despacho.languages") / lang / "selector.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError(f"language {lang!r} has no selector.json; make one with training/train_selector.py") from error
    return Selector(
        lang=lang, weights=data["weights"], threshold=data["threshold"], slope=data["slope"], offset=data["offset"]
    )
