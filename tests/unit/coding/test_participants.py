"""Who does it and to whom: own sentences through the shipped parser and lexicon, with the countries that each role must get."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from despacho.model import Article, Document, Draft, Participant
from despacho.resolve import choose_participants, load_choice
from despacho.resolve.choice_features import codes
from despacho.resolve.choice_options import Roster, options

pytestmark = pytest.mark.model


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sentence, the type and a word of the trigger, and the countries of its actors and recipients."""

    name: str
    text: str
    event_type: str
    trigger: str
    actors: str = ""
    recipients: str = ""


CASES = (
    Case(
        name="participle_undergoes",
        text="Los pescadores filipinos detenidos por China volvieron a Manila.",
        event_type="COERCE", trigger="detenidos", actors="CHN", recipients="PHL",
    ),
    Case(
        name="participle_adjective_has_no_agent",
        text="El sindicalista paraguayo encarcelado escribió una carta.",
        event_type="COERCE", trigger="encarcelado", recipients="PRY",
    ),
    Case(
        name="participle_behind_two_adjectives",
        text="Los presos ecuatorianos amotinados retienen a varios guardias.",
        event_type="PROTEST", trigger="amotinados", actors="ECU",
    ),
    Case(
        name="adjective_inside_the_trigger",
        text="Egipto celebró la retirada israelí del sur del Líbano.",
        event_type="RETREAT", trigger="retirada", actors="ISR", recipients="LBN",
    ),
    Case(
        name="complement_hung_on_a_name",
        text="Las sanciones de la Unión Europea contra Austria duraron siete meses.",
        event_type="SANCTION", trigger="sanciones", actors="EUR", recipients="AUT",
    ),
    Case(
        name="agent_hung_on_an_adjective",
        text="La destrucción de las iglesias serbias por extremistas albaneses indignó a Belgrado.",
        event_type="ASSAULT", trigger="destrucción", actors="ALB", recipients="SRB",
    ),
    Case(
        name="second_de_phrase",
        text="La amenaza de aranceles de Estados Unidos a Brasil asustó a la bolsa.",
        event_type="THREATEN", trigger="amenaza", actors="USA", recipients="BRA",
    ),
    Case(
        name="standing_before_somebody",
        text="Tropas rusas se desplegaron frente a Georgia.",
        event_type="MOBILIZE", trigger="desplegaron", actors="RUS", recipients="GEO",
    ),
    Case(
        name="forces_that_are_sent",
        text="Las tropas británicas fueron desplegadas en marzo.",
        event_type="MOBILIZE", trigger="desplegadas", actors="GBR",
    ),
    Case(
        name="meeting_with_one_side_on_the_noun",
        text="El canciller chileno viajó a Quito para una reunión con el presidente de Ecuador.",
        event_type="CONSULT", trigger="reunión", actors="CHL ECU",
    ),
)  # fmt: skip


def countries(participants: Iterable[Participant]) -> set[str]:
    """The countries of a role."""
    return {p.country for p in participants}


def drafts_of(pipeline: Any, text: str) -> tuple[Document, tuple[Draft, ...]]:
    """The text read, with all its drafts."""
    document = pipeline.reader.read(Article(id="t", text=text, lang="es", published_at="2023-03-15"))
    return document, pipeline.drafts(document, pipeline.resolver(document))


def told_by(document: Document, drafts: Iterable[Draft], event_type: str, word: str) -> list[Draft]:
    """The drafts of a type whose trigger holds the word."""
    return [
        d
        for d in drafts
        if d.event_type == event_type
        and word in document.forms[d.candidate.trigger.first : d.candidate.trigger.last]
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_roles(case: Case, pipeline: Any) -> None:
    document, drafts = drafts_of(pipeline, case.text)
    found = told_by(document, drafts, case.event_type, case.trigger)
    assert found, [(d.event_type, d.candidate.trigger.rule_id) for d in drafts]
    roles = [(countries(d.actors), countries(d.recipients)) for d in found]
    assert (set(case.actors.split()), set(case.recipients.split())) in roles


def chosen(pipeline: Any, document: Document, drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts with the participants that the shipped weights choose."""
    return choose_participants(document, pipeline.resolver(document), list(drafts), model=load_choice("es"))


def test_a_reaction_takes_its_target_from_the_sentence_before(pipeline: Any) -> None:
    document, drafts = drafts_of(pipeline, "Israel bombardeó ayer un hospital de Siria. Francia condenó el bombardeo.")
    kept = told_by(document, drafts, "ASSAULT", "bombardeó")[:1] + told_by(document, drafts, "ACCUSE", "condenó")[:1]
    condemned = chosen(pipeline, document, kept)[-1]
    assert countries(condemned.actors) == {"FRA"}
    assert countries(condemned.recipients) == {"ISR"}


def test_who_is_carried_over_has_no_words(pipeline: Any) -> None:
    document, drafts = drafts_of(pipeline, "Israel bombardeó ayer un hospital de Siria. Francia protestó.")
    for draft in chosen(pipeline, document, drafts):
        for participant in (*draft.actors, *draft.recipients):
            if participant.resolved_by == "carried":
                assert (participant.text, participant.start, participant.end) == ("", None, None)


def test_nobody_is_on_both_sides(pipeline: Any) -> None:
    document, drafts = drafts_of(pipeline, "Francia expulsó a dos diplomáticos rusos. Rusia protestó ante Francia.")
    for draft in chosen(pipeline, document, drafts):
        assert not set(draft.actors) & set(draft.recipients)


def test_without_weights_the_rules_decide(pipeline: Any) -> None:
    document, drafts = drafts_of(pipeline, "Francia expulsó a dos diplomáticos rusos.")
    resolver = pipeline.resolver(document)
    assert choose_participants(document, resolver, drafts, model=None) == list(drafts)


def test_every_option_comes_once(pipeline: Any) -> None:
    document, drafts = drafts_of(pipeline, "Francia expulsó a dos diplomáticos rusos. Moscú protestó ante París.")
    roster = Roster(document, pipeline.resolver(document))
    for index, draft in enumerate(drafts):
        found = [codes(option.participants) for option in options(roster, drafts, index, role="actors")]
        assert len(found) == len(set(found))
        assert codes(draft.actors) == found[0]
        assert frozenset() in found
