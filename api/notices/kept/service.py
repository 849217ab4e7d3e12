"""Templates that a school and its writers keep (N1). They fill the form of a notice; what is sent is checked as any notice."""

from uuid import UUID

from api.core.errors import NotFound
from api.core.keeping import Kept
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

_KEPT: Kept[TemplateRow, NoticeTemplateEdit] = Kept(
    kind="notice_template",
    action=actions.NOTICE_TEMPLATE_EDIT,
    most=(30, 100),
    by_leaders=TemplateSharedByLeaders,
    full=TemplatesFull,
    removed=TemplateRemoved,
    find=queries.find_template,
    count=queries.count_templates,
    insert=queries.add_template,
    update=queries.set_template,
    hide=queries.remove_template,
)


async def list_templates(uow: Reading) -> list[NoticeTemplateLine]:
    """The actor's own templates, then the school's. Raises Forbidden."""
    uow.require_org(actions.NOTICE_TEMPLATE_USE, _KEPT.kind)
    actor = uow.actor
    return await queries.list_templates(uow.conn, actor.org_id, actor.account_id, leads=_KEPT.leads(uow))


async def get_template(uow: Reading, template_id: UUID) -> NoticeTemplate:
    """One template, also a removed one for a repeated request. Raises Forbidden, NotFound."""
    uow.require_org(actions.NOTICE_TEMPLATE_USE, _KEPT.kind)
    row = await _KEPT.seen(uow, template_id)
    if row is None:
        raise NotFound
    return _to_wire(row, leads=_KEPT.leads(uow))


async def add_template(uow: UnitOfWork, new: NoticeTemplateNew) -> NoticeTemplate:
    """Keeps a template. Raises Forbidden, TemplateSharedByLeaders, UrgentByLeaders, TemplateNameTaken, TemplatesFull, Invalid."""
    _KEPT.open(uow, shared=new.shared)
    _check(uow, new)
    return await get_template(uow, await _KEPT.add(uow, new, shared=new.shared))


async def set_template(uow: UnitOfWork, template_id: UUID, edit: NoticeTemplateEdit, version: int) -> NoticeTemplate:
    """Replaces a template. Raises Forbidden, NotFound, TemplateRemoved, Stale, UrgentByLeaders, TemplateNameTaken, Invalid."""
    await _KEPT.changeable(uow, template_id, version)
    _check(uow, edit)
    await _KEPT.replace(uow, template_id, edit, version)
    return await get_template(uow, template_id)


async def remove_template(uow: UnitOfWork, template_id: UUID, version: int) -> NoticeTemplate:
    """Takes a template out of the lists; a second time changes nothing. Raises Forbidden, NotFound, Stale."""
    await _KEPT.remove(uow, template_id, version)
    return await get_template(uow, template_id)


def _check(uow: Reading, new: NoticeTemplateEdit) -> None:
    notices.check_texts(uow, new)
    if new.importance == "urgent" and not _KEPT.leads(uow):
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
