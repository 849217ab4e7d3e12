"""SQL of templates of notices."""

from datetime import datetime
from uuid import UUID

from asyncpg.exceptions import UniqueViolationError

from api.core.db import Conn, ReadConn, many, maybe, queue, run, value
from api.notices.kept.errors import TemplateNameTaken
from schemas.notices.templates import NoticeTemplateEdit, NoticeTemplateLine, TemplateRow

# Another writer's own is as if it were not there.
_SEEN = "where t.org_id = $1 and (t.owner_id is null or t.owner_id = $2)"
LIST_TEMPLATES = (
    """
select t.template_id, t.name, t.owner_id is null as shared, t.kind, t.owner_id is not null or $3 as can_change, t.version
from notice_templates t
"""
    + _SEEN
    + " and t.removed_at is null order by t.owner_id is null, t.name, t.template_id limit 200"
)


async def list_templates(conn: ReadConn, org_id: int, account_id: UUID, *, leads: bool) -> list[NoticeTemplateLine]:
    """Somebody's own templates, then the school's, which they may change where they lead."""
    return await many(conn, NoticeTemplateLine, LIST_TEMPLATES, org_id, account_id, leads)


_ROW = """
select t.template_id, t.owner_id, t.name, t.kind, t.importance, t.title_zh, t.body_zh, t.title_en, t.body_en, t.parts, t.removed_at, t.version
from notice_templates t
"""
FIND_TEMPLATE = _ROW + _SEEN + " and t.template_id = $3"


async def find_template(conn: ReadConn, org_id: int, account_id: UUID, template_id: UUID) -> TemplateRow | None:
    """One that somebody sees, also when it was removed."""
    return await maybe(conn, TemplateRow, FIND_TEMPLATE, org_id, account_id, template_id)


COUNT_TEMPLATES = """
select count(*)::integer from notice_templates t
where t.org_id = $1 and t.owner_id is not distinct from $2 and t.removed_at is null
"""


async def count_templates(conn: ReadConn, org_id: int, owner_id: UUID | None) -> int:
    """How many somebody, or the school, has."""
    return int(await value(conn, COUNT_TEMPLATES, org_id, owner_id))


INSERT_TEMPLATE = """
insert into notice_templates (org_id, template_id, owner_id, name, kind, importance, title_zh, body_zh, title_en, body_en, parts,
  created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
"""
_TAKEN: dict[type[Exception], type[Exception]] = {UniqueViolationError: TemplateNameTaken}


async def add_template(
    conn: Conn, org_id: int, template_id: UUID, owner_id: UUID | None, new: NoticeTemplateEdit, now: datetime
) -> None:
    """Writes a template. Raises TemplateNameTaken."""
    await queue(conn, INSERT_TEMPLATE, org_id, template_id, owner_id, *_what(new), now, means=_TAKEN)


UPDATE_TEMPLATE = """
update notice_templates set name = $4, kind = $5, importance = $6, title_zh = $7, body_zh = $8, title_en = $9, body_en = $10, parts = $11,
  version = version + 1, updated_at = $12
where org_id = $1 and template_id = $2 and version = $3 and removed_at is null
"""


async def set_template(
    conn: Conn, org_id: int, template_id: UUID, version: int, edit: NoticeTemplateEdit, now: datetime
) -> bool:
    """Replaces a template; False when it is another version. Raises TemplateNameTaken."""
    try:
        return await run(conn, UPDATE_TEMPLATE, org_id, template_id, version, *_what(edit), now) == 1
    except UniqueViolationError:
        raise TemplateNameTaken from None


REMOVE_TEMPLATE = """
update notice_templates set removed_at = $3, version = version + 1, updated_at = $3
where org_id = $1 and template_id = $2 and removed_at is null
"""


async def remove_template(conn: Conn, org_id: int, template_id: UUID, now: datetime) -> None:
    """Takes a template out of the lists."""
    await queue(conn, REMOVE_TEMPLATE, org_id, template_id, now)


def _what(new: NoticeTemplateEdit) -> tuple[str | list[str] | None, ...]:
    texts = (new.title_zh, new.body_zh, new.title_en, new.body_en)
    return (new.name, new.kind, new.importance, *texts, list(dict.fromkeys(new.parts)))
