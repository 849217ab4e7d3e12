"""Sets of objects in the two organisations, for the matrix of rights."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec

from api.accounts import actions as accounts
from api.core.access import Action, Resource
from api.core.clock import FixedClock
from api.core.services import Services
from api.core.unit_of_work import unit_of_work_as
from api.core.vault import Grant, Purpose
from api.counselling import actions as counselling
from api.counselling.notes import queries as session_notes
from api.directory import actions as directory
from api.messages import actions as messages
from api.notices import actions as notices
from api.observations import actions as observations
from tests.actors import actor
from tests.counselling.desk import TUESDAY, Desk, open_desk
from tests.notices.matrix import add_file
from tests.observations.watch import Watch, all_serve, watch
from tests.of_features import Matrix, of_features
from tests.visits import matrix as visiting
from tests.visits.matrix import VISITING, Visiting
from tests.world import Person, World

MATRICES: list[Matrix] = of_features("matrix", "MATRIX")
"""Of features that say in their own folder what the matrix needs."""


OF_A_STUDENT = {
    *(
        directory.STUDENT_READ,
        accounts.STUDENT_CODE_ISSUE,
        accounts.STUDENT_CODE_CONFIRM,
        counselling.BOOKING_ADD,
        observations.COMMITTEE_APPOINT,
        observations.COMMITTEE_READ,
    ),
    *(observations.COMMITTEE_CONSENT, observations.COMMITTEE_END, observations.OBSERVATION_ADD),
}
"""Actions whose rule looks at a student and their class."""


OF_A_CLASS = {
    directory.FAMILY_READ,
    directory.FAMILY_CALL,
    notices.NOTICE_SEND,
    notices.NOTICE_FOLLOW,
    notices.NOTICE_FILE_REMOVE,
    observations.OBSERVATION_READ,
    observations.OBSERVATION_HANDLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One set of objects in one organisation, reached through the path of `org_id`."""

    name: str
    org_id: int
    student: Person
    class_id: UUID
    desk: Desk
    booking: dict[str, Any]
    exception_id: str
    message_id: str
    import_id: str
    watch: Watch
    visiting: Visiting
    foreign: bool
    notice_id: str
    recipients: frozenset[UUID]
    more: dict[str, str]

    def params(self) -> dict[str, str]:
        """Values for a path's places."""
        return {
            "org_id": str(self.org_id),
            "student_id": str(self.student.account_id),
            "class_id": str(self.class_id),
            "provider_id": self.desk.provider_id,
            "room_id": self.desk.room_id,
            "hours_id": self.desk.hours_id,
            "exception_id": self.exception_id,
            "booking_id": self.booking["bookingId"],
            "message_id": self.message_id,
            "import_id": self.import_id,
            "notice_id": self.notice_id,
            "member_id": self.watch.member_id,
            "observation_id": self.watch.observation_id,
            "step_id": self.watch.step_id,
            **self.visiting.params(),
            **self.more,
        }

    def resource(self, action: Action) -> Resource:
        """What the rule depends on, written here again and not read from the services."""
        if action in OF_A_STUDENT:
            return Resource(org_id=self.org_id, kind="", student_id=self.student.account_id, class_id=self.class_id)
        if action in VISITING:
            ids = {"student_id": self.student.account_id, "class_id": self.class_id}
            return Resource(org_id=self.org_id, kind="", people=self.visiting.people(action), **ids)
        if action in OF_A_CLASS:
            return Resource(org_id=self.org_id, kind="", class_id=self.class_id)
        return Resource(org_id=self.org_id, kind="", people=self.people(action))

    def people(self, action: Action) -> frozenset[UUID]:
        """Who takes part in what the action is about; nobody where the rule asks for no part."""
        if action in {counselling.BOOKING_READ, counselling.BOOKING_CHANGE, messages.MESSAGE_READ}:
            return frozenset(UUID(p["accountId"]) for p in self.booking["people"])
        if action in {
            counselling.BOOKING_CLOSE,
            counselling.BOOKING_NOTE_READ,
            *_SESSION_NOTE,
            counselling.HOURS_EDIT,
            counselling.HOURS_READ,
        }:
            return frozenset({self.desk.counsellor.account_id})
        if action in {notices.NOTICE_READ, notices.NOTICE_ANSWER}:
            return self.recipients
        return frozenset({self.watch.class_teacher.account_id} if action is observations.OBSERVER_READ else ())


def notice_to(class_id: UUID) -> dict[str, Any]:
    """A notice to the guardians of a class."""
    text = {"kind": "acknowledge", "titleZh": "秋游", "bodyZh": "周五八点集合。"}
    return {**text, "audience": {"classIds": [str(class_id)]}}


_SESSION_NOTE = {counselling.SESSION_NOTE_READ, counselling.SESSION_NOTE_WRITE}


async def _session_note(world: World, services: Services, org_id: int, booking_id: UUID, counsellor: Person) -> None:
    """What its counsellor wrote; no session of these has begun, so no route would take it."""
    who = world.people
    async with unit_of_work_as(services, actor(world, counsellor, org_id), world.now) as uow:
        until = world.now + timedelta(days=400)
        people: dict[UUID, Purpose] = {counsellor.account_id: "counsellor", who.he.account_id: "custodian"}
        grants = [Grant(account_id=one, purpose=purpose, until=until) for one, purpose in people.items()]
        note_id = await services.vault.seal(uow, "session_note", "said in confidence", [who.ming.account_id], grants)
        await session_notes.add_note(uow.conn, org_id, booking_id, 1, note_id, counsellor.account_id, world.now)


async def all_variants(world: World, clock: FixedClock, services: Services) -> list[Variant]:
    """Own class, other class, other organisation, and the other organisation's ids below one's own path."""
    who = world.people
    north = await open_desk(world, world.north, who.north_admin, who.lin)
    south = await open_desk(world, world.south, who.south_admin, who.zhao)
    ming = await north.book(who.mother, who.ming, note="about sleep")
    jun = await north.book(who.jun_mother, who.jun, TUESDAY.replace(hour=7), note="about school")
    lei = await south.book(who.lei_father, who.lei, note="about home")
    for org_id, booking, counsellor in (
        (north.org_id, ming, who.lin),
        (north.org_id, jun, who.lin),
        (south.org_id, lei, who.zhao),
    ):
        await _session_note(world, services, org_id, UUID(booking["bookingId"]), counsellor)
    admins = {north.org_id: who.north_admin, south.org_id: who.south_admin}
    days = [await _exception(world, d, admins[d.org_id], day) for d, day in ((north, 24), (north, 23), (south, 24))]
    messages = [
        await _message(world, desk.org_id, booking) for desk, booking in ((north, ming), (north, jun), (south, lei))
    ]
    tried = {d.org_id: await _import(world, d.org_id, admins[d.org_id]) for d in (north, south)}
    more = {org_id: await _more(world, org_id, admin) for org_id, admin in admins.items()}
    await all_serve(world)
    watched = [
        await watch(world, org_id, class_id, student, teacher)
        for org_id, class_id, student, teacher in (
            (world.north, world.north_a, who.ming, who.wang),
            (world.north, world.north_b, who.jun, who.chen),
            (world.south, world.south_a, who.lei, who.sun),
        )
    ]
    notices = [
        await _notice(world, world.north, who.wang, world.north_a, who.ming, who.mother, who.father),
        await _notice(world, world.north, who.chen, world.north_b, who.jun, who.jun_mother),
        await _notice(world, world.south, who.sun, world.south_a, who.lei, who.lei_father),
    ]
    visited = [
        await visiting.visits(world, clock, world.north, who.ming, who.mother, who.wang, who.gao, who.wang),
        await visiting.visits(world, clock, world.north, who.jun, who.jun_mother, who.chen, who.lin, who.wang),
        await visiting.visits(world, clock, world.south, who.lei, who.lei_father, who.sun, who.zhao, who.sun),
    ]
    placed = (
        ("own", north, who.ming, world.north_a, ming),
        ("other class", north, who.jun, world.north_b, jun),
        ("other organisation", south, who.lei, world.south_a, lei),
    )
    made = [
        Variant(
            name=name,
            org_id=desk.org_id,
            student=student,
            class_id=class_id,
            desk=desk,
            booking=booking,
            exception_id=days[n],
            message_id=messages[n],
            import_id=tried[desk.org_id],
            watch=watched[n],
            visiting=visited[n],
            notice_id=notices[n][0],
            recipients=notices[n][1],
            more={**more[desk.org_id], "file_id": notices[n][2]},
            foreign=False,
        )
        for n, (name, desk, student, class_id, booking) in enumerate(placed)
    ]
    return [*made, replace(made[2], name="foreign id", org_id=world.north, foreign=True)]


async def _more(world: World, org_id: int, admin: Person) -> dict[str, str]:
    found: dict[str, str] = {}
    for matrix in MATRICES:
        found |= await matrix.objects(world, org_id, admin)
    return found


async def _notice(
    world: World, org_id: int, teacher: Person, class_id: UUID, student: Person, *guardians: Person
) -> tuple[str, frozenset[UUID], str]:
    """A notice that a class teacher sent to these guardians, who they are, and its file."""
    answer = await world.client(teacher).post(f"/orgs/{org_id}/notices", json=notice_to(class_id))
    notice_id, ids = UUID(answer.json()["noticeId"]), [g.account_id for g in guardians]
    file_id = await add_file(world, org_id, teacher)
    await world.sql(
        org_id,
        "update notices set state = 'sent', send_at = $3, sent_at = $3, scheduled_by = author_id, audience_class_ids = class_ids"
        " where org_id = $1 and notice_id = $2",
        *(org_id, notice_id, world.now),
    )
    await world.sql(
        org_id,
        "insert into notice_recipients (org_id, notice_id, account_id, student_ids, as_staff, chunk, sent_at)"
        " select $1, $2, u.id, array[$4::uuid], false, 0, $5 from unnest($3::uuid[]) as u (id) on conflict do nothing",
        *(org_id, notice_id, ids, student.account_id, world.now),
    )
    await world.sql(
        org_id,
        "insert into notice_attachments (org_id, notice_id, edition, position, file_id) values ($1, $2, 1, 1, $3)",
        *(org_id, notice_id, file_id),
    )
    return str(notice_id), frozenset(ids), str(file_id)


async def _message(world: World, org_id: int, booking: dict[str, Any]) -> str:
    """A message to everybody who takes part in a booking."""
    message_id, params = (
        uuid4(),
        msgspec.json.encode({"bookingId": booking["bookingId"], "startsAt": booking["startsAt"]}),
    )
    await world.sql(
        org_id,
        "insert into messages (org_id, message_id, template, params, importance, key, earliest_at, expires_at, created_at)"
        " values ($1, $2, 'booking_made', $3, 'normal', $4, $5, $6, $5)",
        *(org_id, message_id, params, f"test:{message_id}", world.now, world.now + timedelta(days=1)),
    )
    for account_id in {p["accountId"] for p in booking["people"]}:
        row = "insert into message_people (org_id, message_id, account_id, visible_at) values ($1, $2, $3, $4)"
        await world.sql(org_id, row, org_id, message_id, UUID(account_id), world.now)
    return str(message_id)


async def _exception(world: World, desk: Desk, admin: Person, day_of_month: int) -> str:
    day = {
        "counsellorId": str(desk.counsellor.account_id),
        "kind": "closed",
        "onDate": f"2026-12-{day_of_month}",
        "fromTime": "08:00",
        "toTime": "09:00",
    }
    return (await world.client(admin).post(f"/orgs/{desk.org_id}/hours-exceptions", json=day)).json()["exceptionId"]


async def _import(world: World, org_id: int, admin: Person) -> str:
    """A file with a fault: tried out, and never to be applied."""
    file = "工号,姓名,手机号,邮箱,角色,任教班级,班主任班级\n1,王,1,,,,\n"
    answer = await world.client(admin).post(
        f"/orgs/{org_id}/roster/imports", params={"fileName": "a.csv"}, content=file.encode()
    )
    return answer.json()["importId"]
