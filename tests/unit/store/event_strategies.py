"""Random events for property tests: every field at its widest, text as ingest lets it through."""

from hypothesis import strategies as st

from despacho.model import Attribution, Coder, Event, Participant, Place, SentenceSpan, Span

# No lone surrogates and no NUL: ingest rejects such texts.
characters = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
texts = st.text(characters, max_size=12)
names = st.text(characters, min_size=1, max_size=12)
codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=3)
offsets = st.integers(0, 100_000)
slugs = st.text("abcdefghijklmnopqrstuvwxyz-_", min_size=1, max_size=12)
spans = st.builds(Span, text=texts, start=offsets, end=offsets)
_said = {
    "text": texts,
    "start": st.none() | offsets,
    "end": st.none() | offsets,
    "name": texts,
    "country": codes,
    "sector": codes,
    "other_sectors": st.lists(st.sampled_from(["GOV", "MIL", "PTY"]), max_size=2).map(tuple),
    "entity_id": texts,
    "wikidata_id": texts,
    "resolved_by": texts,
}
participants = st.builds(Participant, **_said)
channels = st.sampled_from(["statement", "communique", "unnamed", "other"])
attributions = st.builds(Attribution, **_said, cue=st.none() | spans, channel=channels)
degrees = st.none() | st.floats(-180, 180)
places = st.builds(
    Place,
    name=names,
    country=codes,
    admin1=texts,
    lat=degrees,
    lon=degrees,
    geonames_id=st.none() | st.integers(1, 10**9),
    text=texts,
    start=st.none() | offsets,
    end=st.none() | offsets,
)
dates = st.none() | st.sampled_from(["2026-03-04", "2026-03", "2026"])
events = st.builds(
    Event,
    event_id=names,
    article_id=names,
    event_type=st.sampled_from(["AGREE", "ASSAULT"]),
    modes=st.lists(slugs, max_size=2).map(tuple),
    contexts=st.lists(slugs, max_size=2).map(tuple),
    quad=slugs,
    intensity=st.floats(-10, 10),
    trigger=spans,
    actors=st.lists(participants, max_size=3).map(tuple),
    recipients=st.lists(participants, max_size=3).map(tuple),
    attribution=st.none() | attributions,
    status=st.sampled_from(["asserted", "denied", "possible", "future", "hypothetical"]),
    status_cue=st.none() | spans,
    date=dates,
    date_end=dates,
    date_text=st.none() | spans,
    place=st.none() | places,
    sentence=st.builds(SentenceSpan, index=offsets, start=offsets, end=offsets),
    coder_score=st.floats(0, 1),
    coder=st.builds(Coder, name=names, version=names, ruleset=texts, model=texts),
)
