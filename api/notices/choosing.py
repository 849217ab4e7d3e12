"""The audience that a writer chose: what it names must be there and within their reach."""

from uuid import UUID

import msgspec

from api.core import access
from api.core.access import Resource
from api.core.errors import NotFound
from api.core.unit_of_work import Reading
from api.notices import actions, queries, rules
from api.notices.errors import AudienceTooWide, missing, wrong
from api.notices.writing import rules as choices
from schemas.notices.rows import NoticeRow, Target
from schemas.notices.wire import AudienceNew


async def choose(uow: Reading, new: AudienceNew, path: str = "$.audience") -> Target:
    """The audience, within the actor's reach. Raises Forbidden, AudienceTooWide, NotFound, Invalid."""
    uow.require_org(actions.NOTICE_SEND, "notice")
    if not choices.one_or_together(new):
        raise wrong(uow, path, "one-of")
    if new.roles and "staff" not in new.parts:
        raise wrong(uow, f"{path}.parts", "staff")
    target = choices.target(new, await _classes_of(uow, new))
    require_target(uow, target)
    return target


def require_target(uow: Reading, target: Target) -> None:
    """Raises AudienceTooWide, NotFound where it is beyond the actor's reach."""
    try:
        require_all(uow, rules.audience_things(uow.actor.org_id, target))
    except NotFound:
        if target.scope == "classes":  # whether there is such a class is not for them to know
            raise
        raise AudienceTooWide from None


def require_all(uow: Reading, resources: list[Resource]) -> None:
    """Raises Forbidden, NotFound where one of these is beyond the actor's reach."""
    for resource in resources:
        uow.require(actions.NOTICE_SEND, resource)


async def today(uow: Reading, row: NoticeRow) -> Target:
    """The audience of a notice with the classes in which the students whom it names are today; who left the school is in none."""
    target, named = rules.target_of(row), choices.named_groups(row.groups)
    if row.scope != "classes" or not named.student_ids:
        return target
    found = await queries.list_classes_of(uow.conn, row.org_id, named.student_ids)
    classes = {*named.class_ids, *(one.class_id for one in found)}
    return msgspec.structs.replace(target, class_ids=sorted(classes))


async def check_places(uow: Reading, new: AudienceNew, path: str) -> None:
    """Raises NotFound where it names something that the school does not have."""
    wanted = choices.named(new)
    found = choices.missing(wanted, await queries.get_named(uow.conn, uow.actor.org_id, wanted))
    if found is not None:
        raise missing(uow, f"{path}.{found}", "not-found")


async def _classes_of(uow: Reading, new: AudienceNew) -> dict[UUID, UUID]:
    """The classes of the students it names. A class teacher names those of the own classes. Raises NotFound."""
    wanted = choices.named(new).student_ids
    if not wanted:
        return {}
    if not uow.actor.barred_ids.isdisjoint(wanted):
        raise NotFound
    found = {p.student_id: p.class_id for p in await queries.list_classes_of(uow.conn, uow.actor.org_id, wanted)}
    reach = access.reach(uow.actor, actions.NOTICE_SEND)
    if not reach.everything and any(found.get(student) not in reach.class_ids for student in wanted):
        raise NotFound
    return found
