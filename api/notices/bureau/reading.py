"""Files of a bureau's notice as its officers read them."""

from uuid import UUID

from api.core.errors import NotFound
from api.core.unit_of_work import Reading
from api.notices.bureau import file_queries as queries
from api.notices.bureau import service
from api.notices.files import rules
from schemas.notices.files import FileContent


async def read_file(uow: Reading, notice_id: UUID, file_id: UUID) -> FileContent:
    """A file of any edition, also of one that waits. Raises Forbidden, NotFound."""
    service.require(uow, notice_id)
    parts = await queries.list_parts(uow.conn, uow.actor.org_id, notice_id, [file_id])
    if not parts:
        raise NotFound
    return FileContent(name=parts[0].name, data=rules.join(part.data for part in parts))
