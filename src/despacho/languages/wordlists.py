"""Small word lists of a language that the grammar and the coder need: support verbs, participles."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from despacho.languages.morphology import load_morphology
from despacho.model import DataError


@lru_cache(maxsize=64)
def word_table(lang: str, name: str) -> Mapping[str, Any]:
    """The parsed TOML file ``name``.toml of a language; DataError where it is missing or malformed."""
    path = files("despacho.languages") / lang / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError(f"language {lang!r} has no file {name}.toml") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{lang}/{name}.toml: {error}") from error


@lru_cache(maxsize=64)
def word_set(lang: str, name: str, *keys: str) -> frozenset[str]:
    """The words under ``keys`` of a language's TOML file, as a set."""
    node: Any = word_table(lang, name)
    for key in keys:
        node = node[key]
    return frozenset(node)


def verb_lemmas(lang: str, participle: str) -> tuple[str, ...]:
    """The dictionary forms of the verbs that a past participle may belong to."""
    return load_morphology(lang).verb_lemmas(participle)
