"""What the layouts share: pairs of participants, periods, quotes, and the codes of other event data."""

from __future__ import annotations

import calendar
import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from despacho.model import Article, Event, Participant, Span

QUOTE = 200
"""Characters of a quote at most: a sentence, or the part of it around the trigger."""
# Types whose parties are all actors when none is the recipient (codebook, section 2): each is then a pair with each other.
MUTUAL = ("AGREE", "CONSULT", "COOPERATE")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SPACES = re.compile(r"[\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to export: a row for each pair, the whole text, the day of publication for acts without a day of their own."""

    dyads: bool = False
    with_text: bool = False
    undated_as_published: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An actor and a recipient of one event; either may be missing. ``mutual`` where both are actors of a mutual act."""

    number: int
    actor: Participant | None
    recipient: Participant | None
    mutual: bool = False


def pairs(event: Event) -> Iterator[Pair]:
    """Every pair of actor and recipient; at least one row, so that no event is lost."""
    if not event.recipients and len(event.actors) > 1 and event.event_type in MUTUAL:
        both = [(a, b) for i, a in enumerate(event.actors) for j, b in enumerate(event.actors) if i != j]
        for number, (actor, recipient) in enumerate(both, 1):
            yield Pair(number=number, actor=actor, recipient=recipient, mutual=True)
        return
    actors: tuple[Participant | None, ...] = event.actors or (None,)
    recipients: tuple[Participant | None, ...] = event.recipients or (None,)
    for number, (one, other) in enumerate(((a, r) for a in actors for r in recipients), 1):
        yield Pair(number=number, actor=one, recipient=other)


def day_of(event: Event, article: Article | None, options: Options) -> str:
    """The day of the act as YYYY-MM-DD, "" where the day is not known (or not asked to be that of publication)."""
    if event.date is not None and len(event.date) == 10:
        return event.date
    if options.undated_as_published and event.date is None and article is not None and article.published_at:
        return article.published_at[:10]
    return ""


def period_of(event: Event) -> tuple[str, str] | None:
    """First and last day of the act: of a month or a year where only that is known; None where nothing is."""
    if event.date is None:
        return None
    return _first_day(event.date), _last_day(event.date_end or event.date)


def _first_day(value: str) -> str:
    return (value + "-01-01")[:10] if len(value) < 10 else value


def _last_day(value: str) -> str:
    if len(value) == 4:
        return value + "-12-31"
    if len(value) == 7:
        return f"{value}-{calendar.monthrange(int(value[:4]), int(value[5:]))[1]:02}"
    return value


def quote_of(event: Event, article: Article | None) -> str:
    """The sentence of the trigger on one line, or its surroundings; the trigger alone where the text is not at hand."""
    if article is None or not article.text:
        return event.trigger.text
    start, end = event.sentence.start, event.sentence.end
    if end - start > QUOTE:
        spare = max(0, QUOTE - (event.trigger.end - event.trigger.start)) // 2
        start, end = max(start, event.trigger.start - spare), min(end, event.trigger.end + spare)
    before = "…" if start > event.sentence.start else ""
    after = "…" if end < event.sentence.end else ""
    return before + " ".join(article.text[start:end].split()) + after


def number_of(event: Event, pair: Pair) -> int:
    """A whole number for layouts whose ids are numbers: 60 bits of a hash of the event and the pair."""
    digest = hashlib.sha256(f"{event.article_id}\n{event.event_id}\n{pair.number}".encode("utf-8", "surrogatepass")).hexdigest()
    return int(digest[:15], 16)


def one_line(text: str) -> str:
    """The text without tabs and line ends, for formats of one row a line."""
    return _SPACES.sub(" ", _CONTROL.sub("", text))


def printable(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _CONTROL.sub("", text)


def city_of(event: Event) -> str:
    """The place where it is a town: it lies in a first-level division and is not that division."""
    place = event.place
    return place.name if place is not None and place.admin1 and place.admin1 != place.name else ""


def span_cell(span: Span | None) -> str:
    """``start:end`` of a span in code points of the text, "" where there is none."""
    return "" if span is None else f"{span.start}:{span.end}"


def participant_span(one: Participant | None) -> str:
    """``start:end`` of the words of a participant, "" where it is understood."""
    return "" if one is None or one.start is None else f"{one.start}:{one.end}"


def tsv(columns: Iterable[str]) -> str:
    """One row of a strict TSV: no quoting, since no cell holds a tab or a line end."""
    return "\t".join(one_line(cell) for cell in columns) + "\n"


@cache
def cameo_codes() -> Mapping[tuple[str, str], tuple[str, str, str]]:
    """(type, mode or "") to CAMEO code, Goldstein score and the words of the code."""
    return {(row["event_type"], row["mode"]): (row["cameo"], row["goldstein"], row["text"]) for row in _table("plover_cameo.tsv")}


def cameo_of(event: Event) -> tuple[str, str, str]:
    """CAMEO code, Goldstein score and words for an event: by its first mode that has a row, else by its type."""
    codes = cameo_codes()
    for mode in (*event.modes, ""):
        if (event.event_type, mode) in codes:
            return codes[event.event_type, mode]
    return "", "", ""


def quad_class(cameo: str) -> str:
    """GDELT's quad class of a CAMEO code, "" of none: 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict."""
    if not cameo:
        return ""
    root = int(cameo[:2])
    return "1" if root <= 5 else "2" if root <= 8 else "3" if root <= 13 else "4"


@cache
def countries() -> Mapping[str, Mapping[str, str]]:
    """Country code to its row: English name, FIPS 10-4 code, Correlates of War number."""
    return {row["country"]: row for row in _table("countries.tsv")}


@cache
def sectors() -> Mapping[str, Mapping[str, str]]:
    """PLOVER sector to its row: CAMEO role and English name."""
    return {row["sector"]: row for row in _table("sectors.tsv")}


def country_name(code: str) -> str:
    """The English name of a country; the code itself for those that are no country (UNO, EUR, ...)."""
    return countries()[code]["name"] if code in countries() else code


def cow(code: str) -> str:
    """The number of the Correlates of War project, "" where there is none."""
    return countries()[code]["cow"] if code in countries() else ""


def all_sectors(one: Participant) -> list[str]:
    """The primary sector and the others, once each."""
    return list(dict.fromkeys(code for code in (one.sector, *one.other_sectors) if code))


def _table(name: str) -> Iterator[dict[str, str]]:
    text = (files("despacho.store.exports") / name).read_text(encoding="utf-8")
    return iter(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
