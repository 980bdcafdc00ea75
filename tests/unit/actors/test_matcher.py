"""The matcher against hand-built documents: what is found, as what, over which tokens, and what is left alone."""

from __future__ import annotations

import re

import pytest

from despacho.actors.tables import ActorTables, load_actors
from despacho.model import Article, Document, Sentence

TOKEN = re.compile(r"EE\. UU\.|(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W_]+(?:[-’'][^\W_]+)*|\S")


def document(
    text: str, *, lang: str | None = "es", pos: dict[str, str] | None = None, persons: tuple[str, ...] = ()
) -> Document:
    """``text`` cut into tokens, one sentence a full stop; ``pos`` gives tags by form, ``persons`` names of several words."""
    found = list(TOKEN.finditer(text))
    forms = tuple(match.group() for match in found)
    n = len(forms)
    firsts = [0] + [i + 1 for i in range(n - 1) if forms[i] == "."]
    lasts = [*firsts[1:], n]
    sentence_of = tuple(
        k for k, (first, last) in enumerate(zip(firsts, lasts, strict=True)) for _ in range(first, last)
    )
    ents, begins = [""] * n, [False] * n
    for person in persons:
        words = person.split()
        at = next(i for i in range(n) if list(forms[i : i + len(words)]) == words)
        ents[at : at + len(words)] = ["PER"] * len(words)
        begins[at] = True
    tags = pos or {}
    return Document(
        article=Article(id="x", text=text, lang=lang),
        forms=forms,
        lowers=tuple(form.lower() for form in forms),
        lemmas=tuple(form.lower() for form in forms),
        pos=tuple(
            tags.get(form, "PROPN" if form[0].isupper() else "NOUN" if form.isalpha() else "PUNCT") for form in forms
        ),
        deps=("dep",) * n,
        heads=tuple(range(n)),
        feats=({},) * n,
        starts=tuple(match.start() for match in found),
        ends=tuple(match.end() for match in found),
        ents=tuple(ents),
        ent_starts=tuple(begins),
        children=((),) * n,
        sentence_of=sentence_of,
        sentences=tuple(
            Sentence(index=k, first=a, last=b, start=found[a].start(), end=found[b - 1].end())
            for k, (a, b) in enumerate(zip(firsts, lasts, strict=True))
        ),
    )


@pytest.fixture(scope="module")
def tables() -> ActorTables:
    return load_actors()


def found(tables: ActorTables, doc: Document) -> list[tuple[str, str, str, str]]:
    """(words, kind, country, sector) of the likeliest entry of each mention."""
    return [
        (" ".join(doc.forms[m.first : m.last]), m.entries[0].kind, m.entries[0].country, m.entries[0].sector)
        for m in tables.match(doc)
    ]


ONE = {
    "plain-country": ("El canciller viajó a Francia", ("Francia", "country", "FRA", "GOV")),
    "country-without-accent": ("Una delegación de Iran llegó tarde", ("Iran", "country", "IRN", "GOV")),
    "country-in-capitals": ("Los mercados castigan a TURQUÍA", ("TURQUÍA", "country", "TUR", "GOV")),
    "two-word-country": ("La embajada de Corea del Norte cerró", ("Corea del Norte", "country", "PRK", "GOV")),
    "abbreviation-tight": ("La embajada de EE.UU. cerró", ("EE . UU", "country", "USA", "GOV")),
    "abbreviation-one-token": ("La embajada de EE. UU. cerró", ("EE. UU.", "country", "USA", "GOV")),
    "abbreviation-two-tokens": ("La embajada de EE UU cerró", ("EE UU", "country", "USA", "GOV")),
    "abbreviation-joined": ("La embajada de EEUU cerró", ("EEUU", "country", "USA", "GOV")),
    "dotted-acronym": ("El enviado de la O.N.U. llamó", ("O.N.U.", "igo", "UNO", "IGO")),
    "old-name": ("Las fuerzas de la Unión Soviética avanzaron", ("Unión Soviética", "country", "RUS", "GOV")),
    "birmania": ("La junta de Birmania negó todo", ("Birmania", "country", "MMR", "GOV")),
    "myanmar": ("La junta de Myanmar negó todo", ("Myanmar", "country", "MMR", "GOV")),
    "kosovo": ("La policía de Kosovo avanzó", ("Kosovo", "country", "KOS", "GOV")),
    "territory-with-a-code": ("Los pescadores de Groenlandia protestaron", ("Groenlandia", "country", "GRL", "GOV")),
    "taiwan": ("Un buque de Taiwan zarpó", ("Taiwan", "country", "TWN", "GOV")),
    "demonym-fem-plural": ("Las tropas rusas cruzaron", ("rusas", "demonym", "RUS", "GOV")),
    "demonym-es": ("El ministro danés habló", ("danés", "demonym", "DNK", "GOV")),
    "demonym-esa-plural": ("Las ministras danesas hablaron", ("danesas", "demonym", "DNK", "GOV")),
    "demonym-an": ("La canciller alemana habló", ("alemana", "demonym", "DEU", "GOV")),
    "demonym-i-plural": ("Los soldados israelíes salieron", ("israelíes", "demonym", "ISR", "GOV")),
    "demonym-i-short-plural": ("Los soldados iraníes salieron", ("iraníes", "demonym", "IRN", "GOV")),
    "demonym-nickname": ("El premier luso dimitió", ("luso", "demonym", "PRT", "GOV")),
    "demonym-teuton": ("El gobierno teutón dimitió", None),
    "demonym-niger": ("El ejército nigerino se alzó", None),
    "demonym-dominican": ("El consulado dominicano cerró", ("dominicano", "demonym", "DOM", "GOV")),
    "demonym-mexican-j": ("El cónsul mejicano cerró", ("mejicano", "demonym", "MEX", "GOV")),
    "demonym-saharaui": ("Los refugiados saharauis esperan", ("saharauis", "demonym", "ESH", "GOV")),
    "demonym-region": ("El lehendakari convocó al diputado vizcaíno", None),
    "demonym-no-country": ("Los embajadores árabes se reunieron", ("árabes", "demonym", "", "GOV")),
    "demonym-european": ("Los ministros europeos se reunieron", ("europeos", "demonym", "EUR", "IGO")),
    "demonym-soviet": ("Un submarino soviético emergió", ("soviético", "demonym", "RUS", "GOV")),
    "capital": ("Según Moscú no hubo pacto", ("Moscú", "capital", "RUS", "GOV")),
    "capital-two-words": ("Nada se sabe en Addis Abeba", ("Addis Abeba", "capital", "ETH", "GOV")),
    "capital-article": ("Según La Habana no hubo pacto", ("La Habana", "capital", "CUB", "GOV")),
    "seat-apostrophe": ("Un portavoz del Quai d’Orsay calló", ("Quai d’Orsay", "seat", "FRA", "GOV")),
    "seat-palace": ("Desde el Palacio de Nariño se negó", ("Palacio de Nariño", "seat", "COL", "GOV")),
    "seat-pentagon": ("Un general del Pentágono calló", ("Pentágono", "seat", "USA", "MIL")),
    "seat-brussels": ("Según Bruselas no hay prisa", ("Bruselas", "seat", "EUR", "IGO")),
    "state-department": ("Lo dijo el Departamento de Estado", ("Departamento de Estado", "seat", "USA", "GOV")),
    "un-council": ("Lo votó el Consejo de Seguridad", ("Consejo de Seguridad", "igo", "UNO", "IGO")),
    "un-council-lower": ("Lo votó el Consejo de seguridad", ("Consejo de seguridad", "igo", "UNO", "IGO")),
    "un-council-long": (
        "Lo votó el Consejo de Seguridad de la ONU",
        ("Consejo de Seguridad de la ONU", "igo", "UNO", "IGO"),
    ),
    "nato-as-name": ("Los aliados de la Otan callan", ("Otan", "igo", "IGO", "IGO")),
    "eu-fifteen": ("Reunión de los Quince en Lisboa", ("los Quince", "igo", "EUR", "IGO")),
    "eu-number": ("Fue aprobado por los 27.", ("los 27", "igo", "EUR", "IGO")),
    "oas": ("Intervino la OEA", ("OEA", "igo", "IGO", "IGO")),
    "human-rights-court": ("Falló la Corte Interamericana", ("Corte Interamericana", "igo", "IGO", "IGO")),
    "criminal-court": ("Falló la Corte Penal Internacional", ("Corte Penal Internacional", "igo", "IGO", "IGO")),
    "blue-helmets": ("Seis cascos azules murieron", ("cascos azules", "igo", "UNO", "IGO")),
    "hezbollah-1": ("Responde Hizbulá", ("Hizbulá", "armed_group", "LBN", "REB")),
    "hezbollah-2": ("Responde Hezbolá", ("Hezbolá", "armed_group", "LBN", "REB")),
    "hezbollah-3": ("Responde Hezbollah", ("Hezbollah", "armed_group", "LBN", "REB")),
    "sla": (
        "Un puesto del Ejército del Sur del Líbano ardió",
        ("Ejército del Sur del Líbano", "armed_group", "LBN", "PRM"),
    ),
    "qaeda-hyphen": ("Un vídeo de Al-Qaeda circula", ("Al-Qaeda", "armed_group", "IMG", "REB")),
    "qaeda-lower-al": ("Un vídeo de al Qaeda circula", ("al Qaeda", "armed_group", "IMG", "REB")),
    "cartel": ("Un jefe del cártel de Sinaloa huyó", None),
    "cartel-capital": ("Un jefe del Cártel de Sinaloa huyó", ("Cártel de Sinaloa", "criminal_group", "MEX", "CRM")),
    "lower-case-group": ("Los hutíes lanzaron otro misil", ("hutíes", "armed_group", "YEM", "REB")),
    "agency": ("Lo contó la agencia RIA Nóvosti", ("RIA Nóvosti", "media", "RUS", "JRN")),
    "paper-quoted": ('Lo contó el diario "Granma"', ("Granma", "media", "CUB", "JRN")),
    "french-paper": ("Lo contó Le Figaro", ("Le Figaro", "media", "FRA", "JRN")),
    "parliament": ("Lo votó la Knesset", ("Knesset", "legislature", "ISR", "LEG")),
    "spanish-congress": (
        "Lo votó el Congreso de los Diputados",
        ("Congreso de los Diputados", "legislature", "ESP", "LEG"),
    ),
    "generic-parliament": ("Lo votó la Asamblea Nacional", ("Asamblea Nacional", "legislature", "", "LEG")),
    "generic-ministry": (
        "Lo negó el Ministerio de Asuntos Exteriores",
        ("Ministerio de Asuntos Exteriores", "ministry", "", "GOV"),
    ),
    "police": ("Lo detuvo la Guardia Civil", ("Guardia Civil", "police", "ESP", "COP")),
    "spies": ("Lo espió el Mosad", ("Mosad", "security", "ISR", "SPY")),
    "army": ("Responde Tsahal", ("Tsahal", "military", "ISR", "MIL")),
    "regional-government": ("Lo propuso el Gobierno vasco", ("Gobierno vasco", "subnational", "ESP", "GOV")),
    "palestinian-authority": (
        "Lo propuso la Autoridad Nacional Palestina",
        ("Autoridad Nacional Palestina", "state_body", "PSE", "GOV"),
    ),
    "party": ("Ganó el PSOE", ("PSOE", "party", "ESP", "PTY")),
    "party-members": ("Votaron los sandinistas", ("sandinistas", "party", "NIC", "PTY")),
    "union-odd-acronym": ("La huelga de CC OO acabó", ("CC OO", "union", "ESP", "LAB")),
    "union-dots": ("La huelga de CC.OO. acabó", None),
    "ngo": ("Lo denunció Amnistía Internacional", ("Amnistía Internacional", "ngo", "NGO", "SOC")),
    "chechnya": ("La guerra de Chechenia sigue", ("Chechenia", "subnational", "RUS", "GOV")),
    "state-of-mexico": ("El gobernador de Michoacán huyó", ("Michoacán", "admin1", "MEX", "GOV")),
    "quotes-inside": ('Un mando del Frente "Polisario" habló', ('Frente " Polisario', "armed_group", "ESH", "REB")),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in ONE.items()])
def test_one_mention(tables: ActorTables, case: tuple[str, tuple[str, str, str, str] | None]) -> None:
    text, expected = case
    mentions = found(tables, document(text))
    if expected is None:
        assert mentions, "something is found, whatever its span"
    else:
        assert expected in mentions


NONE = {
    "verb-irán": "Los ministros irán mañana",
    "spice-chile": "Comieron chile con carne",
    "article-una": "Hubo una reunión",
    "word-cuba": "Llenaron la cuba de vino",
    "word-fines": "La ley persigue otros fines",
    "word-para": "Trabajan para vivir",
    "word-sino": "No llueve, sino truena",
    "word-hoy": "Lo dijo hoy",
    "pro-hyphen": "Las milicias pro-iraníes callan",
    "pro-two-words": "Las milicias pro iraníes callan",
    "pro-fused": "Las milicias proiraníes callan",
    "anti-hyphen": "La marcha anti-estadounidense acabó",
    "number-age": "Tienen entre los 25 y los 27 años",
    "number-inside": "Suben hasta los 27.300 euros",
    "white-house-lower": "Pintó su casa blanca",
    "paper-lower": "El mundo cambia y el país también",
    "movement-lower": "Viven en el frente amplio de la casa",
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NONE.items()])
def test_nothing(tables: ActorTables, text: str) -> None:
    tags = {"gala": "NOUN", "años": "NOUN", "euros": "NOUN", "25": "NUM", "27": "NUM"}
    assert found(tables, document(text, pos=tags)) == []


SEVERAL = {
    "compound-token": ("La frontera sirio-israelí", [("sirio-israelí", "SYR"), ("sirio-israelí", "ISR")]),
    "compound-spaced": ("La cumbre franco - alemana", [("franco", "FRA"), ("alemana", "DEU")]),
    "compound-fused": ("La cumbre francoalemana", [("francoalemana", "FRA"), ("francoalemana", "DEU")]),
    "compound-fused-rr": ("La cumbre hispanorrusa", [("hispanorrusa", "ESP"), ("hispanorrusa", "RUS")]),
    "compound-sino": ("La frontera sino-rusa", [("sino-rusa", "CHN"), ("sino-rusa", "RUS")]),
    "compound-three": ("El pacto anglo-franco-israelí", [("anglo-franco-israelí", c) for c in ("GBR", "FRA", "ISR")]),
    "not-a-compound": ("Los países hispanoamericanos", [("hispanoamericanos", "")]),
    "countries-joined": ("El eje Moscú-Pekín", [("Moscú-Pekín", "RUS"), ("Moscú-Pekín", "CHN")]),
    "list": ("Rusia, China y Cuba", [("Rusia", "RUS"), ("China", "CHN"), ("Cuba", "CUB")]),
    "institution-and-adjective": ("La Policía Nacional colombiana", [("Policía Nacional", ""), ("colombiana", "COL")]),
    "longest-wins": ("Guinea Ecuatorial y Guinea-Bisáu", [("Guinea Ecuatorial", "GNQ"), ("Guinea-Bisáu", "GNB")]),
    "punctuation-separates": ("Ni Corea, del Norte", [("Corea", "KOR")]),
    "shouted": ("RUSIA ATACA UCRANIA", [("RUSIA", "RUS"), ("UCRANIA", "UKR")]),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in SEVERAL.items()])
def test_several(tables: ActorTables, case: tuple[str, list[tuple[str, str]]]) -> None:
    text, expected = case
    assert [(words, country) for words, _, country, _ in found(tables, document(text))] == expected


AMBIGUOUS = {
    "Georgia": {("country", "GEO"), ("admin1", "USA")},
    "Guinea": {("country", "GIN"), ("country", "GNB"), ("country", "GNQ")},
    "Congo": {("country", "COG"), ("country", "COD")},
    "Granada": {("country", "GRD")},
    "Santiago": {("capital", "CHL")},
    "Bruselas": {("seat", "EUR"), ("capital", "BEL")},
    "Washington": {("capital", "USA"), ("admin1", "USA")},
}


@pytest.mark.parametrize("name", list(AMBIGUOUS))
def test_ambiguity_is_kept(tables: ActorTables, name: str) -> None:
    doc = document(f"Lo dijo {name} ayer")
    (mention,) = tables.match(doc)
    assert {(entry.kind, entry.country) for entry in mention.entries} >= AMBIGUOUS[name]
    assert any("ambiguous" in entry.flags for entry in mention.entries)


def test_person_named_like_a_country(tables: ActorTables) -> None:
    assert found(tables, document("Llegó Israel Katz a Roma", persons=("Israel Katz",))) == [
        ("Roma", "capital", "ITA", "GOV")
    ]


def test_person_named_like_a_nationality(tables: ActorTables) -> None:
    assert found(tables, document("Llegó Alemán", persons=("Alemán",))) == []


def test_word_at_the_start_of_a_sentence(tables: ActorTables) -> None:
    assert found(tables, document("Podemos ganar", pos={"Podemos": "AUX"})) == []
    assert found(tables, document("Ganó Podemos")) == [("Podemos", "party", "ESP", "PTY")]


def test_word_needs_its_noun(tables: ActorTables) -> None:
    assert found(tables, document("Lo publicó la revista Proceso")) == [("Proceso", "media", "MEX", "JRN")]
    assert found(tables, document("Lo explica el Proceso de Paz")) == []


def test_language_of_the_article(tables: ActorTables) -> None:
    assert found(tables, document("Cruzaron el río Jordan")) == []
    assert found(tables, document("They met in Jordan", lang="en")) == [("Jordan", "country", "JOR", "GOV")]
    assert found(tables, document("They met in Jordan", lang=None)) == [("Jordan", "country", "JOR", "GOV")]


def test_english(tables: ActorTables) -> None:
    doc = document("The White House and Israeli troops told the U.S. Congress", lang="en")
    assert [(words, country) for words, _, country, _ in found(tables, doc)] == [
        ("White House", "USA"),
        ("Israeli", "ISR"),
        ("U.S. Congress", "USA"),
    ]


def test_codes_by_date(tables: ActorTables) -> None:
    (mention,) = tables.match(document("Lo negaron los talibanes"))
    sectors = {
        day: {e.sector for e in mention.entries if e.holds(day)}
        for day in ("1995-01-01", "2000-05-23", "2010-01-01", "2024-01-01")
    }
    assert sectors == {"1995-01-01": {"REB"}, "2000-05-23": {"GOV"}, "2010-01-01": {"REB"}, "2024-01-01": {"GOV"}}


def test_blank_line_ends_a_name(tables: ActorTables) -> None:
    assert found(tables, document("Habló Corea\n\ndel Norte")) == [("Corea", "country", "KOR", "GOV")]


def test_empty_document(tables: ActorTables) -> None:
    doc = document("x")
    assert tables.match(doc) == ()
