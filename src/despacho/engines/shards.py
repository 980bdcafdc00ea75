"""A shard: some articles that are coded together. Its outcome is one Parquet file and one row of the manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from despacho.engines.config import Identity, Outcome, PipelineLike, RunConfig
from despacho.model import Article, Rejected
from despacho.store.shard_files import ManifestRow, ShardRow, content_hash, write_shard

# A shard takes a worker two seconds or so: long enough to hide the writing, little to lose when a run is killed.
SHARD_ARTICLES = 32
SHARD_CHARACTERS = 60_000


def process_shard(
    articles: Sequence[Article],
    config: RunConfig,
    *,
    folder: Path,
    pipeline: PipelineLike | None = None,
    one_by_one: bool = False,
    tell: Callable[[int], None] | None = None,
) -> ManifestRow:
    """The row of the manifest of these articles; their outcome stands in ``folder``, in a file named by the key.

    Pure: the same articles, coder, rules and options give the same file under the same name, whoever runs it and how often.
    ``pipeline`` spares loading the one of ``config``; ``tell`` is called with the number of articles done. ``one_by_one``
    gives the pipeline one article at a time, so that ``tell`` says exactly which one is in hand.
    """
    identity = config.identity()
    coder = pipeline if pipeline is not None else config.load()
    rows = []
    for number, (article, outcome) in enumerate(_coded(coder, articles, one_by_one=one_by_one)):
        rows.append(shard_row(article, outcome, number=number, identity=identity))
        if tell is not None:
            tell(number + 1)
    return write_shard(shard_path(articles, identity, folder=folder), rows)


def _coded(pipeline: PipelineLike, articles: Sequence[Article], *, one_by_one: bool) -> Iterator[tuple[Article, Outcome]]:
    for group in ([article] for article in articles) if one_by_one else [list(articles)]:
        yield from pipeline.code_articles(group)


def shard_row(article: Article, outcome: Outcome, *, number: int, identity: Identity) -> ShardRow:
    """The row of one article: what came in, who coded it, and its events or why there are none."""
    return ShardRow(
        number=number,
        article=article,
        content_hash=content_hash(article),
        coder_version=identity.coder_version,
        ruleset_digest=identity.ruleset_digest,
        config_digest=identity.config_digest,
        rejected=outcome if isinstance(outcome, Rejected) else None,
        events=() if isinstance(outcome, Rejected) else outcome,
    )


def shard_path(articles: Sequence[Article], identity: Identity, *, folder: Path) -> Path:
    """Where the outcome of these articles stands, or will: the name is the key."""
    digest = hashlib.sha256(f"{identity.coder_version} {identity.ruleset_digest} {identity.config_digest}".encode())
    for article in articles:
        digest.update(content_hash(article).encode())
    return folder / f"{digest.hexdigest()[:32]}.parquet"


def chunks(
    articles: Iterable[Article], *, most: int = SHARD_ARTICLES, characters: int = SHARD_CHARACTERS
) -> Iterator[list[Article]]:
    """The articles in lists that are worth sending to another process, in order."""
    chunk, size = list[Article](), 0
    for article in articles:
        chunk.append(article)
        size += len(article.text)
        if len(chunk) >= most or size >= characters:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
