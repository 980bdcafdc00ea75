"""despacho: news in, attributed event data out.

``code`` is the short way; for more than one text load the pipelines once: ``load_pipelines().code_articles(articles)``, or
that of one language: ``load_pipeline(lang="es")``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from despacho.model import Article, DespachoError, Event, Participant, Rejected, Span

if TYPE_CHECKING:
    from despacho.pipeline import Pipeline, Pipelines

__version__ = "0.1.0"
__all__ = ["Article", "DespachoError", "Event", "Participant", "Rejected", "Span", "code", "load_pipeline", "load_pipelines"]


def code(
    text: str, *, published_at: str | None = None, lang: str | None = None, title: str | None = None, pipeline: Pipeline | Pipelines | None = None
) -> list[Event]:
    """The events of one text; ``pipeline`` spares loading one. DespachoError where the text cannot be coded."""
    article = Article(id="text", text=text, title=title, lang=lang, published_at=published_at)
    outcome = (pipeline or load_pipelines()).code_article(article)
    if isinstance(outcome, Rejected):
        raise DespachoError(f"{outcome.reason}: {outcome.detail}")
    return list(outcome)


def load_pipeline(**choice: Any) -> Pipeline:
    """See ``despacho.pipeline.load_pipeline``; imported on first use, since it brings spaCy with it."""
    from despacho.pipeline import load_pipeline as load

    return load(**choice)


def load_pipelines(**choice: Any) -> Pipelines:
    """See ``despacho.pipeline.load_pipelines``; imported on first use."""
    from despacho.pipeline import load_pipelines as load

    return load(**choice)
