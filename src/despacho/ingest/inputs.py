"""What the command line names - files, folders, "-", an address - as one stream of articles."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from despacho.ingest.fields import Limits, Unfit, rejected
from despacho.ingest.jsonl import jsonl_articles
from despacho.ingest.pages import fetched_article, page_article
from despacho.ingest.texts import text_article
from despacho.model import Article, InputError, Rejected

# A news article has up to about 20,000 characters, a speech or a report 300,000; more is a file that went wrong,
# and would take more than a minute and a gigabyte to parse.
MAX_CHARACTERS = 1_000_000
_JSONL = (".jsonl", ".ndjson")
_PAGES = (".html", ".htm")
_SUFFIXES = (*_JSONL, ".txt", *_PAGES)
_ADDRESS = ("http://", "https://")
_BYTES_PER_CHARACTER = 4
_SNIFFED = 8192  # bytes in which a NUL gives a binary file away

Advance = Callable[[int], None]
Item = Article | Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """One thing to read: its path (None: standard input or an address) and how messages call it.

    A text or a page has no id of its own: it gets ``short_id`` (the name without its ending; in a folder the path below
    the folder), or ``long_id`` (the path as given) where another file of the run already has that one.
    """

    path: Path | None
    name: str
    short_id: str = ""
    long_id: str = ""


@dataclass(slots=True, kw_only=True)
class _Run:
    """The state of one run: the limits and the ids seen, which must be unique over all inputs."""

    limits: Limits
    advance: Advance
    stdin: BinaryIO | None
    seen: set[str] = field(default_factory=set)


def read_articles(
    inputs: Sequence[str],
    *,
    lang: str | None = None,
    max_characters: int = MAX_CHARACTERS,
    exclude: Path | None = None,
    addresses: bool = False,
    stdin: BinaryIO | None = None,
    advance: Advance | None = None,
) -> Iterator[Item]:
    """The articles of files, folders (searched to the bottom, in sorted order) and "-", lazily, in order.

    What cannot be an article comes as Rejected (stage "ingest"; reasons in ``despacho.ingest.fields.REASONS``) in its
    place. An input that does not exist, a folder without articles, an unknown kind of file raise InputError at once,
    before anything is read. ``lang`` is the language of articles that do not state theirs; ``exclude`` is a file that
    is not read even if a folder holds it (the output); ``addresses`` allows http(s) addresses; ``advance`` is
    called with the number of bytes read from files. Names that begin with a dot are skipped in folders.
    """
    found = _found(inputs, exclude=exclude, addresses=addresses)
    limits = Limits(lang=lang, max_characters=max_characters)
    run = _Run(limits=limits, advance=advance or (lambda _count: None), stdin=stdin)
    return _unique(found, run)


def input_bytes(inputs: Sequence[str], *, exclude: Path | None = None) -> int | None:
    """The size of all files that the inputs name, in bytes; None when one of them cannot be measured."""
    total = 0
    for one in _found(inputs, exclude=exclude, addresses=True):
        if one.path is None or not one.path.is_file():
            return None
        total += one.path.stat().st_size
    return total


def _found(inputs: Sequence[str], *, exclude: Path | None, addresses: bool) -> list[_Found]:
    excluded = exclude.resolve() if exclude is not None else None
    found: list[_Found] = []
    for given in inputs:
        if given == "-":
            found.append(_Found(path=None, name="standard input", short_id="stdin", long_id="stdin"))
        elif given.startswith(_ADDRESS):
            if not addresses:
                raise InputError(f"{given}: only `despacho read` takes an address; save the page and give the file")
            found.append(_Found(path=None, name=given, short_id=given, long_id=given))
        elif Path(given).is_dir():
            found += _in_folder(Path(given), excluded=excluded)
        else:
            found.append(_file(Path(given), excluded=excluded))
    return found


def _file(path: Path, *, excluded: Path | None) -> _Found:
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    if path.suffix.lower() not in _SUFFIXES:
        raise InputError(f"{path}: unknown kind of file; despacho reads {', '.join(_SUFFIXES)}")
    if excluded is not None and path.resolve() == excluded:
        raise InputError(f"{path}: is both input and output; choose another --out")
    return _Found(path=path, name=str(path), short_id=path.stem, long_id=path.as_posix())


def _in_folder(folder: Path, *, excluded: Path | None) -> list[_Found]:
    found = []
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in below.parts)
        if hidden or path.suffix.lower() not in _SUFFIXES or not path.is_file():
            continue
        if excluded is None or path.resolve() != excluded:
            short_id = below.with_suffix("").as_posix()
            found.append(_Found(path=path, name=str(path), short_id=short_id, long_id=path.as_posix()))
    if not found:
        raise InputError(f"{folder}: the folder holds no articles; despacho reads {', '.join(_SUFFIXES)}")
    return found


def _unique(found: Sequence[_Found], run: _Run) -> Iterator[Item]:
    for one in found:
        for item in _items(one, run):
            if isinstance(item, Article):
                if item.id in run.seen:
                    yield rejected(
                        item.id, "repeated_id", f"{one.name}: the id {item.id!r} was already read in this run"
                    )
                    continue
                run.seen.add(item.id)
            yield item


def _items(one: _Found, run: _Run) -> Iterator[Item]:
    if one.path is None:
        yield from _from_stdin(run) if one.name == "standard input" else _from_address(one.name, run)
        return
    try:
        with one.path.open("rb") as file:
            stream = cast("BinaryIO", io.BufferedReader(_Counted(file, run.advance)))
            yield from _from_file(one, stream, run, suffix=one.path.suffix.lower())
    except OSError as error:
        yield rejected(one.name, "unreadable", f"{one.name}: cannot be read ({error.strerror or error})")


def _from_file(one: _Found, stream: BinaryIO, run: _Run, *, suffix: str) -> Iterator[Item]:
    if suffix in _JSONL:
        head = stream.peek(_SNIFFED)[:_SNIFFED]  # type: ignore[attr-defined]
        if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
            yield rejected(
                one.name, "binary", f"{one.name}: byte {head.index(0)} is NUL; this is not a JSON Lines file"
            )
        else:
            yield from jsonl_articles(stream, name=one.name, limits=run.limits)
        return
    most = run.limits.max_characters * _BYTES_PER_CHARACTER + 1
    if suffix in _PAGES:
        most *= 4  # markup around the text
    data = stream.read(most + 1)
    article_id = one.short_id if one.short_id not in run.seen else one.long_id
    if len(data) > most:
        yield rejected(article_id, "too_long", f"{one.name}: more than {most:,} bytes for one article")
    else:
        yield _one_article(data, page=suffix in _PAGES, article_id=article_id, name=one.name, run=run)


def _one_article(data: bytes, *, page: bool, article_id: str, name: str, run: _Run) -> Item:
    if not data.strip():
        return rejected(article_id, "empty", f"{name}: the file is empty")
    try:
        make = page_article if page else text_article
        return make(data, article_id=article_id, limits=run.limits)
    except Unfit as unfit:
        return rejected(article_id, unfit.reason, f"{name}: {unfit.detail}")


def _from_address(url: str, run: _Run) -> Iterator[Item]:
    try:
        yield fetched_article(url, limits=run.limits)
    except Unfit as unfit:
        yield rejected(url, unfit.reason, f"{url}: {unfit.detail}")


def _from_stdin(run: _Run) -> Iterator[Item]:
    """JSON Lines where the first character is "{", a page where it is HTML's, else one text."""
    stream = cast("BinaryIO", io.BufferedReader(_Unclosed(run.stdin or sys.stdin.buffer)))
    head = b""
    while not head.strip() and (line := stream.readline(_SNIFFED)):
        head += line
    joined = io.BufferedReader(_Joined(head, stream))
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].lower()
    if start.startswith(b"{"):
        yield from jsonl_articles(cast("BinaryIO", joined), name="standard input", limits=run.limits)
        return
    most = run.limits.max_characters * _BYTES_PER_CHARACTER * 4
    data = joined.read(most + 1)
    if len(data) > most:
        yield rejected("stdin", "too_long", f"standard input: more than {most:,} bytes for one article")
    else:
        page = start.startswith((b"<!doctype html", b"<html"))
        yield _one_article(data, page=page, article_id="stdin", name="standard input", run=run)


class _Counted(io.RawIOBase):
    """A raw stream that tells how many bytes were read from it."""

    def __init__(self, stream: BinaryIO, advance: Advance) -> None:
        self._stream, self._advance = stream, advance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._advance(len(data))
        return len(data)


class _Unclosed(_Counted):
    """A raw stream over one that others own: closing it leaves theirs open; reads as much as there is."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream, lambda _count: None)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        read = getattr(self._stream, "read1", self._stream.read)
        data = read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Joined(io.RawIOBase):
    """Bytes already read, then the rest of the stream that they came from."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._head:
            data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            data = getattr(self._rest, "read1", self._rest.read)(len(buffer))
        buffer[: len(data)] = data
        return len(data)
