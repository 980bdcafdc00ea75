"""Addresses of articles: written the same way however they came, so that one article has one address."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from despacho.ingest.web.guard import Refused, target_of


def clean_address(url: str | None, *, base: str | None = None) -> str | None:
    """An http(s) address without fragment, tracking parameters and default port; None where it is none."""
    if not url:
        return None
    from courlan import clean_url

    try:
        full = urljoin(base, url.strip()) if base else url.strip()
        target_of(full)  # what could not be asked is no address of an article either
        cleaned = clean_url(full)
        return target_of(cleaned.partition("#")[0]).url if cleaned else None
    except (Refused, ValueError):
        return None


def address_key(url: str) -> str:
    """What two spellings of one address share: without scheme, "www." or "m." and the last slash."""
    rest = url.partition("://")[2] or url
    host, slash, path = rest.partition("/")
    for prefix in ("www.", "m.", "amp."):
        host = host.removeprefix(prefix)
    return host.lower() + (slash + path).rstrip("/")


def host_of(url: str | None) -> str:
    """The host of an address without "www.", "" where there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.").lower()
    except ValueError:
        return ""


def same_house(one: str, other: str) -> bool:
    """Whether two hosts belong together: the same, or one below the other."""
    return bool(one) and bool(other) and (one == other or one.endswith("." + other) or other.endswith("." + one))


def canonical_of(declared: str | None, *, url: str | None) -> str | None:
    """The canonical address that a page declares, where it can be believed.

    A page at a known address may only name an address of the same house; and one that is not the front page must not
    name the front page, which some sites declare on every page and which would make all their articles one.
    """
    found = clean_address(declared, base=url)
    if found is None:
        return None
    if url is None:
        return None if _is_front(found) else found
    if not same_house(host_of(found), host_of(url)) or (_is_front(found) and not _is_front(url)):
        return None
    return found


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
