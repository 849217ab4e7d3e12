"""The mailbox: ordinary reports wait here until the full hour, sealed, among decoys (DESIGN 7)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
import structlog
from cryptography.exceptions import InvalidTag

from api.core.access import Resource
from api.core.unit_of_work import Reading, UnitOfWork
from api.observations import actions
from api.observations.mailbox import queries, rules
from api.observations.mailbox.queries import Row
from schemas.observations.mailbox import Parcel, Ticket

log = structlog.get_logger("mailbox")


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A report that was taken out."""

    ticket: Ticket
    parcel: Parcel


class _Plain(msgspec.Struct, frozen=True, kw_only=True):
    """A row before it is sealed. Without a ticket it is a decoy, and nobody opens its parcel."""

    slot_id: UUID
    ticket: Ticket | None
    parcel: bytes


class _Sorted(msgspec.Struct, frozen=True, kw_only=True):
    """Rows without the decoys. `lost`: what cannot be opened."""

    reports: list[Waiting]
    lost: list[Row]


async def put(uow: UnitOfWork, ticket: Ticket, parcel: Parcel) -> Ticket | None:
    """Puts a report in; returns the one that is there when the same request put it in before."""
    if waits := await find(uow, ticket.receipt):  # perhaps in another slot by now
        return waits
    plain = _Plain(slot_id=_slot(uow, ticket.receipt), ticket=ticket, parcel=msgspec.json.encode(parcel))
    return None if await _add(uow, plain) else await find(uow, ticket.receipt)


async def find(uow: Reading, receipt: bytes) -> Ticket | None:
    """The ticket of a request that waits."""
    return next((ticket for ticket in await list_tickets(uow) if ticket.receipt == receipt), None)


async def take_back(uow: UnitOfWork, receipt: bytes) -> None:
    """Takes a report out that was put in a moment ago: its twin has become a case already."""
    await queries.remove_row(uow.conn, uow.actor.org_id, _slot(uow, receipt))


async def add_decoy(uow: UnitOfWork) -> None:
    """Leaves a decoy, so that somebody who only looked leaves the same as somebody who filed."""
    await _add(uow, _decoy())


async def list_tickets(uow: Reading) -> list[Ticket]:
    """The tickets of all reports that wait; their texts stay sealed."""
    return [ticket for ticket in (await _list_all(uow)).values() if ticket is not None]


async def take(uow: UnitOfWork, until: datetime) -> list[Waiting]:
    """Takes out what was filed before a full hour, in random order, and rewrites all other rows. For the worker.

    A row that cannot be opened stays as it is and is logged: nothing that may be a report is thrown away.
    """
    uow.require(actions.OBSERVATION_ADD, Resource(org_id=uow.actor.org_id, kind="observation"))
    if await _is_quiet(uow):
        return []
    found = await _sort(uow, await queries.take_rows(uow.conn, uow.actor.org_id))
    if found.lost:
        log.error("unreadable-rows", count=len(found.lost))
    stay = [_moved(one) for one in found.reports if one.ticket.filed_at >= until]
    fresh = await _seal(uow, [*stay, *(_decoy() for _ in range(rules.DECOYS))])
    await queries.add_rows(uow.conn, uow.actor.org_id, rules.shuffled([*found.lost, *fresh]))
    # Once each: a twin at work is put in as well where the first has just moved to another slot.
    once = {one.ticket.receipt: one for one in found.reports}.values()
    return rules.shuffled([one for one in once if one.ticket.filed_at < until])


async def _add(uow: UnitOfWork, plain: _Plain) -> bool:
    """Puts a row in, the same way whatever it is. False: its slot is taken."""
    [row] = await _seal(uow, [plain])
    if not await queries.add_row(uow.conn, uow.actor.org_id, row):
        return False
    slots = await queries.list_slots(uow.conn, uow.actor.org_id)
    if len(slots) > rules.MOST_ROWS:
        await _make_room(uow, rules.shuffled([one for one in slots if one != row.slot_id])[: rules.MOVED])
    return True


async def _make_room(uow: UnitOfWork, slots: Sequence[UUID]) -> None:
    """Some rows go, taken by lot, and one fewer comes back. Reports among them come back in other slots: rows that outlast all others would be reports."""
    taken = await queries.take_some(uow.conn, uow.actor.org_id, slots)
    found = await _sort(uow, taken)
    free = len(taken) - 1 - len(found.lost) - len(found.reports)
    fresh = await _seal(uow, [*map(_moved, found.reports), *(_decoy() for _ in range(free))])
    await queries.add_rows(uow.conn, uow.actor.org_id, rules.shuffled([*found.lost, *fresh]))


async def _sort(uow: Reading, rows: Sequence[Row]) -> _Sorted:
    by_slot = {row.slot_id: row for row in rows}
    tickets = await _open_tickets(uow, {slot_id: row.ticket for slot_id, row in by_slot.items()})
    real = {slot_id: ticket for slot_id, ticket in tickets.items() if ticket is not None}
    parcels = await _open(uow, "parcel", {slot_id: by_slot[slot_id].parcel for slot_id in real})
    return _Sorted(
        reports=[
            Waiting(ticket=real[slot_id], parcel=msgspec.json.decode(parcel, type=Parcel))
            for slot_id, parcel in parcels.items()
        ],
        lost=[
            row
            for slot_id, row in by_slot.items()
            if slot_id not in tickets or (slot_id in real and slot_id not in parcels)
        ],
    )


def _moved(report: Waiting) -> _Plain:
    return _Plain(slot_id=uuid4(), ticket=report.ticket, parcel=msgspec.json.encode(report.parcel))


async def _list_all(uow: Reading) -> dict[UUID, Ticket | None]:
    """What every row that can be opened holds; None for a decoy."""
    rows = await queries.list_tickets(uow.conn, uow.actor.org_id)
    return await _open_tickets(uow, {row.slot_id: row.ticket for row in rows})


async def _is_quiet(uow: Reading) -> bool:
    """Nobody filed and nobody looked since the last time: there is nothing to hide."""
    found = await _list_all(uow)
    return len(found) == rules.DECOYS and not any(found.values())


def _decoy() -> _Plain:
    return _Plain(slot_id=uuid4(), ticket=None, parcel=b"")


async def _seal(uow: UnitOfWork, rows: Sequence[_Plain]) -> list[Row]:
    tickets = {_place("ticket", r.slot_id): rules.pad(msgspec.json.encode(r.ticket), rules.TICKET_BYTES) for r in rows}
    parcels = {_place("parcel", r.slot_id): rules.pad(r.parcel, rules.PARCEL_BYTES) for r in rows}
    sealed = await uow.vault.seal_fields(uow.actor.org_id, tickets | parcels)
    return [
        Row(slot_id=s, ticket=sealed[_place("ticket", s)], parcel=sealed[_place("parcel", s)])
        for s in (r.slot_id for r in rows)
    ]


async def _open_tickets(uow: Reading, sealed: Mapping[UUID, bytes]) -> dict[UUID, Ticket | None]:
    """The tickets that can be opened; None for a decoy."""
    found = await _open(uow, "ticket", sealed)
    return {slot_id: msgspec.json.decode(plain, type=Ticket | None) for slot_id, plain in found.items()}


async def _open(uow: Reading, what: str, sealed: Mapping[UUID, bytes]) -> dict[UUID, bytes]:
    """What can be opened, by slot."""
    places = {_place(what, slot_id): text for slot_id, text in sealed.items()}
    try:
        opened = await uow.vault.open_fields(uow.actor.org_id, places)
    except (InvalidTag, ValueError):
        if len(sealed) == 1:
            return {}
        one_by_one = [await _open(uow, what, {slot_id: text}) for slot_id, text in sealed.items()]
        return {slot_id: plain for found in one_by_one for slot_id, plain in found.items()}
    return {slot_id: opened[_place(what, slot_id)] for slot_id in sealed}


def _slot(uow: UnitOfWork, receipt: bytes) -> UUID:
    """The slot of a report: the same for a repeated request, and no different to look at than a random one.

    Not a part of the receipt, which stands in clear once the report is a case: an earlier dump would tell the row, and so its moment.
    """
    return UUID(bytes=uow.sealer.mark("mailbox slot", receipt.hex())[:16], version=4)


def _place(what: str, slot_id: UUID) -> str:
    return f"mailbox:{what}:{slot_id}"
