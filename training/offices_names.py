"""Spellings of a person's name that a newspaper uses: given name and first surname, surname alone."""

from __future__ import annotations

import re


def words_of(text: str) -> frozenset[str]:
    """The words of a list that is kept as text."""
    return frozenset(text.split())


HISPANIC = words_of("ARG BOL CHL COL CRI CUB DOM ECU ESP GNQ GTM HND MEX NIC PAN PER PRI PRY SLV URY VEN")
SURNAME_FIRST = words_of("CHN KOR PRK TWN HKG VNM KHM")
_GIVEN = words_of("""josé juan luis maría carlos manuel antonio jorge francisco javier miguel ángel pedro rafael fernando alberto
    alejandro ana andrés arturo augusto césar cristina daniel david diego eduardo emilio enrique ernesto esteban eva
    fabio felipe fidel gabriel germán gloria gonzalo guillermo gustavo héctor hugo humberto ignacio isabel iván jaime
    jesús joaquín josefa julio laura leonardo leonel lorenzo lucía marco marcos marcelo margarita mariano mario marta
    martha martín mercedes mireya mónica nicolás óscar oscar pablo patricia patricio ramón raúl ricardo roberto rodolfo
    rodrigo rosa rubén salvador santiago sergio susana teresa tomás vicente víctor violeta ximena álvaro adolfo alan
    alfonso alfredo armando belisario benjamín bernardo blanca carmen cecilia claudia claudio dolores domingo elena
    elías elsa ezequiel federico félix florencio gerardo gilberto graciela hernán hipólito horacio inés irene ismael
    josé jose leandro leopoldo lourdes magdalena marina matías mauricio máximo nora norma octavio olga osvaldo oswaldo
    pilar ramiro renato rené reinaldo rogelio román rosario samuel sebastián silvia simón soledad trinidad valentín
    virgilio walter washington wilfredo wilson yolanda sixto eladio freddy diosdado elías tarek néstor evo lidia
    angélica beatriz consuelo clara roy amado xavier jaume josep joan jordi artur pere vladimiro alex alexis abel""")  # fmt: skip
_PARTICLES = words_of("de del la las los y e da das do dos di du le van von der den ten ter al el bin ben ibn abu ould")
_ROMAN = re.compile(r"^[IVX]+$")
_REALM = re.compile(r" de (Holanda|Bélgica|Mónaco|Suecia|Noruega)$")
_SUFFIX = re.compile(r",?\s+(Jr|Sr|Junior|hijo|padre)\.?$")


def _units(words: list[str]) -> list[str]:
    """Words with their particles: ``de la Rúa`` is one unit."""
    units: list[str] = []
    held: list[str] = []
    for word in words:
        held.append(word)
        if word.lower() not in _PARTICLES:
            units.append(" ".join(held))
            held = []
    return units + ([" ".join(held)] if held else [])


def _surname(unit: str) -> str:
    return f"~{unit}" if " " in unit or "-" in unit else unit


def _hispanic(words: list[str]) -> list[str]:
    cut = 1
    while cut < len(words) - 1 and words[cut].lower() in _GIVEN and words[cut + 1].lower() != "y":
        cut += 1
    while cut < len(words) - 1 and len(words[cut].rstrip(".")) == 1:
        cut += 1
    units = _units(words[cut:])
    if not units:
        return []
    found = [_surname(units[0])]
    if len(units) > 1:
        found += [f"~{units[0]} {units[1]}", f"{' '.join(words[:cut])} {units[0]}"]
        if units[1].lower().startswith("de "):
            found += [units[1].split()[-1]]
    if cut > 1:
        found.append(f"{words[0]} {units[0]}")
    return found


def _western(words: list[str]) -> list[str]:
    units = _units(words[1:])
    last = units[-1]
    found = [_surname(last)]
    if len(last.split()) > 1:
        found.append(_surname(last.split()[-1]))
    if len(units) > 1:
        found.append(f"{words[0]} {last}")
    return found


def spellings(person: str, country: str) -> list[str]:
    """Other spellings of ``person``; a surname of several words starts with ``~``, one of one word stands bare."""
    words = _SUFFIX.sub("", person).split()
    if len(words) < 2 or _ROMAN.match(words[-1]) or _REALM.search(person):
        return []
    if country in HISPANIC:
        found = _hispanic(words)
    elif country in SURNAME_FIRST:
        found = [words[0]]
    else:
        found = _western(words)
    return [name for name in dict.fromkeys(found) if name != person and len(name.lstrip("~")) > 1]
