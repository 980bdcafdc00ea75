"""Small word lists of a language that the grammar and the coder need: support verbs, participles."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

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


@lru_cache(maxsize=65536)
def verb_lemmas(lang: str, participle: str) -> tuple[str, ...]:
    """The infinitives that a past participle may belong to ("detenidas" -> detener is not regular: detenir, detener)."""
    word = participle
    for ending, plain in (("as", "o"), ("os", "o"), ("a", "o")):
        if word.endswith(ending):
            word = word[: -len(ending)] + plain
            break
    irregular: Mapping[str, str] = word_table(lang, "participles")["participles"]
    if word in irregular:
        return (irregular[word],)
    if word.endswith("ado"):
        return (word[:-3] + "ar",)
    if word.endswith(("ido", "ído")):
        return (word[:-3] + "er", word[:-3] + "ir")
    return ()
