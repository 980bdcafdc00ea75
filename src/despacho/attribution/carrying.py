"""How far a report reaches: over the quotes that it meets, and no further than the clause that it is put into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from despacho.attribution.quotes import Quote
from despacho.attribution.reports import Range, Report
from despacho.attribution.trees import sentence_range
from despacho.model import Document

_BACK = 2
"""Sentences back at most to the last one who spoke."""


def clip(report: Report, others: Sequence[Report]) -> Report:
    """A source phrase inside somebody's reported clause speaks for that clause only."""
    if report.form not in ("phrase", "after", "impersonal"):
        return report
    cue = report.cue[0]
    if len(report.scopes) == 1 and report.scopes[0][1] <= cue:
        # At the end of the sentence it speaks for all of it.
        return report
    outer = [
        scope
        for other in others
        for scope in other.scopes
        if scope[0] <= cue < scope[1] - 3 and other.verb != report.verb
    ]
    if not outer:
        return report
    first, last = min(outer, key=lambda scope: scope[1] - scope[0])
    scopes = tuple((max(a, first), min(b, last)) for a, b in report.scopes if min(b, last) > max(a, first))
    return replace(report, scopes=scopes)


def carry(document: Document, reports: Sequence[Report], quotes: tuple[Quote, ...]) -> tuple[Report, ...]:
    """Reports whose scope meets a quote cover all of it; a quote that nobody claims belongs to the last speaker."""
    scopes: dict[int, list[Range]] = {k: list(report.scopes) for k, report in enumerate(reports)}
    spoken = _Spoken(document, reports) if quotes else None
    for quote in quotes:
        if spoken is None or not _is_speech(document, quote):
            continue
        owner = _owner(document, quote, reports, spoken)
        if owner is not None:
            scopes[owner].append((quote.first, quote.last))
    return tuple(replace(report, scopes=tuple(scopes[k])) for k, report in enumerate(reports))


class _Spoken:
    """The reports that a quote may belong to, by the sentences of what they tell and of their verbs."""

    def __init__(self, document: Document, reports: Sequence[Report]) -> None:
        self.telling: dict[int, list[int]] = {}
        self.saying: dict[int, list[int]] = {}
        for k, report in enumerate(reports):
            self.saying.setdefault(document.sentence_of[report.verb], []).append(k)
            for first, last in report.scopes if report.form in ("clause", "after", "colon") else ():
                for sentence in range(document.sentence_of[first], document.sentence_of[last - 1] + 1) if first < last else ():
                    self.telling.setdefault(sentence, []).append(k)


def _is_speech(document: Document, quote: Quote) -> bool:
    """Whether the quote is more than a borrowed word: it holds a finite verb."""
    return any(document.feats[i].get("VerbForm") == "Fin" for i in range(quote.first, quote.last))


def _owner(document: Document, quote: Quote, reports: Sequence[Report], spoken: _Spoken) -> int | None:
    here, end = document.sentence_of[quote.first], document.sentence_of[quote.last - 1]
    touching = [
        k
        for k in sorted({k for sentence in range(here, end + 1) for k in spoken.telling.get(sentence, ())})
        for first, last in reports[k].scopes
        if first < quote.last and quote.first < last
    ]
    if touching:
        covering = [k for k in touching if not quote.first <= reports[k].verb < quote.last]
        return covering[0] if covering else None
    first, last = sentence_range(document, quote.first)
    opens = quote.first - first <= 1
    if not opens:
        return None
    # Unclaimed, and it opens its sentence: the last one who spoke goes on.
    earlier = [
        k
        for k in sorted(k for sentence in range(here - _BACK, here + 1) for k in spoken.saying.get(sentence, ()))
        if reports[k].form in ("clause", "after", "phrase") and reports[k].verb < quote.first
    ]
    if not earlier or quote.last < last - 2:
        return None
    return max(earlier, key=lambda k: reports[k].verb)
