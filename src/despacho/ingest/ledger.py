"""A collection of articles that grows: each address and each text once, copies in clusters, every line written exactly once.

What is decided stands in a small SQLite file beside the output before it is appended; whatever happens in between - ^C, kill -9,
a full disk -, the next run finishes the line that was begun and goes on from there.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, BinaryIO, Self

from despacho.ingest.addresses import address_key, host_of, same_house
from despacho.ingest.duplicates import (
    SHORTEST,
    UNRELATED,
    Signature,
    are_copies,
    band_keys,
    signature,
    similarity,
    text_digest,
    unpacked,
)
from despacho.ingest.fields import Limits, article_from_record, rejected
from despacho.model import Article, InputError, OutputError, Rejected

ARTICLES, REJECTED = "articles", "rejected"
SCHEMA_VERSION = "1"
_WINDOW_DAYS = 10  # a copy of an agency's report appears within days; the same words in another year are an anniversary
_MOST_CANDIDATES = 200  # of a text whose bands many share (a daily form): enough to find one that is a copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """The files of a collection: its state and outputs, or the stream that takes its articles."""

    state: Path | None
    outputs: Mapping[str, Path]
    stream: BinaryIO | None = None


def collection(out: Path, rejects: Path | None) -> Collection:
    """The files of the collection ``out`` ("-" is standard output); OutputError where it cannot be one."""
    others = {REJECTED: rejects} if rejects is not None else {}
    if str(out) == "-":
        return Collection(state=None, outputs=others, stream=sys.stdout.buffer)
    if out.suffix.lower() not in (".jsonl", ".ndjson"):
        raise OutputError(f"{out}: a collection is a .jsonl file")
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise OutputError(f"{out}: is a folder, or its folder does not exist")
    beside = {REJECTED: out.with_name(out.stem + ".rejected.jsonl"), **others}
    return Collection(state=out.with_name(out.name + ".state"), outputs={ARTICLES: out, **beside})


class Ledger:
    """The state of one collection; ``outputs`` are the files of the channels "articles" and "rejected".

    Without a state file the collection is that of one run, and its articles go to ``stream``.
    """

    def __init__(self, state: Path | None, outputs: Mapping[str, Path], *, stream: BinaryIO | None = None) -> None:
        self._outputs = dict(outputs)
        self._stream = stream
        self._state = state
        self._fresh = True
        self.db = self._opened(state)
        try:
            if self._fresh:
                self._adopt()
            self._recover()
        except BaseException:
            self.db.close()  # what was begun is undone; no lock stays
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.db.close()

    def _opened(self, state: Path | None) -> sqlite3.Connection:
        where = ":memory:" if state is None else str(state)
        try:
            db = sqlite3.connect(where, isolation_level=None, timeout=1.0)
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("BEGIN IMMEDIATE")
            self._fresh = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
            for statement in (files("despacho.ingest") / "ledger.sql").read_text(encoding="utf-8").split(";\n"):
                db.execute(statement)
            db.execute("INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (SCHEMA_VERSION,))
            version = db.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()[0]
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise OutputError(
                    f"{where}: another despacho is writing this collection; wait for it or choose another --out"
                ) from error
            raise OutputError(f"{where}: the state cannot be opened: {error}") from error
        except sqlite3.DatabaseError as error:
            raise OutputError(
                f"{where}: not a state file of despacho ({error}); remove it, it is made anew from the output"
            ) from error
        if version != SCHEMA_VERSION:
            raise OutputError(
                f"{where}: made by another version of despacho (state {version}); remove it, it is made anew from the output"
            )
        return db

    # --- what is known --------------------------------------------------------------------------------------------------

    def knows(self, url: str) -> bool:
        """Whether an address led to an article, or to a rejection that is final."""
        key = address_key(url)
        found = self.db.execute(
            "SELECT 1 FROM addresses WHERE address = ? UNION ALL SELECT 1 FROM articles WHERE address = ? LIMIT 1",
            (key, key),
        )
        return found.fetchone() is not None

    def count(self) -> int:
        """How many articles the collection has."""
        return int(self.db.execute("SELECT count(*) FROM articles").fetchone()[0])

    def clusters(self) -> Iterator[list[tuple[str, str, str]]]:
        """Each cluster of two or more: (article id, outlet, day) of its members in the order in which they came."""
        rows = self.db.execute(
            "SELECT cluster, id, coalesce(outlet, ''), coalesce(day, '') FROM articles WHERE cluster IN "
            "(SELECT cluster FROM articles GROUP BY cluster HAVING count(*) > 1) ORDER BY cluster, number"
        )
        current, members = None, list[tuple[str, str, str]]()
        for cluster, *member in rows:
            if cluster != current and members:
                yield members
                members = []
            current = cluster
            members.append((member[0], member[1], member[2]))
        if members:
            yield members

    # --- what comes in --------------------------------------------------------------------------------------------------

    def add(self, article: Article, *, asked: str | None = None) -> Article | Rejected:
        """The article as it is written, with its cluster; or why it is not taken again. ``asked`` is the address it was had from."""
        if asked is not None:
            self.close_address(asked)
        signed = signature(article.text)
        digest = text_digest(article.text) if len(article.text) >= SHORTEST else None
        renamed = self._placed(article, digest, signed)
        if isinstance(renamed, Rejected):
            return renamed
        for name in ("fetched_url", "linked_as"):
            if isinstance(url := renamed.extra.get(name), str):
                self.close_address(url)
        return self._taken(renamed, digest, signed)

    def reject(self, one: Rejected) -> bool:
        """Keeps a rejection; False where the same is kept already."""
        before = self.db.total_changes
        self.db.execute("INSERT OR IGNORE INTO rejections VALUES (?, ?)", (one.article_id, one.reason))
        if self.db.total_changes == before:
            return False
        if REJECTED in self._outputs:
            self._line(
                REJECTED, {"article_id": one.article_id, "stage": one.stage, "reason": one.reason, "detail": one.detail}
            )
        return True

    def close_address(self, url: str) -> None:
        """An address that need not be fetched again."""
        self.db.execute("INSERT OR IGNORE INTO addresses VALUES (?)", (address_key(url),))

    def _placed(self, article: Article, digest: bytes | None, signed: Signature) -> Article | Rejected:
        """The article under an id of its own; Rejected where its address or its text are known."""
        known = (
            self._by_address(article)
            or self.db.execute("SELECT id, signature FROM articles WHERE id = ?", (article.id,)).fetchone()
        )
        if known is not None:
            if similarity(unpacked(known[1]), signed) > UNRELATED:
                return rejected(
                    article.id,
                    "repeated_url" if article.url else "repeated_text",
                    f"{article.id}: was read before, as {known[0]!r}",
                )
            # One canonical address, or one file's name, for quite different texts: both are kept.
            fetched = article.extra.get("fetched_url")
            again = (
                isinstance(fetched, str)
                and self.db.execute("SELECT 1 FROM articles WHERE id = ?", (fetched,)).fetchone() is None
            )
            suffix = text_digest(article.text).hex()[:8]
            article = replace(
                article,
                id=str(fetched) if again else f"{article.id}#{suffix}",
                url=str(fetched) if again else article.url,
            )
            if self.db.execute("SELECT 1 FROM articles WHERE id = ?", (article.id,)).fetchone() is not None:
                return rejected(article.id, "repeated_text", f"{article.id}: was read before")
        same = (
            self.db.execute(
                "SELECT id, outlet, address FROM articles WHERE digest = ? ORDER BY number", (digest,)
            ).fetchall()
            if digest
            else []
        )
        for other_id, outlet, address in same:
            # Another outlet that prints the same words is a member of the cluster; the same one is a repetition.
            if (
                not article.url
                or not address
                or outlet == article.outlet
                or same_house(host_of(article.url), address.partition("/")[0])
            ):
                return rejected(article.id, "repeated_text", f"{article.id}: the same text as {other_id!r}")
        return replace(article, extra={**article.extra, "same_text_as": same[0][0]}) if same else article

    def _by_address(self, article: Article) -> Any:
        if not article.url:
            return None
        return self.db.execute(
            "SELECT id, signature FROM articles WHERE address = ?", (address_key(article.url),)
        ).fetchone()

    def _taken(self, article: Article, digest: bytes | None, signed: Signature) -> Article:
        words = len(article.text.split())
        day = str(article.extra.get("published_date") or (article.published_at or "")[:10]) or None
        keys = band_keys(signed) if digest is not None else []
        found = self._copy_of(keys, signed, words=words, day=day)
        number = self.db.execute("SELECT coalesce(max(number), 0) + 1 FROM articles").fetchone()[0]
        cluster, shared = found or (number, 1.0)
        address = address_key(article.url) if article.url else None
        self.db.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, article.id, address, digest, day, article.outlet, words, cluster, signed.tobytes()),
        )
        self.db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", ((key, number) for key in keys))
        first = self.db.execute("SELECT id FROM articles WHERE number = ?", (cluster,)).fetchone()[0]
        article = replace(
            article,
            extra={**article.extra, "cluster_id": first, **({"cluster_similarity": round(shared, 2)} if found else {})},
        )
        self._line(ARTICLES, article_record(article))
        return article

    def _copy_of(self, keys: list[int], signed: Signature, *, words: int, day: str | None) -> tuple[int, float] | None:
        """The cluster of the most similar text that is a copy, and the similarity; the earliest where several are alike."""
        if not keys:
            return None
        marks = ", ".join("?" * len(keys))
        rows = self.db.execute(
            f"SELECT cluster, signature, words, day FROM articles WHERE number IN (SELECT article FROM bands WHERE key IN ({marks}) "  # noqa: S608  only question marks
            f"GROUP BY article ORDER BY count(*) DESC LIMIT {_MOST_CANDIDATES}) ORDER BY number",
            keys,
        )
        best: tuple[int, float] | None = None
        for cluster, other, other_words, other_day in rows:
            shared = similarity(signed, unpacked(other))
            if are_copies(shared, words, other_words) and _near(day, other_day) and (best is None or shared > best[1]):
                best = cluster, shared
        return best

    # --- what goes out --------------------------------------------------------------------------------------------------

    def _line(self, channel: str, record: Mapping[str, Any]) -> None:
        line = json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        self.db.execute("INSERT INTO outbox (channel, line) VALUES (?, ?)", (channel, line))

    def commit(self) -> None:
        """Decides all that was added, then writes it: after this it is in the files, once."""
        self.db.execute("COMMIT")
        self._write_out()
        self.db.execute("BEGIN IMMEDIATE")

    def _write_out(self) -> None:
        """Appends the outbox to the files and empties it."""
        for channel, path in self._outputs.items():
            lines = [
                line
                for (line,) in self.db.execute("SELECT line FROM outbox WHERE channel = ? ORDER BY number", (channel,))
            ]
            if not lines:
                continue
            try:
                with path.open("ab") as file:
                    file.write(b"".join(lines))
                    file.flush()
                    os.fsync(file.fileno())
                    size = file.tell()
            except OSError as error:
                raise OutputError(
                    f"{path}: cannot be written: {error.strerror}; what is missing is written by the next run"
                ) from error
            self.db.execute("BEGIN IMMEDIATE")
            self.db.execute("DELETE FROM outbox WHERE channel = ?", (channel,))
            self.db.execute("INSERT OR REPLACE INTO outputs VALUES (?, ?)", (channel, size))
            self.db.execute("COMMIT")
        if self._stream is not None:
            for (line,) in self.db.execute("SELECT line FROM outbox WHERE channel = ? ORDER BY number", (ARTICLES,)):
                self._stream.write(line)
            self._stream.flush()
            self.db.execute("DELETE FROM outbox WHERE channel = ?", (ARTICLES,))

    def _recover(self) -> None:
        """Finishes what the last run had decided on: a file may lack the outbox, or hold some of it."""
        self.db.execute("COMMIT")
        for channel, path in self._outputs.items():
            lines = b"".join(
                line
                for (line,) in self.db.execute("SELECT line FROM outbox WHERE channel = ? ORDER BY number", (channel,))
            )
            row = self.db.execute("SELECT bytes FROM outputs WHERE channel = ?", (channel,)).fetchone()
            size, known = path.stat().st_size if path.exists() else 0, row[0] if row else 0
            if lines and size > known:
                self._finish_tail(channel, path, lines, known=known)
        self._write_out()
        self.db.execute("BEGIN IMMEDIATE")

    def _finish_tail(self, channel: str, path: Path, lines: bytes, *, known: int) -> None:
        """Compares what stands behind the known end of a file with the outbox, of which it may be a part or the whole."""
        with path.open("r+b") as file:
            file.seek(known)
            tail = file.read(len(lines))
            if tail == lines:
                self.db.execute("DELETE FROM outbox WHERE channel = ?", (channel,))
                self.db.execute("INSERT OR REPLACE INTO outputs VALUES (?, ?)", (channel, known + len(lines)))
            elif lines.startswith(tail):
                file.truncate(known)  # begun by us: it is written anew as a whole

    def _adopt(self) -> None:
        """Takes what is in an output without state as known: the state was lost, or the file is from elsewhere."""
        for channel, path in self._outputs.items():
            if not path.is_file():  # nothing there, or a device
                continue
            _end_line(path)
            if channel == ARTICLES:
                with path.open("rb") as file:
                    for number, line in enumerate(file, 1):
                        self._adopt_line(line, where=f"{path}:{number}")
            self.db.execute("DELETE FROM outbox")
            self.db.execute("INSERT OR REPLACE INTO outputs VALUES (?, ?)", (channel, path.stat().st_size))

    def _adopt_line(self, line: bytes, *, where: str) -> None:
        if not line.strip():
            return
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        limits = Limits(lang=None, max_characters=10**9)
        article = article_from_record(record, where=where, limits=limits) if isinstance(record, dict) else None
        if not isinstance(article, Article):
            raise InputError(
                f"{where}: this is no article, so the file is no output of `despacho ingest`; choose another --out"
            )
        self.add(article)


def article_record(article: Article) -> dict[str, Any]:
    """The JSON record of an article: what `despacho code` reads; unknown fields are left out, ``extra`` comes last."""
    named = {name: getattr(article, name) for name in ("id", "title", "lang", "published_at", "url", "outlet", "text")}
    return {**{name: value for name, value in named.items() if value is not None}, **article.extra}


def _end_line(path: Path) -> None:
    """Cuts off a last line that was begun and not ended."""
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        at = size
        while at > 0:
            step = min(at, 65_536)
            file.seek(at - step)
            cut = file.read(step).rfind(b"\n")
            if cut >= 0:
                at = at - step + cut + 1
                break
            at -= step
        if at < size:
            file.truncate(at)


def _near(day: str | None, other: str | None) -> bool:
    if not day or not other:
        return True
    return abs((date.fromisoformat(day) - date.fromisoformat(other)).days) <= _WINDOW_DAYS
