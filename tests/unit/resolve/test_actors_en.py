"""Who is who in English: own sentences through the shipped parser, each with the codes that a phrase must get."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from despacho.actors.offices import load_offices
from despacho.actors.tables import load_actors
from despacho.grammar.phrases import phrase_of
from despacho.model import Article, Document, ParserError, Participant
from despacho.resolve.actors import ActorResolver

Read = Callable[[str], Document]
pytestmark = pytest.mark.model


@pytest.fixture(scope="session")
def read() -> Read:
    from despacho.reading.reader import load_reader

    try:
        reader = load_reader("en")
    except ParserError as error:
        pytest.skip(str(error))

    def parse(text: str) -> Document:
        return reader.read(Article(id="t", text=text, lang="en", published_at="2023-03-15"))

    return parse


@pytest.fixture(scope="session")
def tables():
    return load_actors(), load_offices()


def who(document: Document, tables, words: str) -> tuple[Participant, ...]:
    """The participants of the phrase whose last occurrence is ``words``."""
    start = document.article.text.rindex(words)
    inside = [i for i in range(len(document.forms)) if document.starts[i] < start + len(words) and document.ends[i] > start]
    tops = [i for i in inside if document.heads[i] not in inside or document.heads[i] == i]
    head = next((i for i in tops if document.pos[i] not in ("DET", "ADP", "PUNCT")), tops[0])
    return ActorResolver(document, *tables, lang="en").participants(phrase_of(document, head))


CASES = [
    # id, text, words, country, sector
    ("hyphenated-name", "Park Dong-soo, the chairman of the South Korean Senate, arrived. Later Park met reporters.", "Park", "KOR", "LEG"),
    ("given-name", "Ethiopian Defense Minister Tesfaye Bekele left Nairobi. Tesfaye rejected the offer.", "Tesfaye", "ETH", "GOV"),
    ("title-comma-name", "The Kenyan education minister, Mary Otieno, told reporters that schools would close.", "Mary Otieno", "KEN", "GOV"),
    ("name-age-title", "Police in Lima arrested Carlos Huaman, 34, a Peruvian army captain.", "Carlos Huaman", "PER", "MIL"),
    ("name-owned-title", "John Miller, the U.S. special envoy, met the rebels in Bogota.", "John Miller", "USA", "GOV"),
    ("biography", "Peruvian President Julio Salas resigned. Salas, 62, a former newspaper editor, left Lima.", "Salas", "PER", "GOV"),
    ("former-far", "Police arrested Ana Silva, a former Chilean security minister.", "Ana Silva", "CHL", "ELI"),
    ("rank", "A deputy governor was killed in Kenya.", "A deputy governor", "KEN", "GOV"),
    ("deputy-of", "Kenyan banker Peter Mwangi was arrested. Sarah Njeri, Mwangi's deputy, denied it.", "Sarah Njeri", "KEN", "BUS"),
    ("address", "Kenyan Senator Peter Mwangi resigned. Mr Mwangi accused the government.", "Mr Mwangi", "KEN", "LEG"),
    ("foreign-minister", "Kenya closed its border. Foreign Minister Peter Mwangi blamed rebels.", "Peter Mwangi", "KEN", "GOV"),
    ("foreigners", "Kenya closed its border and expelled foreign envoys.", "foreign envoys", "", "GOV"),
    ("of-a-state", "Rep. Paul Baxter of New York criticized the president.", "Paul Baxter", "USA", "LEG"),
    ("people", "Argentines marched through the capital.", "Argentines", "ARG", "CVL"),
    ("the-nation", "Argentina recalled its envoy. The Argentines rejected the offer.", "The Argentines", "ARG", "GOV"),
    ("ethnic", "Police in Macedonia beat ethnic Albanians.", "ethnic Albanians", "MKD", "CVL"),
    ("of-them", "Rebels attacked a village in Colombia. Police arrested three of them.", "three of them", "COL", "REB"),
    ("its-members", "Kenya's teachers union called a strike and 300 of its members marched.", "300 of its members", "KEN", "LAB"),
    ("culprits", "Rebels attacked an airport in Colombia. The raiders killed two guards.", "The raiders", "COL", "REB"),
    ("unknown-gunmen", "Two people died in Colombia. Gunmen attacked a bar.", "Gunmen", "COL", "UAF"),
    ("backers", "Supporters of the Peruvian president marched in Lima.", "Supporters", "PER", "CVL"),
    ("island", "Spain and Cuba broke off talks. The minister had planned to visit the island.", "the island", "CUB", "GOV"),
    ("gang-of", "In Kenya, gangs of youths burned tires.", "gangs", "KEN", "CVL"),
    ("speaks-for", "Kenya's government denied it. A spokesman for the company blamed the police.", "A spokesman", "KEN", "BUS"),
    ("attorney-general", "The attorney general of Kenya opened an investigation.", "The attorney general", "KEN", "JUD"),
    ("striking", "Police in Kenya dispersed striking doctors.", "striking doctors", "KEN", "LAB"),
    ("committee", "The U.S. Senate met. The Judiciary Committee rejected the bill.", "The Judiciary Committee", "USA", "LEG"),
    ("region", "African leaders met in Nairobi.", "African leaders", "", "GOV"),
    ("airliner", "Rebels in Sri Lanka destroyed two passenger jets.", "passenger jets", "LKA", "BUS"),
    ("workmen", "Workmen in Kenya blocked a road.", "Workmen", "KEN", "LAB"),
    ("form", "Kenya held a vote. Witnesses accused the police.", "Witnesses", "KEN", "CVL"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "country", "sector"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_who(read: Read, tables, text: str, words: str, country: str, sector: str) -> None:
    assert [(p.country, p.sector) for p in who(read(text), tables, words)] == [(country, sector)]


def test_a_day_of_may_is_nobody(read: Read, tables) -> None:
    document = read("On May 11 police raided an office in London.")
    assert ActorResolver(document, *tables, lang="en").mentions.persons == {}
