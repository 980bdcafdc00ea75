"""A page put in place whole, or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from despacho.model import OutputError


def write_page(target: str, page: str) -> None:
    """The page under its name ("-": standard output); OutputError where it cannot be written."""
    if target == "-":
        sys.stdout.buffer.write(page.encode("utf-8"))
        return
    path = Path(target).resolve()
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_text(page, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise OutputError(f"{target}: cannot be written ({error.strerror or error}); choose another --html") from error
