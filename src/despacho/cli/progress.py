"""How far a run is: a bar on standard error where that is a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from despacho.cli.failures import say
from despacho.cli.run_report import RunReport
from despacho.model import Article

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

_EVERY_S = 60.0  # seconds between lines where there is no terminal


class Progress:
    """Shows what is done, how fast, and how long the rest takes: by the bytes of the articles that are finished."""

    def __init__(self, bar: RichProgress | None, task: TaskID | None, *, total: int | None, quiet: bool) -> None:
        self._bar, self._task, self._total, self._quiet = bar, task, total, quiet
        self._read, self._shards_done, self._in_shards = 0, 0, False
        self._marks: deque[int] = deque()
        self._began = self._told = time.monotonic()

    def advance(self, count: int) -> None:
        """So many more bytes were read."""
        self._read += count

    def marked(self, shards: Iterable[Sequence[Article]]) -> Iterator[Sequence[Article]]:
        """The shards, each noted with how far the reading was."""
        self._in_shards = True
        for shard in shards:
            self._marks.append(self._read)
            yield shard

    def finished(self, report: RunReport) -> None:
        """The oldest shard is finished."""
        self._shards_done = self._marks.popleft() if self._marks else self._read
        self.show(report)

    @property
    def _done(self) -> int:
        """Bytes of what is finished: of finished shards, or all that was read where the work is not done in shards."""
        return self._shards_done if self._in_shards else self._read

    def show(self, report: RunReport) -> None:
        """The counts as they stand."""
        now = time.monotonic()
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self._done, done=self._text(report, now - self._began))
        elif not self._quiet and now - self._told >= _EVERY_S:
            self._told = now
            say(f"despacho: {self._text(report, now - self._began)}{self._left(now - self._began)}")

    @staticmethod
    def _text(report: RunReport, seconds: float) -> str:
        parts = [f"{report.articles:,} articles", *([f"{report.events:,} events"] if report.events else [])]
        if report.rejected:
            parts.append(f"{report.rejected:,} rejected")
        if seconds > 1 and report.articles:
            parts.append(f"{report.articles / seconds:,.1f} articles/s")
        return " · ".join(parts)

    def _left(self, seconds: float) -> str:
        if not self._total or not self._done:
            return ""
        rest = int(seconds * (self._total - self._done) / self._done)
        return f" · {rest // 3600}:{rest // 60 % 60:02}:{rest % 60:02} left"


@contextmanager
def progress_bar(total: int | None, *, quiet: bool, first: str = "loading the parser") -> Iterator[Progress]:
    """A progress bar for the time of the block, or something quieter; ``first`` is what it says before the first article."""
    if quiet or not sys.stderr.isatty():
        yield Progress(None, None, total=total, quiet=quiet)
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
        yield Progress(bar, bar.add_task("", total=total, done=first), total=total, quiet=quiet)


