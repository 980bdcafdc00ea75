"""The file of a shard: Parquet, one row an article with its events in it, written beside and renamed into place."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from despacho.model import Article, Event, Rejected
from despacho.store.records import event_from_dict, event_to_dict
from despacho.store.tables import SCHEMA, connection, quoted
from despacho.store.writers import write_error

ARTICLE_SCHEMA = {
    "id": "VARCHAR",
    "title": "VARCHAR",
    "text": "VARCHAR",
    "lang": "VARCHAR",
    "published_at": "VARCHAR",
    "url": "VARCHAR",
    "outlet": "VARCHAR",
    "extra": "VARCHAR",
}
SHARD_SCHEMA = {
    "number": "INTEGER",
    **ARTICLE_SCHEMA,
    "words": "INTEGER",
    "content_hash": "VARCHAR",
    "coder_version": "VARCHAR",
    "ruleset_digest": "VARCHAR",
    "config_digest": "VARCHAR",
    "stage": "VARCHAR",
    "reason": "VARCHAR",
    "detail": "VARCHAR",
    "events": "STRUCT(" + ", ".join(f'"{name}" {kind}' for name, kind in SCHEMA.items()) + ")[]",
}
_SPARE = 65_536  # bytes that DuckDB may want beside the longest line


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardRow:
    """One article with its outcome and the key of it: content, coder, rules and options."""

    number: int
    article: Article
    content_hash: str
    coder_version: str
    ruleset_digest: str
    config_digest: str
    rejected: Rejected | None
    events: Sequence[Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """What a finished shard holds: counts, and the articles that were not coded with their reasons."""

    shard: str
    path: Path
    articles: int
    coded: int
    events: int
    words: int
    rejections: tuple[Rejected, ...] = ()


def content_hash(article: Article) -> str:
    """A digest of all that an article holds, 32 hexadecimal digits."""
    fields = [article.id, article.title, article.text, article.lang, article.published_at, article.url, article.outlet]
    content = json.dumps([*fields, dict(article.extra)], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def write_shard(path: Path, rows: Sequence[ShardRow]) -> ManifestRow:
    """The manifest row of the file, which stands under its name once it is whole."""
    lines = path.with_name(f".{path.stem}.{os.getpid()}.rows.tmp")
    draft = path.with_name(f".{path.stem}.{os.getpid()}.tmp")
    encoded = [json.dumps(_as_json(row), ensure_ascii=False).encode() + b"\n" for row in rows]
    try:
        lines.write_bytes(b"".join(encoded))
        with connection() as duck:
            columns = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in SHARD_SCHEMA.items())
            most = max(map(len, encoded), default=0) + _SPARE
            source = f"read_json({quoted(lines)}, format='newline_delimited', maximum_object_size={most}, columns={{{columns}}})"
            duck.execute(f"COPY (SELECT * FROM {source}) TO {quoted(draft)} (FORMAT parquet, COMPRESSION zstd)")  # noqa: S608
        draft.replace(path)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        lines.unlink(missing_ok=True)
        draft.unlink(missing_ok=True)
    return _manifest(path, rows)


def _manifest(path: Path, rows: Sequence[ShardRow]) -> ManifestRow:
    coded = [row for row in rows if row.rejected is None]
    return ManifestRow(
        shard=path.stem,
        path=path,
        articles=len(rows),
        coded=len(coded),
        events=sum(len(row.events) for row in coded),
        words=sum(_words(row.article) for row in coded),
        rejections=tuple(row.rejected for row in rows if row.rejected is not None),
    )


def shard_manifest(path: Path) -> ManifestRow:
    """The manifest row of a file that was written before; OutputError where it is no such file."""
    with connection() as duck:
        source = f"read_parquet({quoted(path)})"
        ((articles, coded, events, words),) = duck.execute(
            "SELECT count(*), count(*) FILTER (reason IS NULL), coalesce(sum(len(events)), 0), "  # noqa: S608 - a quoted path
            f"coalesce(sum(words) FILTER (reason IS NULL), 0) FROM {source}"
        ).fetchall()
        turned_away = duck.execute(
            f"SELECT id, stage, reason, detail FROM {source} WHERE reason IS NOT NULL ORDER BY number"  # noqa: S608
        ).fetchall()
    rejections = tuple(Rejected(article_id=a, stage=b, reason=c, detail=d) for a, b, c, d in turned_away)
    return ManifestRow(
        shard=path.stem, path=path, articles=articles, coded=coded, events=events, words=words, rejections=rejections
    )


def shard_events(path: Path) -> Iterator[tuple[Event, ...]]:
    """The events of each article that was coded, in order."""
    with connection() as duck:
        found = duck.execute(
            f"SELECT events FROM read_parquet({quoted(path)}) WHERE reason IS NULL ORDER BY number"  # noqa: S608
        )
        while batch := found.fetchmany(64):
            for (records,) in batch:
                yield tuple(event_from_dict(record) for record in records)


def _as_json(row: ShardRow) -> dict[str, Any]:
    article, rejected = row.article, row.rejected
    return {
        "number": row.number,
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "lang": article.lang,
        "published_at": article.published_at,
        "url": article.url,
        "outlet": article.outlet,
        "extra": json.dumps(dict(article.extra), ensure_ascii=False, default=str) if article.extra else None,
        "words": _words(article),
        "content_hash": row.content_hash,
        "coder_version": row.coder_version,
        "ruleset_digest": row.ruleset_digest,
        "config_digest": row.config_digest,
        "stage": rejected.stage if rejected else None,
        "reason": rejected.reason if rejected else None,
        "detail": rejected.detail if rejected else None,
        "events": [event_to_dict(event) for event in row.events],
    }


def _words(article: Article) -> int:
    return len(article.text.split())


