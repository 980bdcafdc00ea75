"""A sample article of our own with its events, built by hand: what the views are tested and looked at with."""

import json
from pathlib import Path

from despacho.model import Article, Attribution, Coder, Event, Participant, Place, SentenceSpan, Span

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
CODER = Coder(name="despacho-rules", version="0.1.0", ruleset="es-0.1", model="es_despacho-0.1")
QUADS = {
    "CONSULT": ("verbal_cooperation", 2.0),
    "AGREE": ("verbal_cooperation", 3.0),
    "SUPPORT": ("verbal_cooperation", 3.5),
    "AID": ("material_cooperation", 7.0),
    "ACCUSE": ("verbal_conflict", -4.0),
    "REQUEST": ("verbal_conflict", -2.0),
    "THREATEN": ("verbal_conflict", -6.0),
    "MOBILIZE": ("material_conflict", -7.0),
    "PROTEST": ("material_conflict", -6.5),
    "COERCE": ("material_conflict", -7.0),
}


def sample_article():
    """The first article of the examples."""
    record = json.loads((EXAMPLES / "articulos.jsonl").read_text(encoding="utf-8").splitlines()[0])
    return Article(**{name: record[name] for name in ("id", "title", "lang", "published_at", "outlet", "text")})


def sample_events(article):
    """Its events, as a careful reader would code them."""
    text = article.text

    def span(words, after=""):
        start = text.index(words, text.index(after) if after else 0)
        return Span.of(text, start, start + len(words))

    def who(words, country, sector, *, after="", name="", said=True):
        if not said:
            return Participant(text="", start=None, end=None, name=name, country=country, sector=sector)
        where = span(words, after)
        return Participant(text=words, start=where.start, end=where.end, name=name, country=country, sector=sector)

    def by(words, country, sector, cue, channel, *, name=""):
        where, said = span(words), span(cue)
        return Attribution(
            text=words,
            start=where.start,
            end=where.end,
            name=name,
            country=country,
            sector=sector,
            cue=said,
            channel=channel,
        )

    def event(kind, trigger, actors, recipients, score, **given):
        at = span(trigger, given.pop("after", ""))
        quad, intensity = QUADS[kind]
        blank = {
            "modes": (), "contexts": ("diplomatic",), "attribution": None, "status": "asserted", "status_cue": None,
            "date": None, "date_end": None, "date_text": None, "place": None,
        }  # fmt: skip
        return Event(
            event_id=f"{kind}-{at.start}", article_id=article.id, event_type=kind, quad=quad, intensity=intensity,
            trigger=at, actors=tuple(actors), recipients=tuple(recipients), coder_score=score, coder=CODER,
            sentence=SentenceSpan(index=0, start=0, end=10), **{**blank, **given},
        )  # fmt: skip

    moneda = by("La Moneda", "CHL", "GOV", "en un comunicado", "communique")
    boric = who("Gabriel Boric", "CHL", "GOV", name="Gabriel Boric")
    arce = who("Luis Arce", "BOL", "GOV", name="Luis Arce")
    foreign = who("el Ministerio de Relaciones Exteriores de Bolivia", "BOL", "GOV")
    arica = span("Arica")
    place = Place(
        name="Arica", country="CHL", admin1="Arica y Parinacota", lat=-18.48, lon=-70.32, geonames_id=3899361,
        text="Arica", start=arica.start, end=arica.end,
    )  # fmt: skip
    return [
        event("CONSULT", "conversó por teléfono", [boric, arce], [], 0.93, modes=("phone",), attribution=moneda,
              date="2025-06-17", date_text=span("este martes")),
        event("AGREE", "acordaron reunirse", [who("Ambos mandatarios", "CHL", "GOV"), who("Ambos mandatarios", "BOL", "GOV")], [],
              0.81, attribution=moneda, date="2025-06", date_text=span("antes de que termine el mes"), place=place),
        event("ACCUSE", "acusó", [foreign], [who("Santiago", "CHL", "GOV")], 0.9, modes=("allege",),
              date="2025-06-16", date_text=span("El lunes")),
        event("MOBILIZE", "militarizado", [who("Santiago", "CHL", "GOV")], [], 0.58, modes=("troops",), contexts=("military", "territory"),
              attribution=by("el Ministerio de Relaciones Exteriores de Bolivia", "BOL", "GOV", "acusó", "statement")),
        event("REQUEST", "exigió", [foreign], [who("Santiago", "CHL", "GOV")], 0.84, modes=("yield",),
              date="2025-06-16", date_text=span("El lunes")),
        event("MOBILIZE", "movilizado tropas", [who("su país", "CHL", "GOV")], [], 0.77, modes=("troops",), contexts=("military",),
              status="denied", status_cue=span("negó"), attribution=by("Maya Fernández", "CHL", "GOV", "negó", "statement")),
        event("AGREE", "ofrecido un crédito", [who("Chile", "CHL", "GOV")], [who("", "BOL", "GOV", name="Bolivia", said=False)], 0.49,
              contexts=("economic",), status="possible", status_cue=span("habría"),
              attribution=by("un diplomático que pidió no ser identificado", "", "", "De acuerdo con", "unnamed")),
        event("PROTEST", "bloquearon", [who("centenares de transportistas", "BOL", "LAB")], [], 0.88, modes=("obstruct",),
              contexts=("economic",), date="2025-06-15", date_text=span("el domingo"),
              place=Place(name="La Paz", country="BOL", text="La Paz", start=span("La Paz").start, end=span("La Paz").end)),
        event("COERCE", "detuvo", [who("La policía boliviana", "BOL", "COP")], [who("nueve manifestantes", "BOL", "CVL")], 0.86,
              modes=("arrest",), contexts=("rights_freedoms",),
              attribution=by("la Defensoría del Pueblo", "BOL", "GOV", "de acuerdo con la", "other")),
        event("ACCUSE", "Condenamos", [who("el dirigente sindical Héctor Mamani", "BOL", "LAB")],
              [who("La policía boliviana", "BOL", "COP")], 0.66, modes=("disapprove",), contexts=("repression",)),
        event("SUPPORT", "saludó", [who("La Unión Europea", "EUR", "IGO", name="Unión Europea")], [], 0.71),
        event("THREATEN", "suspenderá las exportaciones", [who("Bolivia", "BOL", "GOV", after="advirtió Arce")],
              [who("su vecino", "CHL", "GOV")], 0.64, modes=("restrict",), contexts=("natural_resource",),
              status="hypothetical", status_cue=span("Si fracasan"), attribution=by("Arce", "BOL", "GOV", "advirtió", "statement")),
    ]  # fmt: skip
