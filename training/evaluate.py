"""Figures of pipelines on a gold corpus, from raw text: ``python -m training.evaluate --gold FOLDER MODEL...``.

Per model and per variant of the text: UPOS, features, lemma, UAS and LAS (all tokens; then without punctuation), as
the share of gold tokens that have a predicted token with the same offsets and the right value; F1 of sentences (both
ends) and of entities (span and type); words per second on one core.

Variants: "plain" is the text as it is; "quotes" has every straight quote replaced by “ ” or « » (English: ‘ ’) and
every dash by —; "accents" has none, "headline" loses a full stop before a line break in every document, "lower" and "upper" have
most documents or one sentence of each in that case (``training.noise``). All go through the package's normalisation unless ``--no-normalise`` is given.
"""

from __future__ import annotations

import argparse
import importlib
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin, Token

import despacho.reading.tokenizer
import despacho.reading.tokenizer_en  # noqa: F401 - these register what the pipelines name
from despacho.reading.normalise import normalise
from despacho.reading.ops import with_fast_products
from training.noise import Rates, distort

_NONE = Rates(quotes=0, dashes=0, headline=0, paragraph=0, lower=0, sentence_case=0, upper=0, title=0, accents=0)
ROUGH = {
    "accents": replace(_NONE, accents=1),
    "headline": replace(_NONE, headline=1),
    "lower": replace(_NONE, lower=1),
    "upper": replace(_NONE, upper=1),
}


PAIRS = {"es": ("“”", "«»"), "en": ("“”", "‘’")}


def with_typographic_quotes(text: str, *, turn: int, pairs: tuple[str, str]) -> str:
    """``text`` with the first of ``pairs`` (even turns) or the second and — for a dash beside a blank; same length."""
    pair = pairs[turn % 2]
    out, opened = [], False
    for index, character in enumerate(text):
        beside = text[max(index - 1, 0) : index + 2]
        if character == '"':
            out.append(pair[opened])
            opened = not opened
        else:
            out.append("—" if character == "-" and " " in beside else character)
    return "".join(out)


def _value(token: Token, column: str) -> object:
    if column == "head":
        return token.head.idx if token.head.i != token.i else -1
    return {"upos": token.pos_, "feats": str(token.morph), "lemma": token.lemma_, "label": token.dep_.lower()}[column]


def count(predicted: Doc, gold: Doc, counts: Counter[str]) -> None:
    """Add the hits of one document to ``counts``."""
    there = {(token.idx, len(token)): token for token in predicted}
    for token in gold:
        kind = "punct" if token.pos_ == "PUNCT" else "word"
        counts[f"{kind} total"] += 1
        other = there.get((token.idx, len(token)))
        if other is None:
            continue
        counts["tokens"] += 1
        for column in ("upos", "feats", "lemma"):
            counts[column] += _value(other, column) == _value(token, column)
        attached = _value(other, "head") == _value(token, "head")
        counts[f"{kind} uas"] += attached
        counts[f"{kind} las"] += attached and _value(other, "label") == _value(token, "label")
    mine, true = _sentences(predicted), _sentences(gold)
    counts["sentences hits"] += len(mine & true)
    counts["sentences sum"] += len(mine) + len(true)


def _sentences(doc: Doc) -> set[tuple[int, ...]]:
    return {(s[0].idx, s[-1].idx + len(s[-1])) for s in doc.sents}


def _entities(doc: Doc) -> set[tuple[int | str, ...]]:
    return {(e.start_char, e.end_char, e.label_) for e in doc.ents}


def figures(counts: Counter[str]) -> dict[str, float]:
    """Percentages from ``counts``."""
    words, marks = counts["word total"], counts["punct total"]
    out = {name: 100 * counts[name] / (words + marks) for name in ("tokens", "upos", "feats", "lemma")}
    for name in ("uas", "las"):
        out[name] = 100 * (counts[f"word {name}"] + counts[f"punct {name}"]) / (words + marks)
        out[f"{name} no punct"] = 100 * counts[f"word {name}"] / words
    out["sentences"] = 200 * counts["sentences hits"] / counts["sentences sum"]
    return out


def run(nlp: spacy.Language, texts: list[str], gold: list[Doc]) -> dict[str, float]:
    """The figures of ``nlp`` on ``texts`` (of the same length as the gold texts)."""
    started = time.process_time()
    predicted = list(nlp.pipe(texts, batch_size=32))
    seconds = time.process_time() - started
    counts: Counter[str] = Counter()
    for mine, true in zip(predicted, gold, strict=True):
        count(mine, true, counts)
    out = figures(counts)
    out["words/s"] = sum(1 for doc in predicted for token in doc if not token.is_punct) / seconds
    return out


def entity_figures(nlp: spacy.Language, texts: list[str], gold: list[Doc]) -> dict[str, float]:
    """F1 of the entities, all and per type."""
    hits: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for mine, true in zip(nlp.pipe(texts, batch_size=32), gold, strict=True):
        found, real = _entities(mine), _entities(true)
        for kind in ("PER", "LOC", "ORG", "MISC"):
            one, two = {e for e in found if e[2] == kind}, {e for e in real if e[2] == kind}
            hits[kind] += len(one & two)
            sums[kind] += len(one) + len(two)
    out = {"entities": 200 * sum(hits.values()) / max(sum(sums.values()), 1)}
    return out | {kind: 200 * hits[kind] / max(sums[kind], 1) for kind in sorted(sums)}


def _read(path: Path, vocab: spacy.Vocab) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(vocab))


def _prepared(texts: Iterable[str], variant: str, *, plain: bool, lang: str) -> list[str]:
    quoted = variant == "quotes"
    out = [with_typographic_quotes(t, turn=i, pairs=PAIRS[lang]) if quoted else t for i, t in enumerate(texts)]
    return out if plain else [normalise(text, lang=lang) for text in out]


def main() -> None:
    """Print one line per model and variant."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("models", nargs="+", type=Path)
    arguments.add_argument("--gold", type=Path, required=True, help="folder with parser_test.spacy and ner_test.spacy")
    arguments.add_argument("--part", default="test", help="test, dev, or another part that prepare wrote (gum)")
    arguments.add_argument("--no-normalise", action="store_true", help="give the raw text to the pipeline")
    arguments.add_argument("--rough", action="store_true", help="also the four rough variants")
    arguments.add_argument("--slow", action="store_true", help="spaCy's own matrix products")
    arguments.add_argument(
        "--code", action="append", default=[], help="folder:module to import first (other tokenizers)"
    )
    options = arguments.parse_args()
    for item in options.code:
        folder, _, module = item.partition(":")
        sys.path.insert(0, folder)
        importlib.import_module(module)
    for path in options.models:
        nlp = spacy.load(path) if options.slow else with_fast_products(spacy.load(path))
        trees = _read(options.gold / f"parser_{options.part}.spacy", nlp.vocab)
        names = _read(options.gold / f"ner_{options.part}.spacy", nlp.vocab)
        for variant in ("plain", "quotes"):
            texts = _prepared((doc.text for doc in trees), variant, plain=options.no_normalise, lang=nlp.lang)
            out = run(nlp, texts, trees)
            if "ner" in nlp.pipe_names:
                texts = _prepared((doc.text for doc in names), variant, plain=options.no_normalise, lang=nlp.lang)
                out |= entity_figures(nlp, texts, names)
            _show(path, variant, out)
        for variant, rates in ROUGH.items() if options.rough else ():
            rng = random.Random(0)
            rough = [distort(nlp.vocab, doc, rng, rates=rates, lang=nlp.lang) for doc in trees]
            texts = _prepared((doc.text for doc in rough), variant, plain=options.no_normalise, lang=nlp.lang)
            with nlp.select_pipes(disable=[name for name in nlp.pipe_names if name == "ner"]):
                _show(path, variant, run(nlp, texts, rough))


def _show(path: Path, variant: str, out: dict[str, float]) -> None:
    print(path, variant, "  ".join(f"{name} {value:.1f}" for name, value in out.items()), flush=True)


if __name__ == "__main__":
    main()
