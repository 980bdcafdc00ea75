"""The participants of a candidate: the first group of each role in which somebody is an actor."""

from __future__ import annotations

from despacho.grammar.words import grammar_of
from despacho.model import Document, Participant, Phrase
from despacho.resolve.actors import ActorResolver
from despacho.resolve.roles import clean_lemma

FORCE = frozenset({"ASSAULT", "COERCE"})
"""Types in which "militar" or "golpista" on the event noun says who does it."""
LOCATED = frozenset({"CONSULT", "AGREE", "PROTEST", "ASSAULT", "COERCE", "MOBILIZE"})
"""Types whose noun is named after where it happens ("la cumbre de Bruselas", "los atentados de Madrid")."""
LATE = frozenset({"role", "document_country", "coreference"})
"""How an adjective that is no nationality is resolved; whoever is named elsewhere comes before it."""
Groups = tuple[tuple[Phrase, ...], ...]


def first_person(document: Document, phrase: Phrase) -> bool:
    """Whether the phrase is the speaker: "queremos", "nuestro compromiso", "me telefoneó"."""
    tokens = [phrase.head]
    if phrase.understood:
        tokens += [c for c in document.children[phrase.head] if document.deps[c] in ("aux", "cop", "aux:pass")]
    return any(
        document.feats[t].get("Person") == "1"
        and (phrase.understood or document.pos[t] in ("PRON", "DET"))
        and document.feats[t].get("VerbForm", "Fin") == "Fin"
        for t in tokens
    )


def choose(
    resolver: ActorResolver,
    groups: Groups,
    slots: tuple[str, ...],
    *,
    speaker: Participant | None,
    apart_from: tuple[Participant, ...] | None = None,
    nominal: bool = False,
    event_type: str = "",
) -> tuple[tuple[Participant, ...], str]:
    """The participants of the first group with an actor in it, and the slot of that group ("" for none).

    A phrase that stands for one of ``apart_from`` is passed over, whichever group it is in.

    ``apart_from``: participants of the other role, who cannot be in this one; None when the actors are chosen. ``nominal``: the trigger
    is a noun, whose de-phrase may be where it happened ("las conversaciones de Estocolmo").
    """
    late: tuple[tuple[Participant, ...], str] = ((), "")
    for group, slot in zip(groups, slots, strict=True):
        found: list[Participant] = []
        for phrase in group:
            if first_person(resolver.document, phrase):
                if speaker is not None:
                    found.append(_spoken(resolver.document, phrase, speaker))
                continue
            if slot.endswith("adj") and not _acts(resolver, phrase, event_type):
                continue
            found.extend(p for p in resolver.participants(phrase) if p.country or p.sector)
        if apart_from is None:
            found = [p for p in found if not _is_where(p, slot, resolver.document, located=nominal and event_type in LOCATED)]
        found = [p for p in found if not any(_same_actor(p, other) for other in apart_from or ())]
        if not found:
            continue
        if slot.endswith("adj") and all(p.resolved_by in LATE for p in found):
            late = late if late[0] else (_distinct(found), slot)
            continue
        return _distinct(found), slot
    return late


def _acts(resolver: ActorResolver, phrase: Phrase, event_type: str) -> bool:
    """Whether an adjective on an event noun names a participant: a nationality, or an institution that acts."""
    document, roles = resolver.document, resolver.roles
    if document.pos[phrase.head] != "ADJ" or phrase.head in resolver.naming.mentions:
        return True
    lemma = clean_lemma(document, phrase.head)
    return lemma in roles.acting or (event_type in FORCE and lemma in roles.acting_by_force)


def _is_where(participant: Participant, slot: str, document: Document, *, located: bool) -> bool:
    """Whether a would-be actor is only the place: "el sur del Líbano", a capital behind "de" on an event noun."""
    if participant.resolved_by == "place":
        return True
    places = grammar_of(document).names["scene_slots"]
    return located and participant.resolved_by == "capital" and slot.split(">", maxsplit=1)[0].startswith(places)


def _same_actor(one: Participant, other: Participant) -> bool:
    """Whether both are the same words or, unsaid or by name, the same actor."""
    if one.start is not None and one.start == other.start and one.country == other.country:
        return True
    return (one.country, one.sector, one.name) == (other.country, other.sector, other.name)


def implied_agents(event_type: str, mode: str | None, recipients: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """Who must have done it though nobody is named: a conviction is a court's of the country of whoever is convicted."""
    countries = dict.fromkeys(p.country for p in recipients if len(p.country) == 3 and p.country not in NO_COURTS)
    if event_type != "SANCTION" or mode != "convict" or len(countries) != 1:
        return ()
    return (Participant(text="", start=None, end=None, country=next(iter(countries)), sector="JUD", resolved_by="implied"),)


NO_COURTS = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})


def _spoken(document: Document, phrase: Phrase, speaker: Participant) -> Participant:
    text = "" if phrase.understood else document.forms[phrase.head]
    return Participant(
        text=text,
        start=None if phrase.understood else document.starts[phrase.head],
        end=None if phrase.understood else document.ends[phrase.head],
        name=speaker.name,
        country=speaker.country,
        sector=speaker.sector,
        other_sectors=speaker.other_sectors,
        entity_id=speaker.entity_id,
        wikidata_id=speaker.wikidata_id,
        resolved_by="speaker",
    )


def _distinct(participants: list[Participant]) -> tuple[Participant, ...]:
    seen: set[tuple[str, int | None, str, str]] = set()
    kept = []
    for p in participants:
        key = (p.name, p.start, p.country, p.sector)
        if key not in seen:
            seen.add(key)
            kept.append(p)
    return tuple(kept)
