"""What was read before: the same address, the same text; so that nothing is coded twice in one run."""

from __future__ import annotations

from typing import Any

from despacho.ingest.addresses import address_key
from despacho.ingest.duplicates import SHORTEST, UNRELATED, signature, similarity, text_digest
from despacho.ingest.fields import rejected
from despacho.model import Article, Rejected


class Repeats:
    """The addresses and texts of one run."""

    def __init__(self) -> None:
        self._texts: dict[bytes, str] = {}
        self._addresses: dict[str, tuple[str, Any]] = {}

    def of(self, article: Article) -> Rejected | None:
        """Why an article is not taken again, None for one that is new; it is remembered."""
        if len(article.text) >= SHORTEST:
            first = self._texts.setdefault(text_digest(article.text), article.id)
            if first != article.id:
                return rejected(article.id, "repeated_text", f"{article.id}: the same text as {first!r}")
        if not article.url:
            return None
        key, signed = address_key(article.url), signature(article.text)
        known = self._addresses.setdefault(key, (article.id, signed))
        # Two quite different texts at one address: the site declares one canonical address for several articles.
        if known[1] is not signed and similarity(known[1], signed) > UNRELATED:
            return rejected(article.id, "repeated_url", f"{article.id}: {article.url} was read before, as {known[0]!r}")
        return None
