"""What the worker does about returns: it learns what is asked, passes returns on to the bureaus above, and reminds."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from api.core import daily, tasks
from api.core.errors import NotFound
from api.core.local_time import local_day
from api.core.orgs import get_zone
from api.core.services import Services
from api.core.unit_of_work import Reading, UnitOfWork, system_uow
from api.messages import service as messages
from api.publicity import queries as shared
from api.publicity import rules
from api.publicity.returns import queries
from api.publicity.returns import service as returns
from schemas.messages.rows import MessageNew
from schemas.publicity.messages import ReturnDueParams
from schemas.publicity.rows import ReturnRow, SettingsRow
from schemas.publicity.tasks import PublicityAsked, PublicityChecked
from schemas.publicity.wire import Period

_EXPIRES = timedelta(days=7)


async def publicity_checked(services: Services, org_id: int, _: PublicityChecked) -> datetime | None:
    """Takes over what the nearest bureau asks, passes returns on, and reminds. Running it twice changes nothing.

    All returns of the last years are passed on each time: so a school that came under another bureau has them there. Returns when to
    repeat it; None for a school that was closed.
    """
    try:
        async with system_uow(services, org_id) as uow:
            await get_zone(uow)
            bureaus = await queries.list_bureaus(uow.conn, org_id)
            filed = await shared.list_since(uow.conn, org_id, uow.now - rules.BACK)
    except NotFound:
        return None
    asked = await _pass_on(services, org_id, bureaus, filed)
    async with system_uow(services, org_id) as uow:
        await shared.put_settings(uow.conn, org_id, asked, uow.now)
        await _remind(uow)
    return services.clock.now() + daily.EVERY


async def _pass_on(services: Services, org_id: int, bureaus: Sequence[int], filed: Sequence[ReturnRow]) -> SettingsRow:
    """Writes the returns into each bureau, and says what the nearest that asks anything asks."""
    asked: SettingsRow | None = None
    for bureau_id in bureaus:
        async with system_uow(services, bureau_id) as uow:
            asked = asked or await shared.find_settings(uow.conn, bureau_id)
            for row in filed:
                await queries.add_at_bureau(uow.conn, bureau_id, org_id, row)
    return asked or rules.DEFAULT


async def _remind(uow: UnitOfWork) -> None:
    """Tells those who file of what is due soon, once for each period; what was filed meanwhile is not told."""
    settings = await returns.get_settings(uow)
    today, working_day = local_day(uow.now, await get_zone(uow)), await returns.working_days(uow)
    for period, first in rules.to_remind(settings, today, working_day):
        if await shared.find_return(uow.conn, uow.actor.org_id, period, first):
            continue
        if people := await list_filers(uow, None):
            due = rules.due_on(period, first, settings, working_day)
            await messages.tell(uow, _reminder(uow, period, first, due, people))


def _reminder(uow: UnitOfWork, period: Period, first: date, due_on: date, people: frozenset[UUID]) -> MessageNew:
    names, due = rules.period_words(period, first), rules.day_words(due_on)
    return MessageNew(
        template="publicity_return_due",
        people=people,
        params=ReturnDueParams(period_zh=names[0], period_en=names[1], due_zh=due[0], due_en=due[1]),
        key=rules.reminder_key(period, first),
        importance="normal",
        expires_at=uow.now + _EXPIRES,
    )


async def list_filers(uow: Reading, _: ReturnDueParams | None) -> frozenset[UUID]:
    """Who may file today: asked when somebody is reminded, and again before each message leaves."""
    return frozenset(one.staff_id for one in await queries.list_filers(uow.conn, uow.actor.org_id))


async def publicity_asked(services: Services, org_id: int, _: PublicityAsked) -> datetime | None:
    """Has every school below a bureau learn what is asked now."""
    async with system_uow(services, org_id) as uow:
        schools = await queries.list_schools(uow.conn, org_id)
    for school_id in schools:
        async with system_uow(services, school_id) as uow:
            await tasks.enqueue(uow, PublicityChecked.kind, daily.KEY, PublicityChecked(), uow.now)
    return None
