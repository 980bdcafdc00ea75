"""despacho: news in, attributed event data out.

``code`` is the short way; for more than one text load the pipelines once: ``load_pipelines().code_articles(articles)``, or
that of one language: ``load_pipeline(lang="es")``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from despacho.model import Article, DespachoError, Event, Participant, Rejected, Span

if TYPE_CHECKING:
    from despacho.pipeline import Pipeline, Pipelines
    from despacho.store import EventSet, Store

__version__ = "0.1.0"
__all__ = [
    "Article",
    "DespachoError",
    "Event",
    "EventSet",
    "Participant",
    "Rejected",
    "Span",
    "Store",
    "code",
    "load_pipeline",
    "load_pipelines",
]


def code(
    text: str, *, published_at: str | None = None, lang: str | None = None, title: str | None = None, pipeline: Pipeline | Pipelines | None = None
) -> EventSet:
    """The events of one text, as a list; ``pipeline`` spares loading one. DespachoError where the text cannot be coded."""
    from despacho.store import EventSet

    article = Article(id="text", text=text, title=title, lang=lang, published_at=published_at)
    outcome = (pipeline or load_pipelines()).code_article(article)
    if isinstance(outcome, Rejected):
        raise DespachoError(f"{outcome.reason}: {outcome.detail}")
    return EventSet(outcome)


def load_pipeline(**choice: Any) -> Pipeline:
    """See ``despacho.pipeline.load_pipeline``; imported on first use, since it brings spaCy with it."""
    from despacho.pipeline import load_pipeline as load

    return load(**choice)


def load_pipelines(**choice: Any) -> Pipelines:
    """See ``despacho.pipeline.load_pipelines``; imported on first use."""
    from despacho.pipeline import load_pipelines as load

    return load(**choice)


def __getattr__(name: str) -> Any:
    """``Store`` and ``EventSet``, imported on first use."""
    if name in ("EventSet", "Store"):
        from despacho import store

        return getattr(store, name)
    raise AttributeError(f"module 'despacho' has no attribute {name!r}")
