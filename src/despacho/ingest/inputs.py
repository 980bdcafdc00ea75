"""What the command line names - files, folders, globs, "-", addresses - as one stream of articles."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from despacho.ingest.archives import captured_pages
from despacho.ingest.extras import check_archives
from despacho.ingest.fields import Limits, Unfit, rejected
from despacho.ingest.finding import ARCHIVES, JSONL, LISTS, PAGES, Found, find, suffix_of
from despacho.ingest.follow import Follower, internal
from despacho.ingest.jsonl import jsonl_articles
from despacho.ingest.pages import MAX_PAGE, Hints, page_article
from despacho.ingest.reach import Reach
from despacho.ingest.repeats import Repeats
from despacho.ingest.sitemaps import MAX_BYTES as MAX_SITEMAP
from despacho.ingest.sitemaps import plain_sitemap
from despacho.ingest.streams import Advance, Counted, Joined, Unclosed, Unzipped
from despacho.ingest.texts import text_article
from despacho.ingest.web import Fetcher
from despacho.ingest.xml import kind_of
from despacho.model import Article, DespachoError, Rejected

# A news article has up to about 20,000 characters, a speech or a report 300,000; more is a file that went wrong,
# and would take more than a minute and a gigabyte to parse.
MAX_CHARACTERS = 1_000_000
_BYTES_PER_CHARACTER = 4
_SNIFFED = 8192  # bytes in which a NUL gives a binary file away
_GZIP = b"\x1f\x8b"

Item = Article | Rejected


@dataclass(kw_only=True)
class _Run:
    """The state of one run: the limits and the ids seen, which must be unique over all inputs."""

    limits: Limits
    advance: Advance
    stdin: BinaryIO | None
    reach: Reach
    repeats: Repeats | None
    seen: set[str] = field(default_factory=set)

    @cached_property
    def follower(self) -> Follower:
        """Fetches and follows; made when the first address is asked for."""
        return Follower(limits=self.limits, reach=self.reach, fetcher=Fetcher(self.reach.manners))


def read_articles(
    inputs: Sequence[str],
    *,
    lang: str | None = None,
    max_characters: int = MAX_CHARACTERS,
    exclude: Path | Iterable[Path] | None = None,
    addresses: bool = False,
    reach: Reach | None = None,
    once: bool = False,
    stdin: BinaryIO | None = None,
    advance: Advance | None = None,
) -> Iterator[Item]:
    """The articles of files, folders (searched to the bottom, in sorted order), globs, addresses and "-", lazily, in order.

    What cannot be an article comes as Rejected (stage "ingest"; reasons in ``despacho.ingest.fields.REASONS``) in its
    place. An input that does not exist, a folder without articles, an unknown kind of file raise InputError at once,
    before anything is read; a library that is missing does when it is needed. ``lang`` is the language of articles that
    do not state theirs; ``exclude`` are files that are not read even if a folder holds them (the output); ``addresses``
    allows http(s) addresses, ``reach`` says how they are asked; ``once`` turns away what has the address or the text of
    an earlier article; ``advance`` is called with the number of bytes read from files. Names that begin with a dot are
    skipped in folders.
    """
    found = find(inputs, exclude=_paths(exclude), addresses=addresses)
    if archive := next((one.name for one in found if one.path is not None and suffix_of(one.path) in ARCHIVES), None):
        check_archives(archive)
    run = _Run(
        limits=Limits(lang=lang, max_characters=max_characters),
        advance=advance or (lambda _count: None),
        stdin=stdin,
        reach=reach or Reach(),
        repeats=Repeats() if once else None,
    )
    return _unique(found, run)


def input_bytes(inputs: Sequence[str], *, exclude: Path | Iterable[Path] | None = None) -> int | None:
    """The size of all files that the inputs name, in bytes; None when one of them cannot be measured."""
    total = 0
    for one in find(inputs, exclude=_paths(exclude), addresses=True):
        if one.path is None or not one.path.is_file():
            return None
        total += one.path.stat().st_size
    return total


def _paths(exclude: Path | Iterable[Path] | None) -> list[Path]:
    return [exclude] if isinstance(exclude, Path) else list(exclude or ())


def _unique(found: Sequence[Found], run: _Run) -> Iterator[Item]:
    for one in found:
        for item in _items(one, run):
            if isinstance(item, Article):
                if item.id in run.seen:
                    # Of what was fetched the id is the address: the same one again is a repetition and no mistake.
                    reason = "repeated_url" if item.id == item.url else "repeated_id"
                    yield rejected(item.id, reason, f"{one.name}: the id {item.id!r} was already read in this run")
                    continue
                run.seen.add(item.id)
                if run.repeats is not None and (again := run.repeats.of(item)) is not None:
                    yield again
                    continue
            yield item


def _items(one: Found, run: _Run) -> Iterator[Item]:
    try:
        if one.path is not None:
            with one.path.open("rb") as file:
                stream = cast("BinaryIO", io.BufferedReader(Counted(file, run.advance)))
                yield from _from_file(one, stream, run, suffix=suffix_of(one.path))
        elif one.is_address:
            yield from run.follower.address(one.name)
        else:
            yield from _from_stdin(run)
    except Unfit as unfit:
        yield rejected(one.name, unfit.reason, f"{one.name}: {unfit.detail}")
    except OSError as error:
        yield rejected(one.name, "unreadable", f"{one.name}: cannot be read ({error.strerror or error})")
    except DespachoError:
        raise
    except Exception as error:  # noqa: BLE001  one bad input never stops a run; the reason is reported
        yield internal(one.name, error)


def _from_file(one: Found, stream: BinaryIO, run: _Run, *, suffix: str) -> Iterator[Item]:
    if suffix in JSONL:
        yield from _from_lines(one, stream, run)
    elif suffix in ARCHIVES:
        yield from _from_archive(one, _plain(stream), run)
    elif suffix in LISTS:
        yield from _from_list(one, stream, run)
    else:
        yield from _from_article(one, stream, run, suffix=suffix)


def _plain(stream: BinaryIO) -> BinaryIO:
    """The stream, unpacked where it is packed, whatever its name says."""
    if stream.peek(2)[:2] == _GZIP:  # type: ignore[attr-defined]
        return cast("BinaryIO", io.BufferedReader(Unzipped(stream)))
    return stream


def _from_lines(one: Found, stream: BinaryIO, run: _Run) -> Iterator[Item]:
    stream = _plain(stream)
    head = stream.peek(_SNIFFED)[:_SNIFFED]  # type: ignore[attr-defined]
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield rejected(one.name, "binary", f"{one.name}: byte {head.index(0)} is NUL; this is not a JSON Lines file")
    else:
        yield from jsonl_articles(stream, name=one.name, limits=run.limits)


def _from_archive(one: Found, stream: BinaryIO, run: _Run) -> Iterator[Item]:
    for captured in captured_pages(stream, name=one.name):
        if captured.page is None:
            reason, detail = captured.problem or ("bad_archive", "an empty record")
            yield rejected(captured.where, reason, f"{captured.where}: {detail}")
        else:
            yield run.follower.article(captured.page, article_id="", fetched_at=captured.fetched_at)


def _from_list(one: Found, stream: BinaryIO, run: _Run) -> Iterator[Item]:
    """A feed or a sitemap, by what is in it: both end in .xml."""
    data = stream.read(MAX_SITEMAP + 1)
    if len(data) > MAX_SITEMAP:
        raise Unfit("too_long", f"more than {MAX_SITEMAP:,} bytes for one feed or sitemap")
    if not data.strip():
        raise Unfit("empty", "the file is empty")
    data = plain_sitemap(data)
    kind = kind_of(data)
    if kind == "sitemap":
        yield from run.follower.sitemap(data, name=one.name, url=None)
    elif kind == "feed":
        yield from run.follower.feed(data, name=one.name, url=None)
    else:
        raise Unfit("bad_feed", "this is neither a feed (RSS, Atom) nor a sitemap")


def _from_article(one: Found, stream: BinaryIO, run: _Run, *, suffix: str) -> Iterator[Item]:
    page = suffix in PAGES
    most = MAX_PAGE if page else run.limits.max_characters * _BYTES_PER_CHARACTER + 1
    data = stream.read(most + 1)
    article_id = one.short_id if one.short_id not in run.seen else one.long_id
    if len(data) > most:
        yield rejected(article_id, "too_long", f"{one.name}: more than {most:,} bytes for one article")
    else:
        yield _one_article(data, page=page, article_id=article_id, name=one.name, run=run)


def _one_article(data: bytes, *, page: bool, article_id: str, name: str, run: _Run) -> Item:
    if not data.strip():
        return rejected(article_id, "empty", f"{name}: the file is empty")
    try:
        if page:
            return page_article(
                data, article_id=article_id, limits=run.limits, hints=Hints(), outlets=run.reach.outlets
            )
        return text_article(data, article_id=article_id, limits=run.limits)
    except Unfit as unfit:
        return rejected(article_id, unfit.reason, f"{name}: {unfit.detail}")


def _from_stdin(run: _Run) -> Iterator[Item]:
    """JSON Lines where the first character is "{", a page where it is HTML's, a feed or a sitemap; else one text."""
    stream = cast("BinaryIO", io.BufferedReader(Unclosed(run.stdin or sys.stdin.buffer)))
    head = b""
    while not head.strip() and (line := stream.readline(_SNIFFED)):
        head += line
    joined = cast("BinaryIO", io.BufferedReader(Joined(head, stream)))
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].lower()
    if start.startswith(b"{"):
        yield from jsonl_articles(joined, name="standard input", limits=run.limits)
        return
    listing = start.startswith((b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex"))
    if listing and kind_of(head + joined.peek()) != "page":  # type: ignore[attr-defined]
        yield from _from_list(Found(path=None, name="standard input"), joined, run)
        return
    most = run.limits.max_characters * _BYTES_PER_CHARACTER * 4
    data = joined.read(most + 1)
    if len(data) > most:
        yield rejected("stdin", "too_long", f"standard input: more than {most:,} bytes for one article")
    else:
        page = start.startswith((b"<!doctype html", b"<html", b"<?xml"))
        yield _one_article(data, page=page, article_id="stdin", name="standard input", run=run)
