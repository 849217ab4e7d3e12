"""Telling custodians that another one asks, and how it went on. No message says what it is about."""

from collections.abc import Iterable
from uuid import UUID

from api.core.access import Resource
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from api.observations import actions
from api.observations.disclosing import queries, rules
from api.observations.owning import service as owning
from schemas.messages.rows import MessageNew
from schemas.observations.disclosing.rows import DisclosureRow
from schemas.observations.messages import DisclosureParams
from schemas.observations.rows import Candidate


async def tell_asked(uow: UnitOfWork, disclosure_id: UUID, people: frozenset[UUID]) -> None:
    """Tells those who may agree that something waits for them."""
    await _tell(uow, "disclosure_asked", disclosure_id, "asked", people)


async def tell_changed(uow: UnitOfWork, disclosure_id: UUID, how: str, people: Iterable[UUID]) -> None:
    """Tells those who take part how it went on."""
    await _tell(uow, "disclosure_changed", disclosure_id, how, frozenset(people))


async def list_asked(uow: Reading, params: DisclosureParams) -> frozenset[UUID]:
    """Who still has to be told that a custodian asks: those who may agree today, as long as nobody has."""
    row = await _find(uow, params)
    if row is None or rules.state(row, uow.now) != "asked":
        return frozenset()
    return rules.seconds(await people_of(uow, row), row.asked_by)


async def list_parties(uow: Reading, params: DisclosureParams) -> frozenset[UUID]:
    """Who may be told how it went on: those of the two who may know of the report today."""
    row = await _find(uow, params)
    return frozenset() if row is None else present_parties(row, await people_of(uow, row))


def present_parties(row: DisclosureRow, people: Iterable[Candidate]) -> frozenset[UUID]:
    """Those of the two who may know of the report today."""
    return rules.parties(row) & {c.staff_id for c in people}


async def people_of(uow: Reading, row: DisclosureRow) -> list[Candidate]:
    """Staff who may know of its report today."""
    return await owning.list_candidates(uow, row.class_id, row.student_id, row.conflicts)


async def _find(uow: Reading, params: DisclosureParams) -> DisclosureRow | None:
    uow.require(actions.OBSERVER_DISCLOSE, Resource(org_id=uow.actor.org_id, kind="observer_disclosure"))
    return await queries.find_disclosure(uow.conn, uow.actor.org_id, params.observer_disclosure_id)


async def _tell(uow: UnitOfWork, template: str, disclosure_id: UUID, what: str, people: frozenset[UUID]) -> None:
    if not people:
        return
    news = MessageNew(
        template=template,
        people=people,
        params=DisclosureParams(observer_disclosure_id=disclosure_id),
        key=f"disclosure:{disclosure_id}:{what}",
        importance="normal",
        expires_at=uow.now + rules.LOOKED_WITHIN,
    )
    await messages.tell(uow, news)
