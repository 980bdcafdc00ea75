"""JSON Lines in, one article a line; a bad line is rejected with its file and number, the next one is read."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO

from despacho.ingest.fields import Limits, article_from_record, rejected
from despacho.model import Article, Rejected

# UTF-8 takes up to 4 bytes a character and JSON's escapes 6; the rest of a line is other fields.
_BYTES_PER_CHARACTER = 12
_SHORTEST_LIMIT = 16 * 1024 * 1024
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def jsonl_articles(stream: BinaryIO, *, name: str, limits: Limits) -> Iterator[Article | Rejected]:
    """The articles of a stream of JSON Lines, one line in memory at a time."""
    longest = max(limits.max_characters * _BYTES_PER_CHARACTER, _SHORTEST_LIMIT)
    number, records = 0, 0
    while line := stream.readline(longest):  # a packed stream that breaks raises Unfit: what came before is kept
        number += 1
        where = f"{name}:{number}"
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
            if line.startswith(_WIDE):
                yield rejected(name, "not_utf8", f"{name}: the file is UTF-16; save it as UTF-8")
                return
        if len(line) == longest and not line.endswith(b"\n"):
            _skip_line(stream, longest)
            records += 1
            yield rejected(where, "too_long", f"{where}: the line is longer than {longest:,} bytes")
        elif line.strip():
            records += 1
            yield _article(line, where=where, limits=limits)
    if not records:
        yield rejected(name, "empty", f"{name}: the file is empty")


def _article(line: bytes, *, where: str, limits: Limits) -> Article | Rejected:
    if b"\x00" in line:
        return rejected(where, "binary", f"{where}: the line holds NUL bytes; this is not a text file")
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return rejected(
            where, "not_utf8", f"{where}: byte {error.start} of the line is not UTF-8; save the file as UTF-8"
        )
    except json.JSONDecodeError as error:
        return rejected(where, "malformed_json", f"{where}: not JSON: {error.msg} at column {error.colno}")
    except (ValueError, RecursionError) as error:
        return rejected(where, "malformed_json", f"{where}: not JSON that can be read: {error}")
    if not isinstance(record, dict):
        return rejected(where, "malformed_json", f"{where}: a line must be one JSON object {{...}}")
    return article_from_record(record, where=where, limits=limits)


def _skip_line(stream: BinaryIO, step: int) -> None:
    while (rest := stream.readline(step)) and not rest.endswith(b"\n"):
        pass
