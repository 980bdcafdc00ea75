"""One set of conventions for English treebanks (EWT, GUM, PUD), which differ little.

``harmonise`` changes a sentence in place: the text as the reader normalises it, relations of one treebank or of few
words as the plain ones, lemmas that disagree between the treebanks as the table of the package has them.
"""

from __future__ import annotations

from despacho.languages.en.lemmas import REPAIRED, repair_lemma
from despacho.reading.normalise import straighten
from training.conllu import Sentence, Word

# A subject beside the subject of the clause below is still one; old names of the adverbial nouns.
_RELATIONS = {
    "nsubj:outer": "nsubj",
    "csubj:outer": "csubj",
    "obl:npmod": "obl:unmarked",
    "obl:tmod": "obl:unmarked",
    "nmod:npmod": "nmod:unmarked",
    "nmod:tmod": "nmod:unmarked",
}


def harmonise(sentence: Sentence) -> None:
    """Bring ``sentence`` to the project's conventions, in place."""
    sentence.text = straighten(sentence.text, lang="en")
    sentence.ranges = {
        first: (last, straighten(form, lang="en"), misc) for first, (last, form, misc) in sentence.ranges.items()
    }
    for word in sentence.words:
        word.form = straighten(word.form, lang="en")
        word.lemma = straighten(word.lemma, lang="en")
        word.relation = _RELATIONS.get(word.relation, word.relation)
        _retag(word)


def _retag(word: Word) -> None:
    word.feats = {name: value for name, value in word.feats.items() if name not in ("Typo", "Style", "ExtPos", "Abbr")}
    if word.upos in REPAIRED and word.misc.get("CorrectForm") is None and word.form.isalpha():
        plural = word.feats.get("Number") == "Plur"
        word.lemma = repair_lemma(word.form.lower(), word.lemma, upos=word.upos, plural=plural)
