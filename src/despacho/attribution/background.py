"""Acts that the article knows itself, though they stand inside somebody's words: glosses, dated relatives, known stances."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from despacho.attribution.lexicon import Lexicon
from despacho.attribution.reports import Range, Report
from despacho.attribution.tense import tense_of
from despacho.attribution.trees import subtree
from despacho.grammar.words import grammar_of
from despacho.model import Document, Trigger

# Told as somebody's opinion ("Para X, ..."), these are that person's own stance.
_JUDGED = frozenset(("ACCUSE", "REQUEST", "SUPPORT", "AGREE"))
# Told of somebody in a relative clause ("X, a quien Y acusa de ..."), these stances are what everybody knows.
_KNOWN_STANCE = frozenset(("ACCUSE", "SUPPORT", "THREATEN"))


def is_background(
    document: Document, trigger: Trigger, report: Report, asides: Sequence[Range], lexicon: Lexicon
) -> bool:
    """Whether the article speaks itself: a gloss in brackets, or a relative clause with its own date in years."""
    head = trigger.head
    at = bisect_right(asides, head, key=itemgetter(0))  # they stand apart, in text order
    for first, last in asides[max(0, at - 1) : at]:
        if first <= head < last and not first <= report.cue[0] < last and report.form != "answer":
            return True
    if report.form == "opinion" and (document.pos[head] == "NOUN" or trigger.event_type in _JUDGED):
        return True
    if trigger.event_type in _KNOWN_STANCE and _in_relative(document, trigger, report):
        return True
    return report.form != "answer" and _dated_relative(document, trigger, report, lexicon)


def _in_relative(document: Document, trigger: Trigger, report: Report) -> bool:
    """Whether the act is the verb of a relative clause that does not hold the report itself."""
    head = trigger.head
    while document.deps[head] in ("xcomp", "conj", "ccomp") and document.pos[document.heads[head]] in ("VERB", "AUX") and document.heads[head] != head:
        head = document.heads[head]
    if document.deps[head] != "acl:relcl" or document.pos[head] not in ("VERB", "AUX") or tense_of(document, trigger) == "future":
        return False
    first, last = subtree(document, head)
    return report.form != "answer" and not first <= report.verb < last


def _dated_relative(document: Document, trigger: Trigger, report: Report, lexicon: Lexicon) -> bool:
    i = trigger.head
    for _ in range(6):
        if document.deps[i] in ("acl:relcl", "acl") and document.heads[i] < trigger.first:
            first, last = subtree(document, i)
            return not first <= report.cue[0] < last and any(_is_year(document, j, lexicon) for j in range(first, last))
        if document.heads[i] == i:
            return False
        i = document.heads[i]
    return False


def _is_year(document: Document, i: int, lexicon: Lexicon) -> bool:
    """A year, a span of years, or "en" + month: the date of background, not of news."""
    form, lower = document.forms[i], document.lowers[i]
    year = form.isdigit() and len(form) == 4 and form[:2] in ("18", "19", "20")
    month = lower in lexicon.words["grammar.months"] and document.lowers[i - 1] in grammar_of(document).slots.locative
    return year or month or lower in lexicon.words["grammar.ages"]
