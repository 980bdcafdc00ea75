"""From addresses to articles: pages as they are, feeds and sitemaps by their links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from despacho.ingest.addresses import clean_address, host_of, same_house
from despacho.ingest.feeds import Entry, read_feed
from despacho.ingest.fields import Limits, Unfit, rejected
from despacho.ingest.moments import read_moment
from despacho.ingest.outlets import Outlet
from despacho.ingest.pages import Hints, page_article
from despacho.ingest.reach import Reach
from despacho.ingest.sitemaps import read_sitemap
from despacho.ingest.web import Failure, Fetcher, Page
from despacho.ingest.xml import kind_of
from despacho.model import Article, Rejected

Item = Article | Rejected
_ADVICE = "; save the page from a browser and give the .html file"
_MOST_SITEMAPS = 100  # of one index; the newest first
_DEEPEST = 3  # an index of indexes of sitemaps: the protocol knows no index of indexes at all


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """A sitemap that waits to be read."""

    body: bytes
    name: str
    url: str | None
    depth: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """Reads addresses, feeds and sitemaps with one fetcher."""

    limits: Limits
    reach: Reach
    fetcher: Fetcher

    def address(self, url: str) -> Iterator[Item]:
        """The articles at an address that the user named."""
        answer = self.fetcher.get(url)
        if isinstance(answer, Failure):
            yield rejected(url, answer.reason, _advised(answer))
        elif kind_of(answer.body) == "feed":
            yield from self.feed(answer.body, name=url, url=answer.url)
        elif kind_of(answer.body) == "sitemap" or answer.body.startswith(b"\x1f\x8b"):
            yield from self.sitemap(answer.body, name=url, url=answer.url)
        else:
            yield self.article(answer, article_id=url, fetched_at=_now())

    def feed(self, data: bytes, *, name: str, url: str | None) -> Iterator[Item]:
        """The articles of a feed's entries; ``url`` None is a file, whose links are followed only if asked for."""
        try:
            found = read_feed(data, url=url)
        except Unfit as unfit:
            yield rejected(name, unfit.reason, f"{name}: {unfit.detail}")
            return
        if not found.entries and not found.unusable:
            yield rejected(name, "empty", f"{name}: the feed has no entries")
        if found.unusable:
            yield rejected(name, "bad_address", f"{name}: {found.unusable:,} entries without a usable link")
        yield from self._followed(found.entries, name=name, url=url)

    def sitemap(self, data: bytes, *, name: str, url: str | None) -> Iterator[Item]:
        """The articles of a sitemap, and of those that it names; ``url`` as for a feed."""
        entries, problems = self.sitemap_entries(data, name=name, url=url)
        yield from problems
        yield from self._followed(entries, name=name, url=url)

    def sitemap_entries(self, data: bytes, *, name: str, url: str | None) -> tuple[list[Entry], list[Rejected]]:
        """The entries of a sitemap and of those that it names, and what was wrong; a sitemap may only list its own house."""
        entries, problems = list[Entry](), list[Rejected]()
        waiting: list[_Listing] = [_Listing(body=data, name=name, url=url)]
        read = 0
        while waiting and read < _MOST_SITEMAPS and len(entries) < self.reach.limit:
            one = waiting.pop(0)
            read += 1
            try:
                found = read_sitemap(one.body, url=one.url)
            except Unfit as unfit:
                problems.append(rejected(one.name, unfit.reason, f"{one.name}: {unfit.detail}"))
                continue
            own = [
                entry for entry in found.entries if one.url is None or same_house(host_of(entry.url), host_of(one.url))
            ]
            if foreign := len(found.entries) - len(own):
                detail = f"{one.name}: {foreign:,} addresses of other hosts, which a sitemap must not list"
                problems.append(rejected(one.name, "foreign_link", detail))
            if found.unusable:
                detail = f"{one.name}: {found.unusable:,} entries without a usable address"
                problems.append(rejected(one.name, "bad_address", detail))
            entries += self._wanted(own)
            if found.further and one.url is None and not self.reach.follow:
                detail = f"{one.name}: an index of {len(found.further):,} sitemaps; --follow fetches them"
                problems.append(rejected(one.name, "summary_only", detail))
            elif found.further and one.depth < _DEEPEST:
                more, failed = self._further(found.further, one, most=_MOST_SITEMAPS - read - len(waiting))
                waiting += more
                problems += failed
        return entries, problems

    def _further(
        self, further: Sequence[tuple[str, str]], index: _Listing, *, most: int
    ) -> tuple[list[_Listing], list[Rejected]]:
        """The sitemaps of an index, the last changed first, and those that cannot be had."""
        mine = [one for one in further if index.url is None or same_house(host_of(one[0]), host_of(index.url))]
        since = self.reach.since or ""
        fresh = sorted(
            (one for one in mine if not one[1] or one[1][:10] >= since), key=lambda one: one[1], reverse=True
        )
        found, failed = list[_Listing](), list[Rejected]()
        for url, _ in fresh[: max(most, 0)]:
            answer = self.fetcher.get(url)
            if isinstance(answer, Failure):
                failed.append(rejected(url, answer.reason, answer.detail))
            else:
                found.append(_Listing(body=answer.body, name=url, url=answer.url, depth=index.depth + 1))
        return found, failed

    def _wanted(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries since the day that was asked for, newest first where they have dates."""
        since = self.reach.since or ""
        kept = [one for one in entries if not since or not _day(one) or _day(one) >= since]
        return sorted(kept, key=_day, reverse=True)

    def _followed(self, entries: Sequence[Entry], *, name: str, url: str | None) -> Iterator[Item]:
        known = [one for one in entries if self.reach.known(one.url)]
        yield from (rejected(one.url, "repeated_url", f"{one.url}: was read before") for one in known)
        fresh = {one.url: one for one in entries if not self.reach.known(one.url)}
        wanted = list(self._wanted(list(fresh.values())) if self.reach.since else fresh.values())[: self.reach.limit]
        fetch = url is not None or self.reach.follow
        for entry in [] if fetch else wanted:
            yield self.held(entry, name=name, feed=url, failed=None)
        if fetch:
            by_url = {one.url: one for one in wanted}
            for asked, answer in self.fetcher.many(by_url):
                yield self.entry_article(by_url[asked], answer, feed=url or name)

    def entry_article(self, entry: Entry, answer: Page | Failure, *, feed: str, outlet: Outlet | None = None) -> Item:
        """The article of an entry: from its page, else from the entry where it holds the whole text."""
        if isinstance(answer, Page):
            hints = self._hints(entry, feed=feed, outlet=outlet)
            if answer.url != entry.url:
                hints = replace(hints, extra={**hints.extra, "linked_as": entry.url})
            found = self.article(answer, article_id="", hints=hints, fetched_at=_now())
            if isinstance(found, Article) or not entry.html:
                return found
            return self.held(entry, name=feed, feed=feed, failed=found, outlet=outlet)
        failed = rejected(entry.url, answer.reason, answer.detail)
        return self.held(entry, name=feed, feed=feed, failed=failed, outlet=outlet)

    def article(self, answer: Page, *, article_id: str, fetched_at: str | None, hints: Hints | None = None) -> Item:
        """The article of a page that was fetched, at ``fetched_at`` (ISO 8601; None where nobody knows)."""
        url = clean_address(answer.url) or answer.url
        hints = replace(
            hints or Hints(),
            url=url,
            charset=answer.charset,
            fetched_at=fetched_at,
        )
        try:
            return page_article(
                answer.body, article_id=article_id, limits=self.limits, hints=hints, outlets=self.reach.outlets
            )
        except Unfit as unfit:
            return rejected(article_id or url, unfit.reason, f"{url}: {unfit.detail}")
        except Exception as error:  # noqa: BLE001  one bad page never stops a run; the reason is reported
            return internal(article_id or url, error)

    def held(
        self, entry: Entry, *, name: str, feed: str | None, failed: Rejected | None, outlet: Outlet | None = None
    ) -> Item:
        """The article that the entry itself holds; else why its page was not had, or that nobody asked for it."""
        if not entry.html:
            detail = f"{name}: {entry.url}: only a summary is here; --follow fetches the page"
            return failed or rejected(entry.url, "summary_only", detail)
        hints = replace(self._hints(entry, feed=feed or name, outlet=outlet), url=entry.url)
        try:
            return page_article(entry.html, article_id="", limits=self.limits, hints=hints, outlets=self.reach.outlets)
        except Unfit as unfit:
            return failed or rejected(entry.url, unfit.reason, f"{entry.url}: {unfit.detail}")
        except Exception as error:  # noqa: BLE001  as above
            return internal(entry.url, error)

    @staticmethod
    def _hints(entry: Entry, *, feed: str, outlet: Outlet | None) -> Hints:
        return Hints(
            title=entry.title, authors=entry.authors, lang=entry.lang, published=entry.published,
            told_by=entry.told_by, outlet=outlet, extra={"feed_url": feed},
        )  # fmt: skip


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def internal(article_id: str, error: Exception) -> Rejected:
    """The rejection of an input on which despacho itself, or a library, failed."""
    return rejected(article_id, "internal_error", f"{article_id}: {type(error).__name__}: {str(error)[:300]}")


def _advised(failure: Failure) -> str:
    advice = "" if "browser" in failure.detail or failure.reason == "private_address" else _ADVICE
    return failure.detail + advice


def _day(entry: Entry) -> str:
    """The day of an entry as far as it says, "" where it does not."""
    for text in (entry.published, entry.changed):
        if text and (moment := read_moment(text, told_by="")) is not None:
            return moment.day
    return ""
