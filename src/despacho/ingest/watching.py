"""Watching: sources are asked when they are due, their new entries wait in a queue until each is an article or rejected for good.

Everything that happens is one transaction of the ledger: the entries of a feed with its validators, an article with the end of its
entry. So a process that dies at any moment has lost nothing and, started again, does nothing twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

from despacho.ingest.addresses import address_key
from despacho.ingest.feeds import Entry, read_feed
from despacho.ingest.fields import Unfit, rejected
from despacho.ingest.follow import Follower
from despacho.ingest.ledger import Ledger
from despacho.ingest.outlets import Outlet
from despacho.ingest.plan import Plan, Watched
from despacho.ingest.web import Failure, Page
from despacho.ingest.xml import kind_of
from despacho.model import Article, Rejected

_LONGEST_BACKOFF = 1800.0  # seconds: after an outage of any length everything runs again within half an hour
_FIRST_BACKOFF = 60.0
MOST_TRIES = 12  # of one page: with the doubling waits up to an outage of four hours
_TRIES_FOR_PAGE = 3  # after them the text that the entry itself holds is taken
_AT_ONCE = 500


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a round brought."""

    articles: int = 0
    rejected: int = 0
    repeats: int = 0
    failures: int = 0

    def __str__(self) -> str:
        parts = [f"{self.articles:,} new", f"{self.rejected:,} rejected"]
        return ", ".join([*parts, *([f"{self.failures:,} sources not reached"] if self.failures else [])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One plan on one ledger; ``clock`` gives seconds since 1970, ``stop`` says when to end, ``tell`` takes lines for people."""

    plan: Plan
    ledger: Ledger
    follower: Follower
    clock: Callable[[], float]
    stop: Callable[[], bool]
    tell: Callable[[str], None]

    def round(self, *, all_sources: bool = False) -> Tally:
        """Asks the sources that are due (``all_sources``: those too that were well and are not due yet), then empties the queue."""
        tally = Tally()
        due = self._due(all_sources=all_sources)
        self._ask_sources(due, tally)
        while not self.stop() and self._empty_queue(tally):
            pass
        return tally

    def next_at(self) -> float:
        """When the next source or entry is due, in seconds since 1970."""
        times = [self._state(one.url)[0] for one in self.plan.sources]
        waiting = self.ledger.db.execute("SELECT min(next_at) FROM queue").fetchone()[0]
        return float(min([*times, *([waiting] if waiting is not None else [])]))

    # --- sources --------------------------------------------------------------------------------------------------------

    def _due(self, *, all_sources: bool) -> list[Watched]:
        now, due = self.clock(), []
        for one in self.plan.sources:
            next_at, failures = self._state(one.url)
            if next_at <= now or (all_sources and not failures):
                due.append(one)
        return due

    def _state(self, url: str) -> tuple[float, int]:
        row = self.ledger.db.execute("SELECT next_at, failures FROM sources WHERE url = ?", (url,)).fetchone()
        return (row[0], row[1]) if row else (0.0, 0)

    def _ask_sources(self, due: Sequence[Watched], tally: Tally) -> None:
        by_url = {one.url: one for one in due}
        for url, answer in self.follower.fetcher.many(by_url, validators=self._validators(due), stop=self.stop):
            if isinstance(answer, Failure):
                if answer.reason != "interrupted":
                    self._put_off(by_url[url], answer, tally)
            elif answer.status == 304:
                self._done(by_url[url], etag=None, last_modified=None)
            else:
                self._queue_entries(by_url[url], answer, tally)
            self.ledger.commit()

    def _validators(self, due: Sequence[Watched]) -> dict[str, dict[str, str]]:
        found = {}
        for one in due:
            row = self.ledger.db.execute("SELECT etag, last_modified FROM sources WHERE url = ?", (one.url,)).fetchone()
            if row:
                found[one.url] = {"etag": row[0], "last-modified": row[1]}
        return found

    def _put_off(self, source: Watched, failure: Failure, tally: Tally) -> None:
        failures = self._state(source.url)[1] + 1
        wait = max(min(_FIRST_BACKOFF * 2 ** min(failures - 1, 10), _LONGEST_BACKOFF), failure.wait or 0.0)
        self.ledger.db.execute(
            "INSERT INTO sources (url, next_at, failures) VALUES (?, ?, ?) ON CONFLICT (url) DO UPDATE SET "
            "next_at = excluded.next_at, failures = excluded.failures",
            (source.url, self.clock() + wait, failures),
        )
        tally.failures += 1
        self.tell(f"{failure.detail}; asked again in {wait / 60:.0f} min")

    def _done(self, source: Watched, *, etag: str | None, last_modified: str | None) -> None:
        self.ledger.db.execute(
            "INSERT INTO sources (url, etag, last_modified, next_at, failures) VALUES (?, ?, ?, ?, 0) ON CONFLICT (url) DO UPDATE SET "
            "etag = coalesce(?, etag), last_modified = coalesce(?, last_modified), next_at = excluded.next_at, failures = 0",
            (source.url, etag or "", last_modified or "", self.clock() + source.every_seconds, etag, last_modified),
        )

    def _queue_entries(self, source: Watched, answer: Page, tally: Tally) -> None:
        """The new entries of a source and its validators, in one transaction."""
        try:
            entries, problems = self._entries(source, answer)
        except Unfit as unfit:
            failure = Failure(url=source.url, reason=unfit.reason, detail=f"{source.url}: {unfit.detail}")
            self._put_off(source, failure, tally)
            self._keep_rejection(rejected(source.url, unfit.reason, failure.detail), tally)
            return
        for problem in problems:
            self._keep_rejection(problem, tally)
        for entry in entries:
            if not self.ledger.knows(entry.url):
                self.ledger.db.execute(
                    "INSERT OR IGNORE INTO queue (address, entry, source) VALUES (?, ?, ?)",
                    (address_key(entry.url), json.dumps(asdict(entry), ensure_ascii=True), source.url),
                )
        headers = answer.headers
        self._done(source, etag=headers.get("etag", ""), last_modified=headers.get("last-modified", ""))

    def _entries(self, source: Watched, answer: Page) -> tuple[list[Entry], list[Rejected]]:
        if kind_of(answer.body) == "sitemap" or answer.body.startswith(b"\x1f\x8b"):
            return self.follower.sitemap_entries(answer.body, name=source.url, url=answer.url)
        feed = read_feed(answer.body, url=answer.url)
        unusable = rejected(source.url, "bad_address", f"{source.url}: {feed.unusable:,} entries without a usable link")
        return list(feed.entries), [unusable] if feed.unusable else []

    # --- entries --------------------------------------------------------------------------------------------------------

    def _empty_queue(self, tally: Tally) -> bool:
        """Fetches what is due; whether anything was."""
        rows = self.ledger.db.execute(
            "SELECT address, entry, source, tries FROM queue WHERE next_at <= ? ORDER BY rowid LIMIT ?",
            (self.clock(), _AT_ONCE),
        ).fetchall()
        waiting = {}
        for address, text, source, tries in rows:
            entry = _entry(text)
            waiting[entry.url] = (address, entry, source, tries)
        for url, answer in self.follower.fetcher.many(waiting, stop=self.stop):
            address, entry, source, tries = waiting[url]
            self._end_entry(address, entry, answer, source=source, tries=tries + 1, tally=tally)
            self.ledger.commit()
        return bool(rows)

    def _end_entry(
        self, address: str, entry: Entry, answer: Page | Failure, *, source: str, tries: int, tally: Tally
    ) -> None:
        """An entry becomes an article, is rejected for good, or waits for another try."""
        if isinstance(answer, Failure) and answer.reason == "interrupted":
            return
        most = _TRIES_FOR_PAGE if entry.html else MOST_TRIES
        if isinstance(answer, Failure) and answer.passing and tries < most:
            wait = max(min(_FIRST_BACKOFF * 2 ** (tries - 1), _LONGEST_BACKOFF), answer.wait or 0.0)
            self.ledger.db.execute(
                "UPDATE queue SET tries = ?, next_at = ? WHERE address = ?", (tries, self.clock() + wait, address)
            )
            return
        item = self.follower.entry_article(entry, answer, feed=source, outlet=self._outlet(source))
        taken = self.ledger.add(item, asked=entry.url) if isinstance(item, Article) else item
        if isinstance(taken, Rejected):
            self.ledger.close_address(entry.url)
            self._keep_rejection(taken, tally)
        else:
            tally.articles += 1
        self.ledger.db.execute("DELETE FROM queue WHERE address = ?", (address,))

    def _outlet(self, source: str) -> Outlet | None:
        """The outlet that the plan names for a source."""
        outlets = self.follower.reach.outlets
        name = next((one.outlet for one in self.plan.sources if one.url == source), "")
        return outlets.by_id.get(name) if outlets is not None else None

    def _keep_rejection(self, one: Rejected, tally: Tally) -> None:
        if one.reason.startswith("repeated"):
            tally.repeats += 1
        elif self.ledger.reject(one):
            tally.rejected += 1


def _entry(text: str) -> Entry:
    found = Entry(**json.loads(text))
    return replace(found, authors=tuple(found.authors))
