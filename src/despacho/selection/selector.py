"""The selector: how likely each draft is an event, and which drafts are kept.

A logistic regression over ``features_of``, trained by ``training/train_selector.py`` on articles coded by the codebook; shipped
as a JSON file of weights, so that it gives the same score on every machine.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from despacho.model import Document, Draft
from despacho.selection.features import features_of

LINKS = 2
"""How many dependency steps may lie between two words of one telling."""
PHRASAL = frozenset({"obj", "nmod", "obl", "obl:arg", "xcomp", "acl", "amod", "aux", "nsubj:pass", "acl:relcl", "compound", "fixed", "flat"})
"""Relations inside one telling; a clause of its own or a coordinated act is another."""


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
        """The drafts that are events, one a trigger, in text order, with their calibrated scores."""
        kept = settle(document, drafts, self.scores(document, drafts), threshold=self.threshold)
        return [(draft, self.calibrated(score)) for draft, score in kept]

    def calibrated(self, score: float) -> float:
        """The score as a probability that the record's type is right, by Platt scaling on articles held out of training."""
        bounded = min(max(score, 1e-6), 1 - 1e-6)
        return _sigmoid(self.slope * math.log(bounded / (1 - bounded)) + self.offset)


def settle(
    document: Document, drafts: Sequence[Draft], scores: Sequence[float], *, threshold: float
) -> list[tuple[Draft, float]]:
    """The drafts at or above ``threshold`` that stand beside one another, in text order.

    One reading a trigger, the likeliest; no act in the content of a kept demand, threat, promise or refusal (codebook
    section 5); no second telling of one act by its own words ("recibió una amenaza" and "amenaza").
    """
    best: dict[int, tuple[Draft, float]] = {}
    for draft, score in zip(drafts, scores, strict=True):
        head = draft.candidate.trigger.head
        if score >= threshold and (head not in best or score > best[head][1]):
            best[head] = (draft, score)
    holders = {draft.candidate.trigger.head: draft.candidate.content_of for draft in drafts}
    free = {h: kept for h, kept in best.items() if not _held(h, holders, best)}
    accepted: dict[int, tuple[Draft, float]] = {}
    beside: dict[int, list[int]] = {}
    for head, (draft, score) in sorted(free.items(), key=lambda item: (-item[1][1], item[0])):
        others = beside.setdefault(document.sentence_of[head], [])
        if not any(_same_words(document, head, other, draft, accepted[other][0]) for other in others):
            accepted[head] = (draft, score)
            others.append(head)
    return [accepted[head] for head in sorted(accepted)]


def _held(head: int, holders: Mapping[int, int | None], kept: Collection[int]) -> bool:
    """Whether a trigger lies in the content of one that is kept, be it through one that is not ("pidió que convoque una reunión")."""
    seen = {head}
    above = holders.get(head)
    while above is not None and above not in seen:
        if above in kept:
            return True
        seen.add(above)
        above = holders.get(above)
    return False


def _same_words(document: Document, head: int, other: int, draft: Draft, kept: Draft) -> bool:
    """Whether two triggers of one sentence and type are one phrase: one governs the other, without coordination between them."""
    if draft.event_type != kept.event_type:
        return False
    return _governs(document, head, other) or _governs(document, other, head)


def _governs(document: Document, below: int, above: int) -> bool:
    node = below
    for _ in range(LINKS):
        if document.deps[node] not in PHRASAL or document.heads[node] == node:
            return False
        node = document.heads[node]
        if node == above:
            return True
    return False


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def load_selector(lang: str) -> Selector:
    """The shipped selector of ``lang``; for a language without one the general weights of prior.json, which know no word of it."""
    path = files("despacho.languages") / lang / "selector.json"
    if not path.is_file():
        path = files("despacho.selection") / "prior.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    return Selector(
        lang=lang, weights=data["weights"], threshold=data["threshold"], slope=data["slope"], offset=data["offset"]
    )
