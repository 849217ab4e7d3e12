"""Observations and committees on the first screen: numbers alone, because a phone keeps it and shows it without a password."""

from api.core import access
from api.core.access import Actor, Role
from api.core.first_screen import HomePart, OrgFields, Probe
from api.core.unit_of_work import Reading
from api.observations import actions
from api.observations.bureau import service as bureau
from api.observations.cases import service as cases
from api.observations.committees import service as committees
from api.observations.committees.queries import HAS_ASKED
from schemas.home.wire import Need
from schemas.observations.home import HomeObservations, HomeServes
from schemas.observations.rows import OpenCounts
from schemas.observations.wire import Member


def _counts(found: OpenCounts) -> HomeObservations:
    return HomeObservations(
        observations_waiting=found.waiting, observations_urgent=found.urgent, observations_late=found.late
    )


def _is_officer(actor: Actor) -> bool:
    return bool(access.scopes(actor, actions.SCHOOL_CASE))


async def _count_open(uow: Reading) -> OpenCounts:
    """What waits for a person at a school, and for an officer what schools lack somebody for."""
    return await (bureau.count_told if _is_officer(uow.actor) else cases.count_open)(uow)


def _requests(found: list[Member]) -> list[Need]:
    return [
        Need(
            kind="answer_committee",
            org_id=m.org_id,
            resource_id=m.member_id,
            name=m.student_name,
            student_id=m.student_id,
        )
        for m in found
    ]


HOME = (
    HomePart(
        read=_count_open,
        nothing=OpenCounts(waiting=0, urgent=0, late=0),
        asked=lambda actor: bool(access.scopes(actor, actions.OBSERVATION_READ)) or _is_officer(actor),
        org=OrgFields(shape=HomeObservations, of=_counts),
    ),
    HomePart(
        read=committees.serves,
        nothing=False,
        asked=lambda actor: Role.STUDENT in actor.roles,
        org=OrgFields(shape=HomeServes, of=lambda serves: HomeServes(serves=serves)),
    ),
    HomePart(
        read=committees.list_asked,
        nothing=list[Member](),
        asked=lambda actor: bool(access.scopes(actor, actions.COMMITTEE_CONSENT)),
        probe=Probe(sql=HAS_ASKED, actions=(actions.COMMITTEE_CONSENT,)),
        needs=_requests,
    ),
)
