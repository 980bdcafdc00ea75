"""The pipelines of all languages: each article goes to that of its own language, loaded when the first one comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from despacho.languages.detect import detect_language
from despacho.languages.supported import supported_languages
from despacho.model import Article, Event, Rejected
from despacho.model.document import DEFAULT_LANGUAGE
from despacho.pipeline.load import load_pipeline
from despacho.pipeline.one import BATCH, Pipeline

Outcome = tuple[Event, ...] | Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipelines:
    """Codes articles of any supported language; ``default`` is for texts too short to tell and for rejections.

    ``parser`` serves the articles of its own language (spaCy's code "xx": of every language); the others keep the shipped one.
    """

    default: str = DEFAULT_LANGUAGE
    parser: str | None = None
    actors: Path | None = None
    _loaded: dict[str, Pipeline] = field(default_factory=dict, repr=False, compare=False)

    def code_article(self, article: Article) -> Outcome:
        """The events of one article, or why it was not coded."""
        return next(self.code_articles([article]))[1]

    def code_articles(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Outcome]]:
        """Each article with its events or its rejection, lazily and in order."""
        queue = iter(articles)
        while batch := list(islice(queue, BATCH)):
            yield from self._batch(batch)

    def _batch(self, batch: list[Article]) -> Iterator[tuple[Article, Outcome]]:
        langs = [self._language(article) for article in batch]
        groups = {
            lang: self.of(lang).code_articles([a for a, its in zip(batch, langs, strict=True) if its == lang])
            for lang in dict.fromkeys(langs)
        }
        for article, lang in zip(batch, langs, strict=True):
            yield article, next(groups[lang])[1]

    def _language(self, article: Article) -> str:
        """The language whose pipeline takes the article: its own, else the default one, which says why it cannot be coded."""
        lang = article.lang or detect_language(f"{article.title or ''}\n{article.text}")
        return lang if lang in supported_languages(parser=self.parser) else self.default

    def of(self, lang: str) -> Pipeline:
        """The pipeline of one language, loaded on first use."""
        if lang not in self._loaded:
            self._loaded[lang] = load_pipeline(lang=lang, parser=self.parser, actors=self.actors, own=True)
        return self._loaded[lang]


def load_pipelines(*, lang: str | None = None, parser: str | None = None, actors: Path | None = None) -> Pipelines:
    """Pipelines for every supported language; that of ``lang`` is loaded at once, so that a wrong choice shows before any article."""
    pipelines = Pipelines(default=lang or DEFAULT_LANGUAGE, parser=parser, actors=actors)
    if lang:
        pipelines.of(lang)
    return pipelines
