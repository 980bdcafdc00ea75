"""Treebanks to training corpora: ``python -m training.prepare --lang en --treebanks FOLDER --out FOLDER``.

Writes ``parser_{train,dev,test}.spacy`` and ``ner_{train,dev,test}.spacy``; ``parts_es`` and ``parts_en`` say which
treebank goes where. The test part is only for the figures unless ``--with-test`` adds it to the training data of a
final model.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from training import names, parts_en, parts_es
from training.corpora import Chunk
from training.surface import Surface

PARTS = {"es": parts_es.parts, "en": parts_en.parts}


def to_doc(vocab: Vocab, sentences: list[Surface]) -> Doc:
    """The sentences as one annotated Doc; names of sentences that do not tell their types are unknown."""
    columns: dict[str, list[object]] = {
        name: [] for name in ("words", "spaces", "heads", "deps", "pos", "morphs", "lemmas")
    }
    entities: list[tuple[int, int, str]] = []
    unknown: list[tuple[int, int]] = []
    for sentence in sentences:
        offset = len(columns["words"])
        for token in sentence.tokens:
            columns["words"].append(token.form)
            columns["spaces"].append(token.space)
            columns["heads"].append(offset + token.head)
            columns["deps"].append(token.relation)
            columns["pos"].append(token.upos)
            columns["morphs"].append(token.feats)
            columns["lemmas"].append(token.lemma)
        if sentence.entities is None:
            unknown.append((offset, len(columns["words"])))
        else:
            entities += [(offset + a, offset + b, kind) for a, b, kind in sentence.entities]
    doc = Doc(vocab, **columns)
    doc.set_ents(
        [Span(doc, a, b, label=kind) for a, b, kind in entities],
        missing=[doc[a:b] for a, b in unknown],
        default="outside",
    )
    return doc


def write(path: Path, docs: Iterable[Doc]) -> None:
    """Store ``docs`` and say how much it was."""
    store, count, tokens = DocBin(store_user_data=False), 0, 0
    for doc in docs:
        store.add(doc)
        count += 1
        tokens += len(doc)
    store.to_disk(path)
    print(f"{path.name}: {count} documents, {tokens} tokens")


def without_entities(docs: Iterable[Doc]) -> Iterator[Doc]:
    """``docs`` for the parser (names unknown everywhere)."""
    for doc in docs:
        doc.set_ents([], default="missing")
        yield doc


def for_entities(vocab: Vocab, chunked: Iterable[Chunk], *, lang: str) -> list[Doc]:
    """The runs of sentences whose names are typed."""
    out = []
    for sentences in chunked:
        typed = [sentence for sentence in sentences if sentence.entities is not None]
        if typed:
            out.append(names.countries_are_places(to_doc(vocab, typed), lang=lang))
    return out


def main() -> None:
    """Read the treebanks, write the corpora."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lang", choices=sorted(PARTS), default="es")
    arguments.add_argument("--treebanks", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--with-test", action="store_true", help="train on the test part too (final model)")
    options = arguments.parse_args()
    out, lang = options.out, options.lang
    out.mkdir(parents=True, exist_ok=True)
    vocab = spacy.blank(lang).vocab
    parts = PARTS[lang](options.treebanks, with_test=options.with_test)

    def syntax(part: list[Chunk]) -> Iterator[Doc]:
        return without_entities(to_doc(vocab, sentences) for sentences in part)

    write(out / "parser_train.spacy", syntax(parts.train))
    write(out / "parser_dev.spacy", syntax(parts.dev))
    write(out / "parser_test.spacy", syntax(parts.test))
    for name, part in parts.tests.items():
        write(out / f"parser_{name}.spacy", syntax(part))
        write(out / f"ner_{name}.spacy", for_entities(vocab, part, lang=lang))
    learned = for_entities(vocab, parts.names_train, lang=lang)
    write(out / "ner_train.spacy", names.with_replaced_names(learned, copies=2, seed=0, lang=lang))
    write(out / "ner_dev.spacy", for_entities(vocab, parts.names_dev, lang=lang))
    write(out / "ner_test.spacy", for_entities(vocab, parts.names_test, lang=lang))


if __name__ == "__main__":
    main()
