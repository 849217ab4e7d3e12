"""Templates that a school and its writers keep (N1). They fill the form of a notice; what is sent is checked as any notice.

A shared one is the school's: it stays when who wrote it leaves. A writer's own is seen by nobody else.
"""

from uuid import UUID

from api.core import access
from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound, Stale, check_version
from api.core.unit_of_work import Reading, UnitOfWork
from api.notices import actions
from api.notices import service as notices
from api.notices.errors import UrgentByLeaders
from api.notices.kept import queries
from api.notices.kept.errors import TemplateRemoved, TemplatesFull, TemplateSharedByLeaders
from schemas.notices.templates import (
    NoticeTemplate,
    NoticeTemplateEdit,
    NoticeTemplateLine,
    NoticeTemplateNew,
    TemplateRow,
)

OWN, SHARED = 30, 100
"""How many templates a writer, and a school, keeps. Counted before the insert: two at once can both be the last."""


async def list_templates(uow: Reading) -> list[NoticeTemplateLine]:
    """The actor's own templates, then the school's. Raises Forbidden."""
    uow.require_org(actions.NOTICE_TEMPLATE_USE, "notice_template")
    actor = uow.actor
    return await queries.list_templates(uow.conn, actor.org_id, actor.account_id, leads=_leads(uow))


async def get_template(uow: Reading, template_id: UUID) -> NoticeTemplate:
    """One template, also a removed one for a repeated request. Raises Forbidden, NotFound."""
    uow.require_org(actions.NOTICE_TEMPLATE_USE, "notice_template")
    row = await _find(uow, template_id)
    if row is None:
        raise NotFound
    return _to_wire(row, leads=_leads(uow))


async def add_template(uow: UnitOfWork, new: NoticeTemplateNew) -> NoticeTemplate:
    """Keeps a template. Raises Forbidden, TemplateSharedByLeaders, UrgentByLeaders, TemplateNameTaken, TemplatesFull, Invalid."""
    uow.require_org(actions.NOTICE_TEMPLATE_EDIT, "notice_template")
    if new.shared and not _leads(uow):
        raise TemplateSharedByLeaders
    _check(uow, new)
    template_id, actor = uuid7(), uow.actor
    owner_id, most = (None, SHARED) if new.shared else (actor.account_id, OWN)
    if await queries.count_templates(uow.conn, actor.org_id, owner_id) >= most:
        raise TemplatesFull
    await queries.add_template(uow.conn, actor.org_id, template_id, owner_id, new, uow.now)
    uow.changed(actions.NOTICE_TEMPLATE_EDIT, "notice_template", template_id)
    return await get_template(uow, template_id)


async def set_template(uow: UnitOfWork, template_id: UUID, edit: NoticeTemplateEdit, version: int) -> NoticeTemplate:
    """Replaces a template. Raises Forbidden, NotFound, TemplateRemoved, Stale, UrgentByLeaders, TemplateNameTaken, Invalid."""
    row = await _changeable(uow, template_id)
    if row.removed_at is not None:
        raise TemplateRemoved
    check_version(row.version, version)
    _check(uow, edit)
    if not await queries.set_template(uow.conn, uow.actor.org_id, template_id, version, edit, uow.now):
        raise Stale
    uow.changed(actions.NOTICE_TEMPLATE_EDIT, "notice_template", template_id)
    return await get_template(uow, template_id)


async def remove_template(uow: UnitOfWork, template_id: UUID, version: int) -> NoticeTemplate:
    """Takes a template out of the lists; a second time changes nothing. Raises Forbidden, NotFound, Stale."""
    row = await _changeable(uow, template_id)
    if row.removed_at is None:
        check_version(row.version, version)
        await queries.remove_template(uow.conn, uow.actor.org_id, template_id, uow.now)
        uow.changed(actions.NOTICE_TEMPLATE_EDIT, "notice_template", template_id)
    uow.object_id = template_id
    return await get_template(uow, template_id)


async def _changeable(uow: UnitOfWork, template_id: UUID) -> TemplateRow:
    row = await _find(uow, template_id)
    people = frozenset({row.owner_id}) if row and row.owner_id else frozenset[UUID]()
    resource = Resource(org_id=uow.actor.org_id, kind="notice_template", resource_id=template_id, people=people)
    uow.require(actions.NOTICE_TEMPLATE_EDIT, resource)
    if row is None:
        raise NotFound
    return row


async def _find(uow: Reading, template_id: UUID) -> TemplateRow | None:
    return await queries.find_template(uow.conn, uow.actor.org_id, uow.actor.account_id, template_id)


def _leads(uow: Reading) -> bool:
    return access.reach(uow.actor, actions.NOTICE_TEMPLATE_EDIT).everything


def _check(uow: Reading, new: NoticeTemplateEdit) -> None:
    notices.check_texts(uow, new)
    if new.importance == "urgent" and not _leads(uow):
        raise UrgentByLeaders


def _to_wire(row: TemplateRow, *, leads: bool) -> NoticeTemplate:
    return NoticeTemplate(
        template_id=row.template_id,
        name=row.name,
        shared=row.owner_id is None,
        kind=row.kind,
        can_change=leads or row.owner_id is not None,
        version=row.version,
        importance=row.importance,
        title_zh=row.title_zh,
        body_zh=row.body_zh,
        title_en=row.title_en,
        body_en=row.body_en,
        parts=row.parts,
        removed=row.removed_at is not None,
    )
