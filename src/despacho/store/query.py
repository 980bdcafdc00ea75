"""SQL over a store that can only read it: no file, no network, no change, one statement."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from despacho.model import InputError
from despacho.store.database import explained, open_database
from despacho.store.flat import guarded
from despacho.store.folder import open_folder
from despacho.store.tables import quoted

_ALLOWED = ("SELECT", "EXPLAIN")  # DESCRIBE, SHOW, SUMMARIZE and FROM are SELECTs to DuckDB
_SHOWN = 100
MEMORY_LIMIT = "1GB"


@dataclass(frozen=True, slots=True)
class Result:
    """The columns and rows that a query gave."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def dicts(self) -> Iterator[dict[str, Any]]:
        """The rows by column name."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))

    def to_json(self) -> str:
        """JSON Lines."""
        return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in self.dicts())

    def to_csv(self) -> str:
        """CSV with a header; nested values as JSON; cells that a spreadsheet would run have an apostrophe in front."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([_cell(value) for value in row] for row in self.rows)
        return text.getvalue()

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(str(value))}</td>" for value in row) + "</tr>" for row in self.rows[:_SHOWN]
        )
        return f'<table class="despacho-result"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def run_query(path: Path, sql: str, *, name: str) -> Result:
    """The result of one SELECT; InputError where it is something else or cannot be understood."""
    import duckdb

    place = path.resolve()
    opener = open_folder if place.is_dir() else open_database
    duck = opener(place, name=name, memory_limit=MEMORY_LIMIT)
    try:
        with explained(name):
            if place.is_dir():
                duck.execute(f"SET allowed_directories = [{quoted(place)}]")
            duck.execute("SET enable_external_access = false")
            duck.execute("SET lock_configuration = true")
        try:
            _check(duck.extract_statements(sql))
            found = duck.execute(sql)
            return Result(tuple(one[0] for one in found.description or ()), found.fetchall())
        except duckdb.Error as error:
            raise InputError(f"the query cannot be answered: {_short(error)}") from error
    finally:
        duck.close()


def _check(statements: Sequence[Any]) -> None:
    kinds = [statement.type.name for statement in statements]
    if len(kinds) != 1:
        raise InputError(f"one statement is answered at a time, not {len(kinds)}")
    if kinds[0] not in _ALLOWED:
        raise InputError(f"{kinds[0]}: the store is only read here; give one SELECT")


def _short(error: Exception) -> str:
    return "\n".join(line for line in str(error).splitlines()[:6] if line.strip())


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, list | dict):
        return guarded(json.dumps(value, ensure_ascii=False, default=str))
    return value
