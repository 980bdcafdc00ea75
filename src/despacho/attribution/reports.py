"""The record of a reporting clause, and the questions that every finder of such clauses asks."""

from __future__ import annotations

from dataclasses import dataclass

from despacho.attribution.lexicon import Reporting
from despacho.attribution.quotes import is_mark
from despacho.attribution.trees import shared_subject
from despacho.grammar.words import grammar_of, morphology_of
from despacho.model import Document

Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One reporting clause.

    ``cue`` is the token range of the words that show it, ``verb`` its verb (or the preposition's token), ``source`` the head
    of the source's noun phrase or None when the speaker is elided, ``scopes`` the half-open token ranges that are told,
    ``form`` one of "clause", "noun", "after", "phrase", "colon", "participle", "answer", "impersonal".
    """

    cue: Range
    verb: int
    source: int | None
    scopes: tuple[Range, ...]
    form: str
    reporting: Reporting


def mood_of(document: Document, verb: int) -> str:
    """As in "Inf" for an infinitive group ("viajar", "haber viajado"), "Fin" for a finite one, "" else."""
    group = (verb, *(c for c in document.children[verb] if document.deps[c].startswith(("aux", "cop"))))
    forms = [document.feats[i].get("VerbForm") for i in group]
    return "Fin" if "Fin" in forms else "Inf" if "Inf" in forms else ""


def is_verbal(document: Document, i: int) -> bool:
    """Whether token ``i`` is a verb, a tagger's slip on an infinitive with clitics included ("impedír|se|lo")."""
    return document.pos[i] in ("VERB", "AUX") or morphology_of(document).looks_verbal(document.lowers[i])


def case_of(document: Document, i: int) -> str:
    """The first preposition of the phrase or clause headed by ``i``, "" where there is none."""
    for child in document.children[i]:
        if child < i and document.deps[child] in ("case", "mark") and document.pos[child] in ("ADP", "SCONJ"):
            lower = document.lowers[child]
            return grammar_of(document).forms.contractions.get(lower, lower)
    return ""


def report_of(document: Document, verb: int, scopes: list[Range], form: str, reporting: Reporting) -> Report:
    """The report that ``verb`` makes, its source the subject of the verb."""
    return Report(
        cue=(verb, verb + 1),
        verb=verb,
        source=shared_subject(document, verb),
        scopes=tuple(scopes),
        form=form,
        reporting=reporting,
    )


def segment_start(document: Document, i: int, first: int) -> int:
    """Where the stretch before ``i`` begins: after a semicolon, or a colon that opens a quote."""
    for j in range(i - 1, first, -1):
        if document.forms[j] == ";" or (document.forms[j] == ":" and j + 1 < i and is_mark(document.forms[j + 1])):
            return j + 1
    return first
