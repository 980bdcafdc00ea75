"""Surroundings: where a draft stands - in its clause, beside the other drafts of its sentence, after those of its article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from despacho.grammar.clauses import auxiliaries
from despacho.grammar.tense import verb_tense
from despacho.model import Document, Draft, Participant

CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "acl", "acl:relcl", "csubj", "csubj:pass", "parataxis"})
CLAUSE_STEPS = 8
"""How far up the tree the clause of a noun is looked for; deeper phrases are rare and mostly misparsed."""
NEAR = 4
"""Tokens within which two triggers are likely one telling."""
NEIGHBOURS = 6
"""Other triggers of a sentence that are looked at; a list may hold dozens."""
Act = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Layout:
    """The triggers of a document: their first reading's type by head, heads by sentence, triggers by type."""

    types: dict[int, str]
    by_sentence: dict[int, list[int]]
    of_type: Counter[str]
    lemma_before: dict[int, int]


def layout_of(document: Document, drafts: Sequence[Draft]) -> Layout:
    """The triggers of ``drafts`` as they stand in the document."""
    types: dict[int, str] = {}
    for draft in drafts:
        types.setdefault(draft.candidate.trigger.head, draft.event_type)
    by_sentence: dict[int, list[int]] = defaultdict(list)
    for head in types:
        by_sentence[document.sentence_of[head]].append(head)
    seen: Counter[str] = Counter()
    before = {}
    for head in sorted(types):
        before[head] = seen[document.lemmas[head]]
        seen[document.lemmas[head]] += 1
    return Layout(types, dict(by_sentence), Counter(types.values()), before)


def act_of(draft: Draft) -> Act:
    """The type and the countries on both sides: what two tellings of one act have in common."""
    return draft.event_type, _countries(draft.actors), _countries(draft.recipients)


def _countries(participants: Sequence[Participant]) -> tuple[str, ...]:
    return tuple(p.country for p in participants)


def filling(draft: Draft) -> str:
    """Two letters, for actors and recipients: K a known country, S a sector only, U unknown to the tables, N nobody."""
    return _filled(draft.actors) + _filled(draft.recipients)


def _filled(participants: Sequence[Participant]) -> str:
    if not participants:
        return "N"
    if any(p.country for p in participants):
        return "K"
    return "S" if any(p.sector for p in participants) else "U"


def step(count: int, *steps: int) -> str:
    """The first of ``steps`` that holds ``count``, or "more"."""
    return next((str(one) for one in steps if count <= one), "more")


def history_names(document: Document, drafts: Sequence[Draft], layout: Layout) -> Iterator[list[str]]:
    """For each draft, what was told before it: its word, its type, its act."""
    told: dict[str | Act | tuple[str, int], set[int]] = defaultdict(set)  # trigger heads by type, by act, by type and sentence
    for draft in drafts:
        head, pos = draft.candidate.trigger.head, draft.candidate.pos
        act, here = act_of(draft), (draft.event_type, document.sentence_of[head])
        of_type, acted, beside = (len(told[key]) - (head in told[key]) for key in (draft.event_type, act, here))
        yield [
            f"told:word:{step(layout.lemma_before[head], 0, 1, 3)}/{pos}",
            f"told:type:{step(of_type, 0, 1, 3, 6)}",
            f"told:act:{acted > 0}/{pos}",
            f"told:sentence:{beside > 0}/{pos}",
            f"told:all:{step(layout.of_type[draft.event_type], 0, 1, 2, 4, 8)}",
        ]
        for key in (draft.event_type, act, here):
            told[key].add(head)


def neighbour_names(document: Document, draft: Draft, layout: Layout) -> list[str]:
    """The other triggers of the sentence, and how many the sentence before holds."""
    head = draft.candidate.trigger.head
    sentence = document.sentence_of[head]
    others = [one for one in layout.by_sentence[sentence] if one != head]
    return [
        *(f"beside:{draft.event_type}+{layout.types[one]}" for one in others[:NEIGHBOURS]),
        f"beside:before:{step(len(layout.by_sentence.get(sentence - 1, ())), 0, 1, 2, 4)}",
        f"beside:near:{any(abs(one - head) < NEAR for one in others)}/{draft.candidate.pos}",
    ]


def clause_names(document: Document, draft: Draft) -> list[str]:
    """The kind of clause the trigger stands in, and what introduces it."""
    head, pos = draft.candidate.trigger.head, draft.candidate.pos
    clause = _clause(document, head)
    relation = document.deps[clause]
    mark = next((document.lowers[c] for c in document.children[clause] if document.deps[c] in ("mark", "case")), "")
    return [f"clause:{relation}/{pos}", f"clause:{relation}/{mark}/{pos}", f"clause:{clause == head}/{relation}/{draft.event_type}"]


def _clause(document: Document, token: int) -> int:
    for _ in range(CLAUSE_STEPS):
        relation, head = document.deps[token], document.heads[token]
        if head == token or (relation in CLAUSES and document.pos[token] in ("VERB", "AUX", "ADJ")):
            return token
        token = head
    return token


def verb_names(document: Document, draft: Draft) -> list[str]:
    """How the verb is put: tense and mood by type, helpers, what its subject, object and content are."""
    head, kind, rule = draft.candidate.trigger.head, draft.event_type, draft.candidate.trigger.rule_id
    tense = verb_tense(document, head)
    helpers = "+".join(sorted(document.lemmas[a] for a in auxiliaries(document, head)))
    children = document.children[head]
    subject = next((document.pos[c] for c in children if document.deps[c].startswith("nsubj")), "-")
    governed = next((c for c in children if document.deps[c] in ("obj", "ccomp", "xcomp")), None)
    thing = "-" if governed is None else f"{document.deps[governed]}/{document.pos[governed]}"
    names = [
        f"verb:{tense}/{kind}",
        f"verb:{tense}/{filling(draft)}",
        f"verb:{tense}/{rule}",
        f"verb:helpers:{helpers}",
        f"verb:mood:{document.feats[head].get('Mood', '')}/{kind}",
        f"verb:subject:{subject}/{kind}",
        f"verb:object:{thing}/{kind}",
        f"verb:object:{thing}/{rule}",
    ]
    content = next((c for c in children if document.deps[c] == "ccomp"), None)
    if content is not None:
        feats = document.feats[content]
        names.append(f"verb:content:{feats.get('Mood', '')}/{feats.get('VerbForm', '')}/{kind}")
    return names


def word_names(document: Document, draft: Draft) -> list[str]:
    """The trigger's word with what was read from it: type, roles, rule."""
    lemma, rule = document.lemmas[draft.candidate.trigger.head], draft.candidate.trigger.rule_id
    return [
        f"lemma:{lemma}/{draft.event_type}",
        f"lemma:{lemma}/{filling(draft)}",
        f"rule:{rule}/{lemma}",
        f"rule:{rule}/{filling(draft)}",
        f"rule:{rule}/{max(min(draft.candidate.specificity, 8), -6)}",
    ]
