"""The columns of an English document while its parse is brought to the conventions of the grammar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(slots=True)
class Columns:
    """The columns of a document while they change."""

    forms: tuple[str, ...]
    lowers: tuple[str, ...]
    lemmas: list[str]
    pos: list[str]
    deps: list[str]
    heads: list[int]
    feats: list[Mapping[str, str]]

    def children(self, token: int) -> list[int]:
        """The dependents of ``token``, near by: no phrase that changes is longer."""
        around = range(max(token - 60, 0), min(token + 60, len(self.heads)))
        return [i for i in around if self.heads[i] == token and i != token]

    def has(self, token: int, *deps: str) -> bool:
        """Whether a dependent of ``token`` bears one of ``deps``."""
        return any(self.deps[c] in deps for c in self.children(token))

    def below(self, token: int, ancestor: int) -> bool:
        """Whether ``token`` is ``ancestor`` or stands under it in the tree."""
        for _ in range(len(self.heads)):
            if token == ancestor:
                return True
            if self.heads[token] == token:
                return False
            token = self.heads[token]
        return True
