"""The English tokenizer: its cuts, its offsets, and the lemma repair."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from despacho.languages.en import lemmas
from despacho.reading.normalise import normalise
from despacho.reading.tokenizer_en import LEMMA_FIX_NAME, LONE_MARKS_NAME, TOKENIZER_NAME


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER_NAME}}})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("They don't", "They do n't"),
        ("Putin's ally can't", "Putin 's ally ca n't"),
        ("the rebels' leader", "the rebels ' leader"),
        ("US-led forces", "US - led forces"),
        ("UN-brokered talks", "UN - brokered talks"),
        ("a 22-year-old", "a 22 - year - old"),
        ("anti-government and pro-Russian", "anti-government and pro-Russian"),
        ("Anti-government ex-president", "Anti-government ex-president"),
        ("the co-founder and non-EU states", "the co-founder and non-EU states"),
        ("Kim Jong-un of al-Qaeda", "Kim Jong - un of al - Qaeda"),
        ("the deal—which failed—was", "the deal — which failed — was"),
        ("the deal--which failed", "the deal -- which failed"),
        ("They wed on Wed. at 7:30pm", "They wed on Wed. at 7:30 pm"),
        ("the U.S. and the U.N. agreed.", "the U.S. and the U.N. agreed ."),
        ("F-16s and COVID-19", "F-16s and COVID-19"),
        ("$10 and/or 5%", "$ 10 and / or 5 %"),
        ("Really?!", "Really ?!"),
    ],
)
def test_cuts(nlp: Language, text: str, parts: str) -> None:
    assert [token.text for token in nlp(text)] == parts.split()


@given(st.text(max_size=80))
def test_tokens_are_slices(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_a_line_break_opens_a_sentence(nlp: Language) -> None:
    doc = nlp("Talks break down\n\nThe government wants to resume them.")
    assert [token.text for token in doc if token.is_sent_start] == ["Talks", "The"]


def test_no_sentence_opens_behind_a_word_or_a_title(nlp: Language) -> None:
    doc = nlp("Secretary of State Ana Silva met Brig. Juan Mora. He agreed.")
    closed = {token.text for token in doc if token.is_sent_start is False}
    assert {"Ana", "Silva", "Juan", "Mora"} <= closed
    assert "He" not in closed


def test_bytes_round_trip(nlp: Language) -> None:
    again = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER_NAME}}})
    again.tokenizer.from_bytes(nlp.tokenizer.to_bytes())
    text = "'No,' said the US-backed anti-Taliban leader—who'd fled."
    assert [t.text for t in again(text)] == [t.text for t in nlp(text)]


def test_english_keeps_dashes_and_acronyms() -> None:
    text = "US AND NATO STRIKE THREE TARGETS\nThe deal—‘signed’ – is “off”."
    assert normalise(text, lang="en") == "US and NATO strike three targets\nThe deal—'signed' - is \"off\"."


@pytest.mark.parametrize(
    ("forms", "lemma"),
    [
        ("led leading leads", "lead"),
        ("fought fighting", "fight"),
        ("withdrew withdrawn withdrawing", "withdraw"),
        ("swore sworn swearing", "swear"),
        ("struck stricken striking", "strike"),
        ("shot shooting shoots", "shoot"),
        ("fled fleeing flees", "flee"),
        ("sought seeking", "seek"),
        ("backed backing backs", "back"),
        ("vowed vowing vows", "vow"),
        ("said says saying", "say"),
        ("met meets meeting", "meet"),
        ("bombed bombing", "bomb"),
        ("shelled shelling", "shell"),
        ("barred barring bars", "bar"),
        ("bared baring", "bare"),
        ("robbed robbing", "rob"),
        ("raped raping", "rape"),
        ("wrapped wrapping", "wrap"),
        ("hoped hoping", "hope"),
        ("hopped hopping", "hop"),
        ("accused accuses accusing", "accuse"),
        ("agreed agreeing agrees", "agree"),
        ("freed freeing frees", "free"),
        ("died dying dies", "die"),
        ("denied denies denying", "deny"),
        ("allied allying", "ally"),
        ("clashed clashes clashing", "clash"),
        ("launched launches launching", "launch"),
        ("travelled traveled travelling", "travel"),
        ("cancelled canceled cancelling", "cancel"),
        ("controlled controlling", "control"),
        ("committed committing", "commit"),
        ("targeted targeting", "target"),
        ("overthrew overthrown", "overthrow"),
        ("misled misleading", "mislead"),
        ("upheld upholding", "uphold"),
        ("rebuilt rebuilding", "rebuild"),
        ("panicked panicking", "panic"),
        ("issued issuing issues", "issue"),
        ("seized seizes seizing", "seize"),
        ("imposed imposes imposing", "impose"),
        ("besieged besieging", "besiege"),
        ("staged staging", "stage"),
        ("stabbed stabbing", "stab"),
        ("forced forcing forces", "force"),
        ("condemned condemning", "condemn"),
        ("warned warning", "warn"),
        ("handed handing", "hand"),
        ("ended ending", "end"),
        ("needed needs", "need"),
        ("bred breeding", "breed"),
        ("fell fallen falling", "fall"),
        ("found finding", "find"),
        ("felt feeling", "feel"),
        ("left leaving leaves", "leave"),
        ("went gone going goes", "go"),
    ],
)
def test_verbs_by_their_forms(forms: str, lemma: str) -> None:
    for form in forms.split():
        for wrong in (form, form[:-1], "say"):
            if wrong != "say" or lemma != "say":
                assert lemmas.repair_lemma(form, wrong, upos="VERB") == lemma, (form, wrong)


@pytest.mark.parametrize(
    ("plural", "lemma"),
    [
        ("men", "man"),
        ("servicemen", "serviceman"),
        ("policewomen", "policewoman"),
        ("allies", "ally"),
        ("countries", "country"),
        ("attacks", "attack"),
        ("clashes", "clash"),
        ("crises", "crisis"),
        ("hostages", "hostage"),
        ("forces", "force"),
        ("heroes", "hero"),
        ("buses", "bus"),
        ("police", "police"),
        ("people", "people"),
        ("headquarters", "headquarters"),
        ("churches", "church"),
        ("losses", "loss"),
        ("ceasefires", "ceasefire"),
        ("casualties", "casualty"),
        ("embargoes", "embargo"),
        ("sources", "source"),
        ("purges", "purge"),
    ],
)
def test_nouns_by_their_plurals(plural: str, lemma: str) -> None:
    assert lemmas.repair_lemma(plural, plural, upos="NOUN", plural=True) == lemma


def test_a_possible_lemma_stays() -> None:
    assert lemmas.repair_lemma("xferred", "xfer", upos="VERB") == "xfer"
    assert lemmas.repair_lemma("tweets", "tweet", upos="NOUN", plural=True) == "tweet"
    assert lemmas.repair_lemma("news", "news", upos="NOUN") == "news"


@given(st.text(max_size=15), st.text(max_size=15), st.sampled_from(["VERB", "AUX", "NOUN"]), st.booleans())
def test_repair_never_fails(form: str, lemma: str, upos: str, plural: bool) -> None:
    assert isinstance(lemmas.repair_lemma(form, lemma, upos=upos, plural=plural), str)


def test_every_known_verb_is_found_from_its_regular_forms() -> None:
    irregular = {verb for verb in lemmas.known_verbs() if not verb.isalpha()}
    assert not irregular
    assert len(lemmas.known_verbs()) > 2500


def test_only_verbs_and_nouns_are_repaired() -> None:
    nlp_fix = spacy.blank("en")
    fix = nlp_fix.add_pipe(LEMMA_FIX_NAME)
    doc = Doc(nlp_fix.vocab, words=["withdrew", "bared"], pos=["VERB", "ADJ"], lemmas=["withdrew", "barr"])
    assert [token.lemma_ for token in fix(doc)] == ["withdraw", "barr"]


def test_a_lone_quote_belongs_to_the_sentence_before() -> None:
    nlp_marks = spacy.blank("en")
    join = nlp_marks.add_pipe(LONE_MARKS_NAME)
    words = ["It", "failed", ".", '"', "They", "left", ".", '"', ")"]
    heads, deps = (
        [1, 1, 1, 3, 5, 5, 5, 7, 7],
        ["nsubj", "ROOT", "punct", "ROOT", "nsubj", "ROOT", "punct", "ROOT", "punct"],
    )
    pos = ["PRON", "VERB", "PUNCT", "PUNCT", "PRON", "VERB", "PUNCT", "PUNCT", "PUNCT"]
    doc = join(Doc(nlp_marks.vocab, words=words, heads=heads, deps=deps, pos=pos))
    assert [sentence.text for sentence in doc.sents] == ['It failed . "', 'They left . " )']
    assert [(token.dep_, token.head.i) for token in doc if token.i in (3, 7, 8)] == [
        ("punct", 1),
        ("punct", 5),
        ("punct", 5),
    ]
