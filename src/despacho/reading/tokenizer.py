"""The Spanish tokenizer: spaCy's own rules, dashes of speech cut off, and enclitics as tokens of their own.

Every token is a slice of the text, so offsets are exact: ``considerándolas`` gives ``considerándo|las``, ``dárselo``
gives ``dár|se|lo``. Universal Dependencies gives those clitics arcs of their own (obj, iobj, expl:pv), which the
coder needs. ``del`` and ``al`` stay whole (no cut of the letters gives ``de`` + ``el``), and so do imperatives
(``dígame``: rare in news, and their cut needs a lexicon of forms).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_prefix_regex, compile_suffix_regex, registry

from despacho.languages.es import verbs

TOKENIZER_NAME = "despacho.es_clitics.v1"
LEMMA_FIX_NAME = "despacho_es_lemma_fix"

_CLITIC = "me|te|se|nos|os|lo|la|le|los|las|les"
_SECOND = "me|nos|lo|la|le|los|las|les"
# A gerund needs no lexicon: with an enclitic it always carries the accent, and no other word looks like that.
_GERUND = re.compile(rf"(\w+[áé]ndo)({_CLITIC})({_SECOND})?")
_INFINITIVE = re.compile(rf"(\w*[aeií]r)({_CLITIC})")
_INFINITIVE_TWO = re.compile(rf"(\w+[áéí]r)(me|te|se|nos|os)({_SECOND})")
# Surnames end in -te, -me and -os (Solarte, Adarme, Mederos), so that a capital allows only the other clitics.
_NAME_LIKE = re.compile(r"[A-ZÁÉÍÓÚÑÜ][^A-ZÁÉÍÓÚÑÜ]*(?:me|te|[^l]os)")
# "-dijo", "«-no" open with a dash that is a token; "-5" is a number.
_DASH_PREFIX = r"-(?=[^\s\d\-])"
# Longer than any word, and than most addresses.
_ENDLESS = re.compile(r"\S{200}(?=\S)")
_DASH_SUFFIXES = (r"(?<=[\w\.\)\"'%?!])-", r"(?<=\d)%")


@lru_cache(maxsize=65536)
def split_clitics(word: str) -> tuple[str, ...]:
    """The slices of ``word``: verb, then one or two enclitics; the word alone where there is nothing to cut."""
    lower = word.lower()
    if len(word) < 4 or not word.isalpha() or len(lower) != len(word):
        return (word,)
    match = _GERUND.fullmatch(lower) or _split_infinitive(lower)
    if match is None or (_NAME_LIKE.fullmatch(word) and not _GERUND.fullmatch(lower)):
        return (word,)
    cuts = [end for group in (1, 2, 3)[: match.re.groups] if (end := match.end(group)) > 0]
    return tuple(word[a:b] for a, b in zip([0, *cuts[:-1]], cuts, strict=True))


def _split_infinitive(lower: str) -> re.Match[str] | None:
    for pattern in (_INFINITIVE_TWO, _INFINITIVE):
        match = pattern.fullmatch(lower)
        if match is not None and verbs.is_infinitive(match.group(1)):
            return match
    return None


class CliticTokenizer:
    """A spaCy tokenizer; ``base`` makes the first cut, ``split_clitics`` the second."""

    def __init__(self, base: Tokenizer) -> None:
        self.base = base
        self.vocab = base.vocab

    def __call__(self, text: str) -> Doc:
        """The tokens of ``text``; a line break opens a sentence (headlines have no full stop)."""
        doc = self._split(self._first_cut(text))
        if "\n" in text:
            for token in doc[:-1]:
                if token.is_space and "\n" in token.text:
                    token.nbor().is_sent_start = True
        return doc

    def _first_cut(self, text: str) -> Doc:
        """The cut of spaCy, which takes quadratic time on a word: words that are no words are put to it in pieces."""
        cuts = [0, *(match.end() for match in _ENDLESS.finditer(text)), len(text)]
        parts: list[Doc] = [self.base(text[a:b]) for a, b in pairwise(cuts)]
        if len(parts) == 1:
            return parts[0]
        words = [token.text for part in parts for token in part]
        return Doc(self.vocab, words=words, spaces=[bool(token.whitespace_) for part in parts for token in part])

    def _split(self, doc: Doc) -> Doc:
        pieces = [split_clitics(token.text) for token in doc]
        if all(len(piece) == 1 for piece in pieces):
            return doc
        words: list[str] = []
        spaces: list[bool] = []
        norms: list[tuple[int, str]] = []
        for token, piece in zip(doc, pieces, strict=True):
            if len(piece) > 1:
                # The verb shares the embedding of its plain form; a clitic must not be taken for the article.
                norms.append((len(words), verbs.without_accents(piece[0].lower())))
                norms += [(len(words) + k, "-" + part.lower()) for k, part in enumerate(piece[1:], 1)]
            words += piece
            spaces += [False] * (len(piece) - 1) + [bool(token.whitespace_)]
        out = Doc(self.vocab, words=words, spaces=spaces)
        for index, norm in norms:
            out[index].norm_ = norm
        return out

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """One Doc per text, in order."""
        del batch_size
        for text in texts:
            yield self(text)

    def explain(self, text: str) -> list[tuple[str, str]]:
        """Which of spaCy's rules made each token of the first cut (for debugging)."""
        return list(self.base.explain(text))

    def to_bytes(self, **kwargs: Any) -> bytes:
        """The rules of the first cut; the infinitives are package data and are not stored with the model."""
        return bytes(self.base.to_bytes(**kwargs))

    def from_bytes(self, data: bytes, **kwargs: Any) -> CliticTokenizer:
        """The tokenizer with the stored rules."""
        self.base.from_bytes(data, **kwargs)
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Write ``to_bytes`` to a file."""
        Path(path).write_bytes(self.to_bytes(**kwargs))

    def from_disk(self, path: str | Path, **kwargs: Any) -> CliticTokenizer:
        """Read what ``to_disk`` wrote."""
        return self.from_bytes(Path(path).read_bytes(), **kwargs)


def make_tokenizer() -> Callable[[Language], CliticTokenizer]:
    """The factory that a model's config names."""

    def create(nlp: Language) -> CliticTokenizer:
        defaults = nlp.Defaults
        base = registry.tokenizers.get("spacy.Tokenizer.v1")()(nlp)
        base.prefix_search = compile_prefix_regex([*(defaults.prefixes or ()), _DASH_PREFIX]).search
        base.suffix_search = compile_suffix_regex([*(defaults.suffixes or ()), *_DASH_SUFFIXES]).search
        return CliticTokenizer(base)

    return create


@Language.component(LEMMA_FIX_NAME)
def fix_lemmas(doc: Doc) -> Doc:
    """``doc`` with impossible verb lemmas replaced (``considerár``, ``harer``); possible ones are left alone."""
    for token in doc:
        if token.pos_ in ("VERB", "AUX"):
            lemma = token.lemma_
            fixed = verbs.repair_lemma(token.lower_, lemma)
            if fixed != lemma:
                token.lemma_ = fixed
    return doc


registry.tokenizers.register(TOKENIZER_NAME, func=make_tokenizer)
