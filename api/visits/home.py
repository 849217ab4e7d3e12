"""Home visits on the first screen."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core import access
from api.core.access import Actor, Role
from api.core.first_screen import HomePart, OrgFields, Probe, ScreenFields
from api.core.together import read_together
from api.core.unit_of_work import Reading
from api.visits import actions
from api.visits.agreements import service as agreements
from api.visits.alerts import service as alerts
from api.visits.coverage import service as coverage
from api.visits.home_probes import HAS_AGREEMENTS, HAS_COMING
from api.visits.records import service as records
from api.visits.visits import service as visits
from schemas.home.wire import Need
from schemas.visits.alerts.rows import OpenAlert
from schemas.visits.coverage.rows import Owed
from schemas.visits.home import HomeFollowUps, HomeVisits, HomeVisitsOwed
from schemas.visits.wire import FollowUpDue, Visit

MOST = 20
DUTY = frozenset({Role.LEADER, Role.COUNSELLOR, Role.CUSTODIAN, Role.SCHOOL_ADMIN})
"""Whom an alert may reach; who of them was told, its rows say."""


async def _read(uow: Reading) -> list[Visit]:
    left_open, coming = await read_together(uow, visits.list_left_open, visits.list_coming)
    return [*left_open, *coming]


def _visits(found: Sequence[list[Visit]]) -> HomeVisits:
    return HomeVisits(visits=sorted((v for visits in found for v in visits), key=_turn)[:MOST])


def _turn(visit: Visit) -> tuple[bool, datetime, UUID]:
    return not visit.waits_for_me, visit.starts_at, visit.visit_id


def _follow_ups(found: Sequence[list[FollowUpDue]]) -> HomeFollowUps:
    due = sorted((f for follow_ups in found for f in follow_ups), key=lambda f: (f.due_on, f.follow_up_id))
    return HomeFollowUps(follow_ups=due[:MOST])


async def _due(uow: Reading) -> list[FollowUpDue]:
    reads = [records.list_due] if _follows(uow.actor) else []
    reads += [agreements.list_unanswered] if _answers(uow.actor) else []
    return [due for found in await read_together(uow, *reads) for due in found]


def _follows(actor: Actor) -> bool:
    return bool(access.scopes(actor, actions.VISIT_FOLLOW_UP))


def _answers(actor: Actor) -> bool:
    return bool(access.scopes(actor, actions.VISIT_AGREEMENT_ANSWER))


def _owed(found: Owed) -> HomeVisitsOwed:
    return HomeVisitsOwed(visits_owed=found.students, visits_owed_onsite=found.onsite)


def _leads(actor: Actor) -> bool:
    return bool(actor.lead_class_ids and access.scopes(actor, actions.VISIT_PROPOSE))


async def _alerts(uow: Reading) -> list[OpenAlert]:
    return await alerts.list_open(uow, MOST)


def _not_over(found: list[OpenAlert]) -> list[Need]:
    return [
        Need(
            kind="see_visit_alert",
            org_id=a.org_id,
            resource_id=a.visit_id,
            name="、".join(a.team_names),
            student_id=None,
        )
        for a in found
    ]


HOME = (
    HomePart(
        read=_alerts,
        nothing=list[OpenAlert](),
        asked=lambda actor: bool(actor.roles & DUTY),
        needs=_not_over,
    ),
    HomePart(
        read=_read,
        nothing=list[Visit](),
        asked=lambda actor: bool(access.scopes(actor, actions.VISIT_READ)),
        probe=Probe(sql=HAS_COMING, actions=(actions.VISIT_READ, actions.VISIT_RECORD, actions.VISIT_PROPOSE)),
        screen=ScreenFields(shape=HomeVisits, of=_visits),
    ),
    HomePart(
        read=_due,
        nothing=list[FollowUpDue](),
        asked=lambda actor: _follows(actor) or _answers(actor),
        probe=Probe(sql=HAS_AGREEMENTS, actions=(actions.VISIT_FOLLOW_UP, actions.VISIT_AGREEMENT_ANSWER)),
        screen=ScreenFields(shape=HomeFollowUps, of=_follow_ups),
    ),
    HomePart(
        read=coverage.count_owed,
        nothing=Owed(students=0, onsite=0),
        asked=_leads,
        org=OrgFields(shape=HomeVisitsOwed, of=_owed),
    ),
)
