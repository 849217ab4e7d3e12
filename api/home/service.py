"""The first screen, in one request: who one is, what needs one, what is next."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from api.core.together import read_together
from api.core.unit_of_work import Reading
from api.counselling.listing import service as bookings
from api.home import queries
from api.messages import service as messages
from api.notices.mine import service as notices
from api.notices.mine.service import Owed
from api.observations.cases import service as observations
from api.observations.committees import service as committees
from api.visits.coverage import service as coverage
from api.visits.records import service as records
from api.visits.visits import service as visits
from schemas.accounts.wire import Child, Language
from schemas.counselling.wire import BookingLine
from schemas.home.wire import Home, HomeOrg, Need
from schemas.notices.wire import HomeNotice
from schemas.observations.wire import Member
from schemas.visits.wire import FollowUpDue, Visit

AHEAD = timedelta(days=14)
MOST = 20
NEEDS_STEP_UP = frozenset(
    {"school_admin", "counsellor", "leader", "custodian", "class_teacher", "subject_teacher", "grade_lead"}
)
"""Roles that open confidential text and therefore want password and authenticator."""
_children = msgspec.json.Decoder(list[Child])


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one organisation adds."""

    org: HomeOrg
    next: list[BookingLine]
    notices: Owed
    visits: list[Visit]
    follow_ups: list[FollowUpDue]
    requests: list[Member]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the session already says about the person."""

    account_id: UUID
    language: Language
    assurance: int
    has_secret: bool
    has_totp: bool
    recent_resets: int


async def get_part(uow: Reading) -> Part:
    """One organisation's share, read together: its names, the person's roles and children, what waits and what is next."""
    account_id, zone = uow.require_self(), uow.actor.zone
    share, coming, unread, seen, owed, serves, upcoming, left_open, due, waiting, asked = await read_together(
        uow,
        lambda own: queries.get_share(own.conn, own.actor.org_id, account_id),
        lambda own: bookings.list_next(own, own.now + AHEAD, MOST),
        messages.unread,
        observations.count_open,
        lambda own: coverage.count_owed(own, zone),
        committees.serves,
        visits.list_coming,
        visits.list_left_open,
        lambda own: records.list_due(own, zone),
        notices.owed,
        committees.list_asked,
    )
    org = HomeOrg(
        org_id=share.org_id,
        kind=share.kind,
        name_zh=share.name_zh,
        name_en=share.name_en,
        time_zone=share.time_zone,
        roles=sorted(uow.actor.roles),
        children=_children.decode(share.children),
        unread=unread,
        observations_waiting=seen.waiting,
        observations_urgent=seen.urgent,
        observations_late=seen.late,
        visits_owed=owed.students,
        visits_owed_onsite=owed.onsite,
        serves=serves,
    )
    visiting = [*left_open, *upcoming]
    return Part(org=org, next=coming, visits=visiting, follow_ups=due, notices=waiting, requests=asked)


def combine(asked: Asked, parts: Mapping[int, Part]) -> Home:
    """The screen put together."""
    coming = sorted((b for part in parts.values() for b in part.next), key=lambda b: (b.starts_at, b.booking_id))
    visiting = sorted((v for part in parts.values() for v in part.visits), key=_turn)
    return Home(
        account_id=asked.account_id,
        language=asked.language,
        assurance=asked.assurance,
        orgs=[part.org for part in parts.values()],
        needs=[*_own_needs(asked, {role for part in parts.values() for role in part.org.roles}), *_requests(parts)],
        next=coming[:MOST],
        visits=visiting[:MOST],
        follow_ups=sorted(
            (f for part in parts.values() for f in part.follow_ups), key=lambda f: (f.due_on, f.follow_up_id)
        )[:MOST],
        unread=sum(part.org.unread for part in parts.values()),
        notices=_pressing(parts),
        notices_waiting=sum(part.notices.count for part in parts.values()),
    )


def _pressing(parts: Mapping[int, Part]) -> list[HomeNotice]:
    waiting = (n for part in parts.values() for n in part.notices.first)
    return sorted(waiting, key=lambda n: (n.answer_by is None, n.answer_by or n.sent_at, n.notice_id))[: notices.FIRST]


def _turn(visit: Visit) -> tuple[bool, datetime, UUID]:
    return not visit.waits_for_me, visit.starts_at, visit.visit_id


def _own_needs(asked: Asked, roles: set[str]) -> list[Need]:
    step_up = bool(roles & NEEDS_STEP_UP)
    return [
        *([_need("set_password")] if step_up and not asked.has_secret else []),
        *([_need("set_totp")] if step_up and not asked.has_totp else []),
        *([_need("see_resets")] if asked.recent_resets else []),
    ]


def _need(kind: Literal["set_password", "set_totp", "see_resets"]) -> Need:
    return Need(kind=kind, org_id=None, resource_id=None, name=None)


def _requests(parts: Mapping[int, Part]) -> list[Need]:
    return [
        Need(kind="answer_committee", org_id=request.org_id, resource_id=request.member_id, name=request.student_name)
        for part in parts.values()
        for request in part.requests
    ]
