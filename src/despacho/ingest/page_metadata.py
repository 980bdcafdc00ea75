"""What a page says of itself: JSON-LD, OpenGraph and its like, <time>, <link>; read from the parsed tree, never guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ARTICLE_TYPES = frozenset(
    {
        "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "backgroundnewsarticle",
        "reviewnewsarticle", "blogposting", "liveblogposting", "report", "advertisercontentarticle", "satiricalarticle",
    }
)  # fmt: skip
# In this order: what was made to tell the date of first publication before what may be that of a revision.
_DATE_METAS = (
    "article:published_time", "og:article:published_time", "parsely-pub-date", "datepublished", "dc.date.issued", "dcterms.issued",
    "date.issued", "sailthru.date", "pubdate", "publishdate", "publish-date", "cxenseparse:recs:publishtime", "dc.date", "date",
)  # fmt: skip
_AUTHOR_METAS = ("author", "article:author", "dc.creator", "parsely-author", "cxenseparse:author", "byl")
_MOST_JSON = 1_000_000  # characters of one JSON-LD block; the largest live blogs have half as many
_MOST_NODES = 5_000
_MOST_AUTHORS = 20
_SPACE = re.compile(r"\s+")
# A control character in a string is what keeps most broken JSON-LD from being read.
_CONTROL = re.compile(r"[\x00-\x1f]+")
_BY = re.compile(r"(?:por|by|de|redacci[oó]n:|texto:)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a page declares; empty where it says nothing. ``dates`` are (string, where it stood), the best first."""

    title: str = ""
    authors: tuple[str, ...] = ()
    site: str = ""
    canonical: str = ""
    lang: str = ""
    dates: tuple[tuple[str, str], ...] = ()
    is_article: bool = False
    is_list: bool = False


def declared(tree: Any) -> Declared:
    """What the page of an lxml tree declares."""
    metas = _metas(tree)
    nodes = list(_article_nodes(tree))
    node: Mapping[str, Any] = nodes[0] if nodes else {}
    kind = _first(metas, "og:type").lower()
    return Declared(
        title=_clean(_text(node.get("headline")))
        or _clean(_first(metas, "og:title") or _first(metas, "twitter:title")),
        authors=_authors(node, metas) or _bylines(tree),
        site=_clean(_first(metas, "og:site_name") or _text(_name(node.get("publisher")))),
        canonical=_canonical(tree, node, metas),
        lang=_language(tree, node, metas),
        dates=tuple(_dates(tree, nodes, metas)),
        is_article=bool(nodes) or kind == "article" or "article:published_time" in metas,
        is_list=kind == "website" and not nodes and "article:published_time" not in metas,
    )


def _metas(tree: Any) -> dict[str, list[str]]:
    """The <meta> of a page: lower-case name, property or itemprop to contents in order."""
    metas: dict[str, list[str]] = {}
    for one in tree.iter("meta"):
        content = (one.get("content") or "").strip()
        if content:
            for attribute in ("property", "name", "itemprop"):
                if name := (one.get(attribute) or "").strip().lower():
                    metas.setdefault(name, []).append(content)
    return metas


def _first(metas: Mapping[str, list[str]], name: str) -> str:
    return metas[name][0] if name in metas else ""


def _article_nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The JSON-LD nodes that are articles, in order."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").rstrip("; \n")
        if not text or len(text) > _MOST_JSON:
            continue
        try:
            found = json.loads(_CONTROL.sub(" ", text))
        except (ValueError, RecursionError):
            continue
        yield from (node for node in _nodes(found) if _types(node) & ARTICLE_TYPES)


def _nodes(found: Any) -> Iterator[Mapping[str, Any]]:
    """All objects of a JSON value that stand in lists, @graph or mainEntity, without recursion."""
    waiting, seen = [found], 0
    while waiting and seen < _MOST_NODES:
        one = waiting.pop(0)
        seen += 1
        if isinstance(one, list):
            waiting += one[:_MOST_NODES]
        elif isinstance(one, dict):
            yield one
            waiting += [
                one[key]
                for key in ("@graph", "mainEntity", "hasPart")
                if key in one and not _types(one) & ARTICLE_TYPES
            ]


def _types(node: Mapping[str, Any]) -> set[str]:
    kinds = node.get("@type")
    found = kinds if isinstance(kinds, list) else [kinds]
    return {one.rpartition("/")[2].lower() for one in found if isinstance(one, str)}


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    return value if isinstance(value, str) else ""


def _name(value: Any) -> Any:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get("name") if isinstance(value, dict) else value


def _clean(text: str) -> str:
    import html

    # Twice escaped titles ("&amp;quot;") are common in metadata.
    text = html.unescape(html.unescape(text)) if "&" in text else text
    return _SPACE.sub(" ", text).strip()[:1000]


def _authors(node: Mapping[str, Any], metas: Mapping[str, list[str]]) -> tuple[str, ...]:
    given = node.get("author") or node.get("creator")
    found = [_text(_name(one)) for one in (given if isinstance(given, list) else [given])]
    if not any(found):
        found = next((metas[name] for name in _AUTHOR_METAS if name in metas), [])
    return _names(found)


def _names(found: list[str]) -> tuple[str, ...]:
    """The names in bylines, each once, without "Por" and addresses."""
    names = [
        part
        for one in found[:_MOST_AUTHORS]
        for part in re.split(r"\s*[;|]\s*|\s+(?:y|and|&)\s+(?=[A-ZÁÉÍÓÚÑ])", one[:500])
    ]
    cleaned = (
        _BY.sub("", _clean(name), count=1).strip(" ,.-") if _BY.match(_clean(name)) else _clean(name) for name in names
    )
    return tuple(dict.fromkeys(name for name in cleaned if name and len(name) <= 100 and "://" not in name))[
        :_MOST_AUTHORS
    ]


def _bylines(tree: Any) -> tuple[str, ...]:
    """The names that the page itself marks as those of its authors."""
    marked = tree.xpath("//a[@rel='author'] | //*[@itemprop='author']")
    return _names([_clean(one.text_content()[:200]) for one in marked[:_MOST_AUTHORS] if hasattr(one, "text_content")])


def _canonical(tree: Any, node: Mapping[str, Any], metas: Mapping[str, list[str]]) -> str:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return str(link.get("href")).strip()
    whole = node.get("mainEntityOfPage")
    page = whole.get("@id") or whole.get("url") if isinstance(whole, dict) else whole
    return _first(metas, "og:url") or (page if isinstance(page, str) else "") or _text(node.get("url"))


def _language(tree: Any, node: Mapping[str, Any], metas: Mapping[str, list[str]]) -> str:
    written = (
        _text(node.get("inLanguage")) or tree.get("lang") or _first(metas, "og:locale") or _first(metas, "language")
    )
    found = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", written.strip()) if isinstance(written, str) else None
    return found[0].lower() if found else ""


def _dates(tree: Any, nodes: list[Mapping[str, Any]], metas: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        for key in ("datePublished", "dateCreated"):
            if text := _text(node.get(key)):
                yield text, f"json-ld {key}"
    for name in _DATE_METAS:
        if name in metas:
            yield _first(metas, name), f"meta {name}"
    times = list(tree.iter("time"))[:50]
    # Those that are marked as the date of publication first; else the first, which stands in the head of the article.
    marked = [t for t in times if t.get("itemprop", "").lower() == "datepublished" or t.get("pubdate") is not None]
    for one in (marked or times)[:3]:
        if text := (one.get("datetime") or "").strip():
            yield text, "time"
    for one in tree.xpath("//*[@itemprop='datePublished'][@content]")[:1]:
        yield one.get("content").strip(), "itemprop datePublished"
