"""What a bureau's officers see of its schools' returns, and what they ask for (N4, G4)."""

import asyncio
from datetime import date
from uuid import UUID

from api.core import tasks
from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import check_version
from api.core.unit_of_work import Reading, UnitOfWork
from api.publicity import actions, rules
from api.publicity import queries as shared
from api.publicity import service as periods
from api.publicity.errors import wrong
from api.publicity.returns import service as returns
from api.publicity.schools import queries
from api.publicity.schools import rules as sums
from api.roster.files import service as files
from schemas.publicity.rows import SettingsRow
from schemas.publicity.tasks import PublicityAsked
from schemas.publicity.wire import Period, PublicityOfSchools, PublicitySettings, PublicitySettingsEdit


async def get_returns(uow: Reading, period: Period, day: date | None) -> PublicityOfSchools:
    """The returns for the period in which a day lies, by default the newest that is over. Raises Forbidden, NotFound, Invalid."""
    _require(uow)
    span, org_id = await periods.get_span(uow, period, day, over=True), uow.actor.org_id
    schools = await queries.list_schools(uow.conn, org_id)
    filed = await queries.list_returns(uow.conn, org_id, period, span.first)
    settings, working_day = await returns.get_settings(uow), await returns.working_days(uow)
    return sums.of_schools(schools, filed, settings, period, span.first, span.today, working_day)


async def export_returns(uow: Reading, period: Period, day: date | None) -> bytes:
    """The same as a workbook. Raises Forbidden, NotFound, Invalid."""
    found = await get_returns(uow, period, day)
    english = uow.actor.language == "en"
    return await asyncio.to_thread(files.write_xlsx, sums.headings(english), sums.to_rows(found, english))


async def get_settings(uow: Reading, _: UUID) -> PublicitySettings:
    """What is asked, as a change answers it."""
    _require(uow)
    return rules.settings_to_wire(await returns.get_settings(uow))


async def set_settings(uow: UnitOfWork, edit: PublicitySettingsEdit, version: int) -> PublicitySettings:
    """Replaces what is asked; the schools learn it soon after. Raises Forbidden, Invalid, Stale."""
    _require(uow)
    if len(set(edit.periods)) < len(edit.periods):
        raise wrong(uow, "$.periods", "duplicate")
    check_version((await returns.get_settings(uow)).version, version)
    row = SettingsRow(periods=list(edit.periods), due_after=edit.due_after, version=version + 1)
    await shared.put_settings(uow.conn, uow.actor.org_id, row, uow.now)
    await tasks.enqueue(uow, PublicityAsked.kind, "asked", PublicityAsked(), uow.now)
    settings_id = uuid7()
    uow.changed(actions.PUBLICITY_SCHOOLS, "publicity_settings", settings_id)
    return rules.settings_to_wire(row)


def _require(uow: Reading) -> None:
    uow.require(actions.PUBLICITY_SCHOOLS, Resource(org_id=uow.actor.org_id, kind="publicity_return"))
