import sys
from types import ModuleType

import fake_pipeline
import pytest
from typer.testing import CliRunner

from despacho.cli.app import app


@pytest.fixture
def run(monkeypatch):
    """Runs a command line against the fake pipeline: run("code", ...) gives exit_code, stdout, stderr."""
    module = ModuleType("despacho.pipeline")
    module.load_pipelines = fake_pipeline.load_pipelines
    monkeypatch.setitem(sys.modules, "despacho.pipeline", module)
    monkeypatch.setattr("despacho.cli.workers.MODULE", "fake_pipeline")  # what worker processes load
    runner = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"})
    return lambda *arguments, **given: runner.invoke(app, [str(one) for one in arguments], **given)
