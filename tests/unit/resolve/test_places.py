"""Places in context: a table of own sentences, the choice among namesakes, and the place of an event by the parse."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pytest

from despacho.model import Article, Document, Sentence, Trigger
from despacho.reading.reader import Reader, load_reader
from despacho.resolve.places import PlaceMention, PlaceResolver, load_places
from parsers import parser_for

TABLE = Path(__file__).with_name("places_table.tsv")
_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")


@lru_cache(maxsize=1)
def _resolver() -> PlaceResolver:
    return load_places("es", "en")


@lru_cache(maxsize=1)
def _reader() -> Reader:
    return load_reader("es")


def _flat(text: str) -> Document:
    """An English text as tokens without a tree: no English parser is shipped."""
    spans = [m.span() for m in _TOKEN.finditer(text)]
    n = len(spans)
    forms = tuple(text[a:b] for a, b in spans)
    return Document(
        article=Article(id="test", text=text, lang="en"), forms=forms, lowers=tuple(f.lower() for f in forms),
        lemmas=tuple(f.lower() for f in forms), pos=("",) * n, deps=("dep",) * n, heads=tuple(range(n)), feats=({},) * n,
        starts=tuple(a for a, _ in spans), ends=tuple(b for _, b in spans), ents=("",) * n, ent_starts=(False,) * n,
        children=((),) * n, sentence_of=(0,) * n,
        sentences=(Sentence(index=0, first=0, last=n, start=0, end=len(text)),),
    )  # fmt: skip


def _read(text: str, lang: str) -> Document:
    return _flat(text) if lang == "en" else _reader().read(Article(id="test", text=text, lang="es"))


def _rows() -> list[tuple[str, str, int, int, str, tuple[float, float] | None]]:
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        lang, marked, country, lat, lon = ([*line.split("\t"), "", ""])[:5]
        start, end = marked.index("["), marked.index("]") - 1
        point = (float(lat), float(lon)) if lat else None
        rows.append((lang, marked.replace("[", "").replace("]", ""), start, end, country, point))
    return rows


def _kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    lat1, lon1, lat2, lon2 = map(radians, (*a, *b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 12742 * asin(sqrt(h))


def _found(text: str, lang: str, *, start: int, end: int) -> PlaceMention | None:
    mentions = _resolver().places(_read(text, lang))
    return next((m for m in mentions if m.start < end and m.end > start), None)


@pytest.mark.model
def test_table_of_mentions_in_context() -> None:
    rows = _rows()
    assert len(rows) >= 200
    wrong, near, points = [], 0, 0
    for lang, text, start, end, country, point in rows:
        mention = _found(text, lang, start=start, end=end)
        if mention is None or mention.country != country:
            wrong.append((text[start:end], country, mention.country if mention else None))
        if point is not None:
            points += 1
            choice = mention.choice if mention else None
            near += choice is not None and _kilometres((choice.lat, choice.lon), point) <= 50
    assert len(wrong) <= 0.05 * len(rows), wrong
    assert near >= 0.8 * points, (near, points)


EVENTS = [
    ("Los ministros se reunieron ayer en Quito con la oposición.", "reunieron", "CONSULT", "Quito", "ECU"),
    ("El presidente francés viajó el martes a Nairobi.", "viajó", "CONSULT", "Nairobi", "KEN"),
    ("La ministra llegó a Bogotá para firmar el convenio.", "firmar", "SUPPORT", "Bogotá", "COL"),
    ("Las tropas turcas completaron su retirada del norte de Siria.", "retirada", "RETREAT", "norte de Siria", "SYR"),
    ("Las tropas se retiraron del sur libanés en mayo.", "retiraron", "RETREAT", "sur libanés", "LBN"),
    ("El papa visitó Sarajevo en abril.", "visitó", "CONSULT", "Sarajevo", "BIH"),
    ("Los aviones rusos bombardearon Idlib durante la noche.", "bombardearon", "ASSAULT", "Idlib", "SYR"),
    ("La cumbre de Lima terminó sin acuerdo.", "cumbre", "CONSULT", "Lima", "PER"),
    ("Los agentes lo detuvieron en el aeropuerto de Barajas, en Madrid.", "detuvieron", "COERCE", None, "ESP"),
    (
        "La guerrilla secuestró a dos ingenieros en la localidad colombiana de Vistahermosilla.",
        "secuestró",
        "ASSAULT",
        None,
        "COL",
    ),
    ("El Gobierno mantiene 3.000 soldados en Malí desde 2013.", "mantiene", "MOBILIZE", "Malí", "MLI"),
    ("La Marina interceptó tres lanchas en el Caribe.", "interceptó", "COERCE", "el Caribe", ""),
    ("Washington condenó la represión.", "condenó", "ACCUSE", None, None),
    ("El embajador de Francia en Moscú criticó la ley.", "criticó", "ACCUSE", None, None),
    ("Rusia apoyó a Venezuela en la votación.", "apoyó", "SUPPORT", None, None),
    ("El ministro condenó el atentado que mató a diez personas en Kabul.", "condenó", "ACCUSE", None, None),
    ("Colombia rompió relaciones con Israel.", "rompió", "SANCTION", None, None),
    ("El Parlamento de Cataluña aprobó la ley.", "aprobó", "SUPPORT", None, None),
]


def _trigger(document: Document, words: str, *, event_type: str) -> Trigger:
    head = document.forms.index(words)
    return Trigger(head=head, first=head, last=head + 1, event_type=event_type, mode=None, rule_id="test")


@pytest.mark.model
@pytest.mark.parametrize(("text", "words", "event_type", "name", "country"), EVENTS, ids=[e[0][:40] for e in EVENTS])
def test_place_of_an_event(text: str, words: str, event_type: str, name: str | None, country: str | None) -> None:
    document = _read(text, "es")
    places = _resolver().places(document)
    place = _resolver().place_of(document, _trigger(document, words, event_type=event_type), places)
    assert (place.country if place else None) == country
    if place is not None:
        assert text[place.start : place.end] == place.text
        assert name is None or place.name == name


@pytest.mark.model
def test_places_of_english_events() -> None:
    reader = load_reader("en", parser_for("en"))
    rows = [line.split("\t") for line in TABLE.with_name("place_events_en.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    wrong = []
    for text, words, event_type, name in rows:
        document = reader.read(Article(id="test", text=text, lang="en"))
        trigger = _trigger(document, words, event_type=event_type)
        place = _resolver().place_of(document, trigger, _resolver().places(document))
        if (name not in place.name) if place else bool(name):
            wrong.append((text, place.name if place else None))
        elif place and not name:
            wrong.append((text, place.name))
    assert len(wrong) <= 0.15 * len(rows), wrong


@pytest.mark.model
def test_a_place_named_by_a_noun_for_its_country_has_that_country() -> None:
    document = _read("Siria negoció con Turquía. El Ejército entró ayer en ese país.", "es")
    last = _resolver().places(document)[-1]
    assert (last.text, last.name, last.country) == ("ese país", "Turquía", "TUR")


def test_mentions_never_overlap_and_slice_back() -> None:
    text = (
        "Talks in Santa Cruz, Bolivia, and near the Strait of Hormuz ended; the envoy flew from Kyiv to Guatemala City."
    )
    mentions = _resolver().places(_flat(text))
    assert [m.text for m in mentions] == ["Santa Cruz", "Bolivia", "Strait of Hormuz", "Kyiv", "Guatemala City"]
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert all(a.last <= b.first for a, b in pairwise(mentions))


def test_an_empty_document_has_no_places() -> None:
    assert _resolver().places(_flat("x")) == ()
