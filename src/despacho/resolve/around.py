"""Who takes part in the events told around a mention: options for a role that it leaves unsaid, and what speaks for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from despacho.grammar.words import grammar_of
from despacho.model import Document, Draft, Participant

SENTENCES = 6
"""How many sentences back an event may stand that lends a participant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Participants of another event who may fill the empty role, and the features that they are judged by."""

    participants: tuple[Participant, ...]
    features: tuple[str, ...]


def countries(participants: Sequence[Participant]) -> frozenset[str]:
    """The countries of the participants that have one."""
    return frozenset(p.country for p in participants if p.country)


def participants_around(document: Document, drafts: Sequence[Draft], index: int, role: str, *, asking: Draft | None = None) -> list[Near]:
    """Who may fill the empty ``role`` ("actors" or "recipients") of the draft at ``index``, nearest events first, each set of codes once.

    ``asking`` stands for that draft where less is known of its participants when they are asked for.
    """
    draft = asking or drafts[index]
    other = draft.recipients if role == "actors" else draft.actors
    frame = _frame(document, draft, role)
    found: dict[frozenset[tuple[str, str]], Near] = {}
    for step, earlier in _around(document, drafts, index):
        for side in ("actors", "recipients"):
            lent = tuple(p for p in getattr(earlier, side) if p.country)
            key = frozenset((p.country, p.sector) for p in lent)
            if not key or key in found or any(_same(p, o) for p in lent for o in other):
                continue
            link = _link(draft, earlier, side, step=step, other=other, lent=lent)
            found[key] = Near(participants=lent, features=(*frame, *link, f"rank={min(3, len(found))}"))
    return list(found.values())


def _around(document: Document, drafts: Sequence[Draft], index: int) -> Iterator[tuple[int, Draft]]:
    """The other drafts with the distance in sentences: earlier ones from near to far, then later ones of the same sentence (-1)."""
    here = _sentence(document, drafts[index])
    for earlier in (drafts[k] for k in range(index - 1, -1, -1)):
        distance = here - _sentence(document, earlier)
        if distance > SENTENCES:
            break
        yield distance, earlier
    for later in (drafts[k] for k in range(index + 1, len(drafts))):
        if _sentence(document, later) != here:
            break
        yield -1, later


def _sentence(document: Document, draft: Draft) -> int:
    return document.sentence_of[draft.candidate.trigger.head]


def _same(one: Participant, other: Participant) -> bool:
    return (one.country, one.sector, one.name) == (other.country, other.sector, other.name)


def _frame(document: Document, draft: Draft, role: str) -> tuple[str, ...]:
    """What the mention itself is like: its type, form and what is known of its other role."""
    kind, pos = draft.event_type, draft.candidate.pos
    head = draft.candidate.trigger.head
    definite = pos == "noun" and any(document.lowers[c] in grammar_of(document).forms.definite for c in document.children[head])
    tried = len(draft.candidate.actors if role == "actors" else draft.candidate.recipients)
    other = draft.recipients if role == "actors" else draft.actors
    return (
        f"type={kind}", f"pos={pos}", f"type={kind} {pos}", f"mode={kind} {draft.mode}", f"definite={pos} {definite}",
        f"tried={min(2, tried)}", f"type={kind} tried={min(1, tried)}", f"status={draft.status.status}",
        f"shifted={draft.shifted}", f"alone={not other}", f"slot={draft.recipient_slot if role == 'actors' else draft.actor_slot}",
        f"rule={draft.candidate.trigger.rule_id}", f"quoted={draft.attribution is not None}",
    )  # fmt: skip


def _link(
    draft: Draft, earlier: Draft, side: str, *, step: int, other: Sequence[Participant], lent: Sequence[Participant]
) -> tuple[str, ...]:
    """How the event that lends stands to the mention: distance, types, shared participants, whose country it is."""
    kind, from_kind = draft.event_type, earlier.event_type
    near = str(min(3, step))
    again = kind == from_kind
    own, theirs, across = (
        countries(other),
        countries(lent),
        countries(earlier.recipients if side == "actors" else earlier.actors),
    )
    shared = "all" if own and own == across else "some" if own & across else "no"
    home = own == theirs
    sector, mine = lent[0].sector, other[0].sector if other else ""
    names = (
        f"near={near}", f"{side} near={near} again={again}", f"{side} again={again} shared={shared}",
        f"{side} {from_kind}>{kind}", f"{side}>{kind} near={near}", f"home={home}", f"{kind} home={home}",
        f"{kind} {sector} home={home}", f"{mine}>{sector} home={home}", f"sector={sector}", f"{kind} sector={sector}",
        f"by={lent[0].resolved_by}", f"many={len(lent) > 1}", f"{draft.candidate.pos} again={again} near={near}",
        f"forms={draft.candidate.pos} {earlier.candidate.pos} again={again}", f"{kind} again={again} shared={shared}",
        f"{side} home={home} shared={shared}", f"mutual={earlier.candidate.mutual} {kind}",
    )  # fmt: skip
    if draft.attribution is not None and draft.attribution.country:
        return (*names, f"{kind} source={draft.attribution.country in theirs} home={home}")
    return names
