"""A pipeline for the pool's tests: articles say in their text what goes wrong with them. No model."""

import os
import signal
import sys
import time
from pathlib import Path

from despacho.model import Coder, Event, Participant, Rejected, SentenceSpan, Span

CODER = Coder(name="fake", version="0", ruleset="none", model="none")


class Pipeline:
    """One event for each word "ataca"; DIE, KILL, HANG, BUG do what they say; "Le " is French; every call is noted in LOG."""

    def code_articles(self, articles):
        for article in articles:
            yield article, self._code(article)

    def _code(self, article):
        text = article.text
        if log := os.environ.get("TROUBLED_LOG"):
            with Path(log).open("a", encoding="utf-8") as file:
                file.write(article.id + "\n")
        if "DIE" in text:
            os._exit(7)
        if "KILL" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "HANG" in text:
            time.sleep(600)
        if "BUG" in text:
            raise ZeroDivisionError("one over nothing")
        if "SLOW" in text:
            time.sleep(0.05)
        if text.startswith("Le "):
            return Rejected(article_id=article.id, stage="reading", reason="unsupported_language", detail=f"{article.id}: fr")
        return tuple(event(article, n) for n in range(text.count("ataca")))


def event(article, n):
    """An event at the n-th "ataca"."""
    start = -1
    for _ in range(n + 1):
        start = article.text.index("ataca", start + 1)
    return Event(
        event_id=f"{article.id}-{start}", article_id=article.id, event_type="ASSAULT", modes=(), contexts=("military",),
        quad="material_conflict", intensity=-9.0, trigger=Span.of(article.text, start, start + 5),
        actors=(Participant(text="", start=None, end=None, name="Rusia", country="RUS", sector="GOV"),), recipients=(),
        attribution=None, status="asserted", status_cue=None, date=None, date_end=None, date_text=None, place=None,
        sentence=SentenceSpan(index=0, start=0, end=len(article.text)), coder_score=0.5, coder=CODER,
    )  # fmt: skip


def load_pipelines(*, lang=None, parser=None, actors=None):
    """``parser`` says what goes wrong with loading."""
    if parser == "dies":
        os._exit(3)
    if parser == "missing":
        from despacho.model import ParserError

        raise ParserError("no such parser")
    if parser == "hangs":
        time.sleep(600)
    print(end="", file=sys.stderr)
    return Pipeline()
