"""A pipeline without a model, for measuring what lies around it: as a program it is ``despacho`` with this pipeline.

An event for each capitalised word that follows another one; an article takes two milliseconds.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from despacho.model import Article, Coder, Event, Participant, SentenceSpan, Span

CODER = Coder(name="stand-in", version="1", ruleset="none", model="none")
SECONDS = 0.002
_NAMES = re.compile(r"[A-ZÁÉÍÓÚ]\w+ [A-ZÁÉÍÓÚ]\w+")


class Pipeline:
    """What the engines need of a pipeline."""

    def code_articles(self, articles: Iterable[Article]) -> Iterator[tuple[Article, tuple[Event, ...]]]:
        """Each article with its events."""
        for article in articles:
            time.sleep(SECONDS)
            yield article, tuple(_event(article, found) for found in _NAMES.finditer(article.text))


def load_pipelines(**_: Any) -> Pipeline:
    """There is nothing to load."""
    return Pipeline()


def _event(article: Article, found: re.Match[str]) -> Event:
    span = Span.of(article.text, found.start(), found.end())
    who = Participant(text=span.text, start=span.start, end=span.end, name=span.text, country="RUS", sector="GOV")
    return Event(
        event_id=f"{article.id}-{span.start}", article_id=article.id, event_type="ACCUSE", modes=("disapprove",), contexts=(), quad="verbal_conflict",
        intensity=-2.0, trigger=span, actors=(who,), recipients=(), attribution=None, status="asserted", status_cue=None, date=None, date_end=None,
        date_text=None, place=None, sentence=SentenceSpan(index=0, start=0, end=len(article.text)), coder_score=0.5, coder=CODER,
    )  # fmt: skip


if __name__ == "__main__":
    from despacho.cli import main, workers

    workers.MODULE = "_stand_in"
    main()
