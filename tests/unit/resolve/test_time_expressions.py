"""Time expressions: every example of time.toml, the calendar's arithmetic, live blogs, and what must not be found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from time_builders import flat_document

from despacho.resolve.time_blog import dateline_spans
from despacho.resolve.time_calendar import Moment, easter, nearest_weekday, record_value, year_of
from despacho.resolve.time_expressions import find_times
from despacho.resolve.time_grammar import digit_labels, load_grammar

GRAMMAR = load_grammar("es")
assert GRAMMAR is not None
EXAMPLES = [pytest.param(example, id=f"{pattern}-{k}") for k, (pattern, example) in enumerate(GRAMMAR.examples)]
ANCHOR = date(2021, 6, 8)


def found(text: str, *, anchor: date | None = ANCHOR, tense: str = "past") -> list[str]:
    times = find_times(flat_document(text, tense=tense), anchor=anchor)
    return [f"{t.value}/{t.end}" if t.end else t.value or "" for t in times]


@pytest.mark.parametrize("example", EXAMPLES)
def test_example(example: dict[str, str]) -> None:
    anchor = date.fromisoformat(example["anchor"]) if example["anchor"] else None
    assert found(example["text"], anchor=anchor, tense=example.get("tense", "")) == example["expect"]


@pytest.mark.parametrize(
    ("text", "tense", "expected"),
    [
        pytest.param("Hoy , lunes , hubo paro .", "past", ["2021-06-07"], id="weekday-corrects-late-publication"),
        pytest.param("El martes por la noche dimitió .", "past", ["2021-06-08"], id="same-weekday-is-the-anchor"),
        pytest.param("El martes pasado dimitió .", "past", ["2021-06-01"], id="pasado-leaves-the-anchor-out"),
        pytest.param("Se reúnen el jueves .", "present", ["2021-06-10"], id="present-for-future"),
        pytest.param("La cita es para el viernes .", "past", ["2021-06-11"], id="para-looks-forward"),
        pytest.param("La noche del sábado hubo disparos .", "past", ["2021-06-05"], id="night-of-a-day"),
        pytest.param("Del lunes al miércoles negociaron .", "past", ["2021-06-07/2021-06-09"], id="weekday-range"),
        pytest.param("En diciembre hubo paro .", "past", ["2020-12"], id="month-of-last-year"),
        pytest.param("En diciembre habrá paro .", "future", ["2021-12"], id="month-to-come"),
        pytest.param("El lunes tres personas murieron .", "past", ["2021-06-07"], id="count-after-a-weekday"),
        pytest.param("La guerra empezó el 24 de febrero de 2022 .", "past", ["2022-02-24"], id="absolute"),
        pytest.param("Huyó el 1º de mayo .", "past", ["2021-05-01"], id="ordinal-day"),
        pytest.param("Entre junio y agosto de 2009 gobernó .", "past", ["2009-06/2009-08"], id="month-range"),
        pytest.param("La semana pasada cayó .", "past", ["2021-06"], id="week-across-months-by-its-middle"),
        pytest.param("En la primavera árabe cayeron tres presidentes .", "past", [], id="no-date"),
        pytest.param(
            "Llegó hoy , Jueves , y se fue en Julio .", "past", ["2021-06-10", "2020-07"], id="capitals-of-the-house"
        ),
        pytest.param("La Plaza 25 de Mayo se llenó .", "past", [], id="square-named-by-a-date"),
        pytest.param(
            "Ayer por la tarde y el lunes al mediodía .", "past", ["2021-06-07", "2021-06-07"], id="parts-of-days"
        ),
        pytest.param("A última hora del lunes cayó .", "past", ["2021-06-07"], id="late-on-a-day"),
        pytest.param("Protestan todos los viernes y los sábados .", "present", ["", ""], id="repeated"),
        pytest.param("Los días pasados hubo combates .", "past", ["2021-06"], id="past-days-are-no-day"),
        pytest.param("Plácido Domingo cantó en el Mayo musical .", "past", [], id="names"),
        pytest.param("El mar estaba en calma y la sep . no era de ayuda .", "past", [], id="short-months-are-words"),
        pytest.param("El 31 de abril no existe .", "past", [""], id="impossible-day"),
        pytest.param(
            "El 3 de mayo llegó y la semana siguiente se fue .", "past", ["2021-05-03", "2021-05"], id="week-on"
        ),
    ],
)
def test_text(text: str, tense: str, expected: list[str]) -> None:
    assert found(text, tense=tense) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Hoy viajó .", "El lunes viajó .", "El 7 de mayo viajó .", "En febrero viajó .", "La semana pasada viajó .",
        "Hace tres meses viajó .", "En los últimos tres días viajó .", "El pasado día 10 viajó .", "Dos días antes viajó .",
    ],
)  # fmt: skip
def test_no_anchor_no_guess(text: str) -> None:
    assert found(text, anchor=None) == [""]


def test_spans_slice_back() -> None:
    text = "El pasado 3 de abril , a finales de mayo y en los últimos tres días ."
    times = find_times(flat_document(text, tense="past"), anchor=ANCHOR)
    assert [t.span.text for t in times] == ["El pasado 3 de abril", "a finales de mayo", "los últimos tres días"]
    assert all(text[t.span.start : t.span.end] == t.span.text for t in times)


def test_live_blog_goes_back_over_midnight() -> None:
    text = "23:10 Disparos en la capital .\n00:20 Habla el ministro .\n01:05 Se rinden ."
    times = find_times(flat_document(text), anchor=ANCHOR)
    assert [t.value for t in times] == ["2021-06-07", "2021-06-08", "2021-06-08"]


def test_live_blog_newest_first() -> None:
    text = "01:05 Se rinden .\n00:20 Habla el ministro .\n23:10 Disparos en la capital .\n22:00 Calma ."
    times = find_times(flat_document(text), anchor=ANCHOR)
    assert [t.value for t in times] == ["2021-06-08", "2021-06-08", "2021-06-07", "2021-06-07"]


def test_two_stamps_are_no_live_blog() -> None:
    times = find_times(flat_document("10:00 Misa .\n12:00 Comida ."), anchor=ANCHOR)
    assert all(t.precision != "minute" for t in times)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Quito, 6 abr (Agencia).- El ministro habló.", "Quito, 6 abr (Agencia).-", id="agency"),
        pytest.param("LA HABANA – El ministro habló.", "LA HABANA – ", id="dash"),
        pytest.param("El ministro habló de la cumbre. Luego se fue.", "", id="none"),
    ],
)
def test_dateline(text: str, expected: str) -> None:
    spans = dateline_spans(text)
    assert (text[spans[0][0] : spans[0][1]] if spans else "") == expected


def test_a_dateline_is_marked() -> None:
    times = find_times(flat_document("Lima , 6 abr .- El ministro habló ayer .", tense="past"), anchor=ANCHOR)
    assert [(t.value, t.in_dateline) for t in times] == [("2021-04-06", True), ("2021-06-07", False)]


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, date(1961, 4, 2)), (2000, date(2000, 4, 23)), (2008, date(2008, 3, 23)), (2025, date(2025, 4, 20))],
)
def test_easter(year: int, day: date) -> None:
    assert easter(year) == day


@given(st.dates(), st.integers(0, 6), st.sampled_from(["past", "present", "future", ""]))
def test_nearest_weekday_is_within_a_week(anchor: date, weekday: int, tense: str) -> None:
    day = nearest_weekday(anchor, weekday, tense=tense)  # type: ignore[arg-type]
    assert abs((day - anchor).days) <= 7 or date.min in {day, anchor}


@given(st.dates(date(1, 1, 2), date(9998, 12, 30)), st.dates(date(2, 1, 1), date(9998, 1, 1)))
def test_a_partial_date_falls_on_the_tense_side(anchor: date, day: date) -> None:
    month, number = day.month, min(day.day, 28)
    past = year_of(anchor, month, number, tense="past")
    if past >= 1:
        assert date(past, month, number) <= anchor
    assert date(year_of(anchor, month, number, tense="future"), month, number) >= anchor


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_record_value_holds_the_stretch(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    value = record_value(Moment(first=first, last=last, precision="days"))
    assert value is None or days <= 31 or (first.isoformat().startswith(value) and last.isoformat().startswith(value))


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    if text.split():
        find_times(flat_document(" ".join(text.split())) if _has_token(text) else flat_document("a"), anchor=ANCHOR)


def _has_token(text: str) -> bool:
    return any(not c.isspace() for c in text)


_WORDS = sorted(GRAMMAR.labels)


@given(st.lists(st.sampled_from([*_WORDS, "3", "29", "1998", "22:30", "3/4/2001", "16º.", "1ª.", "."]), min_size=1, max_size=12))
def test_any_words_of_time_are_read(words: list[str]) -> None:
    text = " ".join(words)
    for time in find_times(flat_document(text, tense="past"), anchor=ANCHOR):
        assert text[time.span.start : time.span.end] == time.span.text
        assert time.value is None or len(time.value) in {4, 7, 10}


def test_an_ordinal_sign_before_a_full_stop_is_read_as_a_day() -> None:
    assert ("day", 16) in digit_labels("16º.")
