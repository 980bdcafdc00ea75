"""A corpus to a pipeline: ``python -m training.train parser|ner --lang en --corpus FOLDER --out FOLDER [--steps N]``.

One thread is enough and is what the figures were made with (set ``OMP_NUM_THREADS=1``). The best pipeline on the
development part is ``OUT/model-best``. ``--from FOLDER`` goes on from a trained pipeline with a rate that falls from
half of the usual one to nothing (to add data, or to take what a longer run would give).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import spacy
from spacy import util
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from thinc.api import Config, set_current_ops

import training.noise  # noqa: F401 - registers what the configs name
from despacho.reading import tokenizer, tokenizer_en
from despacho.reading.ops import NumpyBlasOps

CONFIGS = Path(__file__).with_name("configs")
TOKENIZERS = {"es": tokenizer.TOKENIZER_NAME, "en": tokenizer_en.TOKENIZER_NAME}
RESUMED_RATE = 0.0007


def configured(options: argparse.Namespace) -> Config:
    """The configuration of the kind with the values of the command line."""
    overrides: dict[str, object] = {
        "paths.train": str(options.corpus / f"{options.kind}_train.spacy"),
        "paths.dev": str(options.corpus / f"{options.kind}_dev.spacy"),
        "system.seed": options.seed,
        "nlp.lang": options.lang,
    }
    if options.steps:
        overrides["training.max_steps"] = options.steps
        overrides["training.optimizer.learn_rate.total_steps"] = options.steps
    if options.resume:
        overrides["training.optimizer.learn_rate.initial_rate"] = RESUMED_RATE
        overrides["training.batcher.size.start"] = 1000
    config = util.load_config(CONFIGS / f"{options.kind}.cfg", overrides=overrides, interpolate=False)
    config["nlp"]["tokenizer"] = {"@tokenizers": TOKENIZERS[options.lang]}
    return config


def resumed(config: Config, trained: Path) -> Config:
    """``config`` with every component taken from the pipeline ``trained``."""
    for name in config["components"]:
        config["components"][name] = {"source": str(trained)}
    config["initialize"]["after_init"] = {"@callbacks": "despacho.lemma_labels.v1"}
    return config


@spacy.registry.callbacks("despacho.lemma_labels.v1")
def make_lemma_labels():  # type: ignore[no-untyped-def]
    """A callback that numbers the lemmatizer's trees again.

    A sourced ``trainable_lemmatizer`` comes without that map (spaCy 3.8), and training would unlearn everything.
    """

    def number(nlp: Language) -> Language:
        if "trainable_lemmatizer" in nlp.component_names:
            pipe = nlp.get_pipe("trainable_lemmatizer")
            pipe.tree2label = {tree: i for i, tree in enumerate(pipe.cfg["labels"])}  # type: ignore[attr-defined]
        return nlp

    return number


def main() -> None:
    """Train one pipeline."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("kind", choices=("parser", "ner"))
    arguments.add_argument("--lang", choices=sorted(TOKENIZERS), default="es")
    arguments.add_argument("--corpus", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--steps", type=int)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--from", dest="resume", type=Path)
    options = arguments.parse_args()
    # Without this a step takes twice the time; spaCy's own command would put its slower products back.
    set_current_ops(NumpyBlasOps())
    config = configured(options)
    if options.resume:
        config = resumed(config, options.resume)
    options.out.mkdir(parents=True, exist_ok=True)
    train(init_nlp(config, use_gpu=-1), options.out, use_gpu=-1, stdout=sys.stdout, stderr=sys.stderr)


if __name__ == "__main__":
    main()
