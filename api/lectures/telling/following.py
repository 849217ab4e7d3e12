"""Follows a registration: its person's calendar, messages and reminders, by its current state.

All of it is written in one transaction with the end of the task, and running again tells nobody twice.
"""

import msgspec

from api.calendar import service as calendar
from api.core.unit_of_work import UnitOfWork
from api.lectures import rules
from api.lectures.rules import Told
from api.lectures.seats import service as seats
from api.lectures.telling import queries, text
from api.messages import service as messages
from api.messages.reminders.service import forget, remind
from schemas.lectures.rows import RegistrationRow
from schemas.lectures.tasks import RegistrationChanged
from schemas.messages.rows import MessageNew


async def registration_changed(uow: UnitOfWork, payload: RegistrationChanged) -> None:
    """Brings calendar, messages and reminders to the registration's current state.

    One that was written while an import ended somebody's part was not seen then: it is brought in step here.
    """
    row = await queries.find_registration(uow.conn, uow.actor.org_id, payload.registration_id)
    if row is None or row.starts_at <= uow.now:
        return
    if row.lecture_state == "published" and await seats.end_if_gone(uow, row):
        row = msgspec.structs.replace(row, state="ended")
    if row.state == "registered" and row.lecture_state == "published":
        await _coming(uow, row)
    else:
        await forget(uow, _key(row))
        await calendar.cancel_event(uow, row.registration_id)
    if told := rules.news(row, uow.now):
        await _tell(uow, row, told)
    elif row.state == "withdrawn":
        await messages.withdraw(uow, f"{_key(row)}:news")


async def _coming(uow: UnitOfWork, row: RegistrationRow) -> None:
    people = frozenset({row.account_id})
    span = (row.starts_at, row.ends_at)
    await calendar.put_event(uow, row.registration_id, "lecture", *span, rules.where(row), people)
    params = await text.own_params(uow, row, None)
    await remind(uow, _key(row), "lecture", params, row.starts_at, people, many=True)


async def _tell(uow: UnitOfWork, row: RegistrationRow, told: Told) -> None:
    was = (row.told_starts_at or row.starts_at) if told in {"moved", "cancelled"} else None
    news = MessageNew(
        template=f"lecture_{told}",
        people=frozenset({row.account_id}),
        params=await text.own_params(uow, row, was),
        key=f"{_key(row)}:news",
        # They have just asked, and see the answer.
        importance="low" if told in {"registered", "waiting"} else "normal",
        expires_at=row.starts_at,
        done_by=row.account_id if told in {"registered", "waiting"} else None,
    )
    await messages.tell(uow, news)
    known = "cancelled" if told == "cancelled" else row.state
    if known != "withdrawn":
        await queries.set_told(uow.conn, uow.actor.org_id, row.registration_id, known, row.starts_at, rules.where(row))


def _key(row: RegistrationRow) -> str:
    return f"lecture_registration:{row.registration_id}"
