"""One article with its events as one page: no requests, no foreign markup, and it works without JavaScript.

Picking a card is a radio button and CSS; the script only links by hovering and scrolls. Everything that comes from
the article is escaped, and a Content-Security-Policy allows nothing but the page's own style and script, by digest.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from urllib.parse import urlsplit

from despacho.cli.views import telling
from despacho.cli.views.clean import line, shown
from despacho.cli.views.scene import ROLES, Mark, Piece, Scene, percent, scene_of
from despacho.cli.views.wording import Wording, wording_for
from despacho.model import Article, Event, Participant

_BAR = 90  # pixels of the bar that shows how sure


def render_page(article: Article, events: Iterable[Event]) -> str:
    """The page, complete and self-contained, in UTF-8."""
    scene = scene_of(article, events)
    wording = wording_for(article.lang)
    style = _resource("page.css") + _picking_css(scene)
    script = _resource("page.js")
    title = _shown(article.title or article.id)
    return (
        f'<!doctype html>\n<html lang="{wording.lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title} · despacho</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f"{_header(scene, wording)}{_text(scene, wording)}{_cards(scene, wording)}"
        f"{_accounts(scene, wording)}{_footer(scene, wording)}"
        f"</main>\n<script>{script}</script>\n</body>\n</html>\n"
    )


def _resource(name: str) -> str:
    return (files("despacho.cli.views") / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    style_digest, script_digest = (
        base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (style, script)
    )
    return (
        f"default-src 'none'; style-src 'sha256-{style_digest}'; script-src 'sha256-{script_digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _picking_css(scene: Scene) -> str:
    """What shows when one event is picked or hovered: its own spans in its own roles, the others faint."""
    rules = []
    for number in range(1, len(scene.events) + 1):
        when = f":is(html[data-over='{number}'],html:not([data-over]):has(#e{number}:checked))"
        rules.append(f"{when} .prose .m{{--u:transparent}}")
        for role in reversed(ROLES):
            rules.append(
                f"{when} .prose .{role}-{number}{{--u:var(--{role});background:color-mix(in srgb,var(--{role}) 14%,transparent)}}"
            )
        rules.append(f"{when} .ref:not(.ref-{number}){{opacity:.25}}")
    return "\n".join(rules)


def _shown(text: str) -> str:
    return escape(line(text))


def _header(scene: Scene, wording: Wording) -> str:
    article = scene.article
    title = f"<h1>{_shown(article.title)}</h1>\n" if article.title else ""
    date = f"{wording.ui('published')} {article.published_at}" if article.published_at else wording.ui("unknown_date")
    known = [_shown(article.outlet)] if article.outlet else []
    known.append(_address(article.url) if article.url else _shown(article.id))
    meta = " · ".join([*known, _shown(date)])
    return f'<header>\n{title}<p class="meta" dir="auto">{meta}</p>\n{_summary(scene, wording)}</header>\n'


def _address(url: str) -> str:
    """The address as a link where it is one of the web's, else as text."""
    try:
        web = urlsplit(url).scheme in ("http", "https")
    except ValueError:
        web = False
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{_shown(url)}</a>' if web else _shown(url)


def _summary(scene: Scene, wording: Wording) -> str:
    total = len(scene.events)
    if not total:
        return f'<p class="sum">{escape(wording.ui("none"))}</p>\n'
    pills = [
        f'<span class="pill {escape(quad)}"><span class="dot"></span>{_shown(wording.label("quads", quad))} {count}</span>'
        for quad, count in scene.quads
    ]
    for count, key in ((scene.attributed, "attributed"), (scene.not_asserted, "not_asserted")):
        if count:
            pills.append(f'<span class="pill">{escape(wording.ui(key))} {count}</span>')
    word = wording.ui("event" if total == 1 else "events")
    return f'<p class="sum"><b>{total} {escape(word)}</b>{"".join(pills)}</p>\n'


def _text(scene: Scene, wording: Wording) -> str:
    used = {mark.role for piece in scene.pieces for mark in piece.marks}
    legend = "".join(
        f'<li><span class="m {role}">{escape(wording.label("roles", role))}</span></li>'
        for role in ("actor", "action", "recipient", "time", "place", "source", "status")
        if role in used
    )
    pieces = "".join(_piece(piece) for piece in scene.pieces)
    return (
        f'<section class="text" aria-label="{escape(wording.ui("text"))}">\n<ul class="legend">{legend}</ul>\n'
        f'<div class="prose" dir="auto">{pieces}</div>\n</section>\n'
    )


def _piece(piece: Piece) -> str:
    text = escape(shown(piece.text))
    role = piece.role
    if role is None:
        return text
    classes = " ".join(["m", role, *dict.fromkeys(f"{mark.role}-{mark.number}" for mark in piece.marks)])
    refs = "".join(
        f'<label class="ref ref-{number}" for="e{number}" data-n="{number}">{number}</label>' for number in piece.closes
    )
    number = _leading(piece.marks).number
    anchor = f' id="t{piece.closes[0]}"' if piece.closes else ""
    return f'<span class="{classes}" data-n="{number}"{anchor}>{text}</span>{refs}'


def _leading(marks: Sequence[Mark]) -> Mark:
    return min(marks, key=lambda mark: ROLES.index(mark.role))


def _cards(scene: Scene, wording: Wording) -> str:
    if not scene.events:
        return ""
    cards = "".join(_card(number, event, wording) for number, event in enumerate(scene.events, 1))
    return (
        f'<section aria-label="{escape(wording.ui("events"))}">\n'
        f'<input class="pickers" type="radio" name="pick" id="all" value="" checked tabindex="-1">'
        f'<h2>{escape(wording.ui("events"))} <label class="all" for="all">{escape(wording.ui("show_all"))}</label></h2>\n'
        f'<div class="cards">\n{cards}</div>\n</section>\n'
    )


def _card(number: int, event: Event, wording: Wording) -> str:
    pick = f'aria-label="{escape(wording.ui("pick"))}: {number}"'
    kind, _, modes = telling.kind(event, wording).partition(" · ")
    small = f" <small>· {_shown(modes)}</small>" if modes else ""
    return (
        f'<div class="wrap"><input class="pick pickers" type="radio" name="pick" id="e{number}" value="{number}" {pick}>\n'
        f'<article class="card {escape(event.quad)}" id="c{number}" data-n="{number}">\n'
        f'<label class="head" for="e{number}"><span class="n">{number}</span><span class="kind">{_shown(kind)}{small}</span>'
        f"{_badge(event, wording)}</label>\n"
        f'<p class="who" dir="auto">{_who(event, wording)}</p>\n<dl>{_facts(event, wording)}</dl>\n</article></div>\n'
    )


def _badge(event: Event, wording: Wording) -> str:
    return f'<span class="badge {escape(event.status)}">{_shown(wording.label("statuses", event.status))}</span>'


def _who(event: Event, wording: Wording) -> str:
    sign = f'<span class="arrow">{telling.link(event)}</span>'
    if telling.link(event) == "↔":
        return sign.join(_participant(one, wording, css="a") for one in event.actors)
    actors = ", ".join(_participant(one, wording, css="a") for one in event.actors)
    actors = actors or f'<span class="none">{escape(wording.ui("unnamed_actor"))}</span>'
    recipients = ", ".join(_participant(one, wording, css="r") for one in event.recipients)
    return f"{actors}{sign}{recipients}" if recipients else actors


def _participant(one: Participant, wording: Wording, *, css: str) -> str:
    codes = telling.codes_of(one, wording)
    tail = f' <span class="codes">{_shown(codes)}</span>' if codes else ""
    hint = f' title="{_shown(one.name)}"' if one.name and one.name != one.text else ""
    return f'<bdi class="{css}"{hint}>{escape(telling.name_of(one, wording))}</bdi>{tail}'


def _facts(event: Event, wording: Wording) -> str:
    facts = [("words", f'<span class="q">{escape(telling.quoted(event.trigger.text, wording))}</span>')]
    if date := telling.date_of(event, wording):
        facts.append(("when", f'<span class="t">{escape(date)}</span>'))
    if place := telling.place_of(event, wording):
        facts.append(("where", f'<span class="p">{escape(place)}</span>'))
    facts.append(("source", _source(event, wording)))
    if event.status_cue is not None:
        facts.append(("said", f"<i>{escape(telling.quoted(event.status_cue.text, wording))}</i>"))
    if event.contexts:
        facts.append(("contexts", _shown(", ".join(wording.label("contexts", one) for one in event.contexts))))
    facts.append(("sure", _bar(event, wording)))
    return "".join(f"<dt>{escape(wording.ui(key))}</dt><dd>{value}</dd>" for key, value in facts)


def _source(event: Event, wording: Wording) -> str:
    source = event.attribution
    if source is None:
        return f'<span class="none">{escape(wording.ui("own_voice"))}</span>'
    return f"{_participant(source, wording, css='s')} · {escape(telling.channel_of(source, wording))}"


def _bar(event: Event, wording: Wording) -> str:
    width = round(percent(event) * _BAR / 100)
    return (
        f'<svg class="bar" width="{_BAR}" height="6" aria-hidden="true"><rect class="track" width="{_BAR}" height="6" rx="3"/>'
        f'<rect class="fill" width="{width}" height="6" rx="3"/></svg>{wording.number(event.coder_score)}'
    )


def _accounts(scene: Scene, wording: Wording) -> str:
    if not scene.accounts:
        return ""
    groups = []
    for numbers in scene.accounts:
        first = scene.events[numbers[0] - 1]
        rows = "".join(_account(number, scene.events[number - 1], wording) for number in numbers)
        groups.append(
            f"<h3>{_shown(wording.label('types', first.event_type))}: {escape(telling.dyad(first))}</h3>\n<ul>{rows}</ul>\n"
        )
    return f'<section class="accounts">\n<h2>{escape(wording.ui("accounts"))}</h2>\n{"".join(groups)}</section>\n'


def _account(number: int, event: Event, wording: Wording) -> str:
    return (
        f'<li data-n="{number}"><label for="e{number}">{number}</label>{_badge(event, wording)}'
        f"<span>{_source(event, wording)}</span></li>"
    )


def _footer(scene: Scene, wording: Wording) -> str:
    if not scene.events:
        return ""
    coder = scene.events[0].coder
    made = f"{coder.name} {coder.version} · {coder.ruleset} · {coder.model}"
    return f"<footer>{escape(wording.ui('made_by'))} {_shown(made)}</footer>\n"
