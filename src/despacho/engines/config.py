"""What a run is asked to do, small enough to be sent to other processes, and the digests that name its outcome."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module, metadata
from pathlib import Path
from typing import Protocol

from despacho import __version__
from despacho.model import Article, DataError, Event, Rejected

Outcome = tuple[Event, ...] | Rejected
PIPELINE = "despacho.pipeline"
# What decides which events come out. The command line, the stores and the engines are not in it: they only carry.
_CODER = ("actors", "attribution", "codebook", "coding", "gazetteer", "grammar", "languages", "model", "reading")
_CODER_TOO = ("resolve", "selection", "pipeline", "pipeline.py")  # one of the last two
_LEFT_OUT = ("__pycache__", "additions")


class PipelineLike(Protocol):
    """What the engines need of a pipeline."""

    def code_articles(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Outcome]]:
        """Each article with its events, or why it was not coded; lazy, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who codes: with the content of an article, the key of its outcome. Digests are hexadecimal."""

    coder_version: str
    ruleset_digest: str
    config_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunConfig:
    """Which pipeline the user asked for; ``module`` is where its ``load_pipelines`` stands. ``lang`` None: each article is coded in its own language."""

    lang: str | None = None
    parser: str | None = None
    actors: Path | None = None
    module: str = PIPELINE

    def load(self) -> PipelineLike:
        """The pipelines; each language is loaded with its first article, and spaCy with it."""
        load_pipelines = import_module(self.module).load_pipelines
        pipelines: PipelineLike = load_pipelines(lang=self.lang, parser=self.parser, actors=self.actors)
        return pipelines

    def identity(self) -> Identity:
        """The digests of coder, rules and options, without loading the pipeline; DataError where --actors cannot be read."""
        chosen = [self.lang, self.parser, _version(self.parser), _digest_of(self.actors), self.module]
        digest = hashlib.sha256(json.dumps(chosen).encode()).hexdigest()[:16]
        return Identity(coder_version=__version__, ruleset_digest=ruleset_digest(), config_digest=digest)


@lru_cache(maxsize=1)
def ruleset_digest() -> str:
    """A digest of everything in the package that decides which events come out: rules, tables, models and stages."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(_coder_files(package), key=lambda one: one.as_posix()):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _coder_files(package: Path) -> Iterator[Path]:
    for name in (*_CODER, *_CODER_TOO):
        root = package / name
        for path in root.rglob("*") if root.is_dir() else [root]:
            if path.is_file() and not set(path.parts) & set(_LEFT_OUT):
                yield path


def _version(distribution: str | None) -> str | None:
    """The version of an installed parser; a folder or a module of no distribution has none."""
    try:
        return metadata.version(distribution) if distribution else None
    except (metadata.PackageNotFoundError, ValueError):
        return None


def _digest_of(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror or error})") from error
