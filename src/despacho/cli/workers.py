"""Articles through the pipeline, in this process or in several, in the order in which they came."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from despacho.model import Article, DespachoError, Event, Rejected

Outcome = tuple[Event, ...] | Rejected
Coded = tuple[Article, Outcome]


class PipelineLike(Protocol):
    """What the commands need of the pipeline."""

    def code_articles(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """Each article with its events, or why it was not coded; lazy, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineChoice:
    """Which pipeline the user asked for; small, so that it can be sent to other processes."""

    lang: str | None = None
    parser: str | None = None
    actors: Path | None = None

    def load(self) -> PipelineLike:
        """The pipelines; each language is loaded with its first article, and spaCy with it."""
        from despacho.pipeline import load_pipelines

        return load_pipelines(lang=self.lang, parser=self.parser, actors=self.actors)


# A chunk takes a worker a second or two: long enough to hide the sending, short enough for ^C and for order.
_CHUNK_ARTICLES = 32
_CHUNK_CHARACTERS = 60_000
_CHUNKS_AHEAD = 2  # per worker; bounds the memory, however long the input


def coded(articles: Iterable[Article], *, load: Callable[[], PipelineLike], jobs: int) -> Iterator[Coded]:
    """Every article with its outcome, in the order of the input whatever ``jobs`` is."""
    if jobs <= 1:
        yield from load().code_articles(articles)
        return
    # Spawned, not forked: a fork would copy the progress bar's thread in mid-step.
    pool = ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_start, initargs=(load,)
    )
    try:
        yield from _in_order(pool, articles, ahead=jobs * _CHUNKS_AHEAD)
    except BrokenProcessPool as error:
        raise DespachoError(
            "a worker process ended unexpectedly (its own message stands above, if it had one; most often memory ran "
            "out, each worker needs about 700 MB); try fewer --jobs"
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, articles: Iterable[Article], *, ahead: int) -> Iterator[Coded]:
    waiting: deque[tuple[list[Article], Future[list[Outcome]]]] = deque()
    for chunk in chunks(articles):
        with _interrupts_kept_off():  # submitting is what starts the processes
            waiting.append((chunk, pool.submit(_code, chunk)))
        if len(waiting) > ahead:
            yield from _finished(waiting)
    while waiting:
        yield from _finished(waiting)


@contextmanager
def _interrupts_kept_off() -> Iterator[None]:
    """Processes started in the block never see ^C, not even while they load; the parent decides when to stop."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _finished(waiting: deque[tuple[list[Article], Future[list[Outcome]]]]) -> Iterator[Coded]:
    chunk, future = waiting.popleft()
    return zip(chunk, future.result(), strict=True)


def chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in lists that are worth sending to another process."""
    chunk, size = list[Article](), 0
    for article in articles:
        chunk.append(article)
        size += len(article.text)
        if len(chunk) == _CHUNK_ARTICLES or size >= _CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


# The one global of the command line: a worker process serves one pipeline, loaded by its initializer.
_worker: list[PipelineLike] = []


def _start(load: Callable[[], PipelineLike]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for Windows, see _interrupts_kept_off
    _worker[:] = [load()]


def _code(chunk: Sequence[Article]) -> list[Outcome]:
    return [outcome for _, outcome in _worker[0].code_articles(chunk)]


def loader(*, lang: str | None, parser: str | None, actors: Path | None) -> Callable[[], PipelineLike]:
    """How to load the pipeline that the options ask for."""
    return partial(PipelineChoice.load, PipelineChoice(lang=lang, parser=parser, actors=actors))
