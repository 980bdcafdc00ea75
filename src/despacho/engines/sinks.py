"""Where finished shards go: a file of events, in the order of the input, or a store, each shard once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from despacho.engines.config import Identity, RunConfig
from despacho.engines.shards import SHARD_ARTICLES
from despacho.engines.work_folder import WorkFolder, beside, remove_dead_drafts, temporary
from despacho.model import Article, Rejected
from despacho.store import open_store
from despacho.store.corpus import StoreWriter, open_writer
from despacho.store.shard_files import ManifestRow, content_hash, shard_events


class Sink(Protocol):
    """What a run writes to; ``folder`` is where its workers put shards."""

    folder: Path
    counts: Counts

    def new(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Those of the articles that have to be coded."""

    def take(self, rows: Sequence[ManifestRow]) -> None:
        """Finished shards, in the order of the input."""

    def reject(self, rejected: Rejected) -> None:
        """What never became an article."""

    def finish(self, counts: Counts, *, ended_at: str, complete: bool) -> None:
        """Everything that was taken is in place. A run that is not complete can be gone on with."""

    def abandon(self) -> None:
        """Let go after an error; without effect after ``finish``. Finished shards stay."""


@dataclass(slots=True, kw_only=True)
class Counts:
    """What a run did, as the store notes it; ``already_there`` were not coded again, ``replaced`` had been other."""

    articles: int = 0
    events: int = 0
    rejected: int = 0
    already_there: int = 0
    replaced: int = 0


class EventsSink:
    """Events into one file or stream."""

    def __init__(self, out: str, *, named: str | None, resume: bool) -> None:
        target = Path(out)
        self._store = open_store(out, named=named)
        self._lasting = out != "-" and (not target.exists() or target.is_file())
        try:
            if self._lasting:
                remove_dead_drafts(target.resolve())
            place = beside(target.resolve()) if self._lasting else temporary()
            self._work = WorkFolder(place, name=out, resume=resume)
        except Exception:
            self._store.abandon()
            raise
        self.folder = self._work.path
        self.counts = Counts()
        self._open = True

    def new(self, articles: Iterable[Article]) -> Iterator[Article]:
        """All of them: shards that are finished are found by their key."""
        return iter(articles)

    def take(self, rows: Sequence[ManifestRow]) -> None:
        """Write their events; on a stream the shard is then done with."""
        for row in rows:
            for events in shard_events(row.path):
                self._store.write(events)
            if not self._lasting:
                row.path.unlink(missing_ok=True)

    def reject(self, rejected: Rejected) -> None:
        """Files of events have no place for it; the account of the run tells."""

    def finish(self, counts: Counts, *, ended_at: str, complete: bool) -> None:  # noqa: ARG002 - for stores
        """Put the file in place."""
        self._store.finish()
        self._open = False
        self._work.close(complete=complete or not self._lasting)

    def abandon(self) -> None:
        """Remove the draft."""
        if self._open:
            self._open = False
            self._store.abandon()
            self._work.close(complete=not self._lasting)


class StoreSink:
    """Articles and events into a store; what is there under the same key is not coded again."""

    def __init__(self, out: str, *, inputs: Sequence[str], config: RunConfig, started_at: str, resume: bool) -> None:
        self._identity, self._resume, self.counts = config.identity(), resume, Counts()
        self._writer: StoreWriter = open_writer(out)
        target = Path(out).resolve()
        self._turned_away: list[Rejected] = []
        self._done: list[Path] = []
        self._run = _run_row(inputs, config, self._identity, started_at=started_at)
        self._closed = False
        try:
            place = target / ".run" if target.is_dir() else beside(target)
            self._work = WorkFolder(place, name=out, resume=resume)
            self.folder = self._work.path
            self._begin()
        except Exception:
            self._writer.close()
            raise

    def _begin(self) -> None:
        for run in self._writer.open_runs():
            self._writer.note_run({**run, "state": "killed"})
        left = self._work.shards()
        for begin in range(0, len(left), SHARD_ARTICLES):
            self._writer.add(left[begin : begin + SHARD_ARTICLES], run_id=self._run["run_id"])
        self._done += left
        self._settle()
        self._writer.note_run(self._run)

    def new(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Those that the store does not have as this coder, with these rules and options, codes them."""
        if not self._resume:
            yield from articles
            return
        queue = iter(articles)
        tail = f" {self._identity.coder_version} {self._identity.ruleset_digest} {self._identity.config_digest}"
        while batch := list(islice(queue, SHARD_ARTICLES)):
            keys = self._writer.keys([article.id for article in batch])
            for article in batch:
                key = keys.get(article.id)
                if key == content_hash(article) + tail:
                    self.counts.already_there += 1
                    continue
                self.counts.replaced += key is not None
                yield article

    def take(self, rows: Sequence[ManifestRow]) -> None:
        """Put them into the store."""
        paths = [row.path for row in rows]
        self._writer.add(paths, run_id=self._run["run_id"])
        self._done += paths
        if len(self._done) >= SHARD_ARTICLES:
            self._settle()

    def reject(self, rejected: Rejected) -> None:
        """Keep it among the rejected."""
        self._turned_away.append(rejected)
        if len(self._turned_away) >= SHARD_ARTICLES:
            self._settle()

    def _settle(self) -> None:
        """What is in the store for good needs no file of its own."""
        self._writer.flush()
        for path in self._done:
            path.unlink(missing_ok=True)
        self._done.clear()
        if self._turned_away:
            self._writer.reject(self._turned_away, run_id=self._run["run_id"])
            self._turned_away.clear()

    def finish(self, counts: Counts, *, ended_at: str, complete: bool) -> None:
        """Note how the run ended and let go of the store."""
        self._settle()
        self._run |= {
            "ended_at": ended_at,
            "state": "finished" if complete else "interrupted",
            "articles": counts.articles,
            "events": counts.events,
            "rejected": counts.rejected,
            "already_there": self.counts.already_there,
            "replaced": self.counts.replaced,
        }
        self._writer.note_run(self._run)
        self._close(complete=complete)

    def abandon(self) -> None:
        """Let go of the store; what was taken is in it or in its shard."""
        if not self._closed:
            self._close(complete=False)

    def _close(self, *, complete: bool) -> None:
        self._closed = True
        self._writer.close()
        self._work.close(complete=complete)


def _run_row(inputs: Sequence[str], config: RunConfig, identity: Identity, *, started_at: str) -> dict[str, Any]:
    asked = {"lang": config.lang, "parser": config.parser, "actors": str(config.actors) if config.actors else None}
    digest = hashlib.sha256(json.dumps([started_at, list(inputs), asked]).encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "run_id": digest[:12],
        "started_at": started_at,
        "ended_at": None,
        "state": "running",
        "inputs": list(inputs),
        "coder_version": identity.coder_version,
        "ruleset_digest": identity.ruleset_digest,
        "config_digest": identity.config_digest,
        "config": json.dumps(asked),
        "articles": None,
        "events": None,
        "rejected": None,
        "already_there": None,
        "replaced": None,
    }
