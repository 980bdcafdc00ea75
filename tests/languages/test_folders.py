"""Every folder of a language has what a language needs; an empty one made for a new language loads, and says all that it lacks."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import language_gaps  # noqa: E402
import language_tables  # noqa: E402
import new_language  # noqa: E402

NEW = next(code for code in ("pt", "it", "fr", "nl", "de", "ro", "xx") if code not in language_gaps.languages())
"""A language that the package does not have."""


@pytest.mark.parametrize("lang", language_gaps.languages())
def test_a_language_has_all_that_it_needs(lang):
    missing = language_gaps.gaps(lang)
    assert not missing, "\n" + "\n".join(missing)


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    """The folder of a copy of the package without its parsers, with an empty new language."""
    source, folder = ROOT / "src" / "despacho", tmp_path_factory.mktemp("copy")

    def left_out(path: str, names: list[str]) -> list[str]:
        return [name for name in names if name == "__pycache__" or (name == "model" and "languages" in path)]

    shutil.copytree(source, folder / "despacho", ignore=left_out)
    new_language.scaffold(NEW, out=folder / "despacho" / "languages")
    return folder


def run(package: Path, code: str) -> str:
    """What Python code prints that runs with the copied package."""
    environment = {**os.environ, "PYTHONPATH": str(package)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


BLANK = """
import json, sys, spacy
from despacho.model import Article
from despacho.pipeline import load_pipeline
nlp = spacy.blank(LANG)
parser = nlp.add_pipe("parser")
for label in ("nsubj", "obj", "obl", "ROOT"):
    parser.add_label(label)
nlp.initialize()
nlp.to_disk(FOLDER)
pipeline = load_pipeline(lang=LANG, parser=FOLDER)
text = "O governo de Portugal condenou ontem o ataque.\\n\\nLisboa, 3 de maio. O ministro falou em Paris."
print(json.dumps(pipeline.code_article(Article(id="a", text=text, lang=LANG, published_at="2024-05-03"))))
"""


def test_a_new_language_loads_and_finds_nothing(package, tmp_path):
    code = f"LANG, FOLDER = {NEW!r}, {str(tmp_path / 'blank')!r}\n{BLANK}"
    assert json.loads(run(package, code)) == []


BORROWED = """
from dataclasses import replace
from pathlib import Path
import despacho
from despacho.model import Article
from despacho.pipeline import load_pipeline
languages = Path(despacho.__file__).parent / "languages"
for path in (languages / "es" / "events").glob("*.toml"):
    text = path.read_text(encoding="utf-8").split("[[rule]]")
    plain = [rule for rule in text[1:] if 'frame = "transitive"' in rule and 'pos = "verb"' in rule]
    (languages / LANG / "events" / path.name).write_text("[[rule]]".join(["", *plain]), encoding="utf-8")
pipeline = load_pipeline(lang=LANG, parser=MODEL)
pipeline = replace(pipeline, selector=replace(pipeline.selector, threshold=0.0))
event = pipeline.code_article(Article(id="a", text=TEXT, lang=LANG, published_at="2024-05-03"))
print(event if not isinstance(event, tuple) else [(e.event_type, e.trigger.text) for e in event])
"""
TEXT = (
    "Colombia condenó el ataque de Israel contra Gaza.\n\nEl ministro dijo que la policía detuvo ayer a tres manifestantes en Lima, según la agencia. "
    "«No aceptaremos sanciones», afirmó. Los rebeldes mataron a dos soldados y el Gobierno, que negó el hecho, pidió ayuda a la ONU. "
    "El presidente de Chile viajará el lunes a Quito para reunirse con su homólogo."
)


def test_every_stage_runs_with_empty_tables(package):
    """A real parse and rules of Spanish go through all stages of the empty language: no stage needs a word that is not there."""
    model = ROOT / "src" / "despacho" / "languages" / "es" / "model"
    found = run(package, f"LANG, MODEL, TEXT = {NEW!r}, {str(model)!r}, {TEXT!r}\n{BORROWED}")
    assert "internal" not in found
    assert "'condenó'" in found


def test_what_a_new_language_lacks_is_listed_in_full(tmp_path):
    new_language.scaffold(NEW, out=tmp_path)
    missing = language_gaps.gaps(NEW, folder=tmp_path)
    assert f"{NEW}: grammar.toml [slots] genitive is empty" in missing
    assert f"{NEW}: grammar.toml [forms] content is empty" in missing
    assert f"{NEW}: time.toml [classes.month] is empty" in missing
    assert f"{NEW}: events/ASSAULT.toml has no rule with example and counter" in missing
    assert f"{NEW}: attribution.toml [[verb]] has no entry with words" in missing
    assert all(re.fullmatch(rf"{NEW}: \S+ .*(is empty|has no rule.*|has no entry with words)", line) for line in missing)
    assert len(missing) == len(set(missing))
    for name in language_tables.TABLES:
        assert any(line.startswith(f"{NEW}: {name} ") for line in missing), name


def test_what_is_taken_away_is_listed(tmp_path):
    shutil.copytree(language_tables.LANGUAGES / "en", tmp_path / "en", ignore=shutil.ignore_patterns("model"))
    assert language_gaps.gaps("en", folder=tmp_path) == []
    (tmp_path / "en" / "topics.toml").unlink()
    (tmp_path / "en" / "events" / "AID.toml").unlink()
    grammar = tmp_path / "en" / "grammar.toml"
    grammar.write_text(grammar.read_text(encoding="utf-8").replace('articles = ["the", "a", "an"]', "articles = []", 1), encoding="utf-8")
    assert language_gaps.gaps("en", folder=tmp_path) == [
        "en: topics.toml is missing", "en: events/AID.toml is missing", "en: grammar.toml [forms] articles is empty"
    ]
    (tmp_path / "en" / "lacks.txt").write_text("grammar.toml [forms] articles  # a language without them\n", encoding="utf-8")
    assert language_gaps.gaps("en", folder=tmp_path) == ["en: topics.toml is missing", "en: events/AID.toml is missing"]


def test_a_new_language_has_the_keys_of_english(tmp_path):
    new_language.scaffold(NEW, out=tmp_path)
    for name in language_tables.TABLES:
        model, twin, new = (*(language_tables.load(lang, name) for lang in language_tables.MODELS), language_tables.load(NEW, name, folder=tmp_path))
        assert list(new) == list(model), name
        for key, value in model.items():
            if language_tables.is_format(value, twin.get(key)):
                assert list(new[key]) == list(value), f"{name} {key}"
            elif language_tables.is_entries(value):
                assert [entry["id"] for entry in new[key]] == [entry["id"] for entry in value], f"{name} {key}"
    assert '# en: ["that"]\ncontent = []' in (tmp_path / NEW / "grammar.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("code", "says"), [("english", "ISO 639-1"), ("PT", "ISO 639-1"), ("p1", "ISO 639-1"), ("en_US.UTF-8", "ISO 639-1"), ("es", "there already")])
def test_no_folder_is_made_for_a_bad_code(code, says, tmp_path):
    (tmp_path / "es").mkdir()
    with pytest.raises(new_language.ScaffoldError, match=says):
        new_language.scaffold(code, out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["es"]
    assert not list((tmp_path / "es").iterdir())


def test_the_commands_say_what_to_do_next(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["new_language.py", NEW, "--out", str(tmp_path)])
    assert new_language.main() == 0
    assert f"tools/language_gaps.py {NEW}" in capsys.readouterr().out
    assert new_language.main() == 2
    assert "there already" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["language_gaps.py", "qq"])
    assert language_gaps.main() == 2
    assert "make new-language LANG=qq" in capsys.readouterr().err
