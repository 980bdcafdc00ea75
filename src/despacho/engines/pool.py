"""A pool of processes on this machine. A worker that dies or hangs is replaced; its shard is cut until the one article that
cannot be coded stands alone, rejected with its reason."""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from signal import SIGINT, Signals
from types import TracebackType
from typing import Any, Self

from despacho.engines.config import RunConfig
from despacho.engines.shards import shard_path, shard_row
from despacho.engines.worker import work
from despacho.model import Article, DespachoError, InputError, OutputError, Rejected
from despacho.store.shard_files import ManifestRow, shard_manifest, write_shard

STAGE = "run"
PATIENCE_S = 120.0
"""How long a worker may say nothing, in seconds, beside what long articles take."""
# The slowest that was seen is 2,000 characters a second on a crowded machine; usual is ten times that.
_SLOWEST_CHARACTERS = 2_000
_LOADING_S = 300.0
_AHEAD = 2  # shards a worker, read and waiting; bounds the memory, however long the input
_TICK_S = 0.25
_DEATHS_IN_A_ROW = 5
_SPENT_AFTER = 2_000  # shards; the parser's table of words grows with every new word, so a worker does not live for ever


@dataclass(slots=True, kw_only=True)
class _Task:
    """Articles to be coded together: a shard, or a piece of one that failed (``start`` says where it begins)."""

    order: int
    start: int
    articles: Sequence[Article]
    one_by_one: bool = False
    done: int = 0


@dataclass(slots=True, kw_only=True)
class _Shard:
    """A shard on its way: its pieces that are finished, and how many articles are not."""

    left: int
    pieces: list[tuple[int, ManifestRow]] = field(default_factory=list)

    def rows(self) -> list[ManifestRow]:
        return [row for _, row in sorted(self.pieces, key=lambda one: one[0])]


@dataclass(slots=True, kw_only=True, eq=False)
class _Worker:
    process: BaseProcess
    channel: Connection
    heard: float
    ready: bool = False
    task: _Task | None = None
    served: int = 0

    def patience(self, seconds: float) -> float:
        """How long this one may be silent: loading has its own limit, long articles take longer."""
        if self.task is None:
            return _LOADING_S
        rest = self.task.articles[self.task.done :]
        return seconds + sum(len(article.text) for article in rest) / _SLOWEST_CHARACTERS


class Pool:
    """Codes shards in ``jobs`` processes; ``run`` gives their manifest rows in the order of the input."""

    def __init__(self, config: RunConfig, *, jobs: int, folder: Path, patience_s: float = PATIENCE_S) -> None:
        self._config, self._jobs, self._folder, self._patience = config, max(1, jobs), folder, patience_s
        self._identity = config.identity()
        self._workers: list[_Worker] = []
        self._queue: deque[_Task] = deque()
        self._shards: dict[int, _Shard] = {}
        self._taken, self._given, self._dry = 0, 0, False
        self._deaths = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def run(
        self, shards: Iterable[Sequence[Article]], *, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[list[ManifestRow]]:
        """The rows of each shard, in order (several where it had to be cut). Finished ones in the folder are used again.

        Once ``stop`` says true nothing new is begun; what is in hand is finished and given as far as it is in order.
        """
        feed = iter(shards)
        while True:
            stopping = stop()
            if stopping:
                self._queue.clear()
            else:
                self._fill(feed)
            yield from self._finished()
            busy = any(worker.task is not None for worker in self._workers)
            if (stopping and not busy) or (self._dry and not self._shards):
                return
            if not stopping:
                self._assign()
            self._listen()

    def _fill(self, feed: Iterator[Sequence[Article]]) -> None:
        """Read on until there is enough to do; what was coded before is not coded again."""
        while not self._dry and len(self._queue) + sum(w.task is not None for w in self._workers) < self._jobs * _AHEAD:
            articles = next(feed, None)
            if articles is None:
                self._dry = True
                return
            self._shards[self._taken] = _Shard(left=len(articles))
            self._enqueue(_Task(order=self._taken, start=0, articles=articles))
            self._taken += 1
            if self._given in self._shards and not self._shards[self._given].left:
                return  # give it out before reading on

    def _enqueue(self, task: _Task, *, first: bool = False) -> None:
        path = shard_path(task.articles, self._identity, folder=self._folder)
        row = _used_again(path, len(task.articles))
        if row is not None:
            self._note(task, row)
        elif first:
            self._queue.appendleft(task)
        else:
            self._queue.append(task)

    def _note(self, task: _Task, row: ManifestRow) -> None:
        shard = self._shards[task.order]
        shard.pieces.append((task.start, row))
        shard.left -= len(task.articles)

    def _finished(self) -> Iterator[list[ManifestRow]]:
        while self._given in self._shards and not self._shards[self._given].left:
            shard = self._shards.pop(self._given)
            self._given += 1
            yield shard.rows()

    def _assign(self) -> None:
        idle = [worker for worker in self._workers if worker.ready and worker.task is None]
        for worker in idle:
            if self._queue:
                worker.task = self._queue.popleft()
                worker.heard = time.monotonic()
                try:
                    worker.channel.send((list(worker.task.articles), worker.task.one_by_one))
                except OSError:  # it died between two shards; listening finds out
                    continue
        waiting = len(self._queue)
        starting = sum(not worker.ready for worker in self._workers)
        if waiting > starting and len(self._workers) < self._jobs:
            self._workers.append(_start(self._config, self._folder))

    def _listen(self) -> None:
        by_channel = {worker.channel: worker for worker in self._workers}
        for channel in wait(list(by_channel), timeout=_TICK_S) if by_channel else []:
            worker = by_channel[channel]  # type: ignore[index]
            try:
                message = worker.channel.recv()
            except (EOFError, OSError):
                self._died(worker)
            else:
                self._heard(worker, message)
        now = time.monotonic()
        for worker in list(self._workers):
            limit = worker.patience(self._patience)
            if (worker.task is not None or not worker.ready) and now - worker.heard > limit:
                self._hung(worker, limit)

    def _heard(self, worker: _Worker, message: tuple[Any, ...]) -> None:
        worker.heard = time.monotonic()
        kind, task = message[0], worker.task
        if kind == "ready":
            worker.ready = True
        elif kind == "unusable":
            raise message[1]
        elif task is not None and kind == "at":
            task.done = message[1]
        elif task is not None:
            worker.task, self._deaths = None, 0
            worker.served += 1
            if kind == "done":
                self._note(task, message[1])
            else:
                self._cut(task, reason="internal_error", detail=message[1])
            if worker.served >= _SPENT_AFTER:
                self._dismiss(worker)

    def _died(self, worker: _Worker) -> None:
        worker.process.join(5)
        code = worker.process.exitcode
        how = f"signal {Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"
        self._dismiss(worker)
        if worker.task is None:
            self._count_death(how)
            return
        if len(worker.task.articles) == 1:
            self._count_death(how)
        self._cut(worker.task, reason="worker_died", detail=f"the process that coded it ended ({how})")

    def _hung(self, worker: _Worker, limit: float) -> None:
        self._dismiss(worker)
        if worker.task is None:
            raise DespachoError(f"a worker process did not load its model within {limit:.0f} s; try fewer --jobs")
        self._cut(worker.task, reason="timed_out", detail=f"no progress within {limit:.0f} s; see --patience")

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        _end(worker)

    def _count_death(self, how: str) -> None:
        """Workers that die on everything are no fault of the articles."""
        self._deaths += 1
        if self._deaths >= _DEATHS_IN_A_ROW:
            raise DespachoError(
                f"{self._deaths} worker processes in a row ended unexpectedly, the last by {how} (its own message stands above, "
                "if it had one; most often memory ran out, each worker needs about 700 MB); try fewer --jobs. "
                "What was coded is kept: the same command goes on from there"
            )

    def _cut(self, task: _Task, *, reason: str, detail: str) -> None:
        """A shard that failed, in pieces: where its worker stood if that is known, else in the middle."""
        count = len(task.articles)
        if count == 1:
            self._note(task, self._rejection(task.articles[0], reason=reason, detail=detail))
            return
        at = task.done
        if task.one_by_one and at < count:
            cuts = [0, at, at + 1, count]
        elif 0 < at < count:
            cuts = [0, at, count]
        else:
            cuts = [0, count // 2, count]
        for begin, end in reversed([(a, b) for a, b in pairwise(cuts) if a < b]):
            piece = _Task(order=task.order, start=task.start + begin, articles=task.articles[begin:end], one_by_one=True)
            self._enqueue(piece, first=True)

    def _rejection(self, article: Article, *, reason: str, detail: str) -> ManifestRow:
        outcome = Rejected(article_id=article.id, stage=STAGE, reason=reason, detail=f"{article.id}: {detail}")
        row = shard_row(article, outcome, number=0, identity=self._identity)
        return write_shard(shard_path([article], self._identity, folder=self._folder), [row])


def _used_again(path: Path, articles: int) -> ManifestRow | None:
    """The row of a shard that an earlier run finished; one that cannot be read is removed and made anew."""
    if not path.is_file():
        return None
    try:
        row = shard_manifest(path)
    except (OutputError, InputError):
        row = None
    if row is None or row.articles != articles:
        path.unlink(missing_ok=True)
        return None
    return row


def _start(config: RunConfig, folder: Path) -> _Worker:
    # Spawned, not forked: a fork would copy the progress bar's thread in mid-step.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, config, folder), daemon=True)
    with _interrupts_kept_off():
        process.start()
    theirs.close()
    return _Worker(process=process, channel=ours, heard=time.monotonic())


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join(5)
    worker.channel.close()


@contextmanager
def _interrupts_kept_off() -> Iterator[None]:
    """Processes started in the block never see ^C, not even while they load; the parent decides when to stop."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
