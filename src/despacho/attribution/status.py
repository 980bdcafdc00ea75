"""Status: whether an act is told as done, denied, possible, future or hypothetical, and the words that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from despacho.attribution.conditions import condition_cue, hypothetical_cue
from despacho.attribution.denials import denial_cue
from despacho.attribution.futures import future_cue, ordered_cue
from despacho.attribution.hedges import possible_cue
from despacho.attribution.lexicon import Lexicon, load_lexicon
from despacho.model import Document, Span, StatusReading, Trigger
from despacho.model.event import Status

Cue = tuple[int, int]
Finder = Callable[[Document, Trigger, Lexicon], Cue | None]

# The order is the rule: under a condition nothing is denied, a denied plan is denied, an order is an order before it is a purpose.
_ORDER: tuple[tuple[Status, Finder], ...] = (
    ("hypothetical", condition_cue),
    ("denied", denial_cue),
    ("future", ordered_cue),
    ("hypothetical", hypothetical_cue),
    ("possible", possible_cue),
    ("future", future_cue),
)


def statuses(document: Document, triggers: Sequence[Trigger]) -> tuple[StatusReading, ...]:
    """For each trigger how it is said, in the same order; triggers carry their final type, as for ``attribute``."""
    if not triggers:
        return ()
    lexicon = load_lexicon(document.lang)
    readings = [_reading(document, trigger, lexicon) for trigger in triggers]
    return tuple(_carried_on(document, triggers, readings))


def _carried_on(
    document: Document, triggers: Sequence[Trigger], readings: Sequence[StatusReading]
) -> Iterator[StatusReading]:
    """The readings; a noun that takes up an act told as future before is still future ("habrá una huelga ... la huelga")."""
    ahead: dict[tuple[str, str], StatusReading] = {}
    for trigger, reading in zip(triggers, readings, strict=True):
        key = (document.lemmas[trigger.head], trigger.event_type)
        noun = document.pos[trigger.head] == "NOUN"
        if noun and reading.status == "future":
            ahead[key] = reading
        yield ahead.get(key, reading) if noun and reading.status == "asserted" else reading


def _reading(document: Document, trigger: Trigger, lexicon: Lexicon) -> StatusReading:
    for status, finder in _ORDER:
        cue = finder(document, trigger, lexicon)
        if cue is not None:
            text = document.article.text
            return StatusReading(status=status, cue=Span.of(text, document.starts[cue[0]], document.ends[cue[1] - 1]))
    return StatusReading(status="asserted")
