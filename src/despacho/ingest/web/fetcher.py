"""Addresses in, answers out: robots.txt, one request per host at a time, redirects, tries and waits."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from despacho.ingest.web.guard import Refused, Target, target_of
from despacho.ingest.web.manners import Manners
from despacho.ingest.web.request import Failure, Page, Unanswered, ask
from despacho.ingest.web.robots import Rules, rules_of, unreachable

_REDIRECTS = (301, 302, 303, 307, 308)
_AGAIN = (429, 500, 502, 503, 504)
_HOSTS_AT_ONCE = 8  # more would not be faster than what reads the pages
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"

Answer = Page | Failure


@dataclass(slots=True, kw_only=True)
class _Host:
    """One host: who asks it now, and when it may be asked next (monotonic seconds)."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0


class _Crew:
    """Threads that take one host after the other and ask all that is wanted of it, one after the other."""

    def __init__(self, *, get: Callable[[str], Answer], waiting: Mapping[str, deque[str]]) -> None:
        self.ended = threading.Event()
        self._get, self._waiting = get, dict(waiting)
        self._hosts = deque(waiting)
        # Small: what is fetched and not yet read takes memory.
        self._done: queue.Queue[tuple[str, Answer]] = queue.Queue(maxsize=2 * _HOSTS_AT_ONCE)

    def start(self) -> None:
        for _ in range(min(_HOSTS_AT_ONCE, len(self._hosts))):
            threading.Thread(target=self._work, daemon=True).start()

    def taken(self, stop: Callable[[], bool]) -> tuple[str, Answer] | None:
        """The next answer, None when ``stop`` says so first."""
        while not stop():
            with contextlib.suppress(queue.Empty):  # a short wait, so that ^C is heard
                return self._done.get(timeout=0.2)
        return None

    def _work(self) -> None:
        while not self.ended.is_set():
            try:
                host = self._hosts.popleft()
            except IndexError:
                return
            for url in self._waiting[host]:
                if self.ended.is_set():
                    return
                self._hand_over(url, self._get(url))

    def _hand_over(self, url: str, answer: Answer) -> None:
        while not self.ended.is_set():
            with contextlib.suppress(queue.Full):
                self._done.put((url, answer), timeout=0.2)
                return


class Fetcher:
    """Fetches with the given manners; safe to use from several threads."""

    def __init__(
        self,
        manners: Manners,
        *,
        sleep: Callable[[float], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.manners = manners
        self._stopped = threading.Event()
        self._sleep = sleep or self._stopped.wait
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._rules: dict[str, Rules] = {}
        self._guard = threading.Lock()

    def stop(self) -> None:
        """No request is begun any more, and every wait ends."""
        self._stopped.set()

    def get(self, url: str, *, validators: Mapping[str, str] | None = None) -> Answer:
        """The answer at an address; 304 comes as a Page without body. ``validators``: "etag", "last-modified"."""
        sent = {"Accept": _ACCEPT}
        for name, header in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")):
            if validators and validators.get(name):
                sent[header] = validators[name]
        try:
            return self._followed(url, sent)
        except (Refused, Unanswered) as error:
            return Failure(
                url=url, reason=error.reason, detail=error.detail, passing=error.reason in (*_PASSING, "interrupted")
            )

    def many(
        self,
        urls: Iterable[str],
        *,
        validators: Mapping[str, Mapping[str, str]] | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[tuple[str, Answer]]:
        """The answers of many addresses as they come, several hosts at once, one request at a time to each.

        Ends early when ``stop`` says so; what was not asked then has no answer.
        """
        waiting: dict[str, deque[str]] = {}
        for url in urls:
            waiting.setdefault(_host_of(url), deque()).append(url)
        crew = _Crew(get=lambda url: self.get(url, validators=(validators or {}).get(url)), waiting=waiting)
        crew.start()
        try:
            for _ in range(sum(len(one) for one in waiting.values())):
                answer = crew.taken(stop)
                if answer is None:
                    self.stop()
                    return
                yield answer
        finally:
            crew.ended.set()

    def _followed(self, url: str, headers: Mapping[str, str]) -> Answer:
        """The answer behind up to ``max_redirects`` redirects, each of which is looked at like the first address."""
        asked = url
        for _ in range(self.manners.max_redirects + 1):
            target = target_of(url)
            rules = self._rules_for(target)
            if not rules.allows(target.url):
                return _forbidden(asked, target, rules)
            answer = self._tried(target, headers, delay=rules.delay(self.manners))
            if isinstance(answer, Failure):
                return answer
            if answer.status not in _REDIRECTS or not answer.headers.get("location"):
                return _judged(asked, answer)
            url = urljoin(target.url, answer.headers["location"].strip())
        return Failure(
            url=asked, reason="http_error", detail=f"{asked}: more than {self.manners.max_redirects} redirects"
        )

    def _rules_for(self, target: Target) -> Rules:
        origin, now = target.origin, self._clock()
        known = self._rules.get(origin)
        if known is not None and known.until > now:
            return known
        found = self._read_rules(target)
        self._rules[origin] = found
        return found

    def _read_rules(self, target: Target) -> Rules:
        url = target.origin + "/robots.txt"
        for _ in range(self.manners.max_redirects + 1):
            try:
                answer = self._tried(target_of(url), {}, delay=self.manners.delay)
            except Unanswered:
                return unreachable(now=self._clock())
            if isinstance(answer, Failure):
                return unreachable(now=self._clock())
            if answer.status not in _REDIRECTS or not answer.headers.get("location"):
                return rules_of(answer.status, answer.body, now=self._clock(), manners=self.manners)
            url = urljoin(url, answer.headers["location"].strip())
        return rules_of(404, b"", now=self._clock(), manners=self.manners)  # RFC 9309: as if there were none

    def _tried(self, target: Target, headers: Mapping[str, str], *, delay: float) -> Answer:
        """The answer of one server, asked again where it is busy or away; what it answers last."""
        wait = self.manners.backoff
        for attempt in range(1, self.manners.tries + 1):
            last = attempt == self.manners.tries
            try:
                answer = self._in_turn(target, headers, delay=delay)
            except Unanswered as error:
                if last or error.reason not in _PASSING:
                    raise
                pause = wait
            else:
                if answer.status not in _AGAIN:
                    return answer
                pause = max(wait, retry_after(answer.headers.get("retry-after", "")) or 0.0)
                if last or pause > self.manners.longest_wait:
                    detail = f"{target.url}: the server answers {answer.status}"
                    return Failure(url=target.url, reason="http_error", detail=detail, passing=True, wait=pause)
            self._sleep(pause)
            wait *= 2
        raise AssertionError("unreachable")

    def _in_turn(self, target: Target, headers: Mapping[str, str], *, delay: float) -> Page:
        """One request when its host's turn has come; the delay counts from the end of the answer."""
        with self._guard:
            host = self._hosts.setdefault(target.host, _Host())
        with host.lock:
            pause = host.next_at - self._clock()
            if pause > 0:
                self._sleep(pause)
            if self._stopped.is_set():
                raise Unanswered("interrupted", f"{target.url}: not asked any more")
            try:
                return ask(target, headers=headers, manners=self.manners)
            finally:
                host.next_at = self._clock() + delay


_PASSING = ("unreachable", "timeout", "truncated")


def retry_after(value: str) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or a date; None where it says nothing."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
        return max((moment - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _host_of(url: str) -> str:
    try:
        return target_of(url).host
    except Refused:
        return ""


def _forbidden(asked: str, target: Target, rules: Rules) -> Failure:
    if rules.reachable:
        detail = f"{asked}: robots.txt of {target.host} does not let programs read it; save the page from a browser"
        return Failure(url=asked, reason="robots", detail=detail)
    detail = f"{asked}: robots.txt of {target.host} cannot be had, so nothing is asked there"
    return Failure(url=asked, reason="unreachable", detail=detail, passing=True)


def _judged(asked: str, answer: Page) -> Answer:
    if 200 <= answer.status < 300 or answer.status == 304:
        return answer
    return Failure(url=asked, reason="http_error", detail=f"{asked}: the server answers {answer.status}")
