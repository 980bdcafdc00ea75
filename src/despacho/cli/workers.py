"""Which pipeline the options ask for, and articles through it in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from despacho.engines.config import PIPELINE, Outcome, PipelineLike, RunConfig
from despacho.model import Article

MODULE = PIPELINE


def run_config(*, lang: str | None, parser: str | None, actors: Path | None) -> RunConfig:
    """What the options ask for, small enough to be sent to other processes."""
    return RunConfig(lang=lang, parser=parser, actors=actors, module=MODULE)


def coded(articles: Iterable[Article], *, load: Callable[[], PipelineLike]) -> Iterator[tuple[Article, Outcome]]:
    """Every article with its outcome, in order."""
    yield from load().code_articles(articles)
