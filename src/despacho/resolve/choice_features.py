"""What speaks for and against an option of who takes part in an event: names of features, each present or absent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from despacho.grammar.phrases import lemma_case
from despacho.model import Document, Draft, Participant

if TYPE_CHECKING:
    from despacho.resolve.choice_options import Option, Roster

LONG = 5
"""Paths of more steps are all alike."""
INSIDE = frozenset({"nmod", "appos", "amod", "obl", "flat"})
"""Relations by which one mention stands inside another's phrase ("el portavoz de la OTAN")."""
CLAUSAL = frozenset({"acl:relcl", "acl", "advcl", "conj"})


def slot_of(draft: Draft, role: str) -> str:
    """The slot in which the rules found the role, "" for none."""
    slot = draft.actor_slot if role == "actors" else draft.recipient_slot
    return slot.split("+")[0]


def of_rule(draft: Draft, role: str) -> list[str]:
    """For what the rules found, be it nobody."""
    who: tuple[Participant, ...] = getattr(draft, role)
    kind, pos, slot, empty = draft.event_type, draft.candidate.pos, slot_of(draft, role), not getattr(draft, role)
    return [
        "rule", f"rule {kind}", f"rule slot={slot}", f"rule {pos} slot={slot}", f"rule {kind} slot={slot}",
        f"rule id={draft.candidate.trigger.rule_id}", f"rule n={min(3, len(who))}", f"rule empty={empty} {kind} {pos}",
        f"rule mutual={draft.candidate.mutual} empty={empty}", *(f"rule by={p.resolved_by}" for p in who[:1]),
    ]  # fmt: skip


def of_nobody(draft: Draft, role: str) -> list[str]:
    """For leaving the role empty."""
    kind, pos, candidate = draft.event_type, draft.candidate.pos, draft.candidate
    common = [
        "nobody", f"nobody {kind}", f"nobody {kind} {pos}", f"nobody id={candidate.trigger.rule_id}",
        f"nobody mutual={candidate.mutual}",
    ]  # fmt: skip
    if getattr(draft, role):
        return [*common, f"nobody slot={slot_of(draft, role)}"]
    tried = len(candidate.actors if role == "actors" else candidate.recipients)
    return [*common, f"nobody tried={min(2, tried)}"]


def of_group(draft: Draft, slot: str, rank: int) -> list[str]:
    """For what stands in a slot of the rule, the ``rank``-th that names somebody."""
    return [
        "group", f"group rank={min(rank, 3)}", f"group slot={slot}", f"group slot={slot} {draft.event_type}",
        f"group {draft.candidate.pos} {slot}",
    ]  # fmt: skip


def of_mention(
    roster: Roster,
    draft: Draft,
    token: int,
    who: Sequence[Participant],
    *,
    heads: Sequence[int],
) -> list[str]:
    """For who is named at ``token``: how the words hang together with the trigger, and whether another event (``heads``) is nearer."""
    document, head, kind, pos = roster.document, draft.candidate.trigger.head, draft.event_type, draft.candidate.pos
    way, length = roster.path(head, token)
    case, side, dep = lemma_case(document, token), "left" if token < head else "right", document.deps[token]
    nearest, closest = roster.nearest(token, heads)
    between = sum(1 for _ in islice((h for h in heads if min(head, token) < h < max(head, token)), 2))
    by, own = who[0].resolved_by, nearest == head
    inside, holds = roster.nested(token)
    word = "" if document.pos[token] == "PROPN" else document.lemmas[token]
    return [
        "mention", f"path={way}", f"path={way} {case}", f"path={way} {kind}", f"path={way} {case} {pos}",
        f"case={case} {side}", f"case={case} {kind} {side}", f"dep={dep}", f"dep={dep} {kind} {side}",
        f"steps={min(length, 7)}", f"steps={min(length, 7)} {pos}", f"id={draft.candidate.trigger.rule_id} {case} {side}",
        f"side={side} {pos}", f"distance={min(6, abs(token - head) // 3)} {side}", f"between={between}",
        f"nearest={own}", f"nearest={own} {pos} steps={min(length, 6)}", f"closer={min(3, max(0, length - closest))}",
        f"pos={document.pos[token]} {case}", f"by={by}", f"by={by} {kind}", f"steps={min(length, 7)} by={by}",
        f"inside={inside} {case}", f"holds={holds} {case}", f"word={word}", f"word={word} {kind}",
    ]  # fmt: skip


def of_option(
    draft: Draft, option: Option, role: str, *, actors: Sequence[Participant], home: str
) -> Iterator[str]:
    """For the option as a whole: its codes beside the type, the source and the other role."""
    kind, ruled = draft.event_type, bool(getattr(draft, role))
    other = actors if role == "recipients" else ()
    if not option.participants:
        yield from (
            f"nobody other={bool(other)} {kind}", f"nobody other={bool(other)}", f"nobody status={draft.status.status}",
            f"nobody ruled={ruled}", f"nobody told={draft.attribution is not None} {kind}",
        )  # fmt: skip
        return
    sector, countries = option.participants[0].sector, _countries(option.participants)
    if "rule" not in option.features:
        yield from (f"against={ruled}", f"against={ruled} {kind}", f"against={ruled} slot={slot_of(draft, role)}")
    yield from (
        f"sector={sector}", f"sector={sector} {kind}", f"coded={bool(option.participants[0].country)} {kind}",
        f"home={home in countries} {kind}", f"home={home in countries} sector={sector}",
        f"many={min(3, len(option.participants))} {kind}",
    )  # fmt: skip
    if draft.attribution is not None:
        told = codes([draft.attribution]) == codes(option.participants)
        yield from (f"told={told}", f"told={told} {kind}")
    if ruled:
        yield _beside(option.participants, getattr(draft, role))
    yield from _against_other(kind, option.participants, other)


def _beside(who: Sequence[Participant], ruled: Sequence[Participant]) -> str:
    mine, theirs = codes(who), codes(ruled)
    return f"fewer={mine < theirs} more={mine > theirs} countries={_countries(who) == _countries(ruled)}"


def _against_other(kind: str, who: Sequence[Participant], other: Sequence[Participant]) -> Iterator[str]:
    if not other:
        yield from ("alone", f"alone {kind}")
        return
    same = f"same={codes(who) == codes(other)} countries={_countries(who) == _countries(other)}"
    pair = f"pair={other[0].sector}>{who[0].sector}"
    yield from (same, f"{same} {kind}", pair, f"{pair} {kind}", f"{pair} {_countries(who) == _countries(other)}")


def codes(participants: Sequence[Participant]) -> frozenset[tuple[str, str]]:
    """The pairs of country and sector."""
    return frozenset((p.country, p.sector) for p in participants)


def _countries(participants: Sequence[Participant]) -> frozenset[str]:
    return frozenset(p.country for p in participants)


def path(document: Document, start: int, end: int) -> tuple[str, int]:
    """The relations from one token up and down to another, and their number."""
    up, down = _upwards(document, start), _upwards(document, end)
    place = {token: steps for steps, token in enumerate(up)}
    below = next((steps for steps, token in enumerate(down) if token in place), None)
    if below is None:
        return "none", 9
    above = place[down[below]]
    steps = [f"^{document.deps[t]}" for t in up[:above]] + [f"v{document.deps[t]}" for t in reversed(down[:below])]
    return ("".join(steps) if len(steps) <= LONG else "long"), len(steps)


def _upwards(document: Document, token: int) -> list[int]:
    chain = [token]
    while document.heads[chain[-1]] != chain[-1]:
        chain.append(document.heads[chain[-1]])
    return chain


def nearest(roster: Roster, token: int, heads: Sequence[int]) -> tuple[int, int]:
    """The event nearest to a mention by the tree, then by the words, and how many steps away it is."""
    steps = {h: roster.path(h, token)[1] for h in heads}
    best = min(heads, key=lambda h: (steps[h], abs(h - token)))
    return best, steps[best]


def nested(document: Document, token: int, mentioned: Mapping[int, Sequence[Participant]]) -> tuple[bool, bool]:
    """Whether a mention stands inside the phrase of another one, and whether it holds one."""
    return any(t in mentioned for t in _above(document, token)), any(t in mentioned for t in _below(document, token))


def _above(document: Document, token: int) -> Iterator[int]:
    while document.heads[token] != token and document.deps[token] in INSIDE:
        token = document.heads[token]
        yield token


def _below(document: Document, token: int) -> Iterator[int]:
    stack = list(document.children[token])
    while stack:
        node = stack.pop()
        if document.deps[node] not in CLAUSAL:
            yield node
            stack.extend(document.children[node])
