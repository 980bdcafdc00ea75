"""What was read before: the same address, the same text; so that nothing is coded twice in one run."""

from __future__ import annotations

from despacho.ingest.addresses import address_key
from despacho.ingest.duplicates import SHORTEST, UNRELATED, signature, similarity, text_digest, unpacked
from despacho.ingest.fields import rejected
from despacho.model import Article, Rejected

_KEPT = 36  # numbers of a signature: enough to tell a revision from another article, a quarter of the memory


class Repeats:
    """The addresses and texts of one run."""

    def __init__(self) -> None:
        self._texts: dict[bytes, str] = {}
        self._addresses: dict[str, tuple[str, bytes]] = {}

    def of(self, article: Article) -> Rejected | None:
        """Why an article is not taken again, None for one that is new; it is remembered."""
        if len(article.text) >= SHORTEST:
            first = self._texts.setdefault(text_digest(article.text), article.id)
            if first != article.id:
                return rejected(article.id, "repeated_text", f"{article.id}: the same text as {first!r}")
        if not article.url:
            return None
        signed = signature(article.text)[:_KEPT].tobytes()
        first_id, kept = self._addresses.setdefault(address_key(article.url), (article.id, signed))
        # Two quite different texts at one address: the site declares one canonical address for several articles.
        if kept is not signed and similarity(unpacked(kept), unpacked(signed)) > UNRELATED:
            return rejected(article.id, "repeated_url", f"{article.id}: {article.url} was read before, as {first_id!r}")
        return None
