"""Carrying over: roles that a mention leaves unsaid and the events told around it make certain.

Rules (``carry_rules``) see to the plain cases. For the others, whoever did or suffered what was told before is an option; a
logistic regression (``carry_options``), trained by ``training/train_carry.py`` on articles coded by the codebook, says which
option fills the role, or that none does.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from despacho.grammar.words import grammar_of
from despacho.model import Document, Draft, Participant
from despacho.resolve.carry_options import Features, countries, options
from despacho.resolve.carry_rules import reaction, same_act

STATELESS = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})
"""Codes that have no courts of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryModel:
    """Weights by feature name for each role, and the probability from which on an option fills it."""

    actors: Mapping[str, float]
    recipients: Mapping[str, float]
    threshold: float

    def probability(self, role: str, features: Features) -> float:
        """How likely the option with ``features`` is the unsaid participant (0 to 1)."""
        weights = self.actors if role == "actors" else self.recipients
        odds = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-odds))


@lru_cache(maxsize=8)
def load_carry(lang: str) -> CarryModel | None:
    """The shipped weights of ``lang``; None for a language whose weights have not been trained: then only the rules carry over."""
    path = files("despacho.languages") / lang / "carry.json"
    if not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    return CarryModel(actors=data["actors"], recipients=data["recipients"], threshold=data["threshold"])


def carry_over(document: Document, drafts: Sequence[Draft], *, lang: str = "es") -> list[Draft]:
    """The drafts (events in text order) with unsaid participants filled in where the events around make them certain.

    The rules come first: the same act told again, and whom a reaction is aimed at. Only where they say nothing, the
    regression may fill the one empty role of a mention that has the other.
    """
    model = load_carry(lang)
    done: list[Draft] = []
    for index, draft in enumerate(drafts):
        completed = reaction(document, same_act(document, draft, done), done)
        if completed is draft:
            completed = _completed(document, drafts, index, model=model)
        done.append(_by_authority(document, completed))
    return done


def _completed(document: Document, drafts: Sequence[Draft], index: int, *, model: CarryModel | None) -> Draft:
    """The draft at ``index`` with its one empty role filled by the likeliest option, if that is likely enough."""
    draft = drafts[index]
    if model is None or draft.candidate.mutual or bool(draft.actors) == bool(draft.recipients):
        return draft
    if draft.actors:
        found = _likeliest(document, drafts, index, role="recipients", model=model)
        return replace(draft, recipients=found, recipient_slot="carried") if found else draft
    found = _likeliest(document, drafts, index, role="actors", model=model)
    return replace(draft, actors=found, actor_slot="carried") if found else draft


def _likeliest(
    document: Document, drafts: Sequence[Draft], index: int, *, role: str, model: CarryModel
) -> tuple[Participant, ...]:
    """The participants of the likeliest option for ``role`` as understood ones; none below the threshold."""
    best = model.threshold
    found: tuple[Participant, ...] = ()
    for option in options(document, drafts, index, role):
        probability = model.probability(role, option.features)
        if probability > best:
            best, found = probability, option.participants
    return tuple(replace(p, text="", start=None, end=None, resolved_by="carried") for p in found)


def _by_authority(document: Document, draft: Draft) -> Draft:
    """A charge in the passive that nobody is said to bring ("fue acusado de sedición") is a court's of the country of whoever is charged.

    Arrests are left without an agent: whose police it was is seldom certain.
    """
    if draft.actors or draft.event_type != "ACCUSE" or draft.candidate.pos == "noun":
        return draft
    places = countries(draft.recipients)
    if not draft.recipient_slot.startswith(grammar_of(document).names["charged"]) or len(places) != 1 or places & STATELESS:
        return draft
    agent = Participant(text="", start=None, end=None, country=next(iter(places)), sector="JUD", resolved_by="implied")
    return replace(draft, actors=(agent,), actor_slot="implied")
