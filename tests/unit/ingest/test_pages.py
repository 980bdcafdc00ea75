"""Pages: what they say of themselves, what is dropped, what is believed."""

import json

import pytest
from newsserver import page, report

from despacho.ingest import load_outlets
from despacho.ingest.addresses import address_key, canonical_of, clean_address
from despacho.ingest.agencies import agencies_of
from despacho.ingest.blocks import load_kinds, reported
from despacho.ingest.charsets import decoded_page
from despacho.ingest.deadline import time_limit
from despacho.ingest.fields import Limits, Unfit
from despacho.ingest.outlets import Outlets as OutletTable
from despacho.ingest.outlets import outlets_of
from despacho.ingest.page_metadata import declared
from despacho.ingest.pages import FLOODED, MAX_PAGE, Hints, page_article

LIMITS = Limits(lang=None, max_characters=1_000_000)
TEXT = report(1)


def article(data, **given):
    return page_article(data, article_id="a", limits=LIMITS, hints=Hints(**given), outlets=load_outlets())


def with_json_ld(node, **given):
    return page(TEXT, extra=f'<script type="application/ld+json">{json.dumps(node)}</script>', **given)


def test_everything_that_a_page_says():
    node = {
        "@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "X"}, {
            "@type": ["NewsArticle"], "headline": "La cumbre &amp;quot;X&amp;quot;", "datePublished": "2026-03-05T02:15:00Z", "inLanguage": "es-CO",
            "author": [{"@type": "Person", "name": "Por Ana Ruiz"}, {"name": "EFE"}, {"name": "Redacción"}], "publisher": {"name": "El Tiempo S.A."},
        }],
    }  # fmt: skip
    made = article(with_json_ld(node, canonical="/mundo/x?utm_source=rss&id=4#top"), url="https://www.eltiempo.com/mundo/x-amp")
    assert made.title == 'La cumbre "X"'
    assert (made.outlet, made.lang) == ("El Tiempo", "es")
    assert made.url == "https://www.eltiempo.com/mundo/x?id=4"
    assert made.published_at == "2026-03-04T21:15:00-05:00"
    assert {name: made.extra[name] for name in made.extra if name != "dropped"} == {
        "authors": ["Ana Ruiz", "Redacción"], "agencies": ["EFE"], "published_date": "2026-03-04", "published_zone": "America/Bogota",
        "published_text": "2026-03-05T02:15:00Z", "published_told_by": "json-ld datePublished", "outlet_id": "eltiempo", "outlet_country": "COL",
        "outlet_owner": "private", "fetched_url": "https://www.eltiempo.com/mundo/x-amp",
    }  # fmt: skip


def test_what_is_no_report_is_dropped_and_counted():
    made = article(page(TEXT + "\nSuscríbete a nuestro boletín diario.\nFoto: Ana Ruiz"))
    assert made.text == TEXT
    dropped = made.extra["dropped"]
    assert (dropped["related"], dropped["subscription"], dropped["credit"], dropped["title"]) == (1, 1, 1, 1)
    assert dropped["boilerplate"] >= 3


@pytest.mark.parametrize("kind", load_kinds().kinds, ids=lambda kind: kind.name)
def test_kinds_of_blocks(kind):
    for block in kind.drops:
        assert load_kinds().of(block) == kind.name, block
    for block in kind.keeps:
        assert load_kinds().of(block) is None, block


def test_a_report_without_such_blocks_stays_as_it_is():
    assert reported(TEXT) == (TEXT, {})


@pytest.mark.parametrize(
    ("authors", "text", "people", "agencies"),
    [
        (("Ana Ruiz",), "", ("Ana Ruiz",), ()),
        (("EFE",), "", (), ("EFE",)),
        (("AFP y Reuters",), "", (), ("AFP", "Reuters")),
        (("Ana Ruiz / EFE",), "", ("Ana Ruiz / EFE",), ()),
        ((), "Bogotá, 4 mar (EFE).- El Gobierno", (), ("EFE",)),
        ((), "CARACAS (AP) — El Gobierno", (), ("AP",)),
        ((), "El Partido Popular (PP) - que gobierna", (), ()),
        ((), "El fin. Con información de AFP y Europa Press.", (), ("AFP", "Europa Press")),
    ],
)
def test_agencies_are_no_authors(authors, text, people, agencies):
    assert agencies_of(authors, text) == (people, agencies)


@pytest.mark.parametrize(
    ("declared_url", "url", "taken"),
    [
        ("https://e.org/a", "https://e.org/a?x=1", "https://e.org/a"),
        ("/a", "https://e.org/b/c", "https://e.org/a"),
        ("https://m.e.org/a", "https://e.org/a2", "https://m.e.org/a"),
        ("https://other.org/a", "https://e.org/a", None),
        ("https://e.org/", "https://e.org/a", None),
        ("https://e.org/", "https://e.org/", "https://e.org/"),
        ("javascript:x", "https://e.org/a", None),
        ("", "https://e.org/a", None),
        ("https://e.org/a", None, "https://e.org/a"),
        ("https://e.org/", None, None),
    ],
)
def test_canonical_addresses_that_are_believed(declared_url, url, taken):
    assert canonical_of(declared_url, url=url) == taken


def test_spellings_of_one_address():
    spellings = ("https://www.e.org/a/", "http://e.org/a", "https://m.e.org/a")
    assert len({address_key(one) for one in spellings}) == 1
    assert clean_address("https://E.org:443/a?utm_medium=x&fbclid=1&id=2#c") == "https://e.org/a?id=2"
    assert clean_address("http://[::1") is None


@pytest.mark.parametrize(
    ("label", "data", "charset"),
    [
        ("the server says", "España".encode("iso-8859-1"), "ISO-8859-1"),
        ("the page says", '<meta charset="windows-1252">España “x”'.encode("cp1252"), None),
        ("latin-1 means windows-1252", "<meta charset=latin1>España “x”".encode("cp1252"), None),
        ("nobody says", "España".encode(), None),
        ("both are wrong", '<meta charset="ascii">España'.encode(), "utf-8"),
        ("not the web's", '<meta charset="punycode">España'.encode(), "hex"),
        ("utf-7 is not believed", b'<meta charset="utf-7">Espa\xc3\xb1a', "utf-7"),
        ("marked", "\ufeffEspaña".encode("utf-16"), None),
        ("a stray NUL", "España\x00 ".encode() + b"x" * 2000, None),
    ],
)
def test_charsets(label, data, charset):
    assert "España" in decoded_page(data, charset=charset), label


def test_pages_that_list_articles_are_none():
    teaser = '<article><h2><a href="/x">Un titular</a></h2><p>' + "Una frase de resumen bastante larga. " * 5 + "</p></article>"
    listing = f'<html><head><meta property="og:type" content="website"><title>Portada</title></head><body>{teaser * 8}</body></html>'.encode()
    with pytest.raises(Unfit, match="lists articles"):
        article(listing)
    with pytest.raises(Unfit, match="lists articles"):
        article(listing.replace(teaser.encode() * 7, b""), url="https://www.elpais.com/")


def test_selectors_are_used_until_their_day():
    table = outlets_of(
        '[[outlet]]\nid="x"\nname="X"\ndomains=["x.example"]\n[outlet.selectors]\ntext="//div[@id=\'t\']"\ndrop=["//p[@class=\'ad\']"]\nvalid_until=2026-06-30\n',
        name="t",
    )  # fmt: skip
    outlets = OutletTable(by_id={}, by_domain={"x.example": next(table)})
    html = f"<html><body><p>{report(2)}</p><div id='t'><p>{TEXT}</p><p class='ad'>Compre ya</p></div></body></html>"
    for day, text in (("2026-06-30", " ".join(TEXT.split())), ("2026-07-01", None)):
        made = page_article(html, article_id="a", limits=LIMITS, hints=Hints(url="https://x.example/1", fetched_at=day), outlets=outlets)
        assert (made.text == text) is (text is not None)
        assert made.extra["dropped"].get("selected", 0) == (1 if text else 0)


def test_language_of_the_words_and_not_of_the_template():
    assert article(page(TEXT).replace(b'lang="es"', b'lang="en"')).lang == "es"
    assert article(page(TEXT).replace(b'lang="es"', b'lang="ru"')).lang == "ru"  # one that the detector does not know


@pytest.mark.parametrize("node", [5, [], [[]], {"@type": 5}, {"@type": "NewsArticle", "author": [[1], {"name": {"x": 1}}, None], "datePublished": {}, "publisher": []}])
def test_odd_json_ld_does_no_harm(node):
    assert article(with_json_ld(node)).title == "Una noticia"


def test_json_ld_of_any_depth():
    import lxml.html

    deep = "[" * 100_000
    tree = lxml.html.fromstring(f'<html><head><script type="application/ld+json">{deep}</script></head><body><p>x</p></body></html>')
    assert declared(tree).is_article is False


def test_limits():
    with pytest.raises(Unfit, match="limit"):
        article(b"<html>" + b"x" * MAX_PAGE)
    with pytest.raises(Unfit) as unfit, time_limit(0.05):
        while True:
            pass
    assert unfit.value.reason == "timeout"


@pytest.mark.parametrize(
    ("byline", "authors"),
    [('<a rel="author" href="/a">Por Ana Ruiz y Luis Gil</a>', ["Ana Ruiz", "Luis Gil"]), ('<span itemprop="author">Redacción</span>', ["Redacción"]), ('<a href="/x">Ana</a>', None)],
)
def test_bylines_that_are_marked(byline, authors):
    made = article(page(TEXT).replace(b"<article>", b"<article><div>" + byline.encode() + b"</div>"))
    assert made.extra.get("authors") == authors


def test_a_flood_of_attributes_costs_no_time_and_no_word():
    flood = " ".join(f"a{n}=b" if n % 3 else f"b{n}='x > y'" if n % 2 else f"c{n}" for n in range(150_000))
    plain, flooded = (page(TEXT, extra=f"<p{attributes}>x</p>") for attributes in ("", " " + flood))
    with time_limit(10):
        assert article(flooded).text == article(plain).text


def test_words_in_a_tag_of_an_ordinary_size_are_left_alone():
    words = "<p " + " ".join(f"data-{n}='{n}'" for n in range(1_000)) + ">" + "palabra " * 3_000
    assert FLOODED.sub(r"\1", words) == words
