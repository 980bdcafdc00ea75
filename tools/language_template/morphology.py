"""Word forms: what no list of languages/LANGUAGE can say. Each function is the least that works; its docstring says what it is for."""

from __future__ import annotations

from collections.abc import Mapping

from despacho.languages.wordlists import word_table


def _irregular() -> Mapping[str, str]:
    """Participles of participles.toml and the verb that each belongs to."""
    participles: Mapping[str, str] = word_table("LANGUAGE", "participles")["participles"]
    return participles


class WordForms:
    """See ``languages.morphology.Morphology``; all words come in lower case. English and Spanish are the models."""

    def looks_participle(self, form: str) -> bool:
        """Whether an adjective's form is surely that of a past participle; False where the parser knows better."""
        del form
        return False

    def verb_lemmas(self, participle: str) -> tuple[str, ...]:
        """The verbs of a participle. To do: the regular ones, by their endings, likeliest first; more guesses do no harm."""
        verb = _irregular().get(participle)
        return (verb,) if verb else ()

    def may_be_participle(self, form: str) -> bool:
        """Whether ``verb_lemmas`` is worth asking. To do: the endings of participles (English: -ed)."""
        return form in _irregular()

    def noun_lemmas(self, form: str) -> tuple[str, ...]:
        """The form and its singulars."""
        return tuple(dict.fromkeys((form, *self.singulars(form))))

    def participle_nouns(self, form: str) -> tuple[str, ...]:
        """A participle used as a noun. To do: its forms as the lexicon may have them ("los llamados": llamado)."""
        return (form,)

    def singulars(self, noun: str) -> tuple[str, ...]:
        """What a plural may be in the singular, nothing for a word that is no plural. To do: the endings of plurals."""
        del noun
        return ()

    def spellings(self, entry: str) -> tuple[str, ...]:
        """An entry of the lexicon as texts write it, tokens apart. To do: where the tokenizer cuts words (hyphens, elisions)."""
        return (entry,)

    def verb_pattern(self, words: tuple[str, ...]) -> tuple[int, str, bool]:
        """The head of a verb entry: the word marked with ``*``, else the first. To do: a reflexive that is written on the verb."""
        at = next((i for i, word in enumerate(words) if word.startswith("*")), 0)
        return at, words[at].removeprefix("*"), False

    def noun_pattern(self, words: tuple[str, ...]) -> int:
        """The head of a noun entry: the first word. To do: where the language puts it elsewhere ("air strike")."""
        del words
        return 0

    def bare(self, lemma: str) -> str:
        """The verb without its reflexive. To do: where the dictionary writes it on the verb ("negarse")."""
        return lemma

    def shown_tense(self, form: str, lemma: str) -> str:
        """"Fut", "Cnd" or "" by the ending. To do: where the language has such endings and the tagger misses them."""
        del form, lemma
        return ""

    def reported_lemma(self, form: str) -> str:
        """The verb of a participle that reports ("confirmed"); the form itself where none is known."""
        return next(iter(self.verb_lemmas(form)), form)

    def reported_participle(self, form: str, feats: Mapping[str, str]) -> bool:
        """Whether a word is a participle: as the parser says. To do: the endings, where the parser often errs."""
        del form
        return feats.get("VerbForm") == "Part"

    def looks_verbal(self, form: str) -> bool:
        """Whether a form is a verb's though the parser calls it something else; False where no form shows it."""
        del form
        return False

    def past_subjunctive(self, form: str) -> bool:
        """Whether a subjunctive is one of the past. To do: its endings, where the language has one."""
        del form
        return False


MORPHOLOGY = WordForms()
