"""Options for the participants of an event: what the rules found, who else is named in its sentence, who acts in the events around it, or nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from despacho.grammar.phrases import conjuncts, phrase_of
from despacho.grammar.words import grammar_of
from despacho.model import Document, Draft, Participant, Phrase
from despacho.resolve import choice_features as name
from despacho.resolve.actors import ActorResolver
from despacho.resolve.around import participants_around
from despacho.resolve.choice_features import codes
from despacho.resolve.mentions import SUPRANATIONAL

PARTS = frozenset({"flat", "compound", "fixed"})
"""Relations of words inside a name, which are no mention of their own."""
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM"})
Participants = tuple[Participant, ...]
Codes = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Who may fill a role, and the names of the features that it is judged by, in a fixed order. No participants: nobody fills it."""

    participants: Participants
    features: dict[str, None] = field(default_factory=dict)


class Roster:
    """Who is mentioned where in one document; each sentence is looked at once, when it is asked for."""

    def __init__(self, document: Document, resolver: ActorResolver) -> None:
        self.document = document
        self.resolver = resolver
        self._sentences: dict[int, dict[int, Participants]] = {}
        self._paths: dict[tuple[int, int], tuple[str, int]] = {}
        self._meant: dict[tuple[int, int, int], Participants] = {}
        self._nearest: dict[int, tuple[Sequence[int], tuple[int, int]]] = {}
        self._nested: dict[int, tuple[bool, bool]] = {}

    def of(self, phrases: Sequence[Phrase]) -> Participants:
        """The actors that the phrases stand for, each pair of codes once."""
        if len(phrases) == 1:
            return self._of_one(phrases[0])
        return distinct([p for phrase in phrases for p in self._of_one(phrase)])

    def _of_one(self, phrase: Phrase) -> Participants:
        key = (phrase.head, phrase.first, phrase.last)
        if key not in self._meant:
            self._meant[key] = distinct([p for p in self.resolver.participants(phrase) if p.country or p.sector])
        return self._meant[key]

    def mentions(self, sentence: int) -> dict[int, Participants]:
        """The actors mentioned in a sentence by the token that names them, in text order."""
        if sentence not in self._sentences:
            span = self.document.sentences[sentence]
            heads = (t for t in range(span.first, span.last) if self._may_name(t))
            found = {t: self.of([phrase_of(self.document, t)]) for t in heads}
            self._sentences[sentence] = {t: who for t, who in found.items() if who}
        return self._sentences[sentence]

    def path(self, start: int, end: int) -> tuple[str, int]:
        """The relations between two tokens, and their number."""
        key = (start, end)
        if key not in self._paths:
            self._paths[key] = name.path(self.document, start, end)
        return self._paths[key]

    def nearest(self, token: int, heads: Sequence[int]) -> tuple[int, int]:
        """Which of the triggers ``heads`` is nearest to a mention, and how many steps away; a sentence asks it for each of its triggers."""
        known = self._nearest.get(token)
        if known is None or known[0] != heads:
            known = self._nearest[token] = heads, name.nearest(self, token, heads)
        return known[1]

    def nested(self, token: int) -> tuple[bool, bool]:
        """Whether a mention stands inside the phrase of another one, and whether it holds one."""
        if token not in self._nested:
            self._nested[token] = name.nested(self.document, token, self.mentions(self.document.sentence_of[token]))
        return self._nested[token]

    def _may_name(self, token: int) -> bool:
        document = self.document
        if document.deps[token] in PARTS:
            return False
        if document.deps[token] == "det":  # the article of a name ("La Paz") is no mention, "sus" is
            return document.feats[token].get("Poss") == "Yes"
        return document.pos[token] in NOMINAL


def distinct(participants: Sequence[Participant]) -> Participants:
    """Each pair of country and sector once, the first of each."""
    first: dict[tuple[str, str], Participant] = {}
    for participant in participants:
        first.setdefault((participant.country, participant.sector), participant)
    return tuple(first.values())


PUBLIC = frozenset({"COERCE", "SANCTION", "RETREAT"})
"""Types whose acts are mostly those of a country's authorities."""
Proposal = tuple[Participants, list[str]]
"""Participants with what speaks for them."""


def options(
    roster: Roster,
    drafts: Sequence[Draft],
    index: int,
    *,
    role: str,
    actors: Participants = (),
    named: Sequence[Proposal] | None = None,
) -> list[Option]:
    """Who may fill ``role`` ("actors" or "recipients") of the draft at ``index``, each set of codes once, what the rules say first.

    ``actors`` are those chosen already when the recipients are to be chosen; ``named`` is what ``named_beside`` gives, to
    spare a second look.
    """
    draft = drafts[index]
    found: dict[Codes, Option] = {}
    for participants, features in _proposals(roster, drafts, index, role=role, actors=actors, named=named):
        option = found.setdefault(codes(participants), Option(participants=participants))
        option.features.update(dict.fromkeys(features))
    for option in found.values():
        whole = name.of_option(draft, option, role, actors=actors, home=roster.resolver.home)
        option.features.update(dict.fromkeys(list(whole)))
    return list(found.values())


def _proposals(
    roster: Roster,
    drafts: Sequence[Draft],
    index: int,
    *,
    role: str,
    actors: Participants,
    named: Sequence[Proposal] | None,
) -> Iterator[Proposal]:
    """All proposals; the same participants may come more than once."""
    draft = drafts[index]
    yield getattr(draft, role), name.of_rule(draft, role)
    yield (), name.of_nobody(draft, role)
    if draft.candidate.mutual and role == "recipients":
        return
    if role == "actors" and not draft.actors:
        yield from _implied(roster.document, draft)
    yield from _groups(roster, draft, role)
    yield from named_beside(roster, drafts, index) if named is None else named
    asking = replace(draft, actors=()) if role == "actors" else replace(draft, actors=actors, recipients=())
    for near in participants_around(roster.document, drafts, index, role, asking=asking):
        yield _unsaid(near.participants), ["around", *(f"around {feature}" for feature in near.features)]


def _implied(document: Document, draft: Draft) -> Iterator[Proposal]:
    """Whoever does such things in the country of the one who undergoes it, though nobody is named: "14 people were arrested"."""
    country = draft.recipients[0].country if draft.recipients else ""
    if draft.event_type not in PUBLIC or not country or country in SUPRANATIONAL:
        return
    kind = draft.event_type
    for sector in sorted(grammar_of(document).names.get("implied", ())):
        who = Participant(text="", start=None, end=None, country=country, sector=sector, resolved_by="implied")
        yield (who,), ["implied", f"implied {kind}", f"implied {sector}", f"implied {kind} {draft.mode} {sector}", f"implied id={draft.candidate.trigger.rule_id}"]


def _unsaid(participants: Participants) -> Participants:
    """The participants as understood from another event: no words of their own."""
    return tuple(replace(p, text="", start=None, end=None, resolved_by="carried") for p in participants)


def _groups(roster: Roster, draft: Draft, role: str) -> Iterator[Proposal]:
    """What else stands in the slots of the rule."""
    candidate = draft.candidate
    groups = candidate.actors if role == "actors" else candidate.recipients
    slots = candidate.actor_slots if role == "actors" else candidate.recipient_slots
    rank = 0
    for group, slot in zip(groups, slots, strict=True):
        who = roster.of(group)
        if who:
            yield who, name.of_group(draft, slot, rank)
            rank += 1


def _heads_beside(document: Document, drafts: Sequence[Draft], index: int) -> list[int]:
    """The triggers of the sentence of a draft, in the order of ``drafts``, in which a sentence's stand together."""
    sentence = document.sentence_of[drafts[index].candidate.trigger.head]
    first = last = index
    while first and document.sentence_of[drafts[first - 1].candidate.trigger.head] == sentence:
        first -= 1
    while last < len(drafts) and document.sentence_of[drafts[last].candidate.trigger.head] == sentence:
        last += 1
    return [draft.candidate.trigger.head for draft in drafts[first:last]]


def named_beside(roster: Roster, drafts: Sequence[Draft], index: int) -> list[Proposal]:
    """Whoever is named in the sentence of a draft, alone and with those coordinated; the same for both roles."""
    document, head = roster.document, drafts[index].candidate.trigger.head
    sentence = document.sentence_of[head]
    mentioned = roster.mentions(sentence)
    others = _heads_beside(document, drafts, index)
    found: list[Proposal] = []
    for token, who in mentioned.items():
        if token == head and document.pos[token] != "NOUN":
            continue
        features = name.of_mention(roster, drafts[index], token, who, heads=others)
        found.append((who, features))
        joined = conjuncts(document, token)
        if len(joined) > 1 and joined[0] == token:
            several = distinct([p for t in joined for p in mentioned.get(t, ())])
            if len(several) > 1:
                found.append((several, [*features, "joined", f"joined {drafts[index].event_type}"]))
    return found
