"""Outlets: the shipped table is sound, users add their own, mistakes are told."""

from datetime import date

import pytest

from despacho.actors.tables import load_actors
from despacho.ingest import load_outlets
from despacho.ingest.outlets import OWNERS, Selectors
from despacho.model import DataError

SHIPPED = load_outlets()


def test_shipped_outlets_are_sound():
    assert len(SHIPPED.by_id) >= 100
    domains = [domain for one in SHIPPED.by_id.values() for domain in one.domains]
    assert len(domains) == len(set(domains)) == len(SHIPPED.by_domain)
    for one in SHIPPED.by_id.values():
        assert one.owner in OWNERS, one.id
        assert len(one.country) == 3, one.id
        assert one.country.isupper(), one.id
        assert one.zone, one.id
        assert one.lang in ("es", "en"), one.id
        assert all(feed.startswith("https://") for feed in one.feeds), one.id
        assert not any(domain.startswith(("www.", "http")) for domain in one.domains), one.id


def test_countries_are_those_of_the_actor_tables():
    assert {one.country for one in SHIPPED.by_id.values()} - {"UNO"} <= set(load_actors().countries)


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.bbc.com/mundo/articles/x", "bbc-mundo"),
        ("https://www.bbc.com/news/world-1", "bbc"),
        ("https://www.bbc.com/sport/x", None),
        ("https://cnnespanol.cnn.com/2026/x", "cnn-es"),
        ("https://edition.cnn.com/2026/x", "cnn"),
        ("https://www.elpais.com.uy/mundo/x", "elpais-uy"),
        ("https://elpais.com/x", "elpais"),
        ("https://notelpais.com/x", None),
        ("http://[::1", None),
        (None, None),
    ],
)
def test_whose_address(url, outlet):
    found = SHIPPED.at(url)
    assert (found.id if found else None) == outlet


def test_own_outlets_replace_ours(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[[outlet]]\nid = "elpais"\nname = "Mi País"\ndomains = ["elpais.com"]\n[[outlet]]\nid = "b"\nname = "B"\ndomains = ["b.example"]\n')
    mine = load_outlets(path)
    assert mine.at("https://elpais.com/x").name == "Mi País"
    assert mine.at("https://www.b.example/x").id == "b"
    assert mine.at("https://www.abc.es/").id == "abc"


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("x", "not TOML"),
        ("a = 1", r"\[\[outlet\]\] blocks"),
        ('[[outlet]]\nid = "a"', "'name' is missing"),
        ('[[outlet]]\nid="a"\nname="A"\ndomains=["a"]\nowner="boss"', "allowed: state"),
        ('[[outlet]]\nid="a"\nname="A"\ndomains=["a"]\nzone="Mars"', "IANA"),
        ('[[outlet]]\nid="a"\nname="A"\ndomains="a"', "list of strings"),
        ('[[outlet]]\nid="a"\nname="A"\ndomains=["a"]\ncolour="red"', "unknown key 'colour'"),
        ('[[outlet]]\nid="a"\nname="A"\ndomains=["a"]\n[outlet.selectors]\ntext="//p"', "valid_until"),
        ('[[outlet]]\nid="a"\nname="A"\ndomains=["a"]\n[outlet.selectors]\ntext="//["\nvalid_until=2026-01-01', "no XPath"),
    ],
)
def test_mistakes_are_told(tmp_path, text, fragment):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(DataError, match=fragment):
        load_outlets(path)


def test_shelf_life():
    outlet = SHIPPED.by_id["elpais"]
    assert outlet.selectors_on(date(2026, 1, 1)) is None
    assert Selectors(valid_until=date(2026, 1, 1)).valid_until == date(2026, 1, 1)
