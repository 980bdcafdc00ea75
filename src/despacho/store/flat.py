"""The event as one row of a table: nested fields become columns, lists become readable cells plus one JSON column.

``trigger`` becomes ``trigger_text``, ``trigger_start``, ``trigger_end``, and so on for every nested field. ``modes`` and
``contexts`` are joined with ";". ``actors`` and ``recipients`` give four readable columns each (``actor_texts``,
``actor_names``, ``actor_countries``, ``actor_sectors``: one item per participant, joined with "; ") and one column
(``actors_json``, ``recipients_json``) that holds everything. Null is an empty cell.

A text cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage return) gets one
apostrophe in front; ``unguarded`` takes it off again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from despacho.model import InputError
from despacho.store.records import CODER_FIELDS, PARTICIPANT_FIELDS, PLACE_FIELDS

_SPAN = ("text", "start", "end")
_LISTS = {"actors": "actor", "recipients": "recipient"}
_READABLE = {"texts": "text", "names": "name", "countries": "country", "sectors": "sector"}
_NESTED: Mapping[str, tuple[str, ...]] = {
    "trigger": _SPAN,
    "attribution": (*PARTICIPANT_FIELDS, "cue_text", "cue_start", "cue_end", "channel"),
    "status_cue": _SPAN,
    "date_text": _SPAN,
    "place": PLACE_FIELDS,
    "sentence": ("index", "start", "end"),
    "coder": CODER_FIELDS,
}
_ORDER = (
    *("event_id", "article_id", "event_type", "modes", "contexts", "quad", "intensity", "trigger", "actors"),
    *("recipients", "attribution", "status", "status_cue", "date", "date_end", "date_text", "place", "sentence"),
    *("coder_score", "coder"),
)
_INTEGERS = ("_start", "_end", "_index", "_geonames_id")
_FLOATS = ("intensity", "coder_score", "place_lat", "place_lon")
_NULLABLE = ("date", "date_end")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def _columns() -> tuple[str, ...]:
    names: list[str] = []
    for field in _ORDER:
        if field in _LISTS:
            names += [f"{_LISTS[field]}_{plural}" for plural in _READABLE] + [f"{field}_json"]
        elif field in _NESTED:
            names += [f"{field}_{part}" for part in _NESTED[field]]
        else:
            names.append(field)
    return tuple(names)


COLUMNS = _columns()


def flattened(record: Mapping[str, Any]) -> dict[str, str]:
    """The row of an event record: column name to cell text, guarded against formulas."""
    row: dict[str, str] = {}
    for field in _ORDER:
        value = record[field]
        if field in _LISTS:
            row.update(_list_cells(field, value))
        elif field in _NESTED:
            row.update(_nested_cells(field, value))
        else:
            row[field] = _cell(value)
    return row


def table_row(record: Mapping[str, Any]) -> dict[str, Any]:
    """The row of an event record for a data frame: the columns of ``flattened``, values unguarded and of their own type."""
    row: dict[str, Any] = {}
    for field in _ORDER:
        value = record[field]
        if field in _LISTS:
            singular = _LISTS[field]
            row |= {f"{singular}_{plural}": [one[key] for one in value] for plural, key in _READABLE.items()}
            row[f"{field}_json"] = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        elif field in _NESTED:
            row |= {f"{field}_{part}": cell for part, cell in _flat_parts(field, value).items()}
        else:
            row[field] = value
    return row


def unflattened(row: Mapping[str, str]) -> dict[str, Any]:
    """The event record that ``flattened`` made the row from."""
    record: dict[str, Any] = {}
    for field in _ORDER:
        if field in _LISTS:
            record[field] = json.loads(unguarded(row[f"{field}_json"]))
        elif field in _NESTED:
            record[field] = _nested_value(field, row)
        else:
            record[field] = _value(field, row[field])
    return record


def guarded(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that ``guarded`` put in front."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, list):
        return guarded(";".join(value))
    return repr(value)


def _list_cells(field: str, participants: list[dict[str, Any]]) -> dict[str, str]:
    singular = _LISTS[field]
    cells = {
        f"{singular}_{plural}": guarded("; ".join(one[key] for one in participants))
        for plural, key in _READABLE.items()
    }
    cells[f"{field}_json"] = guarded(json.dumps(participants, ensure_ascii=False, separators=(",", ":")))
    return cells


def _nested_cells(field: str, value: Mapping[str, Any] | None) -> dict[str, str]:
    return {f"{field}_{part}": _cell(cell) for part, cell in _flat_parts(field, value).items()}


def _flat_parts(field: str, value: Mapping[str, Any] | None) -> dict[str, Any]:
    parts = _NESTED[field]
    if value is None:
        return dict.fromkeys(parts)
    flat = dict(value)
    if field == "attribution":
        cue = flat.pop("cue") or dict.fromkeys(_SPAN)
        flat.update({f"cue_{part}": cue[part] for part in _SPAN})
    return {part: flat[part] for part in parts}


def _nested_value(field: str, row: Mapping[str, str]) -> dict[str, Any] | None:
    cells = {part: row[f"{field}_{part}"] for part in _NESTED[field]}
    if not any(cells.values()):
        return None
    values = {part: _value(f"{field}_{part}", cell) for part, cell in cells.items()}
    if field == "attribution":
        cue = {part: values.pop(f"cue_{part}") for part in _SPAN}
        values["cue"] = cue if cue["start"] is not None else None
    return values


def _value(column: str, cell: str) -> Any:
    try:
        if column.endswith(_INTEGERS) and column != "date_end":
            return int(cell) if cell else None
        if column in _FLOATS:
            return float(cell) if cell else None
    except ValueError as error:
        raise InputError(f"column {column}: {cell!r} is not a number") from error
    if column in ("modes", "contexts") or column.endswith("_other_sectors"):
        return unguarded(cell).split(";") if cell else []
    if column in _NULLABLE and not cell:
        return None
    return unguarded(cell)
