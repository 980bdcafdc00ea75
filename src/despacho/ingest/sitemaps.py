"""Sitemaps in, those for news too: addresses with their titles and dates, and further sitemaps; read as a stream."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from despacho.ingest.addresses import clean_address
from despacho.ingest.feeds import Entry
from despacho.ingest.fields import Unfit
from despacho.ingest.streams import Unzipped
from despacho.ingest.xml import without_entities

MOST_LOCATIONS = 50_000  # the protocol's own limit for one file
MAX_BYTES = 52_428_800  # the protocol's limit too, unpacked


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap lists: articles, or further sitemaps as (address, date of change or "")."""

    entries: tuple[Entry, ...] = ()
    further: tuple[tuple[str, str], ...] = ()
    unusable: int = 0


def plain_sitemap(data: bytes) -> bytes:
    """The XML of a sitemap that may be packed; Unfit where it unpacks to more than the protocol allows."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    plain = io.BufferedReader(Unzipped(io.BytesIO(data))).read(MAX_BYTES + 1)
    if len(plain) > MAX_BYTES:
        raise Unfit("bomb", f"unpacks to more than {MAX_BYTES:,} bytes")
    return plain


def read_sitemap(data: bytes, *, url: str | None = None) -> Sitemap:
    """The addresses of a sitemap, packed or not; what stands before a break in the XML is kept. Unfit where it is none."""
    plain = without_entities(plain_sitemap(data))
    entries, further, unusable, seen = list[Entry](), list[tuple[str, str]](), 0, set[str]()
    for tag, fields in _blocks(plain):
        if len(seen) >= MOST_LOCATIONS:
            break
        where = clean_address(fields.get("loc"), base=url)
        if where is None or where in seen:
            unusable += where is None
            continue
        seen.add(where)
        if tag == "sitemap":
            further.append((where, fields.get("lastmod", "")))
        else:
            entries.append(_entry(where, fields))
    if not seen and not unusable:
        raise Unfit("bad_sitemap", "this is no sitemap, or it is empty")
    return Sitemap(entries=tuple(entries), further=tuple(further), unusable=unusable)


def _entry(url: str, fields: dict[str, str]) -> Entry:
    # lastmod tells of the last change, which for news is a worse date than none at all; it only helps to choose.
    return Entry(
        url=url,
        title=fields.get("news:title", ""),
        published=fields.get("news:publication_date", ""),
        lang=fields.get("news:language", "")[:2].lower(),
        changed=fields.get("lastmod", ""),
        told_by="sitemap",
    )


def _blocks(plain: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Each <url> or <sitemap> with its texts by name; the names of the news schema begin with "news:"."""
    from lxml import etree

    reader = etree.iterparse(
        io.BytesIO(plain), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        recover=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    fields: dict[str, str] = {}
    depth = 0
    try:
        for event, element in reader:
            name = _name(element)
            if name in ("url", "sitemap"):
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    fields = {}
                elif event == "end" and depth == 0:
                    yield name, fields
                    element.clear()
                    while element.getprevious() is not None and element.getparent() is not None:
                        del element.getparent()[0]
            elif event == "end" and depth == 1:
                fields.setdefault(name, (element.text or "").strip()[:2048])
    except (etree.XMLSyntaxError, LookupError, ValueError):
        return  # what came before the break is kept


def _name(element: Any) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    space, _, name = tag.rpartition("}")
    if "news" in space and name != "news":
        return f"news:{name}"
    return "" if "image" in space or "video" in space else name
