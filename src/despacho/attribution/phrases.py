"""Source phrases: según X, de acuerdo con X, a juicio de X, según informó X, según ha trascendido."""

from __future__ import annotations

from despacho.attribution.lexicon import Lexicon, Preposition, Reporting
from despacho.attribution.reports import Range, Report, segment_start
from despacho.attribution.trees import (
    SKIPPED,
    STOPS,
    is_finite,
    sentence_range,
    shared_subject,
    subtree,
)
from despacho.grammar.words import grammar_of
from despacho.model import Document

_PERSONS = ("grammar.speaker", "noun.media", "noun.unnamed")
_TEXTS = ("noun.document", "noun.communique")


def phrase_reports(document: Document, i: int, lexicon: Lexicon) -> Report | None:
    """Según X, ... / ..., de acuerdo con X."""
    for preposition in lexicon.prepositions.get(document.lowers[i], ()):
        n = len(preposition.words)
        if not _spells(document, i, preposition.words):
            continue
        if i + n >= len(document.forms) or document.sentence_of[i] != document.sentence_of[i + n]:
            return None
        if i > 0 and document.lemmas[i - 1] in grammar_of(document).speech["agreeing"].get(preposition.words[0], ()):
            return None
        if i > 0 and document.forms[i - 1] == "(" and not preposition.takes_verb:
            return None
        return _phrase_report(document, i, n, lexicon, preposition)
    return None


def _spells(document: Document, i: int, words: tuple[str, ...]) -> bool:
    n = len(words)
    lowers = document.lowers[i : i + n]
    if lowers == words:
        return True
    contracted = grammar_of(document).forms.contracted.get(words[-1])
    return contracted is not None and lowers == (*words[:-1], contracted)


def _phrase_report(document: Document, i: int, n: int, lexicon: Lexicon, preposition: Preposition) -> Report | None:
    if preposition.possessive:
        owner = i + next(k for k, word in enumerate(preposition.words) if word in grammar_of(document).speech["possessives"])
        scopes = phrase_scope(document, i, i + n)[-1:]
        return Report(cue=(i, i + n), verb=i, source=owner, scopes=scopes, form="opinion", reporting=Reporting())
    head, end = _np_after(document, i + n)
    opinion = preposition.opinion
    if head is None:
        return _clause_phrase(document, i, lexicon) if preposition.takes_verb else None
    if document.lowers[head] in grammar_of(document).speech["which"]:
        if opinion and document.lowers[head] not in grammar_of(document).speech["judging_relatives"]:
            return None
        # "un informe según el cual ..."
        before = next((j for j in range(i - 1, max(i - 8, -1), -1) if document.pos[j] in ("NOUN", "PROPN")), head)
        last = sentence_range(document, i)[1]
        return Report(
            cue=(i, i + n), verb=i, source=before, scopes=((head + 1, last),), form="phrase", reporting=Reporting()
        )
    if document.lemmas[head] in lexicon.lemmas["not_source"] or document.lowers[i + n] in grammar_of(document).speech["neuter"]:
        return None
    if preposition.named and not _names_somebody(document, head, end, lexicon):
        return None
    if opinion and not _is_opinion(document, i, end, head, lexicon):
        return None
    scopes = phrase_scope(document, i, end)
    form = "opinion" if opinion else "phrase"
    return Report(cue=(i, i + n), verb=i, source=head, scopes=scopes, form=form, reporting=Reporting())


def _is_opinion(document: Document, i: int, end: int, head: int, lexicon: Lexicon) -> bool:
    """As in "Para X, ..." at the start of a sentence, with a person or body in X."""
    first, last = sentence_range(document, i)
    if i != first or end >= last or document.forms[end] != ",":
        return False
    named = any(document.ents[j] in ("PER", "ORG") for j in range(i + 1, end))
    return named or any(document.lemmas[head] in lexicon.lemmas[name] for name in _PERSONS)


def _names_somebody(document: Document, head: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a phrase names a person, a body or a text, and not a reason ("citing its neutrality")."""
    named = any(document.ents[j] or document.pos[j] == "PROPN" for j in range(head, end))
    return named or any(document.lemmas[head] in lexicon.lemmas[name] for name in (*_PERSONS, *_TEXTS))


def _np_after(document: Document, start: int) -> tuple[int | None, int]:
    """Head and end of the noun phrase that begins at ``start``; None when a verb stands there."""
    _, last = sentence_range(document, start)
    verbal = document.pos[start] in ("VERB", "AUX", "SCONJ") and document.deps[start] not in ("compound", "amod")
    if verbal or document.lowers[start] == grammar_of(document).forms.reflexive:
        return None, start
    i = start
    head = None
    while i < last and i < start + 12:
        if document.pos[i] in ("NOUN", "PROPN", "PRON") and document.deps[i] not in ("flat", "det"):
            head = i
            break
        if (document.pos[i] in ("VERB", "AUX") and i > start) or document.forms[i] in STOPS:
            break
        i += 1
    if head is None:
        return None, start
    while (
        document.heads[head] > head
        and document.heads[head] < head + 6
        and document.pos[document.heads[head]] in ("NOUN", "PROPN")
        and document.deps[head] in ("nummod", "amod", "nmod", "det", "compound")
    ):
        head = document.heads[head]
    return head, _phrase_end(document, head)


def _phrase_end(document: Document, head: int) -> int:
    """The end of the source's noun phrase; where a tree hangs the whole sentence on it, the end of its name."""
    _, stop = sentence_range(document, head)
    last = min(subtree(document, head)[1], stop)
    if document.deps[head] == "root" or _holds_a_clause(document, head, last):
        return _name_end(document, head, stop)
    while last > head + 1 and document.forms[last - 1] in STOPS:
        last -= 1
    if last < stop and document.forms[last] in (",", ".", ";", ")"):
        return last
    return next((i for i in range(head + 1, last) if document.forms[i] == ";"), last)


def _holds_a_clause(document: Document, head: int, last: int) -> bool:
    """Whether a finite verb is hung on the source's noun without a relative."""
    return any(
        document.heads[i] == head
        and document.deps[i] in ("conj", "appos", "parataxis", "nmod", "amod")
        and is_finite(document, i)
        for i in range(head + 1, last)
    )


def _name_end(document: Document, head: int, stop: int) -> int:
    """The first comma after a source, or the second where a name or a title stands between two."""
    commas = [i for i in range(head + 1, stop) if document.forms[i] == ","]
    if not commas:
        return min(head + 1, stop)
    after = commas[0] + 1
    named = after < stop and (
        (document.ents[after] == "PER" and document.ents[head] != "PER") or document.lowers[after] in grammar_of(document).forms.relatives
    )
    return commas[1] if named and len(commas) > 1 else commas[0]


def _clause_phrase(document: Document, i: int, lexicon: Lexicon) -> Report | None:
    """Según indicó X / según ha trascendido / según se supo."""
    _, last = sentence_range(document, i)
    verb = next((j for j in range(i + 1, min(i + 7, last)) if document.pos[j] == "VERB"), None)
    if verb is None:
        return None
    end = min(last, max(verb + 1, subtree(document, verb)[1]))
    end = next(
        (j for j in range(verb + 1, end) if document.forms[j] in (",", ";") and not _in_subject(document, verb, j)), end
    )
    subject = shared_subject(document, verb)
    if subject is not None and not i < subject < end:
        subject = None
    impersonal = (
        subject is None
        and document.lemmas[verb] in lexicon.lemmas["impersonal"]
        and (
            document.lemmas[verb] in grammar_of(document).speech["transpiring"]
            or any(document.lowers[j] == grammar_of(document).forms.reflexive for j in range(i, verb))
        )
    )
    if not impersonal and document.lemmas[verb] not in lexicon.verbs:
        return None
    scopes = phrase_scope(document, i, end)
    if impersonal:
        return Report(
            cue=(i, verb + 1), verb=verb, source=None, scopes=scopes, form="impersonal", reporting=Reporting()
        )
    reporting = lexicon.verbs[document.lemmas[verb]]
    return Report(cue=(i, verb + 1), verb=verb, source=subject, scopes=scopes, form="phrase", reporting=reporting)


def _in_subject(document: Document, verb: int, i: int) -> bool:
    return document.heads[i] != verb and i + 1 < len(document.forms) and document.deps[i + 1] in ("appos", "flat")


def phrase_scope(document: Document, i: int, end: int) -> tuple[Range, ...]:
    """The tokens that a source phrase at ``i``..``end`` speaks for."""
    first, last = sentence_range(document, i)
    seg_first = segment_start(document, i, first)
    seg_last = next((j for j in range(end, last) if document.forms[j] == ";"), last)
    before = i - 1
    while before > first and document.forms[before] in SKIPPED:
        before -= 1
    if document.lowers[before] in grammar_of(document).speech["clause_openers"] and before < i:
        return ((end, _clause_last(document, before, seg_last)),)
    if i == seg_first or document.forms[i - 1] == ":":
        return ((end, seg_last),)
    if end >= seg_last - 1 or document.lowers[end + 1] in grammar_of(document).speech["relative_openers"]:
        return ((seg_first, i),)
    return (seg_first, i), (end, seg_last)


def _clause_last(document: Document, que: int, seg_last: int) -> int:
    if document.lowers[que] in grammar_of(document).forms.content and document.heads[que] > que:
        head = document.heads[que]
        if document.deps[head] in ("acl:relcl", "acl", "ccomp", "advcl"):
            return max(que + 2, subtree(document, head)[1])
    return seg_last
