"""Bare nouns: the country of an institution, group or office whose phrase does not say it."""

from __future__ import annotations

from dataclasses import replace

from despacho.grammar.phrases import conjuncts, lemma_case
from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.collective import Collectives
from despacho.resolve.coreference import Coreference
from despacho.resolve.homes import Bare, Homes
from despacho.resolve.mentions import BODIES
from despacho.resolve.naming import Naming
from despacho.resolve.owners import town
from despacho.resolve.referents import Referent
from despacho.resolve.role_nouns import in_office, indefinite
from despacho.resolve.roles import Roles, clean_lemma

ORGANS = frozenset({"GOV", "LEG", "JUD", "IGO", "MIL", "SOC", ""})
"""Sectors of nouns that may belong to an organisation of states."""
SEVERAL = "unknown:several countries"
NO_COUNTRY = "unknown:no country in the article"


class BareNouns:
    """Places the bare referents of one document: possessor, who was named before, coordination, else the local country."""

    def __init__(
        self, naming: Naming, coreference: Coreference, homes: Homes, collectives: Collectives, *, roles: Roles
    ) -> None:
        self.document: Document = naming.document
        self.naming = naming
        self.coreference = coreference
        self.homes = homes
        self.collectives = collectives
        self.roles = roles

    def place(self, referent: Referent) -> Referent:
        """``referent`` with a country and how it was found, or with the reason why not."""
        found = self._settled(referent)
        return in_office(self.naming, found) if found.kind == "person" and not found.name and found.country else found

    def _settled(self, referent: Referent) -> Referent:
        head = referent.head
        possessor = self._possessor(head)
        if self._opposite(referent, possessor):
            other = self._other(head, possessor)
            if other is not None:
                return self._like(referent, other)
        envoy = referent.role in self.roles.envoys or self._diplomatic(referent)
        if possessor is not None and envoy and self._posted(head) == possessor.country:
            possessor = self._other(head, possessor) or possessor
        if possessor is not None:
            return self._possessed(referent, possessor)
        if envoy and (sender := self._sender(referent)) is not None:
            return replace(referent, country=sender.country, resolved_by="coreference", bare=False)
        if self._of_many(referent):
            return replace(referent, resolved_by=SEVERAL, bare=False)
        if referent.role in self.roles.state_nouns and referent.kind != "person":
            return self._state(referent)
        if self.collectives.all_parties(head):
            return self._local(replace(referent, sector="UNK", plural=True))
        return (
            self._culprit(referent)
            or self._back(referent)
            or self._coordinated(referent)
            or self._beside(referent)
            or self._local(referent)
        )

    # --- steps --------------------------------------------------------------------------------------------------------

    def _local(self, referent: Referent) -> Referent:
        told = self._told(referent)
        if told is not None:
            return told.at(referent.head, "coreference")
        scene = self._opening_scene(referent)
        if scene:
            return referent.located(scene, "document_country")
        same = self._same_role(referent)
        home = self.homes.of(
            Bare(head=referent.head, sector=referent.sector, body=self._body(referent), same_role=same)
        )
        if home in BODIES and referent.kind != "country":
            return replace(referent, country=home, sector="IGO", resolved_by="document_country", bare=False)
        if not home:
            return replace(referent, resolved_by=NO_COUNTRY, bare=False)
        if same is not None and same.country == home:
            return replace(referent, country=home, sector=same.sector, resolved_by="coreference", bare=False)
        return referent.located(home, "document_country")

    def _opening_scene(self, referent: Referent) -> str:
        """As in "In Athens, police ...": the country of the town or country with which the sentence opens, "" for none."""
        document, mentions = self.document, self.homes.mentions
        sentence = document.sentences[document.sentence_of[referent.head]]
        if referent.name or document.lowers[sentence.first] not in grammar_of(document).names.get("scene_opens", frozenset()):
            return ""
        place = document.heads[sentence.first]
        if document.deps[place] != "obl" or not sentence.first < place < referent.head:
            return ""
        if place in mentions.cities:
            return mentions.cities[place]
        found = self.naming.of(place) or town(self.naming, place)
        return found.country if found is not None and found.kind in ("country", "place") else ""

    def _told(self, referent: Referent) -> Referent | None:
        """As in "las citadas fuentes": those who were quoted last."""
        head = referent.head
        if (
            referent.role not in self.roles.sources
            or indefinite(self.document, head)
            or _qualified(self.document, head)
        ):
            return None
        return next((b for b in self.coreference.before(head) if b.role in self.roles.sources and b.country), None)

    def _body(self, referent: Referent) -> str:
        """Which class of nouns for organisations of states and their people the noun is of, as ``Homes`` asks; "" for none."""
        if referent.sector not in ORGANS or (referent.name and referent.kind == "person" and not referent.role):
            return ""
        if referent.role in self.roles.state_nouns and self._described(referent.head):
            return ""
        if referent.role in self.roles.organs:
            return "organ"
        if referent.role in self.roles.members and referent.plural:
            return "members"
        return "staff" if referent.role in self.roles.inherit and referent.role not in self.roles.sector else "other"

    def _possessor(self, head: int) -> Referent | None:
        for child in self.document.children[head]:
            if self.document.deps[child] == "det" and self.document.feats[child].get("Poss") == "Yes":
                return self.coreference.pronoun(child)
        return None

    def _possessed(self, referent: Referent, possessor: Referent) -> Referent:
        """As in "su portavoz": of the possessor's country, and of its sector where the noun has none of its own."""
        inherits = referent.role in self.roles.inherit and referent.role not in self.roles.sector
        sector = possessor.sector if inherits and possessor.sector else referent.sector
        if possessor.sector == "IGO" and referent.sector in ("GOV", "LEG", "JUD"):
            sector = "IGO"
        return replace(referent, country=possessor.country, sector=sector, resolved_by="possessive", bare=False)

    def _diplomatic(self, referent: Referent) -> bool:
        """As in "la sede diplomática", "el personal diplomático"."""
        return referent.role in self.roles.inherit and any(
            clean_lemma(self.document, c) in grammar_of(self.document).names["diplomatic"] for c in self.document.children[referent.head]
        )

    def _posted(self, head: int) -> str:
        """The country in which an embassy stands, as its own phrase says it ("su embajada de Quito"); "" where it does not."""
        for child in self.document.children[head]:
            if lemma_case(self.document, child) in grammar_of(self.document).names["posted"]:
                place = self.naming.of(child) or town(self.naming, child)
                if place is not None and place.kind in ("country", "place"):
                    return place.country
        return ""

    def _sender(self, referent: Referent) -> Referent | None:
        """Whose an embassy or ambassador is: those of the last one named, else not the one who speaks of them to others."""
        head = referent.head
        back = self.coreference.before(head)
        for other in back:
            if other.country and other.role in self.roles.envoys and other.resolved_by != "document_country":
                return None if referent.kind == "person" and not referent.name else other
        own = self.coreference.clause_subject(head)
        if own is None:
            return None
        return next((o for o in back if o.kind == "country" and o.country not in ("", own.country)), None)

    def _like(self, referent: Referent, other: Referent) -> Referent:
        sector = "GOV" if referent.role in self.roles.others and referent.sector in ("CVL", "") else referent.sector
        return replace(referent, country=other.country, sector=sector, resolved_by="coreference", bare=False)

    # --- states -------------------------------------------------------------------------------------------------------

    def _state(self, referent: Referent) -> Referent:
        """As in "este país": the last named that is not the subject; "el país andino": the last of the region; "el país": the local one."""
        head = referent.head
        region = self._region(head)
        pointing = any(self.document.lowers[c] in grammar_of(self.document).forms.demonstratives for c in self.document.children[head])
        if not pointing and region is None:
            return self._local(referent)
        own = self.coreference.clause_subject(head)
        for back in self.coreference.before(head):
            if back.kind not in ("country", "place") or not back.country:
                continue
            if region is not None and back.country not in region:
                continue
            if own is None or back.country != own.country or region is not None:
                return replace(back, head=head, sector="GOV", kind="country", resolved_by="coreference")
        return self._local(referent)

    def _region(self, head: int) -> frozenset[str] | None:
        own = self.roles.regions.get(clean_lemma(self.document, head))
        if own is not None:
            return own  # "the island", "the sultanate"
        for child in self.document.children[head]:
            if self.document.deps[child] in ("amod", "flat", "appos"):
                found = self.roles.regions.get(clean_lemma(self.document, child))
                if found is not None:
                    return found
        return None

    def _opposite(self, referent: Referent, possessor: Referent | None) -> bool:
        """As in "el enemigo", "la otra parte", "el país vecino", "su vecino", "su homólogo": the other side."""
        role = referent.role
        if role in self.roles.others:
            return role not in grammar_of(self.document).names["neighbours"] or (possessor is not None and possessor.kind != "person")
        if role in self.roles.counterparts:
            return possessor is not None and not referent.name
        if role not in self.roles.state_nouns and role not in self.roles.sides:
            return False
        return any(clean_lemma(self.document, c) in self.roles.others for c in self.document.children[referent.head])

    def _other(self, head: int, possessor: Referent | None) -> Referent | None:
        """The last side named that is not the one who speaks, acts or possesses."""
        own = possessor or self.coreference.clause_subject(head)
        for back in self.coreference.before(head):
            if not back.country or back.plural or (back.kind == "person" and not back.name):
                continue
            if own is None or back.country != own.country:
                return back
        return None

    # --- who was named before -----------------------------------------------------------------------------------------

    def _back(self, referent: Referent) -> Referent | None:
        if referent.name and referent.kind == "person":
            return None
        if referent.role in self.roles.singular and not referent.plural:
            person = self._same_person(referent)
            if person is not None:
                return person.at(referent.head, "coreference")
        if referent.name:
            return self._same_institution(referent)
        group = self._same_group(referent)
        if group is not None:
            return group.at(referent.head, "coreference")
        return None

    def _same_person(self, referent: Referent) -> Referent | None:
        """The person named last whom the role noun fits; a noun with words of its own fits only its own sector."""
        if indefinite(self.document, referent.head) and self._has_indefinite(referent.head):
            return None
        described = self._described(referent.head)
        back = [r for r in self.coreference.before(referent.head) if r.kind == "person" and r.country and not r.plural]
        if not described and (speaker := self._just_named(referent, back)) is not None:
            return speaker
        for person in back:
            alike = bool(person.role) and self.roles.alike(person.role, referent.role)
            if alike and (person.sector == referent.sector or (not described and self._loose(referent))):
                return person
        if described:
            return None
        return next((r for r in back if r.sector == referent.sector and r.name), None)

    def _just_named(self, referent: Referent, back: list[Referent]) -> Referent | None:
        """As in "..., dijo el representante Luis Ríos. El funcionario ...": the last person of the sentence before, for a noun that fits all."""
        if referent.role not in self.roles.inherit:
            return None
        sentence = self.document.sentence_of[referent.head]
        near = [r for r in back if r.name and sentence - self.document.sentence_of[r.head] == 1]
        return near[0] if near and len({r.name for r in near}) == 1 else None

    def _loose(self, referent: Referent) -> bool:
        """Whether the noun says little of the sector ("el líder", "el titular", "el político")."""
        return referent.role in self.roles.inherit or self.roles.sector.get(referent.role) in (
            "PTY",
            "CVL",
            "MIL",
            None,
        )

    def _has_indefinite(self, head: int) -> bool:
        return any(self.document.feats[c].get("Definite") == "Ind" for c in self.document.children[head])

    def _culprit(self, referent: Referent) -> Referent | None:
        """As in "the raiders" after rebels were named: they, not somebody unknown."""
        if referent.role not in self.roles.culprits or referent.name or indefinite(self.document, referent.head):
            return None
        armed = (r for r in self.coreference.before(referent.head) if r.sector in ("REB", "PRM", "UAF", "CRM") and r.country)
        back = next(armed, None)
        return replace(referent, country=back.country, sector=back.sector, resolved_by="coreference", bare=False) if back is not None else None

    def _same_institution(self, referent: Referent) -> Referent | None:
        """A generic institution named again ("la Asamblea" after that of an organisation)."""
        for back in self.coreference.before(referent.head):
            if back.country and back.name == referent.name and back.sector == referent.sector:
                return referent.located(back.country, "coreference")
        return None

    def _same_group(self, referent: Referent) -> Referent | None:
        """As in "la organización", "el partido", "la embajada": the last one named of that family."""
        family = self.roles.groups.get(referent.role)
        if family is None or referent.plural or self._has_indefinite(referent.head) or self._described(referent.head):
            return None
        for back in self.coreference.before(referent.head):
            if back.country and back.kind == "institution" and back.sector in family and not back.plural:
                return back
        return None

    def _described(self, head: int) -> bool:
        """Whether the noun has words of its own that tell which one it is."""
        return any(
            self.document.deps[c] in ("nmod", "acl", "acl:relcl", "amod", "appos", "flat")
            for c in self.document.children[head]
        )

    def _same_role(self, referent: Referent) -> Referent | None:
        """The last noun of this role, or another name of the same body ("embajada", "legación")."""
        for back in self.coreference.before(referent.head):
            if not back.country or not back.role or back.head == self.document.heads[referent.head]:
                continue
            if back.role == referent.role and (back.sector == referent.sector or back.kind == "institution"):
                return back
            if back.sector == referent.sector and self.roles.same_body(back.role, referent.role):
                return back
        return None

    def _of_many(self, referent: Referent) -> bool:
        """As in "los países exportadores", "siete jefes de Estado": of several countries, which the phrase does not name."""
        document, head = self.document, referent.head
        if not referent.plural:
            return False
        if any(self._countries(child) for child in document.children[head]):
            return True
        if referent.sector != "GOV":
            return False
        numeral = any(document.deps[c] == "nummod" or document.pos[c] == "NUM" for c in document.children[head])
        if referent.role in self.roles.state_nouns:
            return not numeral and self._described(head)
        unique = referent.role in self.roles.offices or any(
            clean_lemma(document, c) in self.roles.leading for c in document.children[head]
        )
        return numeral and unique

    def _countries(self, child: int) -> bool:
        """As in "ministros | de distintos países": the complement is of several countries itself."""
        document = self.document
        if clean_lemma(document, child) not in self.roles.state_nouns or document.deps[child] != "nmod":
            return False
        owners = self.naming.of(child)
        return owners is not None and owners.bare and self._of_many(owners)

    def _coordinated(self, referent: Referent) -> Referent | None:
        for other in conjuncts(self.document, referent.head)[1:]:
            named = self.naming.of(other)
            if named is not None and named.country and not named.bare and named.kind not in ("country", "person"):
                return referent.located(named.country, "coordination")
        return None

    def _beside(self, referent: Referent) -> Referent | None:
        """As in "el senador Juan Ríos y Pedro Sanz": a name without a title is what the person named in one breath with it is."""
        if not referent.name or referent.kind != "person" or referent.sector or referent.role:
            return None
        document, node = self.document, referent.head
        for _ in range(6):
            if document.deps[node] != "conj" or document.heads[node] >= node:
                return None
            node = document.heads[node]
            named = self.naming.of(node)
            if named is not None and named.kind == "person" and named.name and named.country and named.sector:
                return replace(referent.located(named.country, "coordination"), sector=named.sector)
        return None

    def remainder(self, head: int) -> Referent | None:
        """As in "todos", "el resto", "otros": the last group named."""
        if clean_lemma(self.document, head) not in self.roles.remainder:
            return None
        return next((r for r in self.coreference.before(head) if r.plural and r.country), None)


def _qualified(document: Document, head: int) -> bool:
    """Whether the noun has a complement of its own, or an adjective that says whose it is ("las fuentes policiales")."""
    return any(
        document.deps[c] == "nmod"
        or (document.deps[c] == "amod" and c > head and clean_lemma(document, c) not in grammar_of(document).names["pointing_adjectives"])
        for c in document.children[head]
    )
