"""Tells a person that a way to them, or in, was opened in a session of theirs: somebody else may have had it for a minute."""

from datetime import timedelta
from uuid import UUID

from api.core.unit_of_work import UnitOfWork
from api.messages import service as messages
from schemas.messages.rows import MessageNew
from schemas.messages.templates import NoParams

_MATTERS = timedelta(days=7)


async def tell_opened(uow: UnitOfWork, template: str, account_id: UUID) -> None:
    """Of high importance: unread, it goes by the next channel as well."""
    new = MessageNew(
        template=template,
        people=frozenset({account_id}),
        params=NoParams(),
        key=f"{template}:{account_id}:{uow.now.isoformat()}",
        importance="high",
        expires_at=uow.now + _MATTERS,
    )
    await messages.tell(uow, new)
