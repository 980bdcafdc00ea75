"""``Store``: a corpus on disk - articles, events, participants, runs and rejected articles - in one DuckDB file or a folder."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from despacho.model import Article, Event, InputError, OutputError, Rejected
from despacho.store.database import DatabaseWriter, explained, open_database
from despacho.store.event_set import EventSet, optional
from despacho.store.filters import EventFilter
from despacho.store.folder import FolderWriter, is_folder_store, open_folder
from despacho.store.migrations import TABLES
from despacho.store.query import Result, run_query
from despacho.store.records import event_from_dict
from despacho.store.tables import SCHEMA

_BATCH = 500  # rows in memory at a time
_FEW = 1_000  # articles that are asked for by their ids; more are found in one pass over all
_ARTICLE_FIELDS = ("id", "title", "text", "lang", "published_at", "url", "outlet", "extra")
MEMORY_LIMIT = "1GB"


class StoreWriter(Protocol):
    """What a run needs of a store: which articles it has, and a way to add shards. One process at a time has it."""

    def keys(self, ids: Sequence[str]) -> dict[str, str]:
        """Those of the ids that are in the store, each with the key under which it was coded."""

    def add(self, shards: Sequence[Path], *, run_id: str) -> None:
        """The articles and events of these shard files, in place of what there was of the same articles."""

    def reject(self, rejections: Sequence[Rejected], *, run_id: str) -> None:
        """What never became an article."""

    def note_run(self, run: Mapping[str, Any]) -> None:
        """The row of a run, new or changed."""

    def open_runs(self) -> list[dict[str, Any]]:
        """The runs that are noted as running and cannot be."""

    def flush(self) -> None:
        """Everything added so far is in the store, and its shard files are no longer needed."""

    def close(self) -> None:
        """As ``flush``, and let go of the store."""


def is_store_target(target: str) -> bool:
    """Whether an output is a store: OUT.duckdb, a name that ends in a slash, or the folder of a store."""
    return target.endswith((".duckdb", "/", os.sep)) or is_folder_store(Path(target))


def open_writer(target: str) -> StoreWriter:
    """The store at this place, made where it is missing; OutputError where another process has it or it is something else."""
    path = Path(target).resolve()
    if target.endswith(".duckdb") and not path.is_dir():
        if not path.parent.is_dir():
            raise OutputError(f"{target}: the folder {path.parent} does not exist; create it first")
        return DatabaseWriter(path, name=target)
    if path.is_file():
        raise OutputError(f"{target}: is a file; a store is a folder or a .duckdb file")
    if path.is_dir() and not is_folder_store(path) and any(not one.name.startswith(".") for one in path.iterdir()):
        raise OutputError(f"{target}: the folder holds other things and is no store; name a new one")
    if not path.parent.is_dir():
        raise OutputError(f"{target}: the folder {path.parent} does not exist; create it first")
    return FolderWriter(path, name=target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event with the article it was read in (None where the events come without their articles)."""

    event: Event
    article: Article | None


class Store:
    """A corpus, read-only: iterators over its records, SQL, full text. A context manager; errors are OutputError."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        name = str(path)
        if not self.path.exists():
            raise InputError(f"{name}: there is no such store; `despacho code INPUT... --out {name}` makes one")
        if self.path.is_dir():
            self._duck = open_folder(self.path.resolve(), name=name, memory_limit=MEMORY_LIMIT)
        else:
            self._duck = open_database(self.path.resolve(), name=name, memory_limit=MEMORY_LIMIT)
        self._name = name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._duck.close()

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return {table: self._rows(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}  # noqa: S608

    def articles(self, *, ids: Sequence[str] | None = None) -> Iterator[Article]:
        """The articles, in the order of the store; with ``ids`` only these."""
        columns = ", ".join(f'"{name}"' for name in _ARTICLE_FIELDS)
        where, values = ("", []) if ids is None else (" WHERE id IN (SELECT unnest(?))", [list(ids)])
        for row in self._stream(f"SELECT {columns} FROM articles{where}", values):  # noqa: S608
            yield _article(row)

    def events(self, **wanted: Any) -> Iterator[Event]:
        """The events that match (see ``EventFilter`` for what can be asked), in the order of the store."""
        for told in self.told(EventFilter(**wanted)):
            yield told.event

    def event_set(self, **wanted: Any) -> EventSet:
        """The same as a list that notebooks show as a table."""
        return EventSet(self.events(**wanted))

    def told(self, wanted: EventFilter | None = None, *, with_text: bool = True) -> Iterator[Told]:
        """The events that match, each with its article; without its text where ``with_text`` is false (text is then "")."""
        where, values = (wanted or EventFilter()).where()
        events = ", ".join(f'e."{name}"' for name in SCHEMA)
        dated = " LEFT JOIN (SELECT id, published_at, outlet FROM articles) AS a ON a.id = e.article_id" if "a." in where else ""
        articles = _Beside(self, with_text=with_text)
        for row in self._stream(f"SELECT {events} FROM events AS e{dated} WHERE {where}", values):  # noqa: S608
            event = event_from_dict(dict(zip(SCHEMA, row, strict=True)))
            yield Told(event=event, article=articles.of(event))

    def article_rows(self, *, with_text: bool) -> Iterator[tuple[Any, ...]]:
        """The rows of the articles in order, id first."""
        columns = ", ".join("'' AS \"text\"" if name == "text" and not with_text else f'"{name}"' for name in _ARTICLE_FIELDS)
        return self._stream(f"SELECT {columns} FROM articles", [])  # noqa: S608

    def rejected(self) -> Iterator[Rejected]:
        """What was not coded, with stage and reason."""
        for row in self._stream("SELECT article_id, stage, reason, detail FROM rejected", []):
            yield Rejected(article_id=row[0], stage=row[1], reason=row[2], detail=row[3])

    def runs(self) -> list[dict[str, Any]]:
        """The runs that filled the store, first to last: when, with what, how many articles."""
        with explained(self._name):
            found = self._duck.execute("SELECT * FROM runs ORDER BY started_at, run_id")
            names = [one[0] for one in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def query(self, sql: str) -> Result:
        """The rows of one SELECT over the tables and views; it can change nothing and read no file."""
        return run_query(self.path, sql, name=self._name)

    def search(self, words: str, *, limit: int = 20, **wanted: Any) -> list[Any]:
        """Articles and events in which the words occur, best first (``despacho.store.search.Hit``)."""
        from despacho.store.search import search

        return search(self, words, wanted=EventFilter(**wanted), limit=limit)

    def states(self) -> Iterator[tuple[str, str]]:
        """The id of each article and a string that changes with its content or its coding."""
        key = "content_hash || ' ' || coder_version || ' ' || ruleset_digest || ' ' || config_digest"
        return ((one, state) for one, state in self._stream(f"SELECT id, {key} FROM articles", []))  # noqa: S608

    def with_sentences(self, ids: Collection[str]) -> Iterator[tuple[Article, list[tuple[str, str]]]]:
        """These articles, each with the ids of its events and the sentences of their triggers; in one pass where they are many."""
        columns = ", ".join(f'a."{name}"' for name in _ARTICLE_FIELDS)
        where, values = ("", []) if len(ids) > _FEW else (" WHERE a.id IN (SELECT unnest(?))", [list(ids)])
        spans = 'SELECT article_id, list([event_id, sentence."start"::VARCHAR, sentence."end"::VARCHAR]) AS spans FROM events GROUP BY article_id'
        sql = f"SELECT {columns}, s.spans FROM articles AS a LEFT JOIN ({spans}) AS s ON s.article_id = a.id{where}"  # noqa: S608
        for row in self._stream(sql, values):
            article = _article(row[:-1])
            if article.id in ids:
                yield article, [(event_id, article.text[int(start) : int(end)]) for event_id, start, end in row[-1] or ()]

    def to_arrow(self, table: str = "events") -> Any:
        """A table of the store as pyarrow.Table (needs the extra ``arrow``)."""
        optional("pyarrow", extra="arrow")
        return self._table(table).to_arrow_table()

    def to_pandas(self, table: str = "events") -> Any:
        """A table of the store as pandas.DataFrame (needs the extra ``pandas``)."""
        optional("pandas", extra="pandas")
        return self._table(table).df()

    def _table(self, table: str) -> Any:
        if table not in (*TABLES, "dyads", "evidence"):
            raise InputError(f"{table!r}: the tables of a store are {', '.join(TABLES)}, dyads, evidence")
        with explained(self._name):
            return self._duck.sql(f"SELECT * FROM {table}")  # noqa: S608 - one of ours

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        with explained(self._name):
            return self._duck.execute(sql).fetchall()

    def _stream(self, sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        with explained(self._name):
            cursor = self._duck.cursor()
            cursor.execute(self._use())
            found = cursor.execute(sql, values)
        try:
            while True:
                with explained(self._name):
                    batch = found.fetchmany(_BATCH)
                if not batch:
                    return
                yield from batch
        finally:
            cursor.close()

    def _use(self) -> str:
        """A cursor begins in the memory of the connection, whatever the connection uses."""
        return "USE memory" if self.path.is_dir() else "USE store"

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><th>{table}</th><td>{count:,}</td></tr>" for table, count in self.counts().items())
        return f'<table class="despacho-store">{rows}</table>'


class _Beside:
    """The articles of a stream of events. Both tables were filled article by article, so one pass over each is enough."""

    def __init__(self, store: Store, *, with_text: bool) -> None:
        self._store = store
        self._rows = store.article_rows(with_text=with_text)
        self._article: Article | None = None

    def of(self, event: Event) -> Article | None:
        """The article of the event; looked for by its id where it did not come in order."""
        if self._article is not None and self._article.id == event.article_id:
            return self._article
        for row in self._rows:
            if row[0] == event.article_id:
                self._article = _article(row)
                return self._article
        self._article = next(self._store.articles(ids=[event.article_id]), None)
        return self._article


def _article(row: Sequence[Any]) -> Article:
    fields = dict(zip(_ARTICLE_FIELDS, row, strict=True))
    return Article(**{**fields, "extra": json.loads(fields["extra"]) if fields["extra"] else {}})
