"""Normalisation: what it changes, and that it never moves a character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from despacho.reading.normalise import normalise

_NASTY = "“”«»‘’–—-…\u00a0\u00ad\u200b\ufeff\r\n\t aAßİñÑÁé.,:¿?1IJĳŉΐ"


@given(st.text(max_size=300))
def test_length_is_kept(text: str) -> None:
    assert len(normalise(text)) == len(text)


@given(st.text(alphabet=_NASTY, max_size=120))
def test_length_is_kept_and_twice_is_once(text: str) -> None:
    once = normalise(text)
    assert len(once) == len(text)
    assert len(normalise(once)) == len(text)


@given(st.text(alphabet=_NASTY, max_size=120))
def test_letters_and_digits_stay_but_for_their_case(text: str) -> None:
    for before, after in zip(text, normalise(text), strict=True):
        if before.isalnum():
            assert before.lower() == after.lower() or before.upper() == after.upper()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("«No», dijo el “ministro”", '"No", dijo el "ministro"', id="quotes"),
        pytest.param("d’Hondt y ‘Sendero’", "d'Hondt y 'Sendero'", id="single quotes"),
        pytest.param("—Sí —respondió– y calló", "-Sí -respondió- y calló", id="dashes"),
        pytest.param("10\u00a0000\u202feuros\ty", "10 000 euros y", id="blanks"),
        pytest.param("uno \u200bdos", "uno  dos", id="zero width at the edge"),
        pytest.param("acuer\u00addo", "acuer\u00addo", id="soft hyphen inside stays"),
        pytest.param("El acuerdo\nse firmó.", "El acuerdo se firmó.", id="wrapped line"),
        pytest.param("Titular\n\nEl texto", "Titular\n\nEl texto", id="paragraph stays"),
        pytest.param("a.\r\nB", "a.\n\nB", id="carriage return"),
        pytest.param("EFE y ETA", "EFE y ETA", id="acronyms are no shouting"),
        pytest.param("EL GOBIERNO ROMPE EL DIÁLOGO", "El gobierno rompe el diálogo", id="capitals"),
    ],
)
def test_examples(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_capitals_follow_the_rest_of_the_text() -> None:
    text = "LA OTAN NEGOCIA CON GRECIA EN BRUSELAS\n\nUn portavoz de la OTAN viajó ayer de Grecia a Bruselas."
    assert normalise(text).splitlines()[0] == "La OTAN negocia con Grecia en Bruselas"
