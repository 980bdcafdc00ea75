"""Which expression dates an act: trees by hand for each way, and sentences through the shipped parser."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date

import pytest
from time_builders import flat_document, tree_document

from despacho.model import Article, Document, ParserError
from despacho.resolve.dates import date_of
from despacho.resolve.time_expressions import find_times

ANCHOR = date(2021, 6, 8)

OWN_VERB = """
El el DET det 1
canciller canciller NOUN nsubj 2
viajó viajar VERB root 2 past
ayer ayer ADV advmod 2
a a ADP case 5
Lima lima PROPN obl 2
"""
OWN_NOUN = """
Criticó criticar VERB root 0 past
el el DET det 2
ataque ataque NOUN obj 0
de de ADP case 4
ayer ayer ADV nmod 2
"""
PARTICIPLE = """
La el DET det 1
retirada retirada NOUN nsubj 6
, , PUNCT punct 3
completada completado ADJ amod 1 VerbForm=Part|Gender=Fem|Number=Sing
ayer ayer ADV advmod 3
, , PUNCT punct 3
indica indicar VERB root 6 present
debilidad debilidad NOUN obj 6
"""
CARRIER = """
Israel israel PROPN nsubj 1
completó completar VERB root 1 past
ayer ayer ADV advmod 1
su su DET det 4
retirada retirada NOUN obj 1
"""
ANNOUNCED = """
México méxico PROPN nsubj 1
anunció anunciar VERB root 1 past
ayer ayer ADV advmod 1
la el DET det 4
ruptura ruptura NOUN obj 1
"""
REJECTED = """
Lima lima PROPN nsubj 1
rechazó rechazar VERB root 1 past
ayer ayer ADV advmod 1
las el DET det 4
acusaciones acusación NOUN obj 1
"""
PROMISE = """
Londres londres PROPN nsubj 1
anunció anunciar VERB root 1 past
hoy hoy ADV advmod 1
que que SCONJ mark 4
enviará enviar VERB ccomp 1 future
tropas tropa NOUN obj 4
"""
REPORT = """
Londres londres PROPN nsubj 1
dijo decir VERB root 1 past
hoy hoy ADV advmod 1
que que SCONJ mark 4
atacó atacar VERB ccomp 1 past
Lima lima PROPN obj 4
"""
SHARED = """
Lima lima PROPN nsubj 1
pidió pedir VERB root 1 past
hoy hoy ADV advmod 1
calma calma NOUN obj 1
y y CCONJ cc 5
condenó condenar VERB conj 1 past
el el DET det 7
golpe golpe NOUN obj 5
"""
LATER = """
Lima lima PROPN nsubj 1
condenó condenar VERB root 1 past
el el DET det 3
golpe golpe NOUN obj 1
y y CCONJ cc 5
rompió romper VERB conj 1 past
hoy hoy ADV advmod 5
relaciones relación NOUN obj 5
"""
OCCASION = """
En en ADP case 2
la el DET det 2
reunión reunión NOUN obl 6
de de ADP case 4
ayer ayer ADV nmod 2
, , PUNCT punct 2
acordaron acordar VERB root 6 past
vetar vetar VERB xcomp 6 VerbForm=Inf
la el DET det 9
ley ley NOUN obj 7
"""
BOUND = """
Preside presidir VERB root 0 present
hasta hasta ADP case 2
junio junio NOUN obl 0
el el DET det 4
Consejo consejo NOUN obj 0
"""
SINCE = """
Ocupan ocupar VERB root 0 present
el el DET det 2
valle valle NOUN obj 0
desde desde ADP case 4
1976 1976 NUM obl 0
"""
SUBORDINATE = """
Lima lima PROPN nsubj 1
condenó condenar VERB root 1 past
el el DET det 3
golpe golpe NOUN obj 1
después después ADV mark 7
de de ADP fixed 4
que que SCONJ fixed 4
dimitiera dimitir VERB advcl 1 past
ayer ayer ADV advmod 7
el el DET det 10
ministro ministro NOUN nsubj 7
"""

SIMULTANEOUS = """
Murieron morir VERB root 0 past
hoy hoy ADV advmod 0
al a ADP mark 3
estallar estallar VERB advcl 0 VerbForm=Inf
una un DET det 5
bomba bomba NOUN nsubj 3
"""
PURPOSE = SIMULTANEOUS.replace("al a ADP", "para para ADP")
PLACE_REACHED = """
Asaltaron asaltar VERB root 0 past
ayer ayer ADV advmod 0
un un DET det 3
pueblo pueblo NOUN obl 0
, , PUNCT punct 6
donde donde ADV advmod 6
mataron matar VERB acl:relcl 3 past
civiles civil NOUN obj 6
"""
AFTER_AN_ACT = """
Tras tras ADP case 2
la el DET det 2
invasión invasión NOUN obl 6
en en ADP case 4
1990 1990 NUM nmod 2
, , PUNCT punct 2
impuso imponer VERB root 6 past
sanciones sanción NOUN obj 6
"""
DENIED = """
Lima lima PROPN nsubj 1
negó negar VERB root 1 past
hoy hoy ADV advmod 1
haber haber AUX aux 4
bombardeado bombardear VERB xcomp 1 VerbForm=Part
aldeas aldea NOUN obj 4
"""


def _dated(document: Document, trigger: str, *, event_type: str = "", anchor: date | None = ANCHOR) -> str | None:
    head = document.forms.index(trigger)
    times = find_times(document, anchor=anchor)
    found = date_of(document, head, times, trigger_first=head, trigger_last=head + 1, event_type=event_type)
    return found.value if found else None


@pytest.mark.parametrize(
    ("table", "trigger", "expected"),
    [
        pytest.param(OWN_VERB, "viajó", "2021-06-07", id="adverb-of-the-verb"),
        pytest.param(OWN_NOUN, "ataque", "2021-06-07", id="de-ties-to-the-noun"),
        pytest.param(OWN_NOUN, "Criticó", None, id="de-does-not-reach-the-verb"),
        pytest.param(PARTICIPLE, "retirada", "2021-06-07", id="participle-of-the-noun"),
        pytest.param(CARRIER, "retirada", "2021-06-07", id="object-of-a-carrier"),
        pytest.param(ANNOUNCED, "ruptura", "2021-06-07", id="announced-act"),
        pytest.param(REJECTED, "acusaciones", None, id="object-of-another-act"),
        pytest.param(PROMISE, "enviará", "2021-06-08", id="promise-by-announcement"),
        pytest.param(REPORT, "atacó", None, id="reported-past-has-its-own-time"),
        pytest.param(SHARED, "condenó", "2021-06-08", id="shared-by-coordination"),
        pytest.param(LATER, "condenó", None, id="date-of-the-second-conjunct-only"),
        pytest.param(LATER, "rompió", "2021-06-08", id="second-conjunct"),
        pytest.param(OCCASION, "acordaron", "2021-06-07", id="dated-occasion"),
        pytest.param(OCCASION, "vetar", "2021-06-07", id="infinitive-of-a-dated-verb"),
        pytest.param(BOUND, "Preside", None, id="hasta-bounds"),
        pytest.param(SINCE, "Ocupan", "1976", id="desde-starts"),
        pytest.param(SIMULTANEOUS, "estallar", "2021-06-08", id="al-with-infinitive"),
        pytest.param(PURPOSE, "estallar", None, id="purpose-is-not-yet"),
        pytest.param(PLACE_REACHED, "mataron", "2021-06-07", id="what-came-next-at-the-place"),
        pytest.param(AFTER_AN_ACT, "impuso", None, id="date-of-the-act-before"),
        pytest.param(AFTER_AN_ACT, "invasión", "1990", id="the-act-before-itself"),
        pytest.param(DENIED, "bombardeado", None, id="perfect-infinitive-lies-before"),
        pytest.param(SUBORDINATE, "condenó", None, id="date-inside-a-subordinate-clause"),
        pytest.param(SUBORDINATE, "dimitiera", "2021-06-07", id="the-subordinate-verb-itself"),
    ],
)
def test_date_of(table: str, trigger: str, expected: str | None) -> None:
    assert _dated(tree_document(table), trigger) == expected


def test_without_anchor_the_expression_is_given_without_value() -> None:
    document = tree_document(OWN_VERB)
    times = find_times(document, anchor=None)
    found = date_of(document, 2, times, trigger_first=2, trigger_last=3)
    assert found is not None
    assert (found.span.text, found.value) == ("ayer", None)


def test_a_said_act_is_dated_by_its_report() -> None:
    document = tree_document(REPORT.replace("past\nLima", "present\nLima").replace("atacó atacar", "debe deber"))
    assert _dated(document, "debe", event_type="REQUEST") == "2021-06-08"
    assert _dated(document, "debe", event_type="ASSAULT") is None


def test_live_blog_stamp_dates_what_follows() -> None:
    document = flat_document("22:30 Cortan los puentes .\n23:05 Habla el ministro .\n00:10 Bombardean la capital .")
    assert _dated(document, "Cortan") == "2021-06-07"
    assert _dated(document, "Bombardean") == "2021-06-08"


@pytest.fixture(scope="module")
def parse() -> Callable[[str], Document]:
    reader = pytest.importorskip("despacho.reading.reader")
    try:
        loaded = reader.load_reader("es", os.environ.get("DESPACHO_PARSER"))
    except ParserError as error:
        pytest.skip(str(error))
    return lambda text: loaded.read(Article(id="test", text=text, lang="es"))  # type: ignore[no-any-return]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("El presidente viajó el jueves a Bogotá.", "viajó", "2021-06-03"),
        ("El presidente viajará el jueves a Bogotá.", "viajará", "2021-06-10"),
        ("El Gobierno, que fue elegido en 2018, rompió ayer el diálogo.", "rompió", "2021-06-07"),
        ("El Gobierno, que fue elegido en 2018, rompió ayer el diálogo.", "elegido", "2018"),
        ("Los rebeldes liberaron a un soldado que secuestraron el lunes en la selva.", "secuestraron", "2021-06-07"),
        ("Los rebeldes liberaron a un soldado que secuestraron el lunes en la selva.", "liberaron", None),
        ("La cumbre de mañana abordará la crisis.", "cumbre", "2021-06-09"),
        ("En febrero pasado fueron adoptadas las sanciones.", "adoptadas", "2021-02"),
        ("El Ejército bombardeó la noche del domingo varios pueblos.", "bombardeó", "2021-06-06"),
        ("El ministro condenó el golpe de 1973.", "condenó", None),
        ("El ministro condenó el golpe de 1973.", "golpe", "1973"),
    ],
)
def test_parsed(parse: Callable[[str], Document], text: str, trigger: str, expected: str | None) -> None:
    assert _dated(parse(text), trigger) == expected
