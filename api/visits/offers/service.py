"""When visits suit a family: a guardian says so for their own child; class teacher and visiting team read it."""

from collections.abc import Iterable, Sequence
from datetime import time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.core import access
from api.core.access import Action, Thing
from api.core.db import uuid7
from api.core.errors import NotFound
from api.core.unit import Unit
from api.visits.errors import TooManyOffers, wrong
from api.visits.offers import queries, rules
from api.visits.offers.queries import OfferPupil
from schemas.visit_rows import OfferRow
from schemas.visit_screens import MyOffer
from schemas.visits import FreeTime, Offer, OfferNew, Way


async def list_offers(unit: Unit, student_id: UUID) -> list[Offer]:
    """What a pupil's family offers from today on (V9). Raises NotFound."""
    pupil = await _pupil(unit, student_id)
    people = frozenset(pupil.team_ids) if pupil else frozenset[UUID]()
    unit.require(Action.OFFER_READ, _thing(unit, student_id, pupil, people))
    if pupil is None:
        raise NotFound
    today = unit.now.astimezone(ZoneInfo(pupil.time_zone)).date()
    rows = await queries.list_offers(unit.conn, unit.actor.org_id, student_id, today)
    return await _shown(unit, rows)


async def add_offer(unit: Unit, student_id: UUID, new: OfferNew) -> Offer:
    """A guardian offers a time for the child. Raises NotFound, Invalid, TooManyOffers."""
    pupil = await _pupil(unit, student_id)
    unit.require(Action.OFFER_EDIT, _thing(unit, student_id, pupil, frozenset()))
    if pupil is None or pupil.actor_name is None:
        raise NotFound
    today = unit.now.astimezone(ZoneInfo(pupil.time_zone)).date()
    if found := rules.wrong_offer(new, today):
        raise wrong(unit, *found)
    if len(await queries.list_offers(unit.conn, unit.actor.org_id, student_id, today)) >= rules.MOST:
        raise TooManyOffers
    row = await _row(unit, student_id, pupil.actor_name, new)
    await queries.add_offer(unit.conn, unit.actor.org_id, row, unit.now)
    unit.changed(Action.OFFER_EDIT, "visit_offer", row.offer_id)
    return rules.shown(row, new.place, unit.actor)


async def get_offer(unit: Unit, offer_id: UUID) -> Offer:
    """One offer of the actor's child, for a repeated request. Raises NotFound."""
    row = await _own(unit, offer_id)
    [offer] = await _shown(unit, [row])
    return offer


async def end_offer(unit: Unit, offer_id: UUID) -> Offer:
    """Takes an offer back; visits agreed on stay. A second time changes nothing. Raises NotFound."""
    row = await _own(unit, offer_id)
    if await queries.end_offer(unit.conn, unit.actor.org_id, offer_id, unit.now):
        unit.changed(Action.OFFER_EDIT, "visit_offer", row.offer_id)
    unit.object_id = offer_id
    return await get_offer(unit, offer_id)


async def free_times(
    unit: Unit, student_id: UUID, zone: ZoneInfo, busy: Iterable[rules.Span], length: timedelta, way: Way
) -> list[FreeTime]:
    """The family's offers less taken time. For visits, which have checked who asks."""
    today = unit.now.astimezone(zone).date()
    offers = await queries.list_offers(unit.conn, unit.actor.org_id, student_id, today)
    return rules.free_times(offers, busy, zone, unit.now, length, way)


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """A family's offers and the free times they give."""

    offers: list[Offer]
    times: list[FreeTime]


async def offered(
    unit: Unit, student_id: UUID, zone: ZoneInfo, busy: Sequence[rules.Span], length: timedelta
) -> Offered:
    """The family's offers and their times less taken time, of both ways. For the form, which has checked who asks."""
    rows = await queries.list_offers(unit.conn, unit.actor.org_id, student_id, unit.now.astimezone(zone).date())
    ways: tuple[Way, ...] = ("on_site", "online")
    times = [t for way in ways for t in rules.free_times(rows, busy, zone, unit.now, length, way)]
    return Offered(offers=await _shown(unit, rows), times=sorted(times, key=lambda t: t.starts_at))


async def list_own(unit: Unit) -> list[MyOffer]:
    """What the families of the actor's children here offer; nothing, and no query, for whom has none."""
    child_ids = access.reach(unit.actor, Action.OFFER_EDIT).student_ids
    if not child_ids:
        return []
    rows = await queries.list_family_offers(unit.conn, unit.actor.org_id, child_ids, unit.now)
    return [rules.mine(row, offer, unit.actor) for row, offer in zip(rows, await _shown(unit, rows), strict=True)]


async def _pupil(unit: Unit, student_id: UUID) -> OfferPupil | None:
    actor = unit.actor
    return await queries.find_pupil(unit.conn, actor.org_id, student_id, actor.account_id, unit.now)


def _thing(unit: Unit, student_id: UUID, pupil: OfferPupil | None, people: frozenset[UUID]) -> Thing:
    class_id = pupil.class_id if pupil else None
    return Thing(org_id=unit.actor.org_id, kind="visit_offer", student_id=student_id, class_id=class_id, people=people)


async def _own(unit: Unit, offer_id: UUID) -> OfferRow:
    row = await queries.find_offer(unit.conn, unit.actor.org_id, offer_id)
    student_id = row.student_id if row else None
    thing = Thing(org_id=unit.actor.org_id, kind="visit_offer", thing_id=offer_id, student_id=student_id)
    unit.require(Action.OFFER_EDIT, thing)
    if row is None:
        raise NotFound
    return row


async def _row(unit: Unit, student_id: UUID, name: str, new: OfferNew) -> OfferRow:
    offer_id = uuid7()
    return OfferRow(
        offer_id=offer_id,
        student_id=student_id,
        guardian_id=unit.actor.account_id,
        guardian_name=name,
        weekday=new.weekday,
        on_date=new.on_date,
        from_time=time.fromisoformat(new.from_time),
        to_time=time.fromisoformat(new.to_time),
        place_kind=new.place_kind,
        place_sealed=await _seal(unit, offer_id, new.place),
        ended_at=None,
    )


async def _seal(unit: Unit, offer_id: UUID, place: str | None) -> bytes | None:
    if place is None:
        return None
    at = _place(offer_id)
    return (await unit.vault.seal_fields(unit.actor.org_id, {at: place.encode()}))[at]


async def _shown(unit: Unit, rows: Sequence[OfferRow]) -> list[Offer]:
    sealed = {_place(r.offer_id): r.place_sealed for r in rows if r.place_sealed is not None}
    opened = await unit.vault.open_fields(unit.actor.org_id, sealed) if sealed else {}
    places = {at: text.decode() for at, text in opened.items()}
    return [rules.shown(r, places.get(_place(r.offer_id)), unit.actor) for r in rows]


def _place(offer_id: UUID) -> str:
    """Where a sealed place belongs."""
    return f"visit_offer:{offer_id}"
