"""Hostile inputs, made from a number: the same number gives the same file on every machine."""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections.abc import Callable

Made = tuple[str, bytes]
"""The name of a file, whose ending says its kind, and what is in it."""

WORDS = ["El", "gobierno", "de", "España", "condenó", "el", "ataque", "y", "pidió", "una", "reunión", "urgente", "en", "Ginebra", "mientras", "la", "oposición", "exigió", "la", "renuncia", "del", "ministro", "y", "miles", "de", "personas", "protestaron", "en", "Bogotá", "contra", "la", "reforma", "que", "el", "Congreso", "aprobó", "el", "martes", "según", "un", "comunicado", "de", "la", "Cancillería"]
ODD = ["\x00", "\ufeff", "\u202e", "\u0301" * 50, "\ud7ff", "\U0001f600", "\x1b[31m", "\r", "\u2028", "&#0;", "&#xD800;", "]]>", "<!--", "%00", "\x7f", "«", "ñ", "\xa0"]
DATES = [
    "2026-03-04T21:15:00-05:00", "0000-00-00", "9999-12-31T23:59:59Z", "0001-01-01", "2026-02-30", "2026-13-45T99:99:99Z", "-1", "now()", "ayer",
    "1e308", "2026-03-04T21:15:00+99:99", "2026-03-04T24:00:00Z", "٢٠٢٦-٠٣-٠٤", "2" * 500, "Wed, 31 Feb 2026 25:61:61 +2500", "04/03/2026", "2026-W10-3",
    "1772000000", "2026-03-04 21:15", "mié, 04 mar 2026 21:15:00 -0500", "Thu, 01 Jan 1970 00:00:00 GMT", "2026-03-04T21:15:00.999999999Z", "",
    "2026-03-04T23:59:60Z", "20260304T211500Z", "2100-12-31T23:59:00-14:00", "1700-01-01T00:00:01+14:00",
]  # fmt: skip
CHARSETS = ["utf-8", "latin-1", "utf-16", "utf-7", "hex", "punycode", "idna", "unicode_escape", "zlib", "shift_jis", "gb18030", "iso-2022-jp", "none", "x" * 60, "cp037", "rot13", "base64", "undefined", "mbcs", "koi8-r"]
URLS = [
    "https://example.org/a", "http://[::1", "javascript:alert(1)", "//evil", "http://" + "a" * 3000, "http://user:pw@example.org/", "file:///etc/passwd", "http://exa mple.org/",
    "https://example.org:99999/", "https://ñandú.example/á?x=1#y", "http://\x00/", "data:text/html,x", "https://example.org/%ff%fe", "http://127.1/", "http://0x7f000001/", "", "#", "/",
    "https://xn--\u0000.org", "http://.", "http://-", "https://example.org/" + "%41" * 600, "https://www.elpais.com/" + "../" * 50, "HTTP://EXAMPLE.ORG:80/./a/../b", "http://[fe80::1%25eth0]/", "http://①②③.org/",
]  # fmt: skip


def hostile(number: int) -> tuple[str, Made]:
    """The kind and the file of one hostile input."""
    rng = random.Random(number)
    kind = list(KINDS)[number % len(KINDS)]
    name, data = KINDS[kind](rng)
    return kind, (name, data)


def _sentence(rng: random.Random, most: int = 40) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(1, most))) + "."


def _text(rng: random.Random) -> str:
    return "\n".join(_sentence(rng) for _ in range(rng.randint(1, 8)))


def _odd(rng: random.Random, text: str, most: int = 6) -> str:
    for _ in range(rng.randint(0, most)):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(ODD) + text[at:]
    return text


def _page(rng: random.Random, *, head: str = "", body: str = "") -> str:
    return (
        f'<!doctype html><html lang="{rng.choice(["es", "en", "zz", "", "x" * 200])}"><head><title>{_odd(rng, _sentence(rng, 8))}</title>'
        f'<meta property="article:published_time" content="{rng.choice(DATES)}"><link rel="canonical" href="{rng.choice(URLS)}">{head}</head><body>'
        f"<article><h1>{_sentence(rng, 6)}</h1>{''.join(f'<p>{_odd(rng, _sentence(rng))}</p>' for _ in range(rng.randint(1, 8)))}{body}</article></body></html>"
    )


def _mangled(rng: random.Random, data: bytes) -> bytes:
    """Bytes with pieces lost, doubled, moved, flipped."""
    made = bytearray(data)
    for _ in range(rng.randint(1, 25)):
        if not made:
            break
        at, length = rng.randrange(len(made)), rng.randint(1, 60)
        piece = bytes(made[at : at + length])
        act = rng.randrange(5)
        if act == 0:
            del made[at : at + length]
        elif act == 1:
            made[at:at] = piece * rng.randint(1, 20)
        elif act == 2:
            made[at] = rng.randrange(256)
        elif act == 3:
            made[at:at] = rng.choice([b"<", b">", b'"', b"'", b"&", b"<p", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<script>", b"\x00", b"\xff", b"<svg>", b"<table>"])
        else:
            other = rng.randrange(len(made))
            made[other:other] = piece
    return bytes(made)


def _random(rng: random.Random) -> Made:
    ending = rng.choice(["html", "txt", "jsonl", "jsonl.gz", "warc", "warc.gz", "xml", "xml.gz", "rss", "atom"])
    head = rng.choice([b"", b"", b"\x1f\x8b", b"<?xml version='1.0'?>", b"<html>", b"{", b"WARC/1.0\r\n", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"<rss>", b"<urlset>"])
    return f"a.{ending}", head + rng.randbytes(rng.choice([0, 1, 10, 1000, 20_000]))


def _broken_page(rng: random.Random) -> Made:
    return "a.html", _mangled(rng, _page(rng).encode("utf-8", "surrogatepass"))


def _broken_gzip(rng: random.Random) -> Made:
    inner = rng.choice([
        "".join(json.dumps({"id": f"a{n}", "text": _text(rng)}) + "\n" for n in range(rng.randint(1, 30))).encode(),
        _warc(rng)[1], _feed(rng)[1], _sitemap(rng)[1], b"\x00" * rng.choice([10, 10_000, 3_000_000]),
    ])  # fmt: skip
    data = gzip.compress(inner) + (gzip.compress(inner) if rng.random() < 0.3 else b"")
    act = rng.randrange(4)
    if act == 0:
        data = data[: rng.randint(0, len(data))]
    elif act == 1:
        data = _mangled(rng, data)
    elif act == 2:
        data += rng.randbytes(rng.randint(1, 100))
    return f"a.{rng.choice(['jsonl.gz', 'warc.gz', 'xml.gz', 'jsonl', 'xml', 'warc'])}", data


def _wild_encoding(rng: random.Random) -> Made:
    said = rng.choice(CHARSETS)
    page = _page(rng, head=f'<meta charset="{said}">')
    real = rng.choice(["utf-8", "latin-1", "utf-16", "utf-16-le", "utf-32", "utf-7", "shift_jis", "gb18030", "cp037", "iso-2022-jp"])
    data = page.encode(real, "replace")
    if rng.random() < 0.3:
        data += _page(rng).encode("latin-1", "replace")
    return f"a.{rng.choice(['html', 'htm', 'txt'])}", data


def _deep(rng: random.Random) -> Made:
    depth = rng.choice([50, 300, 2_000, 20_000])
    opened = rng.choice(["<div>", "<ul><li>", "<table><tr><td>", "<b>", "<blockquote>", "<span class=x>", "<svg><g>", "<details>", "<a href=x>", "<font>"])
    kind = rng.randrange(4)
    if kind == 0:
        return "a.html", _page(rng, body=opened * depth + f"<p>{_sentence(rng)}</p>").encode()
    if kind == 1:
        closed = rng.choice(["]", ""])
        value = "[" * depth + closed * depth
        return "a.jsonl", ('{"id": "a", "text": "' + _sentence(rng) + '", "x": ' + value + "}\n").encode()
    if kind == 2:
        return "a.xml", ("<rss><channel>" + "<item>" * depth + "<title>x</title>").encode()
    return "a.html", _page(rng, head='<script type="application/ld+json">' + '{"@graph":[' * depth + "</script>").encode()


def _huge(rng: random.Random) -> Made:
    size = rng.choice([10_000, 100_000, 400_000])
    kind = rng.randrange(7)
    body = {
        0: f'<p class="{"x " * (size // 2)}">{_sentence(rng)}</p>',
        1: "<p " + " ".join(f"a{n}=b" for n in range(size // 20)) + f">{_sentence(rng)}</p>",
        2: f"<p>{'a' * size}</p>",
        3: f'<img src="data:image/png;base64,{"A" * size}"><p>{_sentence(rng)}</p>',
        4: "<a href=x>y</a> " * (size // 40),
        5: "<br>" * (size // 20) + "&amp;" * (size // 20),
        6: f"<p>{(_sentence(rng) + ' ') * (size // 200)}</p>",
    }[kind]
    head = "<meta name='date' content='2026-03-04'>" * rng.choice([0, 0, 500])
    return "a.html", _page(rng, head=head, body=body).encode()


def _hostile_date(rng: random.Random) -> Made:
    date = _odd(rng, rng.choice(DATES), 1)
    if rng.random() < 0.4:
        return "a.jsonl", (json.dumps({"id": "a", "text": _text(rng), "published_at": rng.choice([date, 5, None, [date], 1e400 if rng.random() < 0.1 else 2])}) + "\n").encode()
    node = {"@type": rng.choice(["NewsArticle", ["Article", 5], "https://schema.org/NewsArticle"]), "datePublished": rng.choice([date, [date], {"@value": date}, 5, None])}
    head = f'<script type="application/ld+json">{json.dumps(node)}</script><meta name="date" content="{date}">'
    return "a.html", _page(rng, head=head, body=f'<time datetime="{rng.choice(DATES)}">{date}</time>').encode("utf-8", "replace")


def _hostile_metadata(rng: random.Random) -> Made:
    def value(depth: int = 0) -> object:
        if depth > 3:
            return rng.choice(["x", 1, None, True, 1e308, rng.choice(URLS), _sentence(rng, 3)])
        return rng.choice([
            lambda: "x", lambda: rng.randint(-(10**40), 10**40), lambda: None, lambda: [value(depth + 1) for _ in range(rng.randint(0, 4))],
            lambda: {key: value(depth + 1) for key in rng.sample(["@type", "name", "@graph", "author", "@value", "url", "@id", "mainEntity"], rng.randint(0, 5))},
            lambda: "NewsArticle", lambda: rng.choice(URLS), lambda: _odd(rng, "Por Ana y EFE; Luis | B" * rng.randint(1, 30)),
        ])()  # fmt: skip

    keys = ["@type", "@graph", "headline", "author", "publisher", "datePublished", "inLanguage", "mainEntityOfPage", "url", "name"]
    node = {key: value() for key in keys}
    node["@type"] = rng.choice(["NewsArticle", value()])
    text = json.dumps(rng.choice([node, [node] * 5, {"@graph": [node]}, {"mainEntity": node}]))
    text = text if rng.random() < 0.7 else _mangled(rng, text.encode()).decode("utf-8", "replace")
    metas = "".join(f'<meta {rng.choice(["name", "property", "itemprop"])}="{key}" content="{_odd(rng, rng.choice(URLS + DATES))}">' for key in rng.sample(["author", "og:url", "og:type", "og:site_name", "date", "article:author", "og:locale", "twitter:title"], 4))
    return "a.html", _page(rng, head=f'<script type="application/ld+json">{text}</script>{metas}').encode("utf-8", "replace")


def _feed(rng: random.Random) -> Made:
    items = []
    for _ in range(rng.choice([0, 1, 5, 40])):
        inner = [f"<title>{_odd(rng, _sentence(rng, 6))}</title>", f"<link>{rng.choice(URLS) if rng.random() < 0.5 else f'https://example.org/{rng.random()}'}</link>", f"<guid>{rng.choice(URLS)}</guid>", f"<pubDate>{rng.choice(DATES)}</pubDate>",
                 f"<description><![CDATA[{_page(rng) if rng.random() < 0.4 else _sentence(rng)}]]></description>", f"<content:encoded><![CDATA[{''.join(f'<p>{_sentence(rng)}</p>' for _ in range(12))}]]></content:encoded>",
                 f'<link href="{rng.choice(URLS)}"/>', f"<dc:creator>{_odd(rng, 'Ana')}</dc:creator>", "<item>", "</item>", "<author><name/></author>"]  # fmt: skip
        items.append("<item>" + "".join(rng.sample(inner, rng.randint(0, len(inner)))) + "</item>")
    root = rng.choice(["rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/'", "feed xmlns='http://www.w3.org/2005/Atom'", "rdf:RDF", "rss", "html", "feed"])
    doctype = rng.choice(["", "", "", '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>', '<!DOCTYPE r SYSTEM "file:///etc/passwd">', '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.1/x">%p;]>'])
    encoding = rng.choice(["utf-8", "utf-8", "latin-1", "hex", "utf-16", "ebcdic", "x"])
    made = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<{root}><channel>{"".join(items)}{"&b;" if doctype else ""}</channel></{root.split()[0]}>'
    data = made.encode("utf-16" if encoding == "utf-16" and rng.random() < 0.5 else "utf-8", "replace")
    return f"a.{rng.choice(['xml', 'rss', 'atom'])}", _mangled(rng, data) if rng.random() < 0.5 else data


def _sitemap(rng: random.Random) -> Made:
    index = rng.random() < 0.3
    inner, root = ("sitemap", "sitemapindex") if index else ("url", "urlset")
    entries = []
    for _ in range(rng.choice([0, 1, 20, 400])):
        news = f"<news:news><news:publication_date>{rng.choice(DATES)}</news:publication_date><news:title>{_odd(rng, _sentence(rng, 5))}</news:title><news:language>{rng.choice(['es', '', 'x' * 99])}</news:language></news:news>"
        entries.append(f"<{inner}><loc>{rng.choice(URLS)}</loc><lastmod>{rng.choice(DATES)}</lastmod>{news if rng.random() < 0.6 else ''}</{inner}>" * rng.choice([1, 1, 2]))
    nested = f"<{inner}>" * rng.choice([0, 0, 0, 500])
    made = f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{nested}{"".join(entries)}</{root}>'
    data = made.encode("utf-8", "replace")
    return "a.xml", _mangled(rng, data) if rng.random() < 0.5 else data


def _lines(rng: random.Random) -> Made:
    def record() -> str:
        value = rng.choice([_text(rng), _odd(rng, _text(rng)), 5, None, [], {}, "", " ", True, "x" * 100_000])
        made = {"id": rng.choice(["a", "b", 1, None, -1, 1.5, {}, "\ud800", "x" * 5_000]), "text": value, "title": rng.choice([None, "t", 5]), "lang": rng.choice(["es", None, "español", 5]), "url": rng.choice([*URLS, None, 5]), "extra": rng.choice([float("nan"), 10**400, [[[]]]])}
        text = json.dumps({key: made[key] for key in rng.sample(list(made), rng.randint(0, len(made)))})
        return text if rng.random() < 0.7 else _mangled(rng, text.encode()).decode("utf-8", "replace")

    made = rng.choice(["\n", "\r\n", "\r", "\n\n\x00\n"]).join(record() for _ in range(rng.randint(0, 12)))
    return f"a.{rng.choice(['jsonl', 'ndjson'])}", made.encode("utf-8", rng.choice(["replace", "surrogatepass"]))


def _warc(rng: random.Random) -> Made:
    made = b""
    for _ in range(rng.randint(0, 6)):
        body = _page(rng).encode("utf-8", "replace")
        headers = f"Content-Type: {rng.choice(['text/html', 'text/html; charset=' + rng.choice(CHARSETS), 'image/png', ''])}\r\n"
        act = rng.randrange(6)
        if act == 0:
            body, headers = gzip.compress(body)[: rng.choice([10_000, 20])], headers + "Content-Encoding: gzip\r\n"
        elif act == 1:
            body, headers = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n", headers + "Transfer-Encoding: chunked\r\n"
        elif act == 2:
            body, headers = b"zz\r\n" + body, headers + "Transfer-Encoding: chunked\r\n"
        elif act == 3:
            body, headers = zlib.compress(body), headers + f"Content-Encoding: {rng.choice(['deflate', 'br', 'gzip, gzip', 'x' * 99])}\r\n"
        block = f"HTTP/1.1 {rng.choice(['200 OK', '200 OK', '200 OK', '404 No', '999', 'abc', '-1', '200'])}\r\n{headers}\r\n".encode() + body
        length = len(block) if rng.random() < 0.85 else rng.choice([len(block) + 100, 5, -1, 10**18])
        made += f"WARC/1.{rng.choice('01')}\r\nWARC-Type: {rng.choice(['response', 'response', 'request', 'x'])}\r\nWARC-Target-URI: {rng.choice(URLS) if rng.random() < 0.3 else f'https://example.org/{rng.random()}'}\r\nWARC-Date: {rng.choice(DATES)}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n".encode("utf-8", "replace") + block + b"\r\n\r\n"
    made = _mangled(rng, made) if made and rng.random() < 0.4 else made
    return ("a.warc.gz", gzip.compress(made)) if rng.random() < 0.3 else ("a.warc", made)


def _odd_text(rng: random.Random) -> Made:
    text = _odd(rng, _text(rng), 40)
    kind = rng.randrange(5)
    if kind == 0:
        text = rng.choice("aá\u0301\u200b😀") * rng.choice([1, 1_000, 100_000])
    elif kind == 1:
        text = "".join(chr(rng.choice([rng.randrange(0x20, 0x2FF), rng.randrange(0x300, 0xD7FF), rng.randrange(0x10000, 0x10FFFF)])) for _ in range(2_000))
    elif kind == 2:
        text = _sentence(rng) * rng.choice([1, 200])
    return "a.txt", text.encode("utf-8", "replace")


KINDS: dict[str, Callable[[random.Random], Made]] = {
    "random bytes": _random,
    "broken HTML": _broken_page,
    "broken gzip": _broken_gzip,
    "wild encodings": _wild_encoding,
    "deep nesting": _deep,
    "huge attributes and runs": _huge,
    "hostile dates": _hostile_date,
    "hostile metadata": _hostile_metadata,
    "lying feeds": _feed,
    "lying sitemaps": _sitemap,
    "odd JSON Lines": _lines,
    "broken archives": _warc,
    "odd texts": _odd_text,
}
