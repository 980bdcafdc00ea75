"""When an article was published: the instant, the local date and its zone, and what is no date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from despacho.ingest.fields import checked_date
from despacho.ingest.moments import read_moment
from despacho.ingest.pages import best_moment

BOGOTA = "America/Bogota"


@pytest.mark.parametrize(
    ("text", "zone", "published_at", "day", "said"),
    [
        ("2026-03-04T21:15:00-05:00", "", "2026-03-04T21:15:00-05:00", "2026-03-04", "-05:00"),
        # Told in UTC it is already tomorrow; at the outlet's place it is not.
        ("2026-03-05T02:15:00Z", BOGOTA, "2026-03-04T21:15:00-05:00", "2026-03-04", BOGOTA),
        ("2026-03-05T02:15:00Z", "", "2026-03-05T02:15:00+00:00", "2026-03-05", "+00:00"),
        ("2026-03-04T21:15:00", BOGOTA, "2026-03-04T21:15:00-05:00", "2026-03-04", BOGOTA),
        ("2026-03-04T21:15:00", "", "2026-03-04", "2026-03-04", ""),
        ("2026-07-04T21:15:00", "Europe/Madrid", "2026-07-04T21:15:00+02:00", "2026-07-04", "Europe/Madrid"),
        ("2026-03-04", BOGOTA, "2026-03-04", "2026-03-04", ""),
        ("2026-03-04T00:00:00Z", BOGOTA, "2026-03-04", "2026-03-04", ""),
        ("2026-3-4 9:05", BOGOTA, "2026-03-04T09:05:00-05:00", "2026-03-04", BOGOTA),
        ("2026-03-04T21:15:00.123+0100", "", "2026-03-04T21:15:00+01:00", "2026-03-04", "+01:00"),
        ("20260304T211500Z", "", "2026-03-04T21:15:00+00:00", "2026-03-04", "+00:00"),
        ("Wed, 04 Mar 2026 21:15:00 -0500", "", "2026-03-04T21:15:00-05:00", "2026-03-04", "-05:00"),
        ("Wed, 04 Mar 2026 21:15:00 GMT", "", "2026-03-04T21:15:00+00:00", "2026-03-04", "+00:00"),
        ("4 Mar 26 21:15 EST", "", "2026-03-04T21:15:00-05:00", "2026-03-04", "-05:00"),
        ("mié, 04 mar 2026 21:15:00 -0500", "", "2026-03-04T21:15:00-05:00", "2026-03-04", "-05:00"),
        ("4 de enero de 2026", "", "2026-01-04", "2026-01-04", ""),
        ("Sat, 31 Dec 2016 23:59:60 +0000", "", "2016-12-31T23:59:59+00:00", "2016-12-31", "+00:00"),
        ("Wed, 04 Mar 2026 21:15:00 XYZ", "", "2026-03-04", "2026-03-04", ""),
        ("2026-03-05T02:15:00Z", "No/Such_Zone", "2026-03-05T02:15:00+00:00", "2026-03-05", "+00:00"),
    ],
)
def test_dates(text, zone, published_at, day, said):
    moment = read_moment(text, told_by="t", zone=zone)
    assert (moment.published_at, moment.day, moment.zone, moment.text, moment.told_by) == (published_at, day, said, text, "t")
    assert checked_date(moment.published_at)
    assert moment.published_at[:10] == day  # what coding resolves "ayer" by


@pytest.mark.parametrize(
    "text",
    ["", "ayer", "2026-02-30", "2026-13-01", "0001-01-01", "9999-12-31", "2026-03-04T25:00:00Z", "2026-03-04T21:15:00+99:00", "04/03/2026", "1772000000", "32 mar 2026", "4 xyz 2026", "2" * 100],
)
def test_what_is_no_date(text):
    assert read_moment(text, told_by="t") is None


def test_what_was_fetched_was_not_published_later():
    assert read_moment("2026-03-09", told_by="t", fetched_at="2026-03-04T10:00:00+00:00") is None
    assert read_moment("2026-03-05", told_by="t", fetched_at="2026-03-04T23:00:00-05:00") is not None


def test_an_instant_beats_a_day_but_not_another_day():
    day, instant, other = ("2026-03-04", "a"), ("2026-03-04T21:15:00-05:00", "b"), ("2026-03-09T21:15:00-05:00", "c")
    assert best_moment((day, instant), zone="", fetched_at=None).told_by == "b"
    assert best_moment((day, other), zone="", fetched_at=None).told_by == "a"
    assert best_moment((("x", "n"), other, day), zone="", fetched_at=None).told_by == "c"
    assert best_moment((), zone="", fetched_at=None) is None


@given(st.text(max_size=40) | st.from_regex(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z)?", fullmatch=True))
def test_whatever_is_read_is_a_date_of_the_contract(text):
    moment = read_moment(text, told_by="t", zone=BOGOTA)
    assert moment is None or checked_date(moment.published_at)
