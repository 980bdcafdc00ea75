"""What many tests need: the repository, the shared material where it is present, the pipeline loaded once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from parsers import parser_for

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold articles and texts that are no part of the repository; without it the test is skipped."""
    path = Path(os.environ.get("DESPACHO_SHARED") or ROOT.parent / "shared")
    if not path.is_dir():
        pytest.skip("no shared material: set DESPACHO_SHARED to its folder")
    return path


@pytest.fixture(scope="session")
def pipeline():
    """The Spanish pipeline; a test that lies about its parts loads its own."""
    from despacho.pipeline import load_pipeline

    return load_pipeline()


@pytest.fixture(scope="session")
def pipeline_of(pipeline):
    """The pipeline of a language, loaded once; the test is skipped where the language has no parser."""
    from despacho.pipeline import load_pipeline

    loaded = {pipeline.lang: pipeline}

    def of(lang: str):
        if lang not in loaded:
            loaded[lang] = load_pipeline(lang=lang, parser=parser_for(lang))
        return loaded[lang]

    return of
