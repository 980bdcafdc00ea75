"""Web archives (WARC) in: the pages among the responses, each with the address and the moment of its capture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from despacho.ingest.addresses import clean_address
from despacho.ingest.extras import missing
from despacho.ingest.fields import Unfit
from despacho.ingest.moments import read_moment
from despacho.ingest.pages import MAX_PAGE
from despacho.ingest.web.body import Broken, TooLarge, unpacked
from despacho.ingest.web.request import Page

_PAGE_TYPES = ("text/html", "application/xhtml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """One page of an archive; ``problem`` is (reason, detail) where the record holds none that can be read."""

    where: str
    page: Page | None = None
    fetched_at: str | None = None
    problem: tuple[str, str] | None = None


class _Forward:
    """What fastwarc needs of a stream: to read on, and to know where it is; one that cannot be wound back makes it panic."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._at = stream, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        # No more than one read of what lies beneath: its end may raise, and must not take with it what came before.
        data = getattr(self._stream, "read1", self._stream.read)(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        """How many bytes were read."""
        return self._at


def captured_pages(stream: BinaryIO, *, name: str) -> Iterator[Captured]:
    """The pages of a WARC file, packed or not, in order; other records are skipped. InputError where fastwarc is missing.

    A record that cannot be read comes with its problem; where the file itself breaks, the last one says so.
    """
    try:
        import fastwarc
    except ImportError as error:
        raise missing("fastwarc", extra="warc", for_what=f"{name} is a web archive") from error
    number, pages = 0, 0
    try:
        records = fastwarc.ArchiveIterator(
            cast("Any", _Forward(stream)),
            record_types=fastwarc.WarcRecordType.response,
            parse_http=True,
            stream_detect=False,
        )
        for record in records:
            number += 1
            found = _captured(record, where=f"{name}:{number}")
            if found is not None:
                pages += 1
                yield found
    except Unfit as unfit:
        yield Captured(where=name, problem=(unfit.reason, unfit.detail))
    except BaseException as error:  # the library's errors have no common class, and a panic in it is no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        detail = f"the archive cannot be read beyond record {number}: {type(error).__name__}: {str(error)[:200]}"
        yield Captured(where=name, problem=("bad_archive", detail))
    else:
        if number == 0:
            yield Captured(where=name, problem=("bad_archive", "the archive holds no responses, or is none"))
        elif pages == 0:
            yield Captured(where=name, problem=("no_article", f"none of the {number:,} responses is a page"))


def _captured(record: Any, *, where: str) -> Captured | None:
    url = record.headers.get("WARC-Target-URI") or ""
    http = record.http_headers
    status = int(getattr(http, "status_code", 0) or 0) if http is not None else 0
    headers = {name.lower(): value for name, value in http.items()} if http is not None else {}
    if not 200 <= status < 300 or not headers.get("content-type", "").lower().startswith(_PAGE_TYPES):
        return None
    clean = clean_address(url.strip("<>"))
    if clean is None:
        return Captured(where=where, problem=("bad_address", f"the record's address {url[:80]!r} is none"))
    try:
        body = _plain(record.reader.read(MAX_PAGE + 1), headers, said=record.content_length)
    except TooLarge as error:
        return Captured(where=where, problem=("too_long", f"{clean}: {error}"))
    except Broken as error:
        return Captured(where=where, problem=("truncated", f"{clean}: {error}"))
    moment = read_moment(str(record.headers.get("WARC-Date") or ""), told_by="WARC-Date")
    return Captured(
        where=where,
        page=Page(url=clean, status=status, headers=headers, body=body),
        fetched_at=moment.published_at if moment is not None else None,
    )


def _plain(body: bytes, headers: dict[str, str], *, said: int) -> bytes:
    """The body without chunks and packing; archives keep both as they came or take them off and leave the header."""
    if len(body) > MAX_PAGE:
        raise TooLarge(f"more than {MAX_PAGE:,} bytes")
    if len(body) < said:
        raise Broken(f"{said:,} bytes are said to follow, {len(body):,} do")
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _unchunked(body) or body
    encoding = headers.get("content-encoding", "")
    packed = body.startswith(b"\x1f\x8b") or "deflate" in encoding.lower()
    return unpacked(body, encoding, limit=MAX_PAGE) if packed else body


def _unchunked(body: bytes) -> bytes | None:
    """The joined chunks of a body, None where it is not in chunks."""
    parts, at = list[bytes](), 0
    while (end := body.find(b"\r\n", at, at + 64)) >= 0:
        try:
            size = int(body[at:end].split(b";")[0], 16)
        except ValueError:
            return None
        if size <= 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
    return b"".join(parts) if parts else None
