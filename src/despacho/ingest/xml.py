"""What an XML document is - a feed, a sitemap - and that it brings no entities of its own."""

from __future__ import annotations

import re

from despacho.ingest.fields import Unfit

_SNIFFED = 4096
_ROOT = re.compile(rb"<\s*(?:[A-Za-z_][\w.-]*:)?(rss|feed|RDF|urlset|sitemapindex|html)\b", re.IGNORECASE)
_FEEDS = (b"rss", b"feed", b"rdf")
_SITEMAPS = (b"urlset", b"sitemapindex")
_ENTITY = re.compile(rb"<!\s*ENTITY|<\x00!\x00E\x00N\x00T|\x00<\x00!\x00E\x00N\x00T", re.IGNORECASE)


def kind_of(data: bytes) -> str:
    """What the first element of some bytes says that they are: "feed", "sitemap", "page", or "" for none of them."""
    head = data[:_SNIFFED]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    head = re.sub(rb"<!--.*?-->", b"", head, flags=re.DOTALL)
    found = _ROOT.search(head)
    if found is None:
        return ""
    name = found[1].lower()
    return "feed" if name in _FEEDS else "sitemap" if name in _SITEMAPS else "page"


def without_entities(data: bytes) -> bytes:
    """The document itself; Unfit where it declares entities, which no feed needs and which bombs are made of."""
    if _ENTITY.search(data):
        raise Unfit("entities", "the document declares entities of its own, which are not expanded")
    return data
