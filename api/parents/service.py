"""Parent committees and parent schools: their members for a term, their meetings and courses (V11)."""

from datetime import date
from uuid import UUID

from api.core import access
from api.core.access import Action
from api.core.db import uuid7
from api.core.errors import NotFound, Stale, check_version
from api.core.local_time import local_day
from api.core.parts import PartsEnded
from api.core.unit_of_work import Reading, UnitOfWork
from api.lectures.editing import service as lectures
from api.parents import actions, queries, rules
from api.parents.errors import GroupOver, missing, wrong
from schemas.parents.wire import (
    GroupRow,
    MyParentGroup,
    ParentCandidate,
    ParentGroup,
    ParentGroupEdit,
    ParentGroupNew,
    ParentGroups,
    ParentMeetingNew,
    ParentMemberNew,
)


async def list_groups(uow: Reading) -> ParentGroups:
    """The groups within reach, and what a form offers. Raises Forbidden."""
    uow.require_org(actions.PARENT_GROUP_READ, "parent_group")
    org_id = uow.actor.org_id
    rows = await queries.list_groups(uow.conn, org_id, access.reach(uow.actor, actions.PARENT_GROUP_READ))
    edits = access.reach(uow.actor, actions.PARENT_GROUP_EDIT)
    return ParentGroups(
        groups=await _with_people(uow, rows),
        classes=await queries.list_classes(uow.conn, org_id, edits),
        whole_school=edits.everything,
        can_edit=edits.everything or bool(edits.class_ids),
    )


async def list_candidates(uow: Reading, class_id: UUID | None) -> list[ParentCandidate]:
    """The guardians of a class within reach; nobody of another. Raises Forbidden."""
    uow.require_org(actions.PARENT_GROUP_EDIT, "parent_group")
    reach, org_id = access.reach(uow.actor, actions.PARENT_GROUP_EDIT), uow.actor.org_id
    if class_id not in {one.class_id for one in await queries.list_classes(uow.conn, org_id, reach)}:
        return []
    return await queries.list_candidates(uow.conn, org_id, class_id, None, uow.actor.barred_ids)


async def get_group(uow: Reading, group_id: UUID) -> ParentGroup:
    """One group. Raises Forbidden, NotFound."""
    row = await _get(uow, actions.PARENT_GROUP_READ, group_id)
    return (await _with_people(uow, [row]))[0]


async def add_group(uow: UnitOfWork, new: ParentGroupNew) -> ParentGroup:
    """Forms a group. Raises Forbidden, NotFound, Invalid."""
    org_id = uow.actor.org_id
    uow.require_org(actions.PARENT_GROUP_EDIT, "parent_group")
    if found := rules.wrong_term(new, _today(uow)):
        raise wrong(uow, f"$.{found[0]}", found[1])
    uow.require(actions.PARENT_GROUP_EDIT, rules.resource(org_id, new))
    classes = await queries.list_classes(uow.conn, org_id, access.reach(uow.actor, actions.PARENT_GROUP_EDIT))
    if new.class_id and new.class_id not in {one.class_id for one in classes}:
        raise missing(uow, "$.classId", "not-found")
    group_id = uuid7()
    await queries.add_group(uow.conn, org_id, group_id, new, uow.now)
    return await _changed(uow, group_id)


async def set_group(uow: UnitOfWork, group_id: UUID, edit: ParentGroupEdit, version: int) -> ParentGroup:
    """Renames a group, changes its term, or dissolves it. Raises Forbidden, NotFound, Invalid, Stale."""
    row = await _locked(uow, group_id)
    held = await queries.get_held(uow.conn, uow.actor.org_id, group_id)
    if found := rules.wrong_term(edit, _today(uow)) or rules.wrong_for_meetings(edit, held.first, held.last):
        raise wrong(uow, f"$.{found[0]}", found[1])
    check_version(row.version, version)
    if not await queries.set_group(uow.conn, uow.actor.org_id, group_id, version, edit, uow.now):
        raise Stale
    return await _changed(uow, group_id)


async def add_member(uow: UnitOfWork, group_id: UUID, new: ParentMemberNew) -> ParentGroup:
    """Adds a guardian of the class or school. Raises Forbidden, NotFound, Invalid, GroupOver, MemberAlready."""
    row = await _locked(uow, group_id)
    if not rules.is_current(row, _today(uow)):
        raise GroupOver
    org_id = uow.actor.org_id
    if not await queries.list_candidates(uow.conn, org_id, row.class_id, new.guardian_id, uow.actor.barred_ids):
        raise wrong(uow, "$.guardianId", "not-found")
    if new.role == "chair" and await queries.has_chair(uow.conn, org_id, group_id):
        raise wrong(uow, "$.role", "chair")
    await queries.add_member(uow.conn, org_id, uuid7(), group_id, new.guardian_id, new.role, uow.now)
    return await _changed(uow, group_id)


async def end_member(uow: UnitOfWork, group_id: UUID, member_id: UUID) -> ParentGroup:
    """Takes a member out; again changes nothing. Raises Forbidden, NotFound."""
    await _get(uow, actions.PARENT_GROUP_EDIT, group_id)
    await _check_member(uow, group_id, {member_id})
    if await queries.end_member(uow.conn, uow.actor.org_id, group_id, member_id, uow.now):
        uow.changed(actions.PARENT_GROUP_EDIT, "parent_group", group_id)
    uow.object_id = group_id
    return await get_group(uow, group_id)


async def add_meeting(uow: UnitOfWork, group_id: UUID, new: ParentMeetingNew) -> ParentGroup:
    """Enters a meeting or a course that was held, also after the term. Raises Forbidden, NotFound, Invalid, GroupOver."""
    row = await _locked(uow, group_id)
    if row.ended:
        raise GroupOver
    if code := rules.wrong_day(row, new.held_on, _today(uow)):
        raise wrong(uow, "$.heldOn", code)
    await _check_member(uow, group_id, set(new.came), "$.came")
    if new.lecture_id and not rules.was_held(await lectures.get_lecture(uow, new.lecture_id), uow.now):
        raise wrong(uow, "$.lectureId", "not-held")
    await queries.add_meeting(uow.conn, uow.actor.org_id, uuid7(), group_id, new, uow.actor.account_id, uow.now)
    return await _changed(uow, group_id)


async def end_meeting(uow: UnitOfWork, group_id: UUID, meeting_id: UUID) -> ParentGroup:
    """Takes a meeting out; again changes nothing. Raises Forbidden, NotFound."""
    await _get(uow, actions.PARENT_GROUP_EDIT, group_id)
    if await queries.end_meeting(uow.conn, uow.actor.org_id, group_id, meeting_id, uow.now):
        uow.changed(actions.PARENT_GROUP_EDIT, "parent_group", group_id)
    uow.object_id = group_id
    return await get_group(uow, group_id)


async def list_mine(uow: Reading) -> list[MyParentGroup]:
    """This organisation's share of a guardian's memberships; nothing where the reader is no guardian."""
    uow.required.add(actions.PARENT_GROUP_OWN)  # not required: one organisation left must not close the others' list
    actor = uow.actor
    if access.Role.GUARDIAN not in actor.roles:
        return []
    return await queries.list_mine(uow.conn, actor.org_id, actor.account_id, _today(uow))


async def end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    """Ends memberships whose guardian has no child in the group's class or school any more, or is barred."""
    ended = event.of("guardian", "guardianship", "student")
    if ended:
        barred = sorted({one.account_id for one in ended if one.how == "barred"})
        await queries.end_parts(uow.conn, uow.actor.org_id, event.at, barred)


async def _get(uow: Reading, action: Action, group_id: UUID) -> GroupRow:
    org_id = uow.actor.org_id
    row = await queries.find_group(uow.conn, org_id, group_id)
    unknown = access.Resource(org_id=org_id, kind="parent_group", resource_id=group_id)
    uow.require(action, rules.resource(org_id, row) if row else unknown)
    if row is None:
        raise NotFound
    return row


async def _locked(uow: UnitOfWork, group_id: UUID) -> GroupRow:
    """A group that nobody else changes meanwhile: what is asked of its meetings and members still holds at the end."""
    await queries.lock_group(uow.conn, uow.actor.org_id, group_id)
    return await _get(uow, actions.PARENT_GROUP_EDIT, group_id)


async def _check_member(uow: Reading, group_id: UUID, wanted: set[UUID], path: str | None = None) -> None:
    """All of these are or were members of the group. Raises NotFound."""
    found = await queries.list_members(uow.conn, uow.actor.org_id, [group_id], uow.actor.barred_ids)
    if not wanted.issubset({one.member_id for one in found}):
        raise missing(uow, path, "not-found") if path else NotFound


async def _with_people(uow: Reading, rows: list[GroupRow]) -> list[ParentGroup]:
    group_ids, org_id = [row.group_id for row in rows], uow.actor.org_id
    members = await queries.list_members(uow.conn, org_id, group_ids, uow.actor.barred_ids)
    meetings = await queries.list_meetings(uow.conn, org_id, group_ids)
    edits = access.reach(uow.actor, actions.PARENT_GROUP_EDIT)
    mine = {row.group_id for row in rows if edits.everything or row.class_id in edits.class_ids}
    today = _today(uow)
    return [rules.to_wire(row, members, meetings, today, can_edit=row.group_id in mine) for row in rows]


def _today(uow: Reading) -> date:
    return local_day(uow.now, uow.actor.zone)


async def _changed(uow: UnitOfWork, group_id: UUID) -> ParentGroup:
    uow.changed(actions.PARENT_GROUP_EDIT, "parent_group", group_id)
    return await get_group(uow, group_id)
