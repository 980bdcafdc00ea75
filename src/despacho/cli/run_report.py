"""The account of a run: how many articles, events and words, and what was rejected and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from despacho.model import Article, Rejected
from despacho.store.shard_files import ManifestRow

if TYPE_CHECKING:
    from despacho.engines.sinks import Counts, Sink

_REPEATS = ("repeated_text", "repeated_url")  # despacho.ingest.REPEATS, here so that a report needs no ingest
_DETAILS = 20  # rejections that are shown in full; the rest is in the counts


@dataclass(slots=True, kw_only=True)
class RunReport:
    """Counts of a run, filled while it runs."""

    articles: int = 0
    events: int = 0
    words: int = 0
    repeats: int = 0
    already_there: int = 0
    replaced: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)

    def add(self, article: Article) -> None:
        """One article that was collected."""
        self.articles += 1
        self.words += len(article.text.split())

    def take(self, row: ManifestRow) -> None:
        """The articles of a finished shard."""
        self.articles += row.coded
        self.events += row.events
        self.words += row.words
        for rejected in row.rejections:
            self.reject(rejected)

    def reject(self, rejected: Rejected) -> None:
        """One article that was not; what was read before is counted apart, since nothing is lost with it."""
        if rejected.reason in _REPEATS:
            self.repeats += 1
            return
        self.reasons[rejected.reason] += 1
        if len(self.details) < _DETAILS:
            # A detail begins with where; without one the id has to do.
            self.details.append(f"rejected ({rejected.reason}) {rejected.detail or rejected.article_id}")

    def note(self, sink: Sink) -> None:
        """What the output knew of the articles before."""
        self.already_there, self.replaced = sink.counts.already_there, sink.counts.replaced

    def counts(self) -> Counts:
        """The counts as a store notes them."""
        from despacho.engines.sinks import Counts

        return Counts(articles=self.articles, events=self.events, rejected=self.rejected)

    @property
    def rejected(self) -> int:
        """How many articles were not coded."""
        return self.reasons.total()

    def lines(self, seconds: float, *, done: str = "coded", events: bool = True) -> list[str]:
        """The account, for standard error; ``done`` is what happened to the articles."""
        hidden = self.rejected - len(self.details)
        lines = [*self.details, *([f"... and {hidden:,} more rejected"] if hidden > 0 else [])]
        pace = f" ({self.words / seconds:,.0f} words/s)" if seconds > 0 and self.words else ""
        counts = [f"{_count(self.articles, 'article')} {done}", *([_count(self.events, "event")] if events else [])]
        lines.append(", ".join([*counts, f"{self.rejected:,} rejected"]))
        if self.already_there:
            lines.append(f"{_count(self.already_there, 'article')} already in the store, not coded again")
        if self.replaced:
            lines.append(f"{_count(self.replaced, 'article')} in place of another text or coder under the same id")
        if self.repeats:
            lines.append(f"{self.repeats:,} read before (same address or text)")
        if self.reasons:
            by_reason = ", ".join(f"{reason} {count:,}" for reason, count in sorted(self.reasons.items()))
            lines.append(f"rejected by reason: {by_reason}")
        lines.append(f"{_count(self.words, 'word')} in {seconds:.1f} s{pace}")
        return lines


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
