"""Denials read off the line of words, where a tree does not show what is denied: "denies that ...", "denied having ..."."""

from __future__ import annotations

from despacho.attribution.lexicon import Lexicon
from despacho.attribution.reports import Range, Report
from despacho.attribution.trees import STOPS, is_finite_token, sentence_range, shared_subject, subtree
from despacho.grammar.words import grammar_of
from despacho.model import Document


def denied_range(document: Document, verb: int, lexicon: Lexicon) -> Range | None:
    """What is denied by the verb of denial at ``verb``: the content clause or the gerund right behind it, else None.

    Languages that deny with an infinitive have no gerunds of denial, and their trees are asked instead.
    """
    speech = grammar_of(document).speech
    if document.lemmas[verb] not in lexicon.lemmas["denial_verb"] or not speech["denied_forms"]:
        return None
    last = sentence_range(document, verb)[1]
    opening = verb + 1
    while opening < last and document.pos[opening] == "ADV":
        opening += 1
    if opening >= last or _negated(document, verb):
        return None
    content = document.lowers[opening] in grammar_of(document).forms.content
    if not content and document.feats[opening].get("VerbForm") not in speech["denied_forms"]:
        return None
    return opening, _end(document, opening, last)


def denial_report(document: Document, verb: int, lexicon: Lexicon) -> Report | None:
    """The denial at ``verb`` as a report of what it denies, whoever the tree takes for its subject."""
    scope = denied_range(document, verb, lexicon)
    if scope is None:
        return None
    reporting = lexicon.verbs[document.lemmas[verb]]
    source = _denier(document, verb)
    return Report(cue=(verb, verb + 1), verb=verb, source=source, scopes=(scope,), form="clause", reporting=reporting)


def _denier(document: Document, verb: int) -> int | None:
    before = [c for c in document.children[verb] if c < verb and document.deps[c] in ("nsubj", "compound", "nmod")]
    if before and document.pos[verb] == "NOUN":
        # A verb taken for a noun has its subject as the noun's own modifier ("the army denies").
        return before[-1]
    return shared_subject(document, verb)


def _negated(document: Document, verb: int) -> bool:
    words = grammar_of(document).speech["unreporting"]
    return any(document.lowers[i] in words for i in range(max(verb - 3, 0), verb))


def _end(document: Document, opening: int, last: int) -> int:
    """The end of what is denied: of its own clause, before a stop or what its speaker does next ("and said ...")."""
    governor = document.heads[opening]
    top = governor if opening < governor < last and document.deps[opening] in ("mark", "aux", "obj", "nsubj", "aux:pass") else opening
    end = max(subtree(document, top)[1], opening + 1)
    joins = grammar_of(document).speech["joins"]
    for i in range(opening + 1, min(end, last)):
        if document.forms[i] in (";", ".") or (
            document.lowers[i] in joins and any(is_finite_token(document, j) for j in (i + 1, i + 2) if j < last)
        ):
            return i
    while end > opening + 1 and document.forms[end - 1] in STOPS:
        end -= 1
    return min(end, last)
