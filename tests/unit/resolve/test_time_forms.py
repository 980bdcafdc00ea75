"""The forms of time.toml give their rules what these need."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

UNIT_RULES = frozenset({"unit", "ago", "within", "in", "lately", "duration"})
"""Rules that ask which unit of time is meant."""


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_form_of_a_rule_of_units_has_one(lang: str) -> None:
    text = (files("despacho.languages") / lang / "time.toml").read_text(encoding="utf-8")
    patterns = [p for p in tomllib.loads(text)["pattern"] if p["rule"] in UNIT_RULES and "unit" not in p.get("fixed", {})]
    assert patterns
    assert [form for p in patterns for form in p["forms"] if not re.search(r"\{unit[^}]*\}(?!\?)", form)] == []
