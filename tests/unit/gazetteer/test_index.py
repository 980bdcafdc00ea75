"""The gazetteer's index: folding, order of namesakes, codes, manifest, and that what is shipped is what was built."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files

import pytest

from despacho.gazetteer import Gazetteer, load_gazetteer, manifest, place_key, region_starters

PLACES = (
    "Ayerbe\tESP\tAragón\t42.2760\t-0.6900\t101\t1000\tcity\t\n"
    "el Golfo\t\t\t26.9000\t51.5000\t\t0\tgulf\t*\n"
    "Ayerbe\tARG\tChaco\t-27.0000\t-60.0000\t102\t9000\tcity\t\n"
).encode()
NAMES = b"ayerbe\t2 0\nel golfo\t1\ngolfo\t1\nhuerta\t~0\n"


@lru_cache(maxsize=1)
def _shipped() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("El Cairo", "el cairo"),
        ("NAGORNO-KARABAJ", "nagorno karabaj"),
        ("N'Djamena", "ndjamena"),
        ("Łódź", "lodz"),
        ("Ñuñoa", "nunoa"),
        ("  São\nPaulo ", "sao paulo"),
        ("«»", ""),
    ],
)
def test_names_fold_to_keys(name: str, key: str) -> None:
    assert place_key(name) == key


def test_lookup_gives_the_entries_of_a_name_in_their_order() -> None:
    gazetteer = Gazetteer(NAMES, PLACES)
    assert len(gazetteer) == 3
    assert [e.country for e in gazetteer.lookup("Ayerbé")] == ["ARG", "ESP"]
    gulf = gazetteer.lookup("golfo")[0]
    assert (gulf.name, gulf.country, gulf.kind, gulf.geonames_id, gulf.known) == ("el Golfo", "", "gulf", None, True)


def test_alternate_names_say_so() -> None:
    assert Gazetteer(NAMES, PLACES).lookup("Huerta")[0].alternate
    assert not Gazetteer(NAMES, PLACES).lookup("Ayerbe")[0].alternate


@pytest.mark.parametrize("name", ["", "ay", "ayerb", "ayerbes", "zzz", "golf", "€", "\t", "a\tb"])
def test_unknown_names_give_nothing(name: str) -> None:
    gazetteer = Gazetteer(NAMES, PLACES)
    assert gazetteer.lookup(name) == ()
    assert not gazetteer.knows(place_key(name))


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Londres", "GBR", "capital"),
        ("Nueva York", "USA", "city"),
        ("Ginebra", "CHE", "city"),
        ("Moscú", "RUS", "capital"),
        ("Pekín", "CHN", "capital"),
        ("Kiev", "UKR", "capital"),
        ("Kyiv", "UKR", "capital"),
        ("Bagdad", "IRQ", "capital"),
        ("el Cairo", "EGY", "capital"),
        ("Kosovo", "KOS", "country"),
        ("Líbano", "LBN", "country"),
        ("Zulia", "VEN", "admin1"),
        ("Cisjordania", "PSE", "disputed"),
        ("Esequibo", "GUY", "disputed"),
        ("estrecho de Ormuz", "", "strait"),
        ("Oriente Medio", "", "world"),
        ("Catatumbo", "COL", "area"),
        ("Kfar Kila", "LBN", "site"),
        ("Granada", "ESP", "city"),
        ("Georgia", "GEO", "country"),
        ("Strait of Hormuz", "", "strait"),
        ("Ivory Coast", "CIV", "country"),
    ],
)
def test_first_reading_of_well_known_names(name: str, country: str, kind: str) -> None:
    entry = _shipped().lookup(name)[0]
    assert (entry.country, entry.kind) == (country, kind)


def test_countries_and_capitals_by_code() -> None:
    gazetteer = _shipped()
    for code, capital in (("ECU", "Quito"), ("TUR", "Ankara"), ("KOS", "Pristina"), ("BOL", "La Paz")):
        country, seat = gazetteer.country(code), gazetteer.capital_of(code)
        assert country is not None
        assert country.kind == "country"
        assert seat is not None
        assert seat.name == capital
    assert gazetteer.country("ZZZ") is None


def test_files_are_those_of_the_manifest() -> None:
    folder, sizes = files("despacho.gazetteer"), 0
    for name, entry in manifest().items():
        blob = folder.joinpath(name).read_bytes()
        sizes += len(blob)
        assert hashlib.sha256(blob).hexdigest() == entry["sha256"], name
        assert blob.count(b"\n") == entry["rows"], name
    assert sizes <= 12_000_000


def test_every_line_parses_and_every_key_leads_somewhere() -> None:
    gazetteer = _shipped()
    keys = [
        line.split("\t")[0]
        for line in files("despacho.gazetteer").joinpath("names.tsv").read_text("utf-8").splitlines()
    ]
    assert keys == sorted(keys, key=str.encode)
    for key in keys[::97]:
        for entry in gazetteer.lookup_key(key):
            assert -90 <= entry.lat <= 90
            assert -180 <= entry.lon <= 180
            assert entry.country == "" or len(entry.country) == 3


def test_region_starters_are_folded_words() -> None:
    assert {"franja", "mar", "estrecho", "golfo"} <= region_starters()
    assert all(word == place_key(word) for word in region_starters())
