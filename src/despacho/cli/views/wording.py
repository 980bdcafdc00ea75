"""The words of the views in the language of the article."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from despacho.cli.views.clean import line

_FALLBACK = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Labels by section and key; a key without a label stands for itself, so that new codes stay readable."""

    lang: str
    sections: Mapping[str, Mapping[str, str]]

    def ui(self, key: str) -> str:
        """A fixed word of the view."""
        return self.sections["ui"][key]

    def label(self, section: str, key: str) -> str:
        """The word for a code, such as ("types", "AID")."""
        return self.sections[section].get(key) or line(key.replace("_", " "))

    def number(self, value: float) -> str:
        """A number with two decimals, with the decimal sign of the language."""
        return f"{value:.2f}".replace(".", self.sections["signs"]["decimal"])

    def quoted(self, text: str) -> str:
        """The text between the quotation marks of the language."""
        signs = self.sections["signs"]
        return f"{signs['opening']}{text}{signs['closing']}"


@lru_cache(maxsize=8)
def wording_for(lang: str | None) -> Wording:
    """The wording of an article's language; English where there is none."""
    folder = files("despacho.cli.views") / "labels"
    code = lang if lang and lang.isalpha() and (folder / f"{lang}.toml").is_file() else _FALLBACK
    return Wording(lang=code, sections=tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8")))
