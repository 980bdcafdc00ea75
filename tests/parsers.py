"""Which parser a language is tested with."""

from __future__ import annotations

import os

import pytest


def parser_for(lang: str) -> str | None:
    """The parser to test a language with: None for the shipped one, else that of DESPACHO_PARSER_EN and the like; skips where there is neither."""
    from despacho.languages.supported import complete_languages, parsed_languages

    named = os.environ.get(f"DESPACHO_PARSER_{lang.upper()}")
    if named or lang in parsed_languages():
        return named
    what = "no parser is shipped" if lang in complete_languages() else "files are missing"
    pytest.skip(f"{lang}: {what}; set DESPACHO_PARSER_{lang.upper()} to a spaCy pipeline")
