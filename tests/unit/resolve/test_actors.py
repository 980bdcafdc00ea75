"""Who is who: own sentences through the shipped parser, each with the codes that a phrase must get and how they were reached."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from despacho.actors.offices import load_offices
from despacho.actors.tables import load_actors
from despacho.grammar.phrases import phrase_of, understood
from despacho.model import Article, Document, ParserError, Participant
from despacho.resolve.actors import ActorResolver

Read = Callable[..., Document]
pytestmark = pytest.mark.model


@pytest.fixture(scope="session")
def read() -> Read:
    from despacho.reading.reader import load_reader

    try:
        reader = load_reader("es")
    except ParserError as error:
        pytest.skip(str(error))

    def parse(text: str, published_at: str | None = "2023-03-15") -> Document:
        return reader.read(Article(id="t", text=text, lang="es", published_at=published_at))

    return parse


@pytest.fixture(scope="session")
def tables():
    return load_actors(), load_offices()


def head_of(document: Document, words: str) -> int:
    """The token that heads the last occurrence of ``words``."""
    start = document.article.text.rindex(words)
    inside = [
        i for i in range(len(document.forms)) if document.starts[i] < start + len(words) and document.ends[i] > start
    ]
    tops = [i for i in inside if document.heads[i] not in inside or document.heads[i] == i]
    return next((i for i in tops if document.pos[i] not in ("DET", "ADP", "PUNCT")), tops[0])


def who(document: Document, tables, words: str) -> tuple[Participant, ...]:
    resolver = ActorResolver(document, *tables, lang="es")
    return resolver.participants(phrase_of(document, head_of(document, words)))


CASES = [
    # id, text, words, country, sector, how it was resolved
    ("trade-in-the-plural", "Las gasolineras de Portugal amenazaron con una huelga.", "Las gasolineras", "PRT", "BUS", "gazetteer"),
    ("victims", "La policía de Italia protegió a los extorsionados.", "los extorsionados", "ITA", "CVL", "document_country"),
    ("secretary-of-a-body", "El secretario general de la Federación Hotelera de Portugal pidió ayuda.", "El secretario", "PRT", "BUS", "apposition"),
    ("department", "El ministro de Industria de Portugal pidió ayuda.", "El ministro", "PRT", "GOV", "gazetteer"),
    ("experts-of-a-force", "Los especialistas del FBI llegaron a México.", "Los especialistas", "USA", "COP", "gazetteer"),
    ("former-time", "La anterior administración de Chile rechazó el pacto.", "La anterior administración", "CHL", "GOV", "gazetteer"),
    ("short-name", "La Unión Europea habló con Rusia. La Unión anunció una revisión.", "La Unión", "EUR", "IGO", "coreference"),
    ("several-heads", "Siete jefes de Estado firmaron en México el acuerdo.", "Siete jefes de Estado", "", "GOV", "unknown:several countries"),
    ("several-countries", "Brasil pidió ayuda a los países exportadores.", "los países exportadores", "", "GOV", "unknown:several countries"),
    ("immigrants", "México detuvo a cien inmigrantes indocumentados.", "cien inmigrantes indocumentados", "", "REF", "role"),
    ("immigrants-of", "México detuvo a cien inmigrantes hondureños.", "cien inmigrantes hondureños", "HND", "REF", "demonym"),
    ("service-sources", "Fuentes de Tráfico de Sevilla dijeron que España cerró la carretera.", "España", "ESP", "GOV", "gazetteer"),
    ("coordinated-department", "El ministro de Comercio e Industrias panameño viajó a Caracas.", "El ministro", "PAN", "GOV", "demonym"),
    ("two-titles", "Los alcaldes de Gijón, Juan Ríos, y de Avilés, Pedro Sanzol, recorrieron España.", "Pedro Sanzol", "ESP", "GOV", "coordination"),
    ("country", "Noruega rechazó la propuesta.", "Noruega", "NOR", "GOV", "gazetteer"),
    ("nationality", "El Gobierno noruego rechazó la propuesta.", "El Gobierno noruego", "NOR", "GOV", "demonym"),
    ("minister", "El ministro noruego de Defensa viajó a Kiev.", "El ministro noruego", "NOR", "GOV", "demonym"),
    ("military", "Tropas rusas cruzaron la frontera.", "Tropas rusas", "RUS", "MIL", "demonym"),
    ("capital", "Moscú rechazó la propuesta.", "Moscú", "RUS", "GOV", "capital"),
    ("seat", "La Casa Blanca rechazó la propuesta.", "La Casa Blanca", "USA", "GOV", "seat"),
    ("organisation", "La OTAN condenó el ataque.", "La OTAN", "IGO", "IGO", "gazetteer"),
    ("spokesman-of", "Un portavoz de la OTAN condenó el ataque.", "Un portavoz", "IGO", "IGO", "gazetteer"),
    ("apposition", "El canciller peruano, Rodolfo Quispe Mamani, visitó Quito.", "Rodolfo Quispe Mamani", "PER", "GOV", "apposition"),
    ("title-behind", "Marta Olmos, ministra chilena de Energía, visitó Quito.", "Marta Olmos", "CHL", "GOV", "apposition"),
    ("former", "La exministra peruana Carmen Ilave fue detenida en Lima.", "Carmen Ilave", "PER", "ELI", "apposition"),
    ("ex-apart", "El ex ministro peruano Julio Ilave fue detenido en Lima.", "Julio Ilave", "PER", "ELI", "apposition"),
    ("bare-institution", "Bolivia cerró sus puertos. La Policía detuvo a dos personas en La Paz.", "La Policía", "BOL", "COP", "document_country"),
    ("bare-people", "Perú declaró el estado de emergencia. Decenas de campesinos bloquearon una carretera.", "campesinos", "PER", "AGR", "document_country"),
    ("union-members", "Los trabajadores de la educación protestaron en Bolivia.", "Los trabajadores", "BOL", "LAB", "document_country"),
    ("surname", "El canciller peruano, Rodolfo Quispe, llegó a Quito. Quispe se reunió con empresarios.", "Quispe", "PER", "GOV", "coreference"),
    ("surname-over-firm", "El primer ministro albanés, Ilir Meta, llegó a Roma. Meta criticó la decisión.", "Meta", "ALB", "GOV", "coreference"),
    ("role-back", "El canciller peruano, Rodolfo Quispe, llegó a Quito. El canciller criticó la decisión.", "El canciller", "PER", "GOV", "coreference"),
    ("possessive", "Noruega expulsó a dos espías y Suecia retiró a su embajador.", "su embajador", "SWE", "GOV", "possessive"),
    ("unlocated", "Perú y Chile negocian en Lima, según fuentes diplomáticas.", "fuentes diplomáticas", "", "GOV", "role"),
    ("police-sources", "Perú cerró la frontera, según fuentes policiales.", "fuentes policiales", "PER", "COP", "document_country"),
    ("world", "La comunidad internacional condenó el golpe en Níger.", "La comunidad internacional", "", "GOV", "role"),
    ("unions-of", "La federación de sindicatos convocó un paro en Bolivia.", "La federación", "BOL", "LAB", "document_country"),
    ("this-country", "Noruega rompió las relaciones con Bielorrusia. Suecia visitará este país en mayo.", "este país", "BLR", "GOV", "coreference"),
    ("town", "Los vecinos protestaron en Getafe. El alcalde pidió calma.", "El alcalde", "ESP", "GOV", "document_country"),
    ("town-of-a-body", "Chile y España siguen el caso. Una fiscal de Vigo ordenó el registro.", "Una fiscal", "ESP", "JUD", "place"),
    ("posted-elsewhere", "México rechazó el asalto. Ecuador irrumpió en su embajada de Quito.", "su embajada", "MEX", "GOV", "possessive"),
    ("members-of-a-body", "La OTAN cerró la reunión de Oslo. Los ministros aprobaron el plan.", "Los ministros", "IGO", "IGO", "document_country"),
    ("foreign", "Perú cerró el paso. Varios turistas extranjeros protestaron.", "turistas extranjeros", "", "CVL", "role"),
    ("near-to", "Fuentes próximas a la Policía de Bolivia confirmaron el hallazgo.", "Fuentes próximas", "BOL", "COP", "gazetteer"),
    ("same-sources", "Perú y Chile negocian. Fuentes policiales chilenas lo negaron. Las citadas fuentes piden calma.", "Las citadas fuentes", "CHL", "COP", "coreference"),
    ("numeral", "Treinta de los cincuenta diputados de Bolivia votaron en contra.", "Treinta", "BOL", "LEG", "gazetteer"),
    ("base", "Colombia abrió un diálogo. Unos desconocidos atacaron la base militar.", "la base militar", "COL", "MIL", "document_country"),
    ("territory", "Los vecinos de Puerto Rico protestaron.", "Los vecinos", "PRI", "CVL", "gazetteer"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "country", "sector", "how"), [pytest.param(*c[1:], id=c[0]) for c in CASES])
def test_codes(read: Read, tables, text: str, words: str, country: str, sector: str, how: str) -> None:
    found = who(read(text), tables, words)
    assert [(p.country, p.sector, p.resolved_by) for p in found] == [(country, sector, how)]


SEVERAL = [
    ("both", "Etiopía y Eritrea firmaron la paz. Ambos países reabrieron la frontera.", "Ambos países", {"ETH", "ERI"}),
    (
        "two",
        "Etiopía y Eritrea firmaron la paz. Los dos países reabrieron la frontera.",
        "Los dos países",
        {"ETH", "ERI"},
    ),
    (
        "listed",
        "El bloque invitó a Perú, Chile y Bolivia. Esos tres países aceptaron.",
        "Esos tres países",
        {"PER", "CHL", "BOL"},
    ),
    ("one-each", "Los presidentes de Kenia y Uganda se reunieron ayer.", "Los presidentes", {"KEN", "UGA"}),
    ("compound", "La frontera greco-turca fue cerrada tras la cumbre sirio-israelí.", "sirio-israelí", {"SYR", "ISR"}),
]


@pytest.mark.parametrize(("text", "words", "countries"), [pytest.param(*c[1:], id=c[0]) for c in SEVERAL])
def test_several(read: Read, tables, text: str, words: str, countries: set[str]) -> None:
    assert {p.country for p in who(read(text), tables, words)} == countries


OFFICES = [
    ("2000", "2000-05-20", "El presidente ruso viajó a Minsk.", "Vladímir Putin"),
    ("2010", "2010-05-20", "El presidente ruso viajó a Minsk.", "Dmitri Medvédev"),
    ("mexico", "2019-05-20", "El presidente mexicano viajó a Lima.", "Andrés Manuel López Obrador"),
]


@pytest.mark.parametrize(("day", "text", "name"), [pytest.param(*c[1:], id=c[0]) for c in OFFICES])
def test_office_by_date(read: Read, tables, day: str, text: str, name: str) -> None:
    (found,) = who(read(text, published_at=day), tables, "El presidente")
    assert (found.sector, found.name, found.resolved_by) == ("GOV", name, "office")
    assert found.wikidata_id.startswith("Q")


def test_no_office_without_a_date(read: Read, tables) -> None:
    (found,) = who(read("El presidente ruso viajó a Minsk.", published_at=None), tables, "El presidente")
    assert (found.country, found.wikidata_id) == ("RUS", "")


def test_then_president_is_in_office_and_former_is_not(read: Read, tables) -> None:
    text = "Cuba recibió en 2018 al entonces presidente Donald Trump. El expresidente Barack Obama criticó la visita."
    document = read(text)
    assert [p.sector for p in who(document, tables, "Donald Trump")] == ["GOV"]
    assert [p.sector for p in who(document, tables, "Barack Obama")] == ["ELI"]


def test_one_entity_has_one_id_and_one_name(read: Read, tables) -> None:
    document = read(
        "El canciller peruano, Rodolfo Quispe, llegó a Quito. Quispe se reunió con empresarios. El canciller viajará a Bogotá."
    )
    named = [who(document, tables, words)[0] for words in ("Rodolfo Quispe", "Quispe", "El canciller")]
    assert {(p.entity_id, p.name) for p in named} == {("name:rodolfo-quispe", "Rodolfo Quispe")}


def test_unsaid_subject_is_the_last_subject(read: Read, tables) -> None:
    document = read("El canciller peruano, Rodolfo Quispe, llegó a Quito. Criticó las sanciones de la Unión Europea.")
    resolver = ActorResolver(document, *tables, lang="es")
    (found,) = resolver.participants(understood(head_of(document, "Criticó")))
    assert (found.text, found.start, found.country, found.name) == ("", None, "PER", "Rodolfo Quispe")


def test_acronym_of_the_article(read: Read, tables) -> None:
    document = read("El Frente Amplio Tucumano (FATZ) de Argentina convocó una marcha. El FATZ pidió calma.")
    first, later = who(document, tables, "El Frente Amplio Tucumano"), who(document, tables, "El FATZ")
    assert [(p.country, p.sector) for p in later] == [(p.country, p.sector) for p in first]


def test_spans_slice_back(read: Read, tables) -> None:
    document = read(
        "El ministro noruego de Defensa, Lars Holm, viajó a Kiev con diputados de Suecia y Finlandia. Él los felicitó."
    )
    resolver = ActorResolver(document, *tables, lang="es")
    for token in range(len(document.forms)):
        for found in resolver.participants(phrase_of(document, token)):
            assert document.article.text[found.start : found.end] == found.text


def test_nothing_is_guessed_without_a_country(read: Read, tables) -> None:
    (found,) = who(read("El Gobierno rechazó la propuesta."), tables, "El Gobierno")
    assert (found.country, found.sector) == ("", "GOV")
    assert found.resolved_by.startswith("unknown:")


def test_social_partners_are_two_sectors(read: Read, tables) -> None:
    found = who(read("El Gobierno de España convocó a los agentes sociales."), tables, "los agentes sociales")
    assert {(p.country, p.sector) for p in found} == {("ESP", "BUS"), ("ESP", "LAB")}
