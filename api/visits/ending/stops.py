"""What the end of somebody's part means for siblings who are visited at one stop, whose time is claimed once. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from api.visits.ending.rules import Settled
from schemas.visits.ending.rows import Shaken


def claim_of(visit: Shaken) -> UUID:
    """Under which id the visit's time is claimed."""
    return visit.joint_id or visit.visit_id


def stops_of(shaken: Iterable[Shaken]) -> dict[UUID, list[Shaken]]:
    """The visits of each stop at which siblings are visited, by its claim."""
    found: dict[UUID, list[Shaken]] = {}
    for visit in shaken:
        if visit.joint_id is not None:
            found.setdefault(visit.joint_id, []).append(visit)
    return {claim: visits for claim, visits in found.items() if len(visits) > 1}


def settle_stops(settled: Sequence[Settled], stops: Mapping[UUID, Sequence[Shaken]]) -> list[Settled]:
    """One team comes to a stop. Where it is not the same for all children any more, one of them is visited; the others are due again."""
    found = {one.visit.visit_id: one for one in settled}
    for visits in stops.values():
        staying = [visit for visit in visits if not _ended(found.get(visit.visit_id))]
        teams = {_team(found.get(visit.visit_id), visit) for visit in staying}
        if len(teams) > 1:
            changed = [visit for visit in staying if visit.visit_id in found and found[visit.visit_id].gone]
            kept = changed[0] if changed else staying[0]
            for visit in staying:
                if visit is not kept:
                    found[visit.visit_id] = Settled(visit=visit, cancelled_for="nobody_comes")
    return list(found.values())


def handed_over(
    settled: Sequence[Settled], stops: Mapping[UUID, Sequence[Shaken]]
) -> list[tuple[UUID, UUID, UUID | None]]:
    """Claim, who gives the time back, and who takes it. A guardian who comes for another child of the stop keeps the time."""
    found = {one.visit.visit_id: one for one in settled}
    pairs: dict[tuple[UUID, UUID], UUID | None] = {}
    for one in settled:
        claim = claim_of(one.visit)
        needed = {
            visit.confirmed_by
            for visit in stops.get(claim, ())
            if visit.visit_id not in found and visit is not one.visit
        }
        for old, new in one.handed_over:
            if not one.cancelled_for and not one.visit.asked and old not in needed:
                pairs[claim, old] = new
    return [(claim, old, new) for (claim, old), new in pairs.items()]


def given_back(
    cancelled: Sequence[Settled], kept: Sequence[Settled], stops: Mapping[UUID, Sequence[Shaken]]
) -> list[tuple[UUID, list[UUID]]]:
    """By claim, whose time is free after these visits were cancelled: nobody whom the rest of their stop still needs."""
    ended = {one.visit.visit_id for one in cancelled}
    changed = {one.visit.visit_id: one for one in kept}
    found: list[tuple[UUID, list[UUID]]] = []
    for one in cancelled:
        claim = claim_of(one.visit)
        rest = [visit for visit in stops.get(claim, ()) if visit.visit_id not in ended]
        needed = {person for visit in rest for person in _needed(visit, changed.get(visit.visit_id))}
        found.append((claim, [person for person in one.subjects if person not in needed]))
    return found


def _ended(settled: Settled | None) -> bool:
    return settled is not None and settled.cancelled_for is not None


def _team(settled: Settled | None, visit: Shaken) -> frozenset[UUID]:
    if settled is None:
        return frozenset(visit.team_ids)
    joins = {settled.joins} if settled.joins else set[UUID]()
    return frozenset(set(visit.team_ids) - set(settled.gone) | joins)


def _needed(visit: Shaken, settled: Settled | None) -> set[UUID]:
    if visit.asked:
        return set()
    comes = {visit.confirmed_by} if visit.confirmed_by and not (settled and settled.asks_again) else set[UUID]()
    return {*_team(settled, visit), *comes}
