"""One article on a terminal: its text with the evidence marked, then the events as cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.box import ROUNDED
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from despacho.cli.views import telling
from despacho.cli.views.clean import line, shown
from despacho.cli.views.scene import Role, Scene, percent, scene_of
from despacho.cli.views.wording import Wording, wording_for
from despacho.model import Article, Event, Participant

# The eight basic colours follow the user's own palette, light or dark.
ROLE_STYLES: dict[Role, str] = {
    "action": "bold red",
    "actor": "blue",
    "recipient": "magenta",
    "time": "green",
    "place": "yellow",
    "source": "cyan",
    "status": "italic underline",
}
QUAD_STYLES = {
    "verbal_cooperation": "green",
    "material_cooperation": "blue",
    "verbal_conflict": "yellow",
    "material_conflict": "red",
}
STATUS_SIGNS = {"asserted": "●", "denied": "✗", "possible": "?", "future": "»", "hypothetical": "◇"}
_STATUS_STYLES = {
    "asserted": "green",
    "denied": "red",
    "possible": "yellow",
    "future": "cyan",
    "hypothetical": "magenta",
}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WIDEST = 100  # columns; longer lines are hard to read
_NARROW = 60  # columns; below it the facts of a card stand under their names
_BAR = 10  # cells of the bar that shows how sure


def render_terminal(article: Article, events: Iterable[Event], *, console: Console) -> None:
    """Print the article and its events; without colour the triggers stand in square brackets."""
    scene = scene_of(article, events)
    wording = wording_for(article.lang)
    width = min(console.width, _WIDEST)
    plain = console.no_color or not console.is_terminal
    for part in _parts(scene, wording, plain=plain, width=width):
        console.print(part, width=width, highlight=False)


def _parts(scene: Scene, wording: Wording, *, plain: bool, width: int) -> Iterable[RenderableType]:
    yield _heading(scene.article, wording)
    yield Padding(_marked_text(scene, plain=plain), (0, 0, 1, 0), expand=False)
    if not scene.events:
        yield Text(wording.ui("none"), style="italic")
        return
    if not plain:
        yield _legend(scene, wording)
    yield _summary(scene, wording)
    yield Rule(style="dim")
    for number, event in enumerate(scene.events, 1):
        yield _card(number, event, wording, width=width)
    if scene.accounts:
        yield _accounts(scene, wording)


def _heading(article: Article, wording: Wording) -> RenderableType:
    lines = [Text(line(article.title), style="bold")] if article.title else []
    date = f"{wording.ui('published')} {article.published_at}" if article.published_at else wording.ui("unknown_date")
    known = [part for part in (article.outlet, article.url or article.id, date) if part]
    lines.append(Text(" · ".join(line(part) for part in known), style="dim"))
    return Padding(Group(*lines), (1, 0), expand=False)


def _marked_text(scene: Scene, *, plain: bool) -> Text:
    text = Text(overflow="fold")
    opened: set[int] = set()
    for piece in scene.pieces:
        fresh = {mark.number for mark in piece.marks if mark.role == "action"} - opened
        opened |= fresh
        if plain and fresh:
            text.append("[")
        role = piece.role
        text.append(shown(piece.text), style=ROLE_STYLES[role] if role else None)
        if plain and piece.closes:
            text.append("]")
        for number in piece.closes:
            text.append(superscript(number), style="bold")
    return text


def superscript(number: int) -> str:
    """The number raised, as it stands behind a trigger in the text."""
    return str(number).translate(_SUPERSCRIPTS)


def _legend(scene: Scene, wording: Wording) -> RenderableType:
    used = {mark.role for piece in scene.pieces for mark in piece.marks}
    legend = Text()
    for role in ("actor", "action", "recipient", "time", "place", "source", "status"):
        if role in used:
            legend.append("  ·  " if legend else "", style="dim")
            legend.append(wording.label("roles", role), style=ROLE_STYLES[role])
    return Padding(legend, (0, 0, 1, 0), expand=False)


def _summary(scene: Scene, wording: Wording) -> Text:
    total = len(scene.events)
    text = Text(f"{total} {wording.ui('event' if total == 1 else 'events')}", style="bold")
    for quad, count in scene.quads:
        text.append(" · ", style="dim").append(
            f"{wording.label('quads', quad)} {count}", style=QUAD_STYLES.get(quad, "")
        )
    return text


def _card(number: int, event: Event, wording: Wording, *, width: int) -> RenderableType:
    head = Table.grid(expand=True, padding=(0, 1))
    head.add_column(ratio=1)
    head.add_column(justify="right", no_wrap=True)
    head.add_row(_who_to_whom(event, wording), _badge(event, wording))
    title = Text(f" {number} ", style="bold reverse")
    title.append(f" {telling.kind(event, wording)} ", style="bold")
    return Panel(
        Group(head, _facts(event, wording, width=width)),
        title=title,
        title_align="left",
        subtitle=Text(f" {line(event.event_type)} {event.intensity:+.1f} ", style="dim"),
        subtitle_align="right",
        border_style=QUAD_STYLES.get(event.quad, "dim"),
        box=ROUNDED,
    )


def _who_to_whom(event: Event, wording: Wording) -> Text:
    sign = f" {telling.link(event)} "
    if sign.strip() == "↔":
        return _participants(event.actors, wording, style=ROLE_STYLES["actor"], sign=sign)
    text = _participants(event.actors, wording, style=ROLE_STYLES["actor"], sign=", ")
    if not event.actors:
        text = Text(wording.ui("unnamed_actor"), style="dim italic")
    if event.recipients:
        text.append(sign, style="bold")
        text.append_text(_participants(event.recipients, wording, style=ROLE_STYLES["recipient"], sign=", "))
    return text


def _participants(participants: Sequence[Participant], wording: Wording, *, style: str, sign: str) -> Text:
    text = Text()
    for index, one in enumerate(participants):
        if index:
            text.append(sign, style="bold")
        text.append(telling.name_of(one, wording), style=f"bold {style}" if one.text else f"italic {style}")
        if codes := telling.codes_of(one, wording):
            text.append(f" {codes}", style="dim")
    return text


def _badge(event: Event, wording: Wording) -> Text:
    sign = STATUS_SIGNS.get(event.status, "·")
    return Text(f"{sign} {wording.label('statuses', event.status)}", style=_STATUS_STYLES.get(event.status, ""))


def _facts(event: Event, wording: Wording, *, width: int) -> RenderableType:
    facts = Table.grid(padding=(0, 1))
    facts.add_column(style="dim", no_wrap=width >= _NARROW)
    facts.add_column(overflow="fold")
    facts.add_row(wording.ui("words"), Text(telling.quoted(event.trigger.text, wording), style=ROLE_STYLES["action"]))
    if date := telling.date_of(event, wording):
        facts.add_row(wording.ui("when"), Text(date, style=ROLE_STYLES["time"]))
    if place := telling.place_of(event, wording):
        facts.add_row(wording.ui("where"), Text(place, style=ROLE_STYLES["place"]))
    facts.add_row(wording.ui("source"), _source(event, wording))
    if event.status_cue is not None:
        facts.add_row(wording.ui("said"), Text(telling.quoted(event.status_cue.text, wording), style="italic"))
    if event.contexts:
        facts.add_row(wording.ui("contexts"), ", ".join(wording.label("contexts", one) for one in event.contexts))
    facts.add_row(wording.ui("sure"), _bar(event, wording))
    return facts


def _source(event: Event, wording: Wording) -> Text:
    source = event.attribution
    if source is None:
        return Text(wording.ui("own_voice"), style="dim")
    text = _participants([source], wording, style=ROLE_STYLES["source"], sign="")
    return text.append(f" · {telling.channel_of(source, wording)}", style="dim")


def _bar(event: Event, wording: Wording) -> Text:
    full = round(percent(event) * _BAR / 100)
    text = Text("▰" * full).append("▱" * (_BAR - full), style="dim")
    return text.append(f" {wording.number(event.coder_score)}")


def _accounts(scene: Scene, wording: Wording) -> RenderableType:
    rows = Table.grid(padding=(0, 1))
    rows.add_column(no_wrap=True, justify="right", style="bold")
    rows.add_column(no_wrap=True)
    rows.add_column(overflow="fold")
    for position, numbers in enumerate(scene.accounts):
        if position:
            rows.add_row("", "", "")
        first = scene.events[numbers[0] - 1]
        rows.add_row(
            "", "", Text(wording.label("types", first.event_type) + ": ", style="bold").append(telling.dyad(first))
        )
        for number in numbers:
            event = scene.events[number - 1]
            rows.add_row(str(number), _badge(event, wording), _source(event, wording))
    return Panel(rows, title=Text(f" {wording.ui('accounts')} ", style="bold"), title_align="left", border_style="dim")
