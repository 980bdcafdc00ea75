"""Pieces of a card that both views tell in the same words."""

from __future__ import annotations

from despacho.cli.views.clean import line
from despacho.cli.views.wording import Wording
from despacho.model import Attribution, Event, Participant


def kind(event: Event, wording: Wording) -> str:
    """What sort of act: the type in words, then its modes."""
    modes = [wording.label("modes", mode) for mode in event.modes]
    return " · ".join([wording.label("types", event.event_type), *modes])


def name_of(one: Participant, wording: Wording) -> str:
    """The words that name a participant; where nothing stands in the text, the name that is understood."""
    if one.text:
        return line(one.text)
    return f"{line(one.name) or '—'} ({wording.ui('understood')})"


def codes_of(one: Participant, wording: Wording) -> str:
    """Country code and sector in words, such as "RUS gobierno"; empty when both are unknown."""
    sector = wording.label("sectors", one.sector) if one.sector else ""
    return line(f"{one.country} {sector}")


def date_of(event: Event, wording: Wording) -> str:
    """When, with the words that it was read from; empty when the text does not say."""
    if event.date and event.date_end and event.date_end != event.date:
        value = f"{event.date} {wording.ui('until')} {event.date_end}"
    else:
        value = event.date or ""
    if event.date_text is None:
        return value
    return f"{value or wording.ui('unresolved')} {quoted(event.date_text.text, wording)}"


def place_of(event: Event, wording: Wording) -> str:
    """Where, with country, region and the words; empty when the text does not say."""
    place = event.place
    if place is None:
        return ""
    parts = [line(place.name) or line(place.text)]
    parts += [line(part) for part in (place.admin1, place.country) if part]
    words = f" {quoted(place.text, wording)}" if place.text and place.text != place.name else ""
    return ", ".join(dict.fromkeys(parts)) + words


def channel_of(source: Attribution, wording: Wording) -> str:
    """How a source spoke, with the words that say so."""
    channel = wording.label("channels", source.channel)
    return channel if source.cue is None else f"{channel} {quoted(source.cue.text, wording)}"


def quoted(text: str, wording: Wording) -> str:
    """The text between the quotation marks of the language."""
    return wording.quoted(line(text))


def link(event: Event) -> str:
    """The sign between those who act and those acted upon: "↔" where several act together on nobody."""
    return "→" if event.recipients or len(event.actors) < 2 else "↔"


def dyad(event: Event) -> str:
    """The countries that act and those acted upon, as codes."""
    actors, recipients = (
        ", ".join(dict.fromkeys(line(one.country) for one in side if one.country)) or "—"
        for side in (event.actors, event.recipients)
    )
    return f"{actors} → {recipients}" if event.recipients else actors
