"""The codebook as data: types, quad classes, modes and their scores, contexts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from despacho.model import DataError


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeEntry:
    """One PLOVER type: its quad class, score, modes with their scores (-10 to +10), and whether it needs a recipient."""

    name: str
    quad: str
    score: float
    requires_recipient: bool
    definition: str
    modes: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """All types by name and the closed list of contexts."""

    types: Mapping[str, TypeEntry]
    contexts: tuple[str, ...]

    def quad(self, event_type: str) -> str:
        """The quad class of a type."""
        return self.types[event_type].quad

    def intensity(self, event_type: str, mode: str | None) -> float:
        """The score of the mode where it has one, else of the type."""
        entry = self.types[event_type]
        return entry.modes.get(mode or "", entry.score)


def load_codebook() -> Codebook:
    """The codebook that is shipped: one TOML file a type."""
    folder = files("despacho.codebook")
    types = {}
    for path in sorted((folder / "plover").iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".toml"):
            continue
        name = path.name.removesuffix(".toml")
        try:
            types[name] = TypeEntry(name=name, **tomllib.loads(path.read_text(encoding="utf-8")))
        except (TypeError, tomllib.TOMLDecodeError) as error:
            raise DataError(f"codebook/plover/{path.name}: {error}") from error
    contexts = tomllib.loads((folder / "contexts.toml").read_text(encoding="utf-8"))["contexts"]
    return Codebook(types=types, contexts=tuple(contexts))
