"""Full text over the articles of a store and the sentences that its events were read from, with SQLite's FTS5.

The index is a file of its own, made anew from the store where it is missing and brought up to date before each search.
Accents and case make no difference: "sancion*" finds "Sanciones" and "sancionó".
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from despacho.model import Event, InputError, OutputError
from despacho.store.filters import EventFilter

if TYPE_CHECKING:
    from despacho.store.corpus import Store

INDEX = 1  # the version of the index; another one is made anew
_TOKENS = re.compile(r'(-?)"([^"]*)"|(-?)([\w][\w.\-]*\*?)|(\S)')
_SNIPPET = 24  # words
_BATCH = 500
_SCHEMA = """
CREATE TABLE IF NOT EXISTS known (id TEXT PRIMARY KEY, state TEXT NOT NULL, first INTEGER, last INTEGER);
CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5 (
  title, body, id UNINDEXED, tokenize = "unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE IF NOT EXISTS sentences USING fts5 (
  body, event_id UNINDEXED, article_id UNINDEXED, tokenize = "unicode61 remove_diacritics 2"
);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article in which the words occur: where, with the words around them, and the events whose sentence has them.

    ``snippet`` marks the words with « and »; ``evidence`` are pairs of an event and its sentence.
    """

    article_id: str
    title: str | None
    outlet: str | None
    published_at: str | None
    url: str | None
    snippet: str
    evidence: tuple[tuple[Event, str], ...]


def search(store: Store, words: str, *, wanted: EventFilter, limit: int) -> list[Hit]:
    """The best articles. Where the filter asks for events, only events that match it count, and articles that have one."""
    pattern = fts_pattern(words)
    with contextlib.closing(_index(store)) as index:
        if wanted.is_empty:
            return list(_article_hits(store, index, pattern, limit=limit))
        return _event_hits(store, index, pattern, wanted=wanted, limit=limit)


def fts_pattern(words: str) -> str:
    """The words in the language of FTS5: all must occur; "a phrase"; word*; -word must not; OR between words."""
    positive: list[list[str]] = []
    negative: list[str] = []
    alternative = False
    for minus_a, phrase, minus_b, word, other in _TOKENS.findall(words):
        term = phrase or word
        if word == "OR":
            alternative = bool(positive)
            continue
        if other or not re.search(r"\w", term):
            continue
        quoted = '"' + term.rstrip("*").replace('"', "") + '"' + ("*" if term.endswith("*") and word else "")
        if minus_a or minus_b:
            negative.append(quoted)
        elif alternative:
            positive[-1].append(quoted)
        else:
            positive.append([quoted])
        alternative = False
    if not positive:
        raise InputError(f'{words!r}: give at least one word to look for, such as "sanciones" or "sancion*"')
    pattern = " AND ".join("(" + " OR ".join(group) + ")" for group in positive)
    return f"({pattern})" + "".join(f" NOT {one}" for one in negative)


def _article_hits(store: Store, index: sqlite3.Connection, pattern: str, *, limit: int) -> Iterator[Hit]:
    found = index.execute(
        f"SELECT id, snippet(texts, -1, '«', '»', '…', {_SNIPPET}) FROM texts WHERE texts MATCH ? ORDER BY rank, rowid LIMIT ?",  # noqa: S608
        (pattern, limit),
    ).fetchall()
    ids = [one for one, _ in found]
    sentences: dict[str, dict[str, str]] = {}
    marks = ", ".join("?" * len(ids))
    for event_id, article_id, body in index.execute(
        f"SELECT event_id, article_id, body FROM sentences WHERE sentences MATCH ? AND article_id IN ({marks})",  # noqa: S608
        (pattern, *ids),
    ):
        sentences.setdefault(article_id, {})[event_id] = body
    articles = {one.id: one for one in store.articles(ids=ids)}
    for article_id, snippet in found:
        article = articles.get(article_id)
        if article is None:  # a folder that is written while it is searched
            continue
        bodies = sentences.get(article_id, {})
        events = store.events(article_id=article_id) if bodies else iter(())
        yield _hit(article, snippet, [(event, bodies[event.event_id]) for event in events if event.event_id in bodies])


def _event_hits(
    store: Store, index: sqlite3.Connection, pattern: str, *, wanted: EventFilter, limit: int
) -> list[Hit]:
    hits: dict[str, list[Any]] = {}
    ranked = index.execute(
        f"SELECT event_id, article_id, body, snippet(sentences, 0, '«', '»', '…', {_SNIPPET}) FROM sentences "  # noqa: S608
        "WHERE sentences MATCH ? ORDER BY rank, rowid",
        (pattern,),
    ).fetchall()
    matching = {(one.event.event_id, one.event.article_id): one for one in store.told(wanted, with_text=False)} if ranked else {}
    for event_id, article_id, body, snippet in ranked:
        told = matching.get((event_id, article_id))
        if told is None or told.article is None or (article_id not in hits and len(hits) >= limit):
            continue
        hits.setdefault(article_id, [told.article, snippet, []])[2].append((told.event, body))
    return [_hit(article, snippet, evidence) for article, snippet, evidence in hits.values()]


def _hit(article: Any, snippet: str, evidence: Sequence[tuple[Event, str]]) -> Hit:
    return Hit(
        article_id=article.id,
        title=article.title,
        outlet=article.outlet,
        published_at=article.published_at,
        url=article.url,
        snippet=" ".join(snippet.split()),
        evidence=tuple(evidence),
    )


def index_path(store: Path) -> Path:
    """Where the index of a store stands: beside the file, or in the folder."""
    return store / "search.sqlite" if store.is_dir() else store.with_name(store.name + ".search.sqlite")


def _index(store: Store) -> sqlite3.Connection:
    """The index, brought up to date; in memory where its place cannot be written."""
    path = index_path(store.path)
    try:
        return _current(sqlite3.connect(path, timeout=30), store)
    except sqlite3.DatabaseError as error:
        if "fts5" in str(error):
            raise OutputError("this Python's SQLite has no FTS5, which full-text search needs") from error
        if "locked" in str(error):
            raise OutputError(f"{path}: another search is making the index; try again when it is done") from error
        with contextlib.suppress(OSError):
            if "readonly" not in str(error) and "unable to open" not in str(error):
                path.unlink(missing_ok=True)  # damaged: it is made anew
                return _current(sqlite3.connect(path, timeout=30), store)
        return _current(sqlite3.connect(":memory:"), store)


def _current(index: sqlite3.Connection, store: Store) -> sqlite3.Connection:
    try:
        if index.execute("PRAGMA user_version").fetchone()[0] != INDEX:
            for table in ("known", "texts", "sentences"):
                index.execute(f"DROP TABLE IF EXISTS {table}")
            index.executescript(_SCHEMA)
            index.execute(f"PRAGMA user_version = {INDEX}")
        _update(index, store)
    except BaseException:
        index.close()
        raise
    return index


def _update(index: sqlite3.Connection, store: Store) -> None:
    """Take out what is gone or changed, put in what is new; all or nothing."""
    index.execute("BEGIN IMMEDIATE")
    had = dict(index.execute("SELECT id, state FROM known"))
    has = dict(store.states())
    stale = [one for one, state in had.items() if has.get(one) != state]
    for begin in range(0, len(stale), _BATCH):
        _remove(index, stale[begin : begin + _BATCH])
    new = {one for one, state in has.items() if had.get(one) != state}
    if new:
        _add(index, store, new, has)
    index.commit()


def _remove(index: sqlite3.Connection, ids: Sequence[str]) -> None:
    for one in ids:
        row = index.execute("SELECT rowid, first, last FROM known WHERE id = ?", (one,)).fetchone()
        index.execute("DELETE FROM texts WHERE rowid = ?", (row[0],))
        if row[1] is not None:
            index.execute("DELETE FROM sentences WHERE rowid BETWEEN ? AND ?", row[1:])
        index.execute("DELETE FROM known WHERE id = ?", (one,))


def _add(index: sqlite3.Connection, store: Store, ids: set[str], states: dict[str, str]) -> None:
    top = index.execute("SELECT coalesce(max(rowid), 0) FROM sentences").fetchone()[0]
    for article, sentences in store.with_sentences(ids):
        first = top + 1
        for event_id, body in sentences:
            top += 1
            index.execute(
                "INSERT INTO sentences (rowid, body, event_id, article_id) VALUES (?, ?, ?, ?)",
                (top, body, event_id, article.id),
            )
        span = (first, top) if top >= first else (None, None)
        rowid = index.execute("INSERT INTO known VALUES (?, ?, ?, ?)", (article.id, states[article.id], *span)).lastrowid
        index.execute(
            "INSERT INTO texts (rowid, title, body, id) VALUES (?, ?, ?, ?)",
            (rowid, article.title or "", article.text, article.id),
        )
