"""Where a content clause ends when a coordinated verb could belong to it or to its reporting verb: tense decides."""

from __future__ import annotations

from despacho.attribution.quotes import is_mark
from despacho.attribution.reports import Range
from despacho.attribution.tense import finite_part
from despacho.attribution.trees import has_child, is_finite, sentence_range, subtree
from despacho.grammar.words import grammar_of
from despacho.model import Document

_SUBJECTS = ("nsubj", "nsubj:pass", "csubj")


def along(document: Document, scope: Range, verb: int) -> Range:
    """The content of ``verb`` without what it goes on to do ("dijo que es falso y pidió ..."), with what goes on in it.

    A narrator keeps to one tense: "explicó que la medida es justa | y llamó al Congreso", but
    "recordó que el acuerdo es viejo y obedece a otra época".
    """
    first, last = scope
    own = tense_signature(document, verb)
    if not own:
        return scope
    for i in range(first + 2, last):
        if _goes_on(document, i, verb, own):
            return first, _join_before(document, i)
    return first, _longer(document, scope, verb, own)


def tense_signature(document: Document, verb: int) -> str:
    """Mood and tense of a verb group as one word ("Ind.Past"), "" where it has no finite part."""
    feats = document.feats[finite_part(document, verb)]
    return f"{feats.get('Mood', 'Ind')}.{feats.get('Tense', '')}" if feats.get("VerbForm") == "Fin" else ""


def _goes_on(document: Document, i: int, verb: int, own: str) -> bool:
    """Whether verb ``i`` inside the content says what the reporting verb's subject did next."""
    if document.deps[i] not in ("conj", "advcl") or document.pos[i] != "VERB" or not _is_joined(document, i):
        return False
    if tense_signature(document, i) != own or has_child(document, i, _SUBJECTS):
        return False
    head = document.heads[i]
    return head > verb and tense_signature(document, head) not in ("", own) and _agree(document, i, verb)


def _agree(document: Document, a: int, b: int) -> bool:
    one, other = document.feats[finite_part(document, a)], document.feats[finite_part(document, b)]
    return one.get("Number") == other.get("Number") and one.get("Person") == other.get("Person")


def _is_joined(document: Document, i: int) -> bool:
    return _join_before(document, i) < i


def _join_before(document: Document, i: int) -> int:
    """The conjunction right before a verb group, but for adverbs and clitics; ``i`` itself where there is none."""
    j, grammar = i - 1, grammar_of(document)
    joins = grammar.speech["joins"]
    while document.pos[j] in ("AUX", "PRON", "ADV") and document.lowers[j] not in joins | grammar.forms.content:
        j -= 1
    return j if document.lowers[j] in joins else i


def _longer(document: Document, scope: Range, verb: int, own: str) -> int:
    """The end of the content with a coordinated verb that the tree gave to the reporting verb against its tense."""
    last = scope[1]
    _, stop = sentence_range(document, verb)
    i = last
    while i < stop and (document.forms[i] == "," or is_mark(document.forms[i])):
        i += 1
    if i >= stop or document.lowers[i] not in grammar_of(document).forms.conjunctions:
        return last
    joined = document.heads[i]
    if joined <= i or document.deps[joined] != "conj" or not is_finite(document, joined):
        return last
    if tense_signature(document, joined) in ("", own) or own != "Ind.Past":
        return last
    return max(last, subtree(document, joined)[1])
