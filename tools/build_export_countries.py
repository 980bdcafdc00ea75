"""Build src/despacho/store/exports/countries.tsv: names and codes of countries that other event data use.

    python tools/build_export_countries.py FOLDER

``FOLDER`` holds data/country-codes.csv of datasets/country-codes (Open Data Commons PDDL 1.0): English names and FIPS 10-4 codes. The numbers
of the Correlates of War project (states of 2016) are in _COW below. A code that the source does not have singly stays empty.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "src" / "despacho" / "store" / "exports" / "countries.tsv"
MANIFEST = """# Written by tools/build_export_countries.py.

["countries.tsv"]
source = "datasets/country-codes (English names, FIPS 10-4); numbers of the Correlates of War state system by hand"
licence = "PDDL-1.0; own"
date = "2026-11"
rows = {rows}
sha256 = "{digest}"
"""
_COW = """
USA 2 CAN 20 BHS 31 CUB 40 HTI 41 DOM 42 JAM 51 TTO 52 BRB 53 DMA 54 GRD 55 LCA 56 VCT 57 ATG 58 KNA 60 MEX 70 BLZ 80 GTM 90 HND 91 SLV 92
NIC 93 CRI 94 PAN 95 COL 100 VEN 101 GUY 110 SUR 115 ECU 130 PER 135 BRA 140 BOL 145 PRY 150 CHL 155 ARG 160 URY 165 GBR 200 IRL 205
NLD 210 BEL 211 LUX 212 FRA 220 MCO 221 LIE 223 CHE 225 ESP 230 AND 232 PRT 235 DEU 255 POL 290 AUT 305 HUN 310 CZE 316 SVK 317 ITA 325
SMR 331 MLT 338 ALB 339 MNE 341 MKD 343 HRV 344 SRB 345 BIH 346 KOS 347 SVN 349 GRC 350 CYP 352 BGR 355 MDA 359 ROU 360 RUS 365 EST 366
LVA 367 LTU 368 UKR 369 BLR 370 ARM 371 GEO 372 AZE 373 FIN 375 SWE 380 NOR 385 DNK 390 ISL 395 CPV 402 STP 403 GNB 404 GNQ 411 GMB 420
MLI 432 SEN 433 BEN 434 MRT 435 NER 436 CIV 437 GIN 438 BFA 439 LBR 450 SLE 451 GHA 452 TGO 461 CMR 471 NGA 475 GAB 481 CAF 482 TCD 483
COG 484 COD 490 UGA 500 KEN 501 TZA 510 BDI 516 RWA 517 SOM 520 DJI 522 ETH 530 ERI 531 AGO 540 MOZ 541 ZMB 551 ZWE 552 MWI 553 ZAF 560
NAM 565 LSO 570 BWA 571 SWZ 572 MDG 580 COM 581 MUS 590 SYC 591 MAR 600 DZA 615 TUN 616 LBY 620 SDN 625 SSD 626 IRN 630 TUR 640 IRQ 645
EGY 651 SYR 652 LBN 660 JOR 663 ISR 666 SAU 670 YEM 679 KWT 690 BHR 692 QAT 694 ARE 696 OMN 698 AFG 700 TKM 701 TJK 702 KGZ 703 UZB 704
KAZ 705 CHN 710 MNG 712 TWN 713 PRK 731 KOR 732 JPN 740 IND 750 BTN 760 PAK 770 BGD 771 MMR 775 LKA 780 MDV 781 NPL 790 THA 800 KHM 811
LAO 812 VNM 816 MYS 820 SGP 830 BRN 835 PHL 840 IDN 850 TLS 860 AUS 900 PNG 910 NZL 920 VUT 935 SLB 940 KIR 946 TUV 947 FJI 950 TON 955
NRU 970 MHL 983 PLW 986 FSM 987 WSM 990
"""
# Short names where the source has an abbreviation, and the one country that it does not have. FIPS: Kosovo and Serbia since 2008.
NAMES = {"USA": "United States", "GBR": "United Kingdom", "KOS": "Kosovo"}
FIPS = {"KOS": "KV", "SRB": "RI"}


def rows(source: Path) -> list[tuple[str, str, str, str]]:
    """ISO 3166-1 alpha-3 (KOS for Kosovo), English name, FIPS 10-4, Correlates of War."""
    words = _COW.split()
    cow = dict(zip(words[::2], words[1::2], strict=True))
    with source.open(encoding="utf-8", newline="") as lines:
        found = {row["ISO3166-1-Alpha-3"]: (row["CLDR display name"], row["FIPS"].strip()) for row in csv.DictReader(lines)}
    found["KOS"] = ("Kosovo", "")
    table = []
    for code, (name, fips) in sorted(found.items()):
        if len(code) == 3:
            single = fips if len(fips) == 2 and fips.isalpha() else ""
            table.append((code, NAMES.get(code, name), FIPS.get(code, single), cow.get(code, "")))
    return table


def main() -> None:
    """Write the table."""
    source = Path(sys.argv[1]) / "data" / "country-codes.csv"
    lines = ["country\tname\tfips\tcow", *("\t".join(row) for row in rows(source))]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    digest = hashlib.sha256(TABLE.read_bytes()).hexdigest()
    TABLE.with_name("manifest.toml").write_text(MANIFEST.format(rows=len(lines) - 1, digest=digest), encoding="utf-8")
    print(f"{TABLE.relative_to(ROOT)}: {len(lines) - 1} countries")


if __name__ == "__main__":
    main()
