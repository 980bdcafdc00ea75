"""Reading: articles to documents - paragraphs, sentences, tokens, morphology, dependencies, entities.

``load_reader`` is imported on first use, since it brings spaCy with it.
"""

from typing import Any

__all__ = ["load_reader"]


def __getattr__(name: str) -> Any:
    if name == "load_reader":
        from despacho.reading.reader import load_reader

        return load_reader
    raise AttributeError(name)
