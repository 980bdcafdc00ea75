"""Which language a text is in, offline, by py3langid on its first characters."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from despacho.languages.supported import complete_languages

CANDIDATES = ["es", "en", "pt", "gl", "ca", "fr", "it", "de", "eu", "ro", "nl"]
"""Languages that a feed may hold beside those that can be coded; a short list is faster and surer than all 97."""
SAMPLE = 600
"""Characters that decide: paragraphs of this length were told apart without an error in the library's comparison."""


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    load = getattr(LanguageIdentifier, "from_model_file", None) or LanguageIdentifier.from_pickled_model
    identifier = load(MODEL_FILE)
    known = set(identifier.nb_classes)
    identifier.set_languages([*CANDIDATES, *(lang for lang in complete_languages() if lang in known and lang not in CANDIDATES)])
    return identifier


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language of ``text``; "" where there are too few letters to tell."""
    sample = text.strip()[:SAMPLE]
    if sum(c.isalpha() for c in sample) < 20:
        return ""
    return str(_identifier().classify(sample)[0])
