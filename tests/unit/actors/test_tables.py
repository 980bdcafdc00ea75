"""The tables: vocabularies, provenance, look-ups, and the user's own entries with their errors."""

from __future__ import annotations

import hashlib
import time
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from despacho.actors.entries import FLAGS, KINDS, LANG, SECTORS
from despacho.actors.extra import read_extra
from despacho.actors.folding import fold, key_of
from despacho.actors.tables import TABLES, ActorTables, load_actors
from despacho.model import DataError


@pytest.fixture(scope="module")
def tables() -> ActorTables:
    return load_actors()


def test_vocabularies(tables: ActorTables) -> None:
    for entry in tables.entries:
        assert entry.kind in KINDS, entry
        assert entry.sector in SECTORS, entry
        assert set(entry.other_sectors) <= set(SECTORS), entry
        assert set(entry.flags) <= set(FLAGS), entry
        assert LANG.fullmatch(entry.lang), entry
        assert entry.entity_id, entry
        assert entry.canonical, entry
        assert entry.country == "" or (len(entry.country) == 3 and entry.country.isupper()), entry


def test_one_entity_has_one_name(tables: ActorTables) -> None:
    names: dict[str, set[str]] = {}
    for entry in tables.entries:
        names.setdefault(entry.entity_id, set()).add(entry.canonical)
    assert {entity: found for entity, found in names.items() if len(found) > 1} == {}


def test_manifest() -> None:
    folder = files("despacho.actors")
    manifest = tomllib.loads(folder.joinpath("manifest.toml").read_text(encoding="utf-8"))
    for table in TABLES:
        text = folder.joinpath(f"{table}.tsv").read_bytes()
        block = manifest[table]
        assert block["sha256"] == hashlib.sha256(text).hexdigest()
        assert block["rows"] == text.count(b"\n") - 1
        assert block["source"]
        assert block["licence"]
        assert block["date"]


def test_loads_quickly() -> None:
    times = []
    for _ in range(3):
        start = time.process_time()
        load_actors()
        times.append(time.process_time() - start)
    assert min(times) < 0.3  # the bound of the specification; about 0.08 s on one core of 2024


ISO = (
    "AFG ALB DEU AND AGO ATG SAU DZA ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA BDI CPV"
    " KHM CMR CAN CAF TCD CHL CHN CYP COL COM COG COD PRK KOR CRI CIV HRV CUB DNK DMA DOM ECU EGY SLV ARE ERI SVK SVN ESP USA EST"
    " SWZ ETH PHL FIN FJI FRA GAB GMB GEO GHA GRD GRC GTM GIN GNB GNQ GUY HTI HND HUN IND IDN IRQ IRN IRL ISL ISR ITA JAM JPN JOR"
    " KAZ KEN KGZ KIR KOS KWT LAO LSO LVA LBN LBR LBY LIE LTU LUX MKD MDG MYS MWI MDV MLI MLT MAR MHL MUS MRT MEX FSM MDA MCO MNG"
    " MNE MOZ MMR NAM NRU NPL NIC NER NGA NOR NZL OMN NLD PAK PLW PSE PAN PNG PRY PER POL PRT QAT GBR CZE ROU RUS RWA KNA LCA VCT"
    " WSM SMR STP SEN SRB SYC SLE SGP SYR SOM LKA ZAF SDN SSD SWE CHE SUR SLB THA TWN TZA TJK TLS TGO TON TTO TUN TKM TUR TUV UKR"
    " UGA URY UZB VUT VAT VEN VNM YEM DJI ZMB ZWE HKG ESH"
)


@pytest.mark.parametrize("code", ISO.split())
def test_every_country(tables: ActorTables, code: str) -> None:
    info = tables.country_info(code)
    assert info is not None
    assert info.name_es
    assert info.name_en
    assert info.wikidata_id.startswith("Q")
    assert {entry.country for entry in tables.lookup(info.name_es)} >= {code}
    assert {entry.country for entry in tables.lookup(info.name_en)} >= {code}


def test_country_info(tables: ActorTables) -> None:
    info = tables.country_info("RUS")
    assert info is not None
    assert (info.name_es, info.name_en, info.capital_es, info.capital_en) == ("Rusia", "Russia", "Moscú", "Moscow")
    assert info.wikidata_id == "Q159"
    assert tables.country_info("XXX") is None


DEMONYMS = {
    "rusas": ("RUS",),
    "estadounidenses": ("USA",),
    "norteamericana": ("USA",),
    "israelíes": ("ISR",),
    "surcoreano": ("KOR",),
    "norcoreanas": ("PRK",),
    "coreano": ("KOR", "PRK"),
    "galo": ("FRA",),
    "helenas": ("GRC",),
    "nipón": ("JPN",),
    "niponas": ("JPN",),
    "teutón": ("DEU",),
    "germanos": ("DEU",),
    "británica": ("GBR",),
    "kosovares": ("KOS",),
    "palestinas": ("PSE",),
    "saharaui": ("ESH",),
    "nigerino": ("NER",),
    "nigeriano": ("NGA",),
    "dominicanos": ("DOM",),
    "polaca": ("POL",),
    "turcas": ("TUR",),
    "vietnamita": ("VNM",),
    "croatas": ("HRV",),
    "nicaragüenses": ("NIC",),
    "costarricense": ("CRI",),
    "bareiní": ("BHR",),
    "neerlandesas": ("NLD",),
    "letona": ("LVA",),
    "checheno": ("RUS",),
    "catalanas": ("ESP",),
    "escocés": ("GBR",),
    "gazatíes": ("PSE",),
    "árabe": (),
    "occidental": (),
    "latinoamericanas": (),
    "europeas": ("EUR",),
    "mesa": (),
}


@pytest.mark.parametrize("word", list(DEMONYMS))
def test_demonym(tables: ActorTables, word: str) -> None:
    assert tables.demonym(word) == DEMONYMS[word]


CODES = {
    "Casa Blanca": ("USA", "GOV"),
    "Los Pinos": ("MEX", "GOV"),
    "Palacio de Carondelet": ("ECU", "GOV"),
    "Itamaraty": ("BRA", "GOV"),
    "Zhongnanhai": ("CHN", "GOV"),
    "ACNUR": ("UNO", "IGO"),
    "OIEA": ("UNO", "IGO"),
    "Corte Internacional de Justicia": ("UNO", "IGO"),
    "Eurocámara": ("EUR", "IGO"),
    "Banco Central Europeo": ("EUR", "IGO"),
    "Mercosur": ("IGO", "IGO"),
    "CELAC": ("IGO", "IGO"),
    "Unión Africana": ("IGO", "IGO"),
    "Interpol": ("IGO", "IGO"),
    "ETA": ("ESP", "REB"),
    "ELN": ("COL", "REB"),
    "AUC": ("COL", "PRM"),
    "Sendero Luminoso": ("PER", "REB"),
    "EZLN": ("MEX", "REB"),
    "Frente Revolucionario Unido": ("SLE", "REB"),
    "Boko Haram": ("NGA", "REB"),
    "Estado Islámico": ("IMG", "REB"),
    "Tren de Aragua": ("VEN", "CRM"),
    "Mara Salvatrucha": ("SLV", "CRM"),
    "Xinhua": ("CHN", "JRN"),
    "Telesur": ("VEN", "JRN"),
    "Tishrin": ("SYR", "JRN"),
    "CIA": ("USA", "SPY"),
    "FSB": ("RUS", "SPY"),
    "Bundestag": ("DEU", "LEG"),
    "Ertzaintza": ("ESP", "COP"),
    "Reserva Federal": ("USA", "GOV"),
    "UGT": ("ESP", "LAB"),
    "Greenpeace": ("NGO", "SOC"),
    "Generalitat de Cataluña": ("ESP", "GOV"),
    "PSUV": ("VEN", "PTY"),
    "Yugoslavia": ("SRB", "GOV"),
    "Zaire": ("COD", "GOV"),
}


@pytest.mark.parametrize("name", list(CODES))
def test_codes(tables: ActorTables, name: str) -> None:
    entry = tables.lookup(name)[0]
    assert (entry.country, entry.sector) == CODES[name]


def test_state_media_are_flagged(tables: ActorTables) -> None:
    assert "state" in tables.lookup("Telesur")[0].flags
    assert "state" not in tables.lookup("Le Monde")[0].flags


@pytest.mark.parametrize(
    ("name", "day", "governs"),
    [
        ("Partido Popular", "2000-05-23", True),
        ("Partido Popular", "2005-01-01", False),
        ("PSOE", "2024-02-01", True),
        ("PRI", "2000-05", True),
        ("PRI", "2001-01", False),
        ("PSUV", None, True),
        ("Frente Farabundo Martí", "2010-01-01", True),
        ("Mossos", "2010-01-01", None),
    ],
)
def test_parties_in_government(tables: ActorTables, name: str, day: str | None, governs: bool | None) -> None:
    entry = next(e for e in tables.lookup(name) if e.kind != "armed_group")
    assert entry.governs(day) is governs


@pytest.mark.parametrize(
    ("name", "country", "day", "sector"),
    [
        ("Partido Conservador", "GBR", "2000-05-23", "OPP"),
        ("Partido Conservador", "GBR", "2020-01-01", "GOV"),
        ("PP", "ESP", "2000-05-23", "GOV"),
        ("PP", "ESP", "2024-05-23", "OPP"),
        ("PNV", "ESP", "2000-05-23", "OPP"),
        ("Voluntad Popular", "VEN", "2019-01-01", "OPP"),
        ("Partido Verde", "MEX", "2019-01-01", "PTY"),
        ("ETA", "ESP", "2000-05-23", "REB"),
    ],
)
def test_sector_on_a_day(tables: ActorTables, name: str, country: str, day: str, sector: str) -> None:
    entry = next(e for e in tables.lookup(name) if e.country == country)
    assert entry.sector_on(day) == sector


def test_folding() -> None:
    assert fold("Íñigo ÑANDÚ Hürriyet") == "inigo nandu hurriyet"
    assert key_of("Quai d'Orsay") == key_of("Quai d’Orsay") == "quai d orsay"
    assert key_of("E.U.A.") == key_of("EUA")
    assert key_of("G-7") == "g 7"


# --- the user's own actors -----------------------------------------------------------------------------------------------------

TOML = """
[[actor]]
name = "Junta Cívica de Valdeluna"
aliases = ["JCV"]
kind = "movement"
country = "ESP"
sector = "CVL"
flags = ["place"]

[[actor]]
name = "Casa Blanca"
kind = "seat"
country = "PRY"
sector = "GOV"
"""
CSV = "name,kind,country,sector,aliases\nJunta Cívica de Valdeluna,movement,ESP,CVL,JCV;Junta Cívica\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("name", "text"), [("own.toml", TOML), ("own.csv", CSV)], ids=["toml", "csv"])
def test_own_actors(tmp_path: Path, name: str, text: str) -> None:
    tables = load_actors(write(tmp_path, name, text))
    entry = tables.lookup("JCV")[0]
    assert (entry.canonical, entry.country, entry.sector) == ("Junta Cívica de Valdeluna", "ESP", "CVL")
    assert entry.entity_id == "esp-junta-civica-de-valdeluna"


def test_own_actors_come_first(tmp_path: Path) -> None:
    tables = load_actors(write(tmp_path, "own.toml", TOML))
    assert [entry.country for entry in tables.lookup("Casa Blanca")] == ["PRY", "USA"]


def actor(**changes: str) -> str:
    """A TOML block with ``changes`` (raw TOML values; "" leaves a key out)."""
    keys = {"name": '"Liga"', "kind": '"ngo"', "country": '"ESP"', "sector": '"SOC"'} | changes
    return "[[actor]]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items() if value)


BAD = {
    "unknown-key": ("a.toml", actor(colour='"red"'), "unknown key 'colour'"),
    "missing-key": ("a.toml", actor(sector=""), "key 'sector' is missing"),
    "wrong-kind": ("a.toml", actor(kind='"club"'), "kind: 'club' is not one of"),
    "wrong-sector": ("a.toml", actor(sector='"XYZ"'), "sector: 'XYZ' is not one of"),
    "wrong-country": ("a.toml", actor(country='"Spain"'), "country: 'Spain'"),
    "wrong-flag": ("a.toml", actor(flags='["big"]'), "flags: 'big' is not one of"),
    "wrong-type": ("a.toml", actor(name="3"), "name: must be a string"),
    "wrong-list": ("a.toml", actor(aliases='"JCV"'), "aliases: must be a list"),
    "wrong-date": ("a.toml", actor(since='"May 2000"'), "since: 'May 2000' is not an ISO date"),
    "wrong-spells": ("a.toml", actor(governed='"1996"'), "governed: '1996'"),
    "empty-name": ("a.toml", actor(name='"--"'), "name: needs letters"),
    "no-toml": ("a.toml", "[[actor\n", "not valid TOML"),
    "other-table": ("a.toml", "[person]\n", "unknown key 'person'"),
    "not-blocks": ("a.toml", "actor = 3\n", "must be a list"),
    "csv-key": ("a.csv", "name,kind,country,sector,colour\nLiga,ngo,ESP,SOC,red\n", "line 2: unknown key 'colour'"),
    "csv-cells": ("a.csv", "name,kind,country,sector\nLiga,ngo,ESP,SOC,red\n", "line 2: more cells"),
    "csv-missing": ("a.csv", "name,kind,country,sector\nLiga,,ESP,SOC\n", "line 2: key 'kind' is missing"),
    "ending": ("a.xlsx", "", "from .toml or .csv"),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in BAD.items()])
def test_own_actors_errors(tmp_path: Path, case: tuple[str, str, str]) -> None:
    name, text, message = case
    path = write(tmp_path, name, text)
    with pytest.raises(DataError) as caught:
        load_actors(path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_own_actors_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        load_actors(tmp_path / "none.toml")


@given(text=st.text(max_size=200), ending=st.sampled_from([".toml", ".csv"]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_random_files_give_data_errors_or_entries(tmp_path: Path, text: str, ending: str) -> None:
    path = tmp_path / f"random{ending}"
    path.write_text(text, encoding="utf-8", errors="ignore", newline="")
    try:
        entries = read_extra(path)
    except DataError as error:
        assert str(path) in str(error)
    else:
        assert all(entry.name for entry in entries)
