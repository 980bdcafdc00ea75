"""HTML pages in: the running text, the title, the outlet and the publication date; the only code that fetches."""

from __future__ import annotations

import codecs
import logging
import re
from datetime import datetime
from typing import Any

from despacho.ingest.fields import Limits, Unfit, checked_text
from despacho.model import Article, InputError

_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_DECLARED_WITHIN = 4096  # bytes; the HTML standard asks for the first 1024
# The time and zone decide which day "ayer" is; a guess from a copyright line is worse than no date.
_DATE_SEARCH = {"outputformat": "%Y-%m-%dT%H:%M:%S%z", "original_date": True, "extensive_search": False}


def page_article(data: bytes | str, *, article_id: str, limits: Limits, url: str | None = None) -> Article:
    """The article of an HTML page; Unfit where the page holds no running text."""
    import trafilatura

    page = decoded_page(data) if isinstance(data, bytes) else data
    # trafilatura logs what it cannot parse; here that is the rejection "no_article".
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found: Any = trafilatura.bare_extraction(
        page, url=url, include_comments=False, with_metadata=True, date_extraction_params=_DATE_SEARCH
    )
    text = (found.text or "") if found is not None else ""
    if not text.strip():
        raise Unfit("no_article", "no running text was found in the page; save the article's own page, not a list")
    return Article(
        id=article_id,
        text=checked_text(text, limits=limits),
        title=found.title or None,
        lang=limits.lang,
        published_at=_published(found.date),
        url=url or found.url or None,
        outlet=found.sitename or found.hostname or None,
    )


def fetched_article(url: str, *, limits: Limits) -> Article:
    """The article at an address; InputError where the page cannot be had, Unfit where it holds no text."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = trafilatura.fetch_url(url)
    if page is None:
        raise InputError(
            f"{url}: the page could not be fetched (no connection, no such page, or it refuses programs). "
            "Save it from a browser and give the .html file"
        )
    return page_article(page, article_id=url, limits=limits, url=url)


def decoded_page(data: bytes) -> str | bytes:
    """The page as characters: by its byte order mark, its declared charset, or UTF-8; bytes where none fits."""
    for mark, charset in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(charset, "replace").removeprefix("\ufeff")
    if b"\x00" in data:
        raise Unfit("binary", f"byte {data.index(0)} is NUL; this is not an HTML page")
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    for charset in (declared[1].decode("ascii") if declared else "utf-8", "utf-8"):
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return data  # trafilatura guesses


def _published(found: str | None) -> str | None:
    """The date that the page declares: with time and zone where it gives both, else the day."""
    if not found:
        return None
    try:
        moment = datetime.fromisoformat(found)
    except ValueError:
        return None
    midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return moment.date().isoformat() if moment.tzinfo is None or midnight else moment.isoformat()
