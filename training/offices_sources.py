"""Readers: every source of office holders as rows of one shape."""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from offices_names import words_of

# Last day of the crawl: an open tenure is known to have lasted until then, no longer.
SCRAPED_UNTIL, REIGN_UNTIL = "2022-09-30", "2021-03-31"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One tenure as a source tells it. ``bridges`` is true where the end is only the end of the source."""

    office: str
    country: str
    body: str = ""
    person: str
    aliases: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    wikidata_id: str = ""
    sector: str = ""
    prominence: int = 0
    tag: str
    bridges: bool = False


_NOT = re.compile(r"deputy|assistant|vice[ -](?!pres)|under|permanent|ambassador|secretary of state (of|for) (?!defence|foreign|the home|justice)|minister of state|counsel|first lady|chief of staff to|military cabinet|former", re.IGNORECASE)  # fmt: skip
_OFFICES: tuple[tuple[str, str], ...] = (
    ("head_of_state", r"(acting )?president|king|emperor|monarch|queen"),
    ("supreme_leader", r"supreme leader"),
    ("head_of_government", r"(acting )?prime minister|premier of the state council|president of the government|chancellor"),
    ("vice_president", r"(first |executive )?vice[ -]president"),
    ("foreign_minister", r"(federal )?(minister|secretary) (of|for) (the )?((europe and|popular power for) )?(foreign (and commonwealth )?affairs?|external (relations|affairs)|foreign relations)\b.*|secretary of state( for foreign.*)?|foreign minister.*|minister of people's power for foreign affairs"),
    ("defence_minister", r"(federal )?(minister|secretary)( of state)? (of|for) (the )?(popular power for )?(national )?(defen[cs]e|(revolutionary )?armed forces)( and armed forces logistics| and .*)?"),
    ("interior_minister", r"(federal )?(minister|secretary)( of state)? (of|for) (the )?(popular power for )?(interior|internal affairs|home (department|affairs)|internal administration|government|public security)\b.*"),
    ("finance_minister", r"(federal )?(minister|secretary) (of|for) (the )?(finance|treasury|economy( and|, )? ?(finance|public finance).*|economy|economic affairs and finance|economy and finance)\b.*|chancellor of the exchequer"),
    ("justice_minister", r"(federal )?(minister|secretary)( of state)? (of|for) (the )?(law and )?justice\b.*"),
    ("attorney_general", r"attorney[ -]general|prosecutor[ -]general"),
    ("speaker", r"(speaker|president|marshal|chairman) of (the )?(house of representatives|house of commons|congress( of deputies)?|national congress|national assembly|legislative assembly|chamber of deputies|grand national assembly|knesset|sejm|state duma|assembly of the republic|assembly|islamic consultative assembly|lok sabha|verkhovna rada|parliament)"),
    ("senate_president", r"(president|marshal|chairman) of (the )?(federal )?(senate|federation council)"),
    ("central_bank_governor", r"(governor|president) of the (central bank|bank of .*|national bank.*|narodowy bank polski)|governor of the reserve bank.*"),
    ("armed_forces_chief", r"chief of (the )?(defen[cs]e staff|general staff|the joint .*|armed forces.*)|chairman of the joint chiefs of staff|commander-in-chief of the armed forces|head of the general staff|chief of the defence staff"),
    ("intelligence_chief", r"director of (the )?(central intelligence agency|foreign intelligence service|federal security service|national intelligence.*)|chief of the secret intelligence service|head of (the )?security service|director of mossad"),
    ("national_security_adviser", r"national security advis[eo]r|secretary of the (supreme )?(national )?security (and defense )?council"),
    ("spokesperson", r"(white house press secretary|government spokesperson|foreign ministry spokeperson)"),
    ("un_ambassador", r"ambassador to the united nations|permanent representative to the united nations"),
    ("mayor", r"mayor of .*|head of mexico city government|chief of government of buenos aires"),
    ("governor", r"governor of .*|president of the (generalitat|junta|regional government|xunta|basque).*|lehendakari"),
    ("minister", r"(federal |co-?)?minister .*|secretary of .*|secretary for .*|deputy prime minister|president of the treasury board"),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _OFFICES)
# The United States' Secretary of the Interior keeps the parks; a state's secretary of state is no diplomat.
_EXCEPTIONS = {("IND", "minister of foreign affairs"): "", ("USA", "secretary of the interior"): "minister",
               ("IND", "minister of home affairs"): "interior_minister", ("MEX", "secretary of economy"): "minister",
               ("RUS", "supreme commander-in-chief of the armed forces"): ""}  # fmt: skip
# Where the minister of economy, with no finance in the name, holds the purse.
_ECONOMY = words_of("ARG BRA ESP FRA")
_FOLDERS = {
    "argentina": "ARG", "belarus": "BLR", "bolivia": "BOL", "brazil": "BRA", "canada": "CAN", "chile": "CHL",
    "china": "CHN", "costa": "CRI", "cuba": "CUB", "dominican": "DOM", "ecuador": "ECU", "el": "SLV", "france": "FRA",
    "guatemala": "GTM", "guyana": "GUY", "haiti": "HTI", "honduras": "HND", "india": "IND", "iran": "IRN",
    "israel": "ISR", "japan": "JPN", "mexico": "MEX", "nicaragua": "NIC", "pakistan": "PAK", "panama": "PAN",
    "paraguay": "PRY", "poland": "POL", "portugal": "PRT", "russia": "RUS", "south": "KOR", "spain": "ESP",
    "syria": "SYR", "turkey": "TUR", "ukraine": "UKR", "united": "GBR", "uruguay": "URY", "us": "USA", "venezuela": "VEN",
}  # fmt: skip


def office_of(position: str, country: str) -> str:
    """The office of a position's English label; "" where it is none of ours."""
    lowered = position.strip().lower()
    if (country, lowered) in _EXCEPTIONS:
        return _EXCEPTIONS[country, lowered]
    if country == "CAN" and lowered in ("minister of finance", "minister of public security", "minister of justice"):
        return ""  # Quebec's and the federation's under one label
    if country == "PAK" and "chief" in lowered:  # chiefs of several staffs under one label
        return ""
    if (
        re.fullmatch(r"minister of (the )?economy(, (industry|development).*|, trade.*)?", lowered)
        and country not in _ECONOMY
    ):
        return "minister"
    if _NOT.search(lowered) and not lowered.startswith("deputy prime minister"):
        return ""
    if country == "USA" and re.match(r"secretary of state of |president of ", lowered):
        return ""
    return next((name for name, pattern in _COMPILED if pattern.fullmatch(lowered)), "")


def _spanish_government(position: str) -> str:
    """Spain's file mixes the government with the regional ones, under the same labels."""
    return "" if re.match(r"(minister|vice|deputy|secretary)", position.lower()) else office_of(position, "ESP")


def scraped(folder: Path) -> Iterator[Row]:
    """Cabinets of 38 countries, 21st century; open tenures end with the crawl."""
    for path in sorted(folder.glob("*/holders21.csv")):
        country = _FOLDERS.get(re.split(r"[-_]", path.parent.name)[0], "")
        if not country:
            continue
        with path.open(encoding="utf-8", newline="") as lines:
            for record in csv.DictReader(lines):
                yield from _scraped_row(record, country)


def _scraped_row(record: dict[str, str], country: str) -> Iterator[Row]:
    position = record["position"] or ""
    office = _spanish_government(position) if country == "ESP" else office_of(position, country)
    person, start = (record["person"] or "").strip(), (record["start"] or "")[:10]
    if not office or not start or not person or re.fullmatch(r"Q\d+", person):
        return
    end = (record["end"] or "")[:10]
    body = position if office in ("governor", "mayor") else ""
    yield Row(
        office=office, country=country, body=re.sub(r"(?i)^(governor|mayor|president|head) of (the )?", "", body),
        person=re.sub(r",\s*(Jr\.?|(Baron|Baroness|Lord|Viscount|Earl|Count).*)$|^(Sir|Sheikh|Prince|Dame) ", "", person), start=start, end=end or SCRAPED_UNTIL,
        wikidata_id=record["personID"] or "", tag="scraped", bridges=not end,
    )  # fmt: skip


def foreign_2022(folder: Path, codes: dict[str, str]) -> Iterator[Row]:
    """Foreign ministers of all countries in office in 2022."""
    path = folder / "world/sources/foreign/scraped.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for record in csv.DictReader(lines):
            country = codes.get(record["countryLabel"].lower(), "")
            if country and record["start"] and record["name"] and record["person"]:
                yield Row(
                    office="foreign_minister", country=country, person=record["name"], start=record["start"],
                    end="2022-09-30", wikidata_id=record["person"], tag="scraped", bridges=True,
                )  # fmt: skip


def leaders_2021(folder: Path, codes: dict[str, str]) -> Iterator[Row]:
    """Heads of state and government, years only."""
    path = folder / "world-leaders-2021/wikidata.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for record in csv.DictReader(lines):
            country = codes.get(record["country"].lower(), "")
            label = record["positionLabel"].lower()
            office = "head_of_government" if re.search(r"prime minister|chancellor|premier|taoiseach", label) else ""
            office = office or (
                "head_of_state" if re.search(r"president|king|queen|monarch|emperor|emir|sultan|prince", label) else ""
            )
            if not country or not office or re.search(r"vice|deputy|government|council|crown|yuan", label):
                continue
            end = record["end_year"]
            yield Row(
                office=office, country=country, person=record["officeholderLabel"], start=record["start_year"],
                end=end or "2022", wikidata_id=record["officeholder"], tag="leaders", bridges=not end,
            )  # fmt: skip


_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
}  # fmt: skip
_SINCE = re.compile(
    r"^(?P<who>.+?)\s*\((?:[\w ]+ )?since (?:(?:(?P<d>\d{1,2}) )?(?P<m>[A-Z][a-z]+) )?(?P<y>\d{4})[^)]*\)"
)
_TITLE = re.compile(
    r"^(?:(?:Interim|Acting|Transition(?:al)?|Caretaker|State Affairs Commission|overall|Co-)\s+)*(?:Chairperson of the Presidency|"
    r"Lord of Mann King|President of the Government of Spain \(prime minister-equivalent\)|President of the Swiss Confederation|"
    r"President of Council of Ministers|Sultan and Prime Minister|Prime Minister and Foreign Minister|Prime Minister and Co-Vice President|"
    r"Prime Minister Crown Prince|Crown Prince and Prime Minister|President, Presidential Council,|GNU Interim Prime Minister|CNSP Prime Minister|"
    r"Supreme Leader|Prime Minister|President|Chancellor|Taoiseach \(Prime Minister\)|King|Queen|Emperor|Pope|Amir|Sultan|"
    r"Grand Duke|Prince|Premier|Monarch)\s+(?:(?:Col\.|Sr\.|Gen\.|Capt\.|General|Dr\.|Ratu|Sultan|Sir)\s+)*"
)  # fmt: skip


def _since(match: re.Match[str]) -> str:
    month = _MONTHS.get((match["m"] or "").lower()) or next(
        (i for m, i in _MONTHS.items() if m.startswith((match["m"] or "?").lower())), 0)  # fmt: skip
    if not month:
        return match["y"]
    return f"{match['y']}-{month:02d}" + (f"-{int(match['d']):02d}" if match["d"] else "")


def _case(word: str) -> str:
    if re.fullmatch(r"[IVX]+", word):
        return word
    return "-".join(p.capitalize() if p.isupper() and len(p) > 1 else p for p in word.split("-"))


def _loud(word: str) -> bool:
    return len(word) > 2 and any(p.isupper() and len(p) > 2 for p in word.split("-"))


def profile_name(text: str) -> tuple[str, tuple[str, ...]]:
    """Name and its short form from ``Gustavo Francisco PETRO Urrego``: the capitals are the surname."""
    words = re.sub(r'"[^"]*"|;.*|,.*|\([^)]*\)', "", text).split()
    full = " ".join(_case(w) for w in words)
    capitals = [i for i, w in enumerate(words) if _loud(w)]
    if not capitals or capitals[0] == 0:
        return full, ()
    surname = " ".join(_case(w) for w in words[capitals[0] : capitals[-1] + 1])
    return full, (f"{_case(words[0])} {surname}", f"~{surname}" if " " in surname else surname)


def profiles(folder: Path, fips: dict[str, str]) -> Iterator[Row]:
    """Chief of state and head of government of every independent country, early 2026, open."""
    for path in sorted(folder.glob("*/*.json")):
        country = fips.get(path.stem.upper(), "")
        branch = json.loads(path.read_text(encoding="utf-8")).get("Government", {}).get("Executive branch", {})
        both = branch.get("chief of state") == branch.get("head of government")
        for key, office in (("chief of state", "head_of_state"), ("head of government", "head_of_government"))[
            : 1 if both else 2
        ]:
            text = html.unescape(branch.get(key, {}).get("text", "")) if country else ""
            match, title = _SINCE.match(text), _TITLE.match(text)
            if not match or not title or match["who"].startswith("Vice") or "Pontifical" in match["who"]:
                continue
            person, aliases = profile_name(match["who"][title.end() :])
            if person:
                office_here = "supreme_leader" if "Supreme Leader" in title[0] else office
                yield Row(
                    office=office_here,
                    country=country,
                    person=person,
                    aliases=aliases,
                    start=_since(match),
                    tag="profile",
                )


_COW_TEXT = """USA:USA CAN:CAN BHM:BHS CUB:CUB HAI:HTI DOM:DOM JAM:JAM TRI:TTO BAR:BRB DMA:DMA
GRN:GRD SLU:LCA SVG:VCT AAB:ATG SKN:KNA MEX:MEX BLZ:BLZ GUA:GTM HON:HND SAL:SLV NIC:NIC COS:CRI PAN:PAN COL:COL VEN:VEN
GUY:GUY SUR:SUR ECU:ECU PER:PER BRA:BRA BOL:BOL PAR:PRY CHL:CHL ARG:ARG URU:URY UKG:GBR IRE:IRL NTH:NLD BEL:BEL LUX:LUX
FRN:FRA MNC:MCO LIE:LIE SPN:ESP POR:PRT GMY:DEU POL:POL AUS:AUT HUN:HUN CZR:CZE SLO:SVK ITA:ITA MLT:MLT ALB:ALB
MNG:MNE MAC:MKD CRO:HRV KOS:KOS SLV:SVN GRC:GRC CYP:CYP BUL:BGR MLD:MDA ROM:ROU RUS:RUS EST:EST LAT:LVA LIT:LTU UKR:UKR
BLR:BLR ARM:ARM GRG:GEO AZE:AZE FIN:FIN SWD:SWE NOR:NOR DEN:DNK ICE:ISL CAP:CPV STP:STP GNB:GNB EQG:GNQ GAM:GMB MLI:MLI
SEN:SEN BEN:BEN MAA:MRT NIR:NER CDI:CIV GUI:GIN BFO:BFA LBR:LBR SIE:SLE GHA:GHA TOG:TGO CAO:CMR NIG:NGA GAB:GAB CEN:CAF
CHA:TCD CON:COG DRC:COD UGA:UGA KEN:KEN TAZ:TZA BUI:BDI RWA:RWA SOM:SOM DJI:DJI ETH:ETH ERI:ERI ANG:AGO MZM:MOZ ZAM:ZMB
ZIM:ZWE MAW:MWI SAF:ZAF NAM:NAM LES:LSO BOT:BWA SWA:SWZ MAG:MDG COM:COM MAS:MUS SEY:SYC MOR:MAR ALG:DZA TUN:TUN LIB:LBY
SUD:SDN SSD:SSD IRN:IRN TUR:TUR IRQ:IRQ EGY:EGY SYR:SYR LEB:LBN JOR:JOR ISR:ISR SAU:SAU YEM:YEM KUW:KWT BAH:BHR QAT:QAT
UAE:ARE OMA:OMN AFG:AFG TKM:TKM TAJ:TJK KYR:KGZ UZB:UZB KZK:KAZ CHN:CHN MON:MNG PRK:PRK ROK:KOR JPN:JPN IND:IND PAK:PAK
BNG:BGD MYA:MMR SRI:LKA MAD:MDV NEP:NPL THI:THA CAM:KHM LAO:LAO DRV:VNM MAL:MYS SIN:SGP BRU:BRN PHI:PHL INS:IDN ETM:TLS
AUL:AUS PNG:PNG NEW:NZL VAN:VUT SOL:SLB KIR:KIR TUV:TUV FIJ:FJI TON:TON NAU:NRU MSI:MHL PAL:PLW FSM:FSM WSM:WSM"""
_COW = dict(pair.split(":") for pair in _COW_TEXT.split())
# Where the list's effective leader is the head of government; elsewhere the head of state.
_CABINET_LED = words_of("""CAN BHS JAM TTO BRB DMA GRD LCA VCT ATG KNA BLZ GBR IRL NLD BEL LUX ESP PRT DEU POL AUT HUN CZE SVK ITA MLT ALB
    MNE MKD HRV KOS SVN GRC BGR MDA EST LVA LTU FIN SWE NOR DNK ISL ETH LSO MUS TUR ISR JPN IND NPL THA KHM MYS SGP
    AUS PNG NZL VUT SLB TUV FJI TON WSM TLS BGD MNG IRQ SWZ CPV""")
# Where the list mixes presidents and prime ministers, or pairs of rulers: of no use for an office.
_UNSAFE = words_of(
    "TUR IRQ LBN LAO VNM MMR PAK HTI BIH SMR CHE AND MNG BGD CPV STP ARM GEO FIN LTU POL ALB SWZ LBY TLS"
)
_MIXED_BEFORE = {"MDA": "2001-04", "NPL": "1990-11", "FJI": "1992-06"}


def reign(folder: Path, full_names: Path) -> Iterator[Row]:
    """Effective leaders to March 2021; rows whose months or years do not fit are dropped.

    Most rows have a surname only; ``full_names`` (country, listed, person) tells whose.
    """
    with full_names.open(encoding="utf-8", newline="") as lines:
        known = {(r["country"], r["listed"]): r["person"] for r in csv.DictReader(lines, delimiter="\t")}
    path = folder / "data_sets/leaderlist_3_21.csv"
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        for record in csv.DictReader(lines):
            country = _COW.get(record["stateabb"], "")
            row = _reign_row(record, country) if country and country not in _UNSAFE else None
            if row is not None and row.start >= _MIXED_BEFORE.get(country, ""):
                yield replace(row, person=known.get((country, row.person), row.person))


def _reign_row(record: dict[str, str], country: str) -> Row | None:
    try:
        day, month, year = int(record["sdate"]), int(record["smonth"]), int(record["syear"])
        end_year = int(record["eyear"]) if record["eyear"] else None
        end_month = int(record["emonth"]) if record["emonth"] else None
    except ValueError:
        return None
    shifted = not 1 <= month <= 12 or not 1 <= day <= 31 or not 1900 <= year <= 2021
    if shifted or (end_year is not None and not (1980 <= end_year <= 2021 and end_month and 1 <= end_month <= 12)):
        return None
    name = record["leader"].strip()
    if not name or re.search(r"\band\b|\d|\ufffd|\?", name):
        return None
    if "," in name:
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}".strip()
    return Row(
        office="head_of_government" if country in _CABINET_LED else "head_of_state", country=country, person=name,
        start=f"{year}-{month:02d}-{day:02d}", end=f"{end_year}-{end_month:02d}" if end_year else REIGN_UNTIL,
        tag="reign", bridges=end_year is None,
    )  # fmt: skip
