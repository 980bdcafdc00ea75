"""Excel: a sheet of events, one of their columns in words. Cells are written as text, never as formulas."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from despacho.model import OutputError
from despacho.store.corpus import Told
from despacho.store.event_set import optional
from despacho.store.exports.common import Options
from despacho.store.exports.rows import columns, rows

_ROWS = 1_048_575  # of a sheet, without the header
_CELL = 32_767  # characters of a cell
_CUT = "… [cut: a cell holds 32,767 characters]"


def write_workbook(told: Iterable[Told], path: Path, options: Options) -> int:
    """Write the workbook; the number of rows. OutputError where a sheet cannot hold them."""
    xlsxwriter = optional("xlsxwriter", extra="excel")
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    names = columns(options)
    sheet = book.add_worksheet("events")
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)
    count = 0
    for one in told:
        for row in rows(one, options):
            count += 1
            if count > _ROWS:
                book.close()
                raise OutputError(f"{path}: more than {_ROWS:,} rows, which no sheet holds; filter, or export csv or parquet")
            for column, name in enumerate(names):
                _write(sheet, count, column, row[name])
    sheet.autofilter(0, 0, count, len(names) - 1)
    book.close()
    return count


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None or value in ("", []):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        text = value if isinstance(value, str) else _listed(value)
        sheet.write_string(row, column, text if len(text) <= _CELL else text[: _CELL - len(_CUT)] + _CUT)


def _listed(value: Any) -> str:
    return "; ".join(value) if all(isinstance(one, str) for one in value) else json.dumps(value, ensure_ascii=False)
