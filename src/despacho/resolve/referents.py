"""Referents: what a noun phrase stands for - country, sector, name - before and after coreference."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Referent:
    """Somebody named at token ``head``.

    ``kind``: person, country, institution, group, place. ``role`` is the lemma of the role noun, "" for none; ``plural`` the
    grammatical number; ``gender`` "Masc", "Fem" or "". ``bare`` is true where the country is not in the phrase itself.
    """

    head: int
    name: str
    country: str
    sector: str
    kind: str
    resolved_by: str
    role: str = ""
    plural: bool = False
    gender: str = ""
    bare: bool = False
    other_sectors: tuple[str, ...] = ()
    entity_id: str = ""
    wikidata_id: str = ""

    def at(self, head: int, resolved_by: str) -> Referent:
        """The same referent, mentioned again at ``head``."""
        return replace(self, head=head, resolved_by=resolved_by)

    def located(self, country: str, resolved_by: str) -> Referent:
        """The same referent with its country found."""
        return replace(self, country=country, resolved_by=resolved_by, bare=False)

    def same_as(self, other: Referent) -> bool:
        """Whether the two are one entity as far as their ids, names and codes tell."""
        if self.entity_id or other.entity_id:
            return self.entity_id == other.entity_id
        return (self.country, self.sector, self.name) == (other.country, other.sector, other.name)
