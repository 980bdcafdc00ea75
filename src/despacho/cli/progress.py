"""The progress bar: on standard error, and only where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from despacho.cli.run_report import RunReport

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


class Progress:
    """Shows how far a run is: by the bytes read where they are known, else by what is done."""

    def __init__(self, bar: RichProgress | None, task: TaskID | None) -> None:
        self._bar, self._task = bar, task

    def advance(self, count: int) -> None:
        """So many more bytes were read."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, count)

    def show(self, report: RunReport) -> None:
        """The counts as they stand."""
        if self._bar is not None and self._task is not None:
            done = f"{report.articles:,} articles" + (f" · {report.events:,} events" if report.events else "")
            self._bar.update(self._task, done=done + (f" · {report.rejected:,} rejected" if report.rejected else ""))


@contextmanager
def progress_bar(total: int | None, *, quiet: bool, first: str = "loading the parser") -> Iterator[Progress]:
    """A progress bar for the time of the block, or one that shows nothing; ``first`` is what it says before the first article."""
    if quiet or not sys.stderr.isatty():
        yield Progress(None, None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (
        SpinnerColumn(),
        BarColumn(),
        TextColumn("{task.fields[done]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Progress(bar, bar.add_task("", total=total, done=first))
