"""Texts that are none, that end in the middle, or that do not end: each is coded or turned away, in linear time."""

from __future__ import annotations

import cProfile
import pstats

import pytest

from despacho import code
from despacho.model import Article, DespachoError, Rejected

pytestmark = pytest.mark.model

STORY = (
    "El presidente de Chile condenó el ataque, según la prensa. «Exigimos la renuncia del ministro», dijo ayer el portavoz "
    "de la oposición de Perú (que no la pidió), y miles de personas protestaron en Bogotá contra la reforma que el Congreso aprobó. "
)
ENDLESS = "El gobierno de España condenó el ataque y pidió una reunión en Ginebra mientras la oposición exigió la renuncia del ministro.y "


def calls(pipeline, text: str) -> int:
    """How many functions are called to code a text: what its time is made of, the same on every machine."""
    profile = cProfile.Profile()
    profile.enable()
    outcome = pipeline.code_article(Article(id="a", text=text, lang=pipeline.lang, published_at="2026-03-04"))
    profile.disable()
    assert not isinstance(outcome, Rejected)
    assert outcome
    return pstats.Stats(profile).total_calls  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("text", [STORY, STORY + "\n", ENDLESS], ids=["one paragraph", "paragraphs", "one sentence"])
def test_a_text_four_times_as_long_takes_about_four_times_as_much(pipeline, text: str) -> None:
    calls(pipeline, text * 2)  # what is read once
    assert calls(pipeline, text * 160) < 5 * calls(pipeline, text * 40)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("es", "La oposición exigió la renuncia del ministro según pidió la prensa"),
        ("es", "según pidió urgente el comunicado la reunión condenó la renuncia contra el"),
        ("es", "Que el Gobierno condenó el ataque dijo"),
        ("en", "The army attacked the town said"),
        ("en", "said the army attacked the town no"),
        ("en", "He went"),
        ("en", "The army attacked the town midweek."),
        ("en", "The rebels will withdraw by month-end."),
        ("en", "The rebels attacked the town earlier in the month."),
    ],
)
def test_a_text_that_ends_in_the_middle_is_coded(pipeline_of, lang: str, text: str) -> None:
    assert not isinstance(pipeline_of(lang).code_article(Article(id="a", text=text, lang=lang, published_at="2026-03-04")), Rejected)


@pytest.mark.parametrize("text", ["€" * 100_000, "El Gobierno condenó el ataque. " + "_" * 500, "a" * 100_000])
def test_what_is_no_text_is_turned_away(pipeline, text: str) -> None:
    outcome = pipeline.code_article(Article(id="a", text=text, lang="es"))
    assert isinstance(outcome, Rejected)
    assert (outcome.stage, outcome.reason) == ("reading", "bad_text")
    with pytest.raises(DespachoError, match="bad_text: from character"):
        code(text, lang="es", pipeline=pipeline)
