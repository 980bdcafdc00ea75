"""Treebanks to training corpora: ``python -m training.prepare --treebanks FOLDER --out FOLDER``.

Writes ``parser_{train,dev,test}.spacy`` and ``ner_{train,dev,test}.spacy``. Every fifth document of AnCora's
development part is kept for early stopping, and with it every twelfth of CESS for the entities; AnCora's test part is
only for the figures unless ``--with-test`` adds it to the training data of a final model.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from training import conllu, names
from training.conventions import harmonise
from training.surface import Surface, to_surface

SENTENCES_PER_DOCUMENT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A treebank file and where its names are typed ("xpos", "misc", "none")."""

    file: str
    entities: str


ANCORA_DEV = Source(file="es_ancora-dev.conllu", entities="xpos")
ANCORA_TEST = Source(file="es_ancora-test.conllu", entities="xpos")
CESS = Source(file="es_cess.conllu", entities="misc")
OTHERS = tuple(Source(file=f"{name}.conllu", entities="none") for name in ("es_gsd-dev", "es_gsd-test", "es_pud-test"))


def chunks(folder: Path, source: Source) -> Iterator[tuple[int, list[Surface]]]:
    """(number of the document, up to five sentences of it), in order."""
    document, waiting = -1, list[Surface]()
    for sentence in conllu.read(folder / source.file):
        if sentence.new_document or len(waiting) == SENTENCES_PER_DOCUMENT:
            if waiting:
                yield document, waiting
            waiting = []
        document += sentence.new_document
        harmonise(sentence.words)
        surface = to_surface(sentence, entities=source.entities)
        if surface is not None:
            waiting.append(surface)
    if waiting:
        yield document, waiting


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


def for_entities(vocab: Vocab, chunked: Iterable[list[Surface]]) -> list[Doc]:
    """The runs of sentences whose names are typed."""
    out = []
    for sentences in chunked:
        typed = [sentence for sentence in sentences if sentence.entities is not None]
        if typed:
            out.append(names.countries_are_places(to_doc(vocab, typed)))
    return out


def main() -> None:
    """Read the treebanks, write the corpora."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--treebanks", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--with-test", action="store_true", help="train on AnCora's test part too (final model)")
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    vocab = spacy.blank("es").vocab
    folder: Path = options.treebanks
    ancora = list(chunks(folder, ANCORA_DEV))
    cess = list(chunks(folder, CESS))
    test = [sentences for _, sentences in chunks(folder, ANCORA_TEST)]
    others = [sentences for source in OTHERS for _, sentences in chunks(folder, source)]
    ancora_train = [s for number, s in ancora if number % 5]
    ancora_dev = [s for number, s in ancora if number % 5 == 0]
    added = test if options.with_test else []

    def syntax(part: list[list[Surface]]) -> Iterator[Doc]:
        return without_entities(to_doc(vocab, sentences) for sentences in part)

    write(options.out / "parser_train.spacy", syntax(ancora_train + [s for _, s in cess] + others + added))
    write(options.out / "parser_dev.spacy", syntax(ancora_dev))
    write(options.out / "parser_test.spacy", syntax(test))
    ner_train = for_entities(vocab, ancora_train + [s for number, s in cess if number % 12 != 5] + added)
    ner_dev = for_entities(vocab, ancora_dev + [s for number, s in cess if number % 12 == 5])
    write(options.out / "ner_train.spacy", names.with_replaced_names(ner_train, copies=2, seed=0))
    write(options.out / "ner_dev.spacy", ner_dev)
    write(options.out / "ner_test.spacy", for_entities(vocab, test))


if __name__ == "__main__":
    main()
