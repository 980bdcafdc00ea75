"""Articles and events as small pieces of HTML for notebooks; every character of an article is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from despacho.model.article import Article
    from despacho.model.event import Attribution, Event, Participant

_SHOWN = 50  # events of a set, and
_CHARACTERS = 1_500  # of a text: a notebook is read by people
_STYLE = "border-collapse:collapse;text-align:left"


def article_html(article: Article) -> str:
    """Title, where and when it was published, and the beginning of the text."""
    about = " · ".join(escape(one) for one in (article.outlet, article.published_at, article.lang, article.id) if one)
    text = article.text if len(article.text) <= _CHARACTERS else article.text[:_CHARACTERS] + " …"
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    title = f"<h4>{escape(article.title)}</h4>" if article.title else ""
    return f'<div class="despacho-article">{title}<p><small>{about}</small></p>{paragraphs}</div>'


def event_html(event: Event) -> str:
    """A small table: what, who, whom, when, where, according to whom, how it is said, and in which words."""
    cells = (
        ("what", " · ".join((event.event_type, *event.modes))),
        ("words", f"«{event.trigger.text}» [{event.trigger.start}:{event.trigger.end}]"),
        ("who", _all(event.actors)),
        ("whom", _all(event.recipients)),
        ("when", _when(event)),
        ("where", f"{event.place.name} {event.place.country}" if event.place else ""),
        ("according to", _teller(event.attribution)),
        ("status", event.status + (f" «{event.status_cue.text}»" if event.status_cue else "")),
        ("score", f"{event.coder_score:.2f}"),
    )
    rows = "".join(f"<tr><th>{name}</th><td>{escape(value)}</td></tr>" for name, value in cells if value)
    return f'<table class="despacho-event" style="{_STYLE}">{rows}</table>'


def events_html(events: Sequence[Event]) -> str:
    """A table, one row an event; the first fifty."""
    head = "".join(f"<th>{name}</th>" for name in ("what", "who", "whom", "when", "according to", "status", "words"))
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in _row(event)) + "</tr>" for event in events[:_SHOWN]
    )
    more = f"<p><small>{len(events):,} events, the first {_SHOWN} shown</small></p>" if len(events) > _SHOWN else ""
    return f'<table class="despacho-events" style="{_STYLE}"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}'


def _row(event: Event) -> tuple[str, ...]:
    return (
        " · ".join((event.event_type, *event.modes)),
        _all(event.actors),
        _all(event.recipients),
        _when(event),
        _teller(event.attribution),
        event.status,
        event.trigger.text,
    )


def _all(participants: Sequence[Participant]) -> str:
    return "; ".join(_one(one) for one in participants)


def _one(one: Participant) -> str:
    return " ".join(part for part in (one.name or one.text, one.country, one.sector) if part)


def _teller(attribution: Attribution | None) -> str:
    return "" if attribution is None else f"{_one(attribution)} ({attribution.channel})".strip()


def _when(event: Event) -> str:
    return " – ".join(one for one in (event.date, event.date_end) if one)
