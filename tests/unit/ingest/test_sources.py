"""Feeds, sitemaps, archives, packed files, globs: what becomes of what they hold, and of those that lie."""

import gzip
import io
import sys

import pytest
from newsserver import page, report, rss, sitemap

from despacho.ingest import Manners, Reach, input_bytes, load_outlets, read_articles
from despacho.ingest.feeds import read_feed
from despacho.ingest.fields import Unfit
from despacho.ingest.sitemaps import read_sitemap
from despacho.ingest.streams import Unzipped
from despacho.ingest.xml import kind_of
from despacho.model import Article, InputError, Rejected


def reach(**given):
    return Reach(manners=Manners(delay=0.0, backoff=0.01, tries=1, allow_private=True), outlets=load_outlets(), **given)


def read(*inputs, **given):
    return list(read_articles([str(one) for one in inputs], addresses=True, reach=reach(**given), once=True))


def said(items):
    return [item.reason if isinstance(item, Rejected) else item.id for item in items]


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es"><title>F</title><entry><title>Uno &amp; dos</title>
<link rel="alternate" href="https://e.org/1?utm_source=x"/><id>tag:1</id><published>2026-03-04T21:15:00-05:00</published><author><name>Ana</name></author>
<summary>Corto</summary></entry></feed>"""


def test_feeds_keep_the_date_as_it_was_written():
    [entry] = read_feed(ATOM.encode()).entries
    assert (entry.url, entry.title, entry.published, entry.authors, entry.html) == ("https://e.org/1", "Uno & dos", "2026-03-04T21:15:00-05:00", ("Ana",), "")
    [entry] = read_feed(rss([("https://e.org/2", "T")])).entries
    assert (entry.published, entry.lang) == ("Wed, 04 Mar 2026 21:15:00 -0500", "es")


@pytest.mark.parametrize("data", [b"", b"x", b"\xff" * 50, b"<html><body>x</body></html>", b"{}"])
def test_what_is_no_feed(data):
    with pytest.raises(Unfit) as unfit:
        read_feed(data)
    assert unfit.value.reason == "bad_feed"


def test_entries_without_a_usable_link_are_counted():
    feed = read_feed(rss([("javascript:alert(1)", "a"), ("http://[::1", "b"), ("https://e.org/1", "c"), "<item><title>d</title></item>"]))
    assert (len(feed.entries), feed.unusable) == (1, 3)


BILLION = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>'


@pytest.mark.parametrize("data", [BILLION, BILLION.decode().encode("utf-16"), BILLION.replace(b"rss", b"urlset")])
def test_entities_are_not_expanded(tmp_path, data):
    (tmp_path / "f.xml").write_bytes(data)
    [item] = read(tmp_path / "f.xml")
    assert item.reason in ("entities", "bad_feed")
    assert b"aaaa" not in str(item).encode()


def test_a_feed_file_gives_what_it_holds_and_follows_only_if_asked(tmp_path, server):
    whole = "".join(f"<p>{line}</p>" for line in report(3).split("\n"))
    full = f"<item><title>T</title><link>{server.url}/full</link><pubDate>Wed, 04 Mar 2026 21:15:00 -0500</pubDate><description><![CDATA[{whole}]]></description></item>"
    (tmp_path / "f.rss").write_bytes(rss([full, (f"{server.url}/short", "S")]))
    server.routes["/short"] = page(report(4))
    first, second = read(tmp_path / "f.rss")
    assert (first.text, first.title, first.published_at) == (report(3), "T", "2026-03-04T21:15:00-05:00")
    assert second.reason == "summary_only"
    assert server.log == []
    followed = read(tmp_path / "f.rss", follow=True)
    assert sorted(item.text for item in followed) == sorted([report(3), report(4)])  # the page of the first is gone: its entry holds it all


def test_an_address_of_a_feed_with_everything_that_can_go_wrong(server):
    links = ["/a", "/a?utm_source=rss", "/b", "/gone", "/closed/x", "/list", "/b-again"]
    server.routes |= {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /closed/"), "/feed": (200, {"Content-Type": "application/rss+xml"}, rss([(server.url + one, "T") for one in links])),
        "/a": page(report(1), published=""), "/b": page(report(2)), "/list": b"<html><body><p>Nada</p></body></html>", "/b-again": page(report(2), canonical="/b"),
    }  # fmt: skip
    items = read(server.url + "/feed")
    taken = {item.id: item for item in items if isinstance(item, Article)}
    assert set(taken) - {server.url + "/list"} == {server.url + "/a", server.url + "/b"}
    assert taken[server.url + "/a"].published_at == "2026-03-04T21:15:00-05:00"  # from the feed, where the page says nothing
    assert taken[server.url + "/a"].extra["published_told_by"] == "feed"
    assert taken[server.url + "/a"].extra["feed_url"] == server.url + "/feed"
    reasons = {item.reason for item in items if isinstance(item, Rejected)}
    assert reasons >= {"http_error", "robots", "repeated_url"}


def test_sitemaps_with_news_and_of_any_packing(server):
    entries = [(f"{server.url}/{n}", f"2026-03-0{n}T10:00:00Z") for n in range(1, 5)]
    foreign = ("https://other.example/x", "2026-03-04")
    server.routes |= {"/news.xml.gz": (200, {}, gzip.compress(sitemap([*entries, foreign]))), **{f"/{n}": page(report(n), published="") for n in range(1, 5)}}
    items = read(server.url + "/news.xml.gz", since="2026-03-02", limit=2)
    assert said(items) == ["foreign_link", server.url + "/4", server.url + "/3"]
    assert items[1].published_at == "2026-03-04T10:00:00+00:00"


def test_an_index_of_sitemaps_that_names_itself_and_others(server):
    def index(*locs):
        return b"<sitemapindex>" + b"".join(f"<sitemap><loc>{one}</loc><lastmod>2026-03-0{k}</lastmod></sitemap>".encode() for k, one in enumerate(locs, 1)) + b"</sitemapindex>"

    server.routes |= {
        "/i.xml": index(server.url + "/i.xml", server.url + "/s.xml", "https://other.example/s.xml", server.url + "/gone.xml"),
        "/s.xml": sitemap([(server.url + "/1", "2026-03-01")]), "/1": page(report(1)),
    }  # fmt: skip
    items = read(server.url + "/i.xml")
    assert {item.id for item in items if isinstance(item, Article)} == {server.url + "/1"}
    assert "http_error" in said(items)
    assert len(server.log) < 20


def test_sitemaps_keep_what_stands_before_a_break():
    found = read_sitemap(sitemap([("https://e.org/1", "2026-03-01"), ("https://e.org/2", "x")])[:-60])
    assert [one.url for one in found.entries][:1] == ["https://e.org/1"]
    for data in (b"", b"<urlset></urlset>", b"<x/>", b"\x1f\x8b"):
        with pytest.raises(Unfit):
            read_sitemap(data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'<?xml version="1.0"?><rss>', "feed"), (b"\xef\xbb\xbf<feed xmlns='x'>", "feed"), (b"<rdf:RDF>", "feed"), (b"<!-- <rss> --><urlset>", "sitemap"),
        (b"<sm:sitemapindex>", "sitemap"), (b"<!doctype html><html>", "page"), ("<rss>".encode("utf-16"), "feed"), (b"", ""), (b"{}", ""),
    ],
)  # fmt: skip
def test_kinds_of_documents(data, kind):
    assert kind_of(data) == kind


def record(url, body, *, headers="", status="200 OK", kind="response", length=None, date="2026-03-05T10:00:00Z"):
    block = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{abs(hash(url))}>\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {length or len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def chunked(body):
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (body[:100], body[100:])) + b"0\r\n\r\n"


def test_archives(tmp_path):
    parts = [
        record("https://elpais.com/1", page(report(1))), record("https://elpais.com/img", b"x", status="404 Not Found"), record("https://elpais.com/r", b"", kind="request"),
        record("https://elpais.com/2", gzip.compress(page(report(2))), headers="Content-Encoding: gzip\r\n"),
        record("https://elpais.com/3", chunked(page(report(3))), headers="Transfer-Encoding: chunked\r\n"),
        record("https://elpais.com/4", page(report(4)), headers="Content-Encoding: gzip\r\n"),  # taken off and the header left
        record("https://elpais.com/5", gzip.compress(b"\x00" * 9_000_000), headers="Content-Encoding: gzip\r\n"),
        record("javascript:x", page(report(6))), record("https://elpais.com/7", page(report(7), published="2026-04-01"), date="2026-03-05T10:00:00Z"),
    ]  # fmt: skip
    for name, data in (("a.warc", b"".join(parts)), ("a.warc.gz", b"".join(gzip.compress(part) for part in parts))):
        (tmp_path / name).write_bytes(data)
        items = read(tmp_path / name)
        assert said(items) == [*(f"https://elpais.com/{n}" for n in range(1, 5)), "too_long", "bad_address", "https://elpais.com/7"]
        assert (items[0].text, items[0].outlet, items[0].extra["fetched_at"]) == (report(1), "El País", "2026-03-05T10:00:00+00:00")
        assert items[-1].published_at is None or items[-1].published_at < "2026-03-08"  # nothing is published weeks after it was fetched


@pytest.mark.parametrize("cut", [10, 300, 1500])
def test_archives_that_break_keep_what_came_before(tmp_path, cut):
    good, torn = record("https://e.org/1", page(report(1))), record("https://e.org/2", page(report(2)))[:cut]
    (tmp_path / "a.warc").write_bytes(good + torn)
    items = read(tmp_path / "a.warc")
    assert said(items)[0] == "https://e.org/1"
    assert cut == 10 or said(items)[1:] != ["https://e.org/2"]
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(good) + gzip.compress(record("https://e.org/2", page(report(2))))[: cut // 3])
    items = read(tmp_path / "b.warc.gz")
    assert said(items)[0] == "https://e.org/1"
    assert isinstance(items[-1], Rejected)
    assert items[-1].reason in ("truncated", "bad_archive")


@pytest.mark.parametrize("data", [b"", b"hello", b"\x00" * 100, gzip.compress(b"x"), b"\x1f\x8b\x08"])
def test_what_is_no_archive(tmp_path, data):
    (tmp_path / "a.warc.gz").write_bytes(data)
    [item] = read(tmp_path / "a.warc.gz")
    assert item.reason in ("bad_archive", "truncated")


def test_packed_json_lines(tmp_path):
    line = b'{"id": "%d", "text": "x%d"}\n'
    data = gzip.compress(b"".join(line % (n, n) for n in range(3))) + gzip.compress(line % (9, 9))
    (tmp_path / "a.jsonl.gz").write_bytes(data)
    counts = []
    assert said(read_articles([str(tmp_path)], advance=counts.append)) == ["0", "1", "2", "9"]
    assert sum(counts) == len(data) == input_bytes([str(tmp_path)])
    (tmp_path / "a.jsonl.gz").write_bytes(data[:-20])
    assert said(read(tmp_path))[-1] == "truncated"
    (tmp_path / "a.jsonl.gz").write_bytes(b"\x1f\x8b" + data)
    assert said(read(tmp_path)) == ["bad_archive"]


def test_bombs_do_not_go_off(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b" " * 200_000_000, 1))
    assert said(read(tmp_path / "a.jsonl.gz")) == ["bomb"]
    (tmp_path / "s.xml.gz").write_bytes(gzip.compress(b"<urlset>" + b" " * 100_000_000))
    assert said(read(tmp_path / "s.xml.gz")) == ["bomb"]
    stream = io.BufferedReader(Unzipped(io.BytesIO(gzip.compress(b"a" * 10_000_000))))
    assert len(stream.read()) == 10_000_000  # a good ratio in a small file is no bomb


def test_globs(tmp_path):
    for name in ("a/1.txt", "a/b/2.txt", "a/x.md", "3.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"Texto {name}")
    assert said(read(tmp_path / "a" / "*.txt")) == ["1"]
    assert said(read(tmp_path / "**" / "*.txt")) == ["1", "2"]
    assert said(read(tmp_path / "a*")) == ["1", "b/2"]
    with pytest.raises(InputError, match="no file or folder fits"):
        read(tmp_path / "*.jsonl")


def test_the_same_again_is_turned_away_and_lists_of_one_address_are_not(tmp_path):
    for name, made in (
        ("1", page(report(1), canonical="https://e.org/1")), ("2", page(report(1), canonical="https://e.org/2")),
        ("3", page(report(1) + "\nUna frase más que se añadió.", canonical="https://www.e.org/1/")), ("4", page(report(4), canonical="https://e.org/1")),
    ):  # fmt: skip
        (tmp_path / f"{name}.html").write_bytes(made)
    # The last has another's canonical address and quite another text: a mistake of the site, and no article is lost by it.
    assert said(read(tmp_path)) == ["1", "repeated_text", "repeated_url", "4"]


@pytest.mark.parametrize(("module", "name", "data"), [("feedparser", "f.rss", rss([])), ("fastwarc", "a.warc", b"")])
def test_a_missing_extra_says_what_installs_it(tmp_path, monkeypatch, module, name, data):
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).write_bytes(data)
    extra = {"feedparser": "feeds", "fastwarc": "warc"}[module]
    with pytest.raises(InputError, match=rf"pip install 'despacho\[{extra}\]'"):
        read(tmp_path / name)


def test_standard_input_may_be_a_feed():
    items = list(read_articles(["-"], stdin=io.BytesIO(rss([("https://e.org/1", "T")]))))
    assert said(items) == ["summary_only"]
