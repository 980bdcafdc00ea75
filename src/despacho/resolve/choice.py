"""Who takes part in an event: the likeliest of the options for each role, by weights learned from coded articles.

The rules of ``coding`` propose participants by the slots of a trigger; ``choice_options`` adds whoever else is named in the
sentence, whoever takes part in the events told around it, and nobody. A linear model over ``choice_features``, trained by
``training/train_choice.py``, scores them; the best one is taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import repeat

from despacho.model import Document, Draft, Participant
from despacho.resolve.actors import ActorResolver
from despacho.resolve.choice_options import Option, Roster, named_beside, options

ROLES = ("actors", "recipients")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceModel:
    """Weights by feature name for each role ("actors", "recipients")."""

    weights: Mapping[str, Mapping[str, float]]

    def score(self, role: str, features: Iterable[str]) -> float:
        """How well an option with ``features`` fits ``role``, in log-odds against the other options."""
        return sum(map(self.weights[role].get, features, repeat(0.0)))

    def best(self, role: str, found: Sequence[Option]) -> tuple[Participant, ...]:
        """The participants of the best option, the earlier one of equals."""
        return max(found, key=lambda option: self.score(role, option.features)).participants


@lru_cache(maxsize=8)
def load_choice(lang: str) -> ChoiceModel | None:
    """The shipped weights of ``lang``; None for a language whose weights have not been trained: then the rules alone decide."""
    path = files("despacho.languages") / lang / "participants.json"
    if not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    return ChoiceModel(weights={role: data[role] for role in ROLES})


def choose_participants(
    document: Document, resolver: ActorResolver, drafts: Sequence[Draft], *, model: ChoiceModel | None
) -> list[Draft]:
    """The drafts (events in text order) with the participants that fit best; without a model those of the rules."""
    if model is None:
        return list(drafts)
    roster = Roster(document, resolver)
    chosen = []
    for index, draft in enumerate(drafts):
        named = named_beside(roster, drafts, index)
        actors = model.best("actors", options(roster, drafts, index, role="actors", named=named))
        offered = options(roster, drafts, index, role="recipients", actors=actors, named=named)
        recipients = model.best("recipients", offered)
        chosen.append(_filled(draft, actors, tuple(p for p in recipients if p not in actors)))
    return chosen


def _filled(draft: Draft, actors: tuple[Participant, ...], recipients: tuple[Participant, ...]) -> Draft:
    """The draft with its participants; the slot of a role that is no longer the rules' is "chosen"."""
    return replace(
        draft,
        actors=actors,
        recipients=recipients,
        actor_slot=draft.actor_slot if actors == draft.actors else "chosen",
        recipient_slot=draft.recipient_slot if recipients == draft.recipients else "chosen",
    )
