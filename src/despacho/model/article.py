"""Article: what comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from despacho.model.html import article_html


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as it was published; every offset of every event refers to ``text``.

    ``published_at`` is an ISO 8601 date or aware datetime, None when unknown; ``lang`` is ISO 639-1,
    None when it has yet to be detected. ``extra`` carries unknown input fields through untouched.
    """

    id: str
    text: str
    title: str | None = None
    lang: str | None = None
    published_at: str | None = None
    url: str | None = None
    outlet: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        return article_html(self)
