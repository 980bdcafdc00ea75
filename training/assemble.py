"""A parser and an entity recogniser to one shipped pipeline: ``python -m training.assemble PARSER NER OUT``.

The pipeline gets the lemma repair, loses what is only needed for training, and is written to OUT (the language's
``model`` folder).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import cast

import spacy
import srsly
from spacy.language import Language
from spacy.pipeline.edit_tree_lemmatizer import EditTreeLemmatizer

from despacho.reading import precision, tokenizer, tokenizer_en

SPACY_VERSIONS = ">=3.8.7,<3.9.0"
META = {
    "name": "despacho_news",
    "version": "0.1.0",
    "author": "despacho",
    "license": "CC BY-SA 4.0",
}
NAMES = {"es": "Spanish", "en": "English"}
REPAIRS = {
    "es": (tokenizer.LEMMA_FIX_NAME,),
    "en": (tokenizer_en.LEMMA_FIX_NAME, tokenizer_en.LONE_MARKS_NAME),
}


def assemble(parser: Path, ner: Path) -> Language:
    """The pipeline tok2vec, morphologizer, parser, trainable_lemmatizer, repairs, ner."""
    nlp = spacy.load(parser)
    for name in REPAIRS[nlp.lang]:
        nlp.add_pipe(name)
    nlp.add_pipe("ner", source=spacy.load(ner))
    description = f"{NAMES[nlp.lang]} news: morphology, dependencies, lemmas, entities (see MODEL_CARD.md)"
    nlp.meta.update(META | {"description": description})
    nlp.meta["performance"] = {}
    return nlp


def write(nlp: Language, out: Path, *, half: bool = False) -> None:
    """Write ``nlp`` to ``out`` with no paths, figures or strings of the training texts in it.

    With ``half`` the weights take half the place (``despacho.reading.precision``); ``nlp`` is of no use afterwards.
    """
    if half:
        nlp.add_pipe(precision.COMPONENT_NAME)
        precision.narrow(nlp)
    for section in ("paths", "training", "corpora", "pretraining"):
        nlp.config.pop(section, None)
    nlp.config["initialize"]["after_init"] = None
    nlp.to_disk(out)
    _prune_strings(nlp, out / "vocab" / "strings.json")
    meta = json.loads((out / "meta.json").read_text(encoding="utf-8"))
    meta.pop("labels", None)
    meta["spacy_version"] = SPACY_VERSIONS
    (out / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _prune_strings(nlp: Language, path: Path) -> None:
    """Keep the strings that a fresh load cannot find for itself: labels and the pieces of the lemma trees."""
    needed = {label for name, labels in nlp.pipe_labels.items() for label in labels if name != "trainable_lemmatizer"}
    lemmatizer = cast(EditTreeLemmatizer, nlp.get_pipe("trainable_lemmatizer"))
    for node in srsly.msgpack_loads(lemmatizer.trees.to_bytes())["trees"]:
        needed |= {nlp.vocab.strings[node[key]] for key in ("orig", "subst") if node.get(key)}
    path.write_text(json.dumps(sorted(needed), ensure_ascii=False), encoding="utf-8")


def main() -> None:
    """Assemble and write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("parser", type=Path)
    arguments.add_argument("ner", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--half", action="store_true", help="store the weights in half precision")
    options = arguments.parse_args()
    nlp = assemble(options.parser, options.ner)
    write(nlp, options.out, half=options.half)
    print(f"{options.out}: {' '.join(nlp.pipe_names)}")


if __name__ == "__main__":
    main()
