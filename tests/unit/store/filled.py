"""Stores for tests, filled without a parser: shards of hand-made articles and events."""

from dataclasses import replace

from despacho.engines.config import Identity
from despacho.engines.shards import shard_path, shard_row
from despacho.model import Article, Attribution, Coder, Event, Participant, Place, Rejected, SentenceSpan, Span
from despacho.store.corpus import open_writer
from despacho.store.shard_files import write_shard

IDENTITY = Identity(coder_version="1", ruleset_digest="r", config_digest="c")
CODER = Coder(name="rules", version="1", ruleset="es-1", model="m")
TEXT = (
    "La Cancillería de Rusia anunció nuevas sanciones contra Perú el lunes, según la agencia Andina.\n"
    "En Lima, el ministro peruano negó que la policía hubiera detenido a dos periodistas rusos."
)


def article(number=1, text=TEXT, **given):
    about = {
        "title": "Sanciones y «reproches»",
        "lang": "es",
        "published_at": f"2025-0{1 + number % 9}-04",
        "url": f"https://example.org/{number}",
        "outlet": "Diario de ejemplo",
        "extra": {"section": "Mundo"},
    }
    return Article(id=f"a{number}", text=text, **{**about, **given})


def span(text, words):
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def who(text, words, name, country, sector, **more):
    at = span(text, words)
    return Participant(text=words, start=at.start, end=at.end, name=name, country=country, sector=sector, **more)


def events(one):
    """Two events of the article: Russia sanctions Peru, according to Andina; Peru's police is denied to have arrested."""
    text = one.text
    if text != TEXT:
        return ()
    andina = span(text, "la agencia Andina")
    first = Event(
        event_id=f"{one.id}-1", article_id=one.id, event_type="SANCTION", modes=("discontinue",), contexts=("diplomatic", "economic"),
        quad="material_conflict", intensity=-6.0, trigger=span(text, "sanciones"),
        actors=(who(text, "La Cancillería de Rusia", "Cancillería", "RUS", "GOV", entity_id="rus-mfa", wikidata_id="Q1"),),
        recipients=(who(text, "Perú", "Perú", "PER", "GOV", entity_id="country-per"),),
        attribution=Attribution(
            text=andina.text, start=andina.start, end=andina.end, name="Andina", country="PER", sector="JRN", cue=span(text, "según"), channel="media"
        ),
        status="asserted", status_cue=None, date="2025-03-03", date_end=None, date_text=span(text, "el lunes"), place=None,
        sentence=SentenceSpan(index=0, start=0, end=text.index("\n")), coder_score=0.875, coder=CODER,
    )  # fmt: skip
    lima = span(text, "Lima")
    second = replace(
        first, event_id=f"{one.id}-2", event_type="COERCE", modes=("arrest",), contexts=(), intensity=-7.0, trigger=span(text, "detenido"),
        actors=(who(text, "la policía", "=cmd|' /C calc'!A0", "PER", "COP"), who(text, "el ministro peruano", "", "PER", "GOV")),
        recipients=(Participant(text="", start=None, end=None, name="periodistas", country="RUS", sector="JRN", other_sectors=("CVL",)),),
        attribution=None, status="denied", status_cue=span(text, "negó"), date="2025-02", date_text=None,
        place=Place(name="Lima", country="PER", admin1="Lima Metropolitana", lat=-12.04, lon=-77.03, geonames_id=3936456, text="Lima",
                    start=lima.start, end=lima.end),
        sentence=SentenceSpan(index=1, start=text.index("\n") + 1, end=len(text)),
    )  # fmt: skip
    return (first, second)


def shard(folder, articles, *, identity=IDENTITY, outcomes=None):
    """The file of a shard with these articles."""
    folder.mkdir(exist_ok=True)
    rows = [
        shard_row(one, (outcomes or {}).get(one.id, events(one)), number=n, identity=identity) for n, one in enumerate(articles)
    ]
    return write_shard(shard_path(articles, identity, folder=folder), rows).path


def target(folder, kind):
    """Where a store of this kind stands."""
    return str(folder / "c.duckdb") if kind == "duckdb" else str(folder / "c") + "/"


def fill(place, folder, articles, *, run_id="run1", **given):
    """Add a shard to the store at this place."""
    writer = open_writer(place)
    try:
        writer.add([shard(folder, articles, **given)], run_id=run_id)
    finally:
        writer.close()


def rejection(one, reason="unsupported_language"):
    return Rejected(article_id=one.id, stage="reading", reason=reason, detail=f"{one.id}: fr")
