"""Where an expression lies in time as its clause tells it: the tense of the verb that governs it."""

from __future__ import annotations

from collections.abc import Mapping

from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.time_calendar import Tense
from despacho.resolve.time_grammar import Grammar, load_grammar

_MAX_CLIMB = 12
_PAST = frozenset({"Past", "Imp", "Pqp"})


def head_of(document: Document, first: int, last: int) -> int:
    """The token of ``first``..``last`` that hangs outside the range (the first such), else the root in it."""
    outside = (i for i in range(first, last) if not first <= document.heads[i] < last)
    root = (i for i in range(first, last) if document.heads[i] == i)
    return next(outside, next(root, first))


def preposition_of(document: Document, first: int) -> str:
    """The preposition (lower case) right before the expression, a determiner between them skipped; "" without one.

    "antes del lunes" gives "antes", "después del lunes" "después": what bounds outranks what joins.
    """
    i = first - 1
    if i >= 0 and document.pos[i] == "DET":
        i -= 1
    if i < 0 or document.sentence_of[i] != document.sentence_of[first]:
        return ""
    times = grammar_of(document).times
    if document.lowers[i] in times["joining"] and i > 0 and document.lowers[i - 1] in times["bounding"]:
        return document.lowers[i - 1]
    return document.lowers[i]


def _finite(document: Document, i: int) -> Mapping[str, str] | None:
    """The features that carry tense and mood for the predicate ``i``: its own, else those of an auxiliary or copula."""
    feats = document.feats[i]
    if feats.get("VerbForm") == "Fin":
        return feats
    for child in document.children[i]:
        if document.deps[child].split(":")[0] in {"aux", "cop"} and document.feats[child].get("VerbForm") == "Fin":
            return _with_participle(document, i, auxiliary=child)
    return None


def _with_participle(document: Document, i: int, *, auxiliary: int) -> Mapping[str, str]:
    """A present of "haber" with a participle is a past; with any other verb the auxiliary's own tense holds."""
    feats, perfect = document.feats[auxiliary], grammar_of(document).verbs.perfect
    is_perfect = document.lemmas[auxiliary] in perfect and feats.get("Mood") == "Ind" and feats.get("Tense") == "Pres"
    if is_perfect and document.feats[i].get("VerbForm") == "Part":
        return {"Tense": "Past", "Mood": "Ind"}
    return feats


def is_modifying_participle(document: Document, i: int) -> bool:
    """Whether the token is a participle beside a noun ("la retirada, completada ayer"), tagged as verb or adjective."""
    return document.feats[i].get("VerbForm") == "Part" and document.deps[i] in {"acl", "amod"}


def _words(document: Document, group: str) -> frozenset[str]:
    grammar = load_grammar(document.lang)
    return frozenset() if grammar is None else grammar.words["verbs." + group]


def _by_modal(document: Document, i: int) -> Tense | None:
    """The time that an auxiliary without tense gives ("will meet", "may have fled"); None without such an auxiliary."""
    auxiliaries = [document.lemmas[c] for c in document.children[i] if document.deps[c].startswith("aux")]
    if _words(document, "modal").isdisjoint(auxiliaries):
        return None
    is_perfect = not grammar_of(document).verbs.perfect.isdisjoint(auxiliaries)
    return "past" if is_perfect and document.feats[i].get("VerbForm") == "Part" else "future"


def tense_of(document: Document, i: int) -> Tense | None:
    """The time that the predicate ``i`` puts its act in; None where it has no finite form.

    A finite xcomp is no Spanish: the parser took a foreign or nominal word for a verb.
    """
    if (by_modal := _by_modal(document, i)) is not None:
        return by_modal
    is_misread = document.deps[i] == "xcomp" and document.feats[i].get("VerbForm") == "Fin"
    feats = None if is_misread else _finite(document, i)
    if feats is None:
        return "past" if is_modifying_participle(document, i) else None
    tense, mood = feats.get("Tense"), feats.get("Mood")
    if tense == "Fut" or mood == "Cnd" or (mood == "Sub" and tense == "Pres"):
        return "future"
    return "past" if tense in _PAST else "present"


def owning_slot(document: Document, last: int) -> frozenset[str]:
    """The slot that the word behind an expression makes of it ("Saturday's"), as a set; empty without one."""
    plain = grammar_of(document).forms.contractions.get(document.lowers[last]) if last < len(document.lowers) else None
    return frozenset([plain]) if plain else frozenset()


def _puts_ahead(document: Document, i: int, *, over_infinitive: bool) -> bool:
    """Whether the verb puts what is under it ahead though it is in the past itself ("agreed to meet", "was due to meet")."""
    scheduled = _words(document, "scheduled")
    if over_infinitive:
        return document.lemmas[i] in scheduled | _words(document, "ahead")
    return document.lemmas[i] in scheduled and _is_passive_participle(document, i)


def _is_passive_participle(document: Document, i: int) -> bool:
    """Whether the token is a participle beside a noun or of a passive ("talks set for", "talks were scheduled")."""
    is_passive = any(document.deps[c] == "aux:pass" for c in document.children[i])
    return is_modifying_participle(document, i) or is_passive or document.pos[i] == "ADJ"


def _is_complement(document: Document, i: int) -> bool:
    """Whether an infinitive is what its governor is about, though parsed as an adjunct of it ("agreed Monday to meet")."""
    role, governor = document.deps[i], document.lemmas[document.heads[i]]
    return role in {"xcomp", "ccomp", "csubj"} or (role == "advcl" and governor in _words(document, "ahead"))


def _climbed_tense(document: Document, first: int, last: int) -> Tense:
    """The tense of the nearest predicate above; an infinitive under a present is still to come ("va a viajar")."""
    i, is_infinitive = head_of(document, first, last), False
    # "vowed to punish those behind Saturday's raid": a genitive is the time of its noun, which may be over.
    is_owner = not grammar_of(document).slots.genitive.isdisjoint(owning_slot(document, last))
    for _ in range(_MAX_CLIMB):
        if document.heads[i] == i:
            break
        i = document.heads[i]
        if (
            document.pos[i] in {"VERB", "AUX"}
            or is_modifying_participle(document, i)
            or any(document.deps[c] == "cop" for c in document.children[i])
        ):
            found = tense_of(document, i)
            if not is_owner and _puts_ahead(document, i, over_infinitive=is_infinitive):
                return "future"
            if found is not None:
                return "future" if is_infinitive and found == "present" else found
            marks, times = {document.lowers[c] for c in document.children[i]}, grammar_of(document).times
            if marks & (times["purpose"] | times["after"]):
                return "future" if marks & times["purpose"] else "past"
            is_infinitive = document.feats[i].get("VerbForm") == "Inf" and _is_complement(document, i)
    return ""


def governing_tense(document: Document, first: int, last: int, *, grammar: Grammar) -> Tense:
    """Past, present or future as seen from the expression; "" where the clause does not tell.

    "para el lunes" is to come whatever the verb; "de" ties to a noun, whose act a present verb does not place.
    """
    preposition = preposition_of(document, first)
    if preposition in grammar.words["prepositions.forward"]:
        return "future"
    tense = _climbed_tense(document, first, last)
    if preposition in grammar.words["prepositions.backward_unless_future"] and tense != "future":
        return "past"
    if preposition in grammar.words["prepositions.forward_unless_past"]:
        is_on_noun = document.pos[document.heads[head_of(document, first, last)]] == "NOUN"
        return "future" if tense != "past" or (preposition in grammar_of(document).times["onwards"] and is_on_noun) else tense
    if preposition in grammar.words["prepositions.genitive"] and tense == "present":
        return ""
    return tense
