"""Saved audiences (N1): whom to write to, kept under a name. A notice that was written with one goes to whom it names when it is sent.

A class teacher has those of their own; the school's reach further than a class, and are for those who may write to everybody. What an
audience tells of children (needs) is seen by nobody who may not address them by it.
"""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from api.core import access
from api.core.access import Resource
from api.core.errors import NotFound
from api.core.keeping import Kept
from api.core.unit_of_work import Reading, UnitOfWork
from api.notices import actions, choosing
from api.notices import queries as shared
from api.notices import rules as notice_rules
from api.notices.bureau import queries as bureau
from api.notices.errors import missing, wrong
from api.notices.saved import queries, rules
from api.notices.saved.errors import AudienceRemoved, AudiencesFull, AudienceSharedByLeaders
from api.notices.writing import rules as choices
from schemas.notices.rows import Named, NoticeRow, Target
from schemas.notices.saved import (
    Choice,
    SavedAudience,
    SavedAudienceEdit,
    SavedAudienceLine,
    SavedAudienceNew,
    SavedAudienceNext,
    SavedPlaces,
    SavedPlacesNew,
    SavedRow,
)
from schemas.notices.wire import NoticeNames

_KEPT: Kept[SavedRow, Choice] = Kept(
    kind="saved_audience",
    action=actions.SAVED_AUDIENCE_EDIT,
    most=(30, 100),
    by_leaders=AudienceSharedByLeaders,
    full=AudiencesFull,
    removed=AudienceRemoved,
    find=queries.find_saved,
    count=queries.count_saved,
    insert=queries.add_saved,
    update=queries.set_saved,
    hide=queries.remove_saved,
)


async def list_saved(uow: Reading) -> list[SavedAudienceLine]:
    """The actor's own audiences, then the organisation's where they may use these. Raises Forbidden."""
    uow.require_org(actions.SAVED_AUDIENCE_USE, _KEPT.kind)
    rows = await queries.list_saved(uow.conn, uow.actor.org_id, uow.actor.account_id)
    world = await _load(uow, rows)
    return [_line(uow, row, world) for row in rows if _is_shown(uow, row, world)]


async def get_saved(uow: Reading, audience_id: UUID) -> SavedAudience:
    """One as it is today, also a removed one for a repeated request. Raises Forbidden, NotFound."""
    row = await _KEPT.seen(uow, audience_id)
    people = frozenset({row.owner_id}) if row and row.owner_id else frozenset[UUID]()
    resource = Resource(org_id=uow.actor.org_id, kind=_KEPT.kind, resource_id=audience_id, people=people)
    uow.require(actions.SAVED_AUDIENCE_USE, resource)
    world = await _load(uow, [row] if row else [])
    if row is None or not _is_shown(uow, row, world):
        raise NotFound
    return await _to_wire(uow, row, world)


async def add_saved(uow: UnitOfWork, new: SavedAudienceNew) -> SavedAudience:
    """Keeps an audience.

    Raises Forbidden, AudienceSharedByLeaders, AudienceTooWide, NotFound, AudienceNameTaken, AudiencesFull, Invalid.
    """
    _KEPT.open(uow, shared=new.shared)
    return await get_saved(uow, await _KEPT.add(uow, await _choice(uow, new), shared=new.shared))


async def set_saved(uow: UnitOfWork, audience_id: UUID, edit: SavedAudienceEdit, version: int) -> SavedAudience:
    """Replaces an audience; notices that were written with it and not sent go to it as it is then.

    Raises Forbidden, NotFound, AudienceRemoved, Stale, AudienceTooWide, AudienceNameTaken, Invalid, StepUpNeeded.
    """
    await _KEPT.changeable(uow, audience_id, version)
    if await queries.has_urgent_waiting(uow.conn, uow.actor.org_id, audience_id):
        access.check_assurance(uow.actor)  # what wakes people goes to whom this names
    await _KEPT.replace(uow, audience_id, await _choice(uow, edit), version)
    return await get_saved(uow, audience_id)


async def remove_saved(uow: UnitOfWork, audience_id: UUID, version: int) -> SavedAudience:
    """Takes an audience out of the lists; a second time changes nothing. Raises Forbidden, NotFound, Stale."""
    await _KEPT.remove(uow, audience_id, version)
    return await get_saved(uow, audience_id)


async def choose(uow: Reading, audience_id: UUID) -> Target:
    """Whom it names now, for a notice that is written with it. Raises AudienceTooWide, NotFound."""
    row = await _KEPT.seen(uow, audience_id)
    world = await _load(uow, [row] if row else [])
    if row is None or row.removed_at is not None or not _is_usable(uow, row, world) or rules.is_of_places(row):
        raise missing(uow, "$.savedAudienceId", "not-found")
    target = rules.target(world.today(row), world.classes_of)
    choosing.require_target(uow, target)
    return target


async def refresh(uow: Reading, row: NoticeRow) -> NoticeRow:
    """A notice with the audience that its saved one is now; as it is where that was removed, or names nobody any more.

    The caller checks that its sender may still write to all of them.
    """
    saved = await queries.find_any(uow.conn, row.org_id, row.saved_audience_id) if row.saved_audience_id else None
    if saved is None:
        return row
    world = await _load(uow, [saved])
    now = world.today(saved)
    if not now.groups:
        return row
    target = rules.target(now, world.classes_of)
    return msgspec.structs.replace(row, **{name: getattr(target, name) for name in target.__struct_fields__})


@dataclass(frozen=True, slots=True)
class _World:
    """What there is today of what audiences name."""

    there: Named
    classes_of: dict[UUID, UUID]
    places: frozenset[int]
    after: dict[UUID, list[UUID]]
    """The classes that went on from those that ended."""

    def today(self, row: SavedRow) -> SavedRow:
        return rules.today(row, self.there, self.places)


async def _load(uow: Reading, rows: list[SavedRow]) -> _World:
    org_id, wanted = uow.actor.org_id, rules.named(rows)
    places = await bureau.list_places(uow.conn, org_id) if any(map(rules.is_of_places, rows)) else []
    there, found, after = wanted, list[shared.InClass](), dict[UUID, list[UUID]]()
    if wanted.class_ids or wanted.grades or wanted.student_ids:
        there = await shared.get_named(uow.conn, org_id, wanted)
    if ended := set(wanted.class_ids).difference(there.class_ids):
        after = rules.followed(ended, await queries.list_successors(uow.conn, org_id))
        there = rules.with_classes(there, after)
    if there.student_ids:
        found = await shared.list_classes_of(uow.conn, org_id, there.student_ids)
    classes_of = {one.student_id: one.class_id for one in found}
    return _World(there, classes_of, frozenset(place.org_id for place in places), after)


def _is_usable(uow: Reading, row: SavedRow, world: _World) -> bool:
    """Whether somebody is left in it, all of whom the actor may address by it."""
    now = world.today(row)
    named = choices.named_groups([*now.groups, *now.except_groups]).student_ids
    if not now.groups or not uow.actor.barred_ids.isdisjoint(named):
        return False
    writes = access.reach(uow.actor, actions.NOTICE_SEND)
    if access.reach(uow.actor, actions.SAVED_AUDIENCE_USE).everything:
        return writes.everything or not choices.confidential([*row.groups, *row.except_groups])
    things = notice_rules.audience_things(uow.actor.org_id, rules.target(now, world.classes_of))
    return all(access.within(writes, uow.actor, thing) for thing in things)


def _is_shown(uow: Reading, row: SavedRow, world: _World) -> bool:
    """One's own is shown where it is not usable, too: to be replaced or removed."""
    uses_all = access.reach(uow.actor, actions.SAVED_AUDIENCE_USE).everything
    return row.owner_id is not None or _KEPT.leads(uow) or (uses_all and _is_usable(uow, row, world))


def _may_change(uow: Reading, row: SavedRow) -> bool:
    return row.owner_id is not None or _KEPT.leads(uow)


def _next_of(uow: Reading, row: SavedRow, world: _World) -> SavedRow | None:
    """What it would be if it followed its classes, for a reader who may change it and write to all of that."""
    moved = rules.following(row, world.after)
    if moved == row or row.removed_at is not None or not _may_change(uow, row) or not _is_usable(uow, moved, world):
        return None
    return world.today(moved)


def _line(uow: Reading, row: SavedRow, world: _World) -> SavedAudienceLine:
    usable = _is_usable(uow, row, world)
    return SavedAudienceLine(
        audience_id=row.audience_id,
        name=row.name,
        shared=row.owner_id is None,
        can_change=_may_change(uow, row),
        usable=usable,
        for_lectures=usable and rules.for_lectures(world.today(row)),
        has_next=_next_of(uow, row, world) is not None,
        version=row.version,
    )


async def _to_wire(uow: Reading, row: SavedRow, world: _World) -> SavedAudience:
    line, now, of_places = _line(uow, row, world), world.today(row), rules.is_of_places(row)
    of_school, names = line.usable and not of_places, NoticeNames(classes=[], students=[])
    if of_school:
        reach = access.reach(uow.actor, actions.NOTICE_SEND)
        wanted = choices.named_groups([*now.groups, *now.except_groups])
        names = await shared.get_names(uow.conn, uow.actor.org_id, wanted, reach)
    return SavedAudience(
        **{name: getattr(line, name) for name in line.__struct_fields__},
        audience=choices.to_wire(now.groups, now.except_groups, now.parts) if of_school else None,
        places=rules.to_places(now) if line.usable and of_places else None,
        names=names,
        gone=rules.gone(row, now),
        next=await _next_to_wire(uow, row, world),
        removed=row.removed_at is not None,
    )


async def _next_to_wire(uow: Reading, row: SavedRow, world: _World) -> SavedAudienceNext | None:
    after = _next_of(uow, row, world)
    if after is None:
        return None
    followed = {one: world.after[one] for one in rules.named([row]).class_ids if one in world.after}
    wanted = choices.named_groups([*after.groups, *after.except_groups])
    wanted = msgspec.structs.replace(wanted, class_ids=sorted({*wanted.class_ids, *followed}))
    reach = access.reach(uow.actor, actions.NOTICE_SEND)
    names = await shared.get_names(uow.conn, uow.actor.org_id, wanted, reach)
    audience = choices.to_wire(after.groups, after.except_groups, after.parts)
    return rules.to_next(audience, names, followed)


async def _choice(uow: Reading, new: SavedAudienceEdit) -> Choice:
    if new.places is not None and new.audience is None:
        return rules.of_places(new.name, await _checked_places(uow, new.places))
    if new.audience is None or new.places is not None:
        raise wrong(uow, "$.audience", "one-of")
    await choosing.choose(uow, new.audience)
    await choosing.check_places(uow, new.audience, "$.audience")
    return rules.of_audience(new.name, new.audience)


async def _checked_places(uow: Reading, new: SavedPlacesNew) -> SavedPlaces:
    """Raises Forbidden, NotFound."""
    uow.require_org(actions.BUREAU_NOTICE_EDIT, _KEPT.kind)
    known = {place.org_id for place in await bureau.list_places(uow.conn, uow.actor.org_id)}
    for name, chosen in (("places", new.places), ("exceptPlaces", new.except_places)):
        if not known.issuperset(chosen):
            raise missing(uow, f"$.places.{name}", "not-found")
    return SavedPlaces(places=new.places, except_places=new.except_places, parts=new.parts)
