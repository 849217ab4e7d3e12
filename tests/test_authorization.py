"""Every route × everybody × {own, other class, other organisation, a foreign id in one's own organisation}.

Nothing here lists what is allowed: routes come from the app, the verdict from the rule table, and who is what from the world. A new
route is covered by being declared; one whose address or body the matrix cannot fill in fails until it says how.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from api.app import create_app
from api.core import access, db
from api.core.access import RULES, Action, Actor, Role, Thing
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.errors import Problem
from api.core.unit import Unit
from api.core.vault import Grant, Purpose
from api.counselling.notes import queries as session_notes
from api.web.core import Core
from api.web.guards import handlers
from tests.counselling.desk import TUESDAY, Desk, hours_of, open_desk, version
from tests.hotlines import lines
from tests.observations.watch import Watch, all_serve, watch
from tests.visits import matrix as visiting
from tests.visits.matrix import VISITING, Visiting
from tests.world import Person, World

Route = tuple[str, str, Action, str]
OF_A_PUPIL = {
    *(
        Action.STUDENT_READ,
        Action.PUPIL_CODE_ISSUE,
        Action.BOOKING_ADD,
        Action.COMMITTEE_APPOINT,
        Action.COMMITTEE_READ,
    ),
    *(Action.COMMITTEE_CONSENT, Action.COMMITTEE_END, Action.OBSERVATION_ADD),
}
"""Actions whose rule looks at a pupil and their class."""
OF_A_CLASS = {Action.NOTICE_SEND, Action.NOTICE_FOLLOW, Action.OBSERVATION_READ, Action.OBSERVATION_HANDLE}

PUBLIC_OPERATIONS = {
    "askCode",
    "signInByPhone",
    "signInByPassword",
    "signInBySecret",
    "signInByStartingCode",
    "readFeed",
    "addReply",
    "listHotlines",
}
"""What works without a session. A route lands here only on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One set of objects in one organisation, reached through the path of `org_id`."""

    name: str
    org_id: int
    pupil: Person
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
    hotline_id: str

    def params(self) -> dict[str, str]:
        """Values for a path's places."""
        return {
            "org_id": str(self.org_id),
            "student_id": str(self.pupil.account_id),
            "class_id": str(self.class_id),
            "provider_id": self.desk.provider_id,
            "room_id": self.desk.room_id,
            "hours_id": self.desk.hours_id,
            "exception_id": self.exception_id,
            "booking_id": self.booking["bookingId"],
            "message_id": self.message_id,
            "import_id": self.import_id,
            "notice_id": self.notice_id,
            "hotline_id": self.hotline_id,
            "member_id": self.watch.member_id,
            "observation_id": self.watch.observation_id,
            "step_id": self.watch.step_id,
            **self.visiting.params(),
        }

    def thing(self, action: Action) -> Thing:
        """What the rule looks at, said here anew and not asked of the services."""
        if action in OF_A_PUPIL:
            return Thing(org_id=self.org_id, kind="", student_id=self.pupil.account_id, class_id=self.class_id)
        if action in VISITING:
            ids = {"student_id": self.pupil.account_id, "class_id": self.class_id}
            return Thing(org_id=self.org_id, kind="", people=self.visiting.team, **ids)
        if action in OF_A_CLASS:
            return Thing(org_id=self.org_id, kind="", class_id=self.class_id)
        return Thing(org_id=self.org_id, kind="", people=self.people(action))

    def people(self, action: Action) -> frozenset[UUID]:
        """Who takes part in what the action is about; nobody where the rule asks for no part."""
        if action in {Action.BOOKING_READ, Action.BOOKING_CHANGE, Action.MESSAGE_READ}:
            return frozenset(UUID(p["accountId"]) for p in self.booking["people"])
        if action in {
            Action.BOOKING_CLOSE,
            Action.BOOKING_NOTE_READ,
            *_SESSION_NOTE,
            Action.HOURS_EDIT,
            Action.HOURS_READ,
        }:
            return frozenset({self.desk.counsellor.account_id})
        if action in {Action.NOTICE_READ, Action.NOTICE_ANSWER}:
            return self.recipients
        return frozenset({self.watch.class_teacher.account_id} if action is Action.OBSERVER_READ else ())


def body(operation: str, v: Variant) -> Any:
    """A body that fits the operation, or None where it takes none."""
    place = {"kind": "school_room", "nameZh": "站", "nameEn": "Room", "address": "1", "phone": ""}
    hours = hours_of(v.desk.counsellor.account_id, v.desk.provider_id, v.desk.room_id, weekday=5)
    edit = {k: x for k, x in hours.items() if k != "counsellorId"}
    day = {
        "counsellorId": hours["counsellorId"],
        "kind": "closed",
        "onDate": "2026-12-25",
        "fromTime": "08:00",
        "toTime": "09:00",
    }
    bodies: dict[str, Any] = {
        "addProvider": place,
        "setProvider": place,
        "endProvider": None,
        "addRoom": {"name": "102"},
        "setRoom": {"name": "103"},
        "endRoom": None,
        "addHours": hours,
        "setHours": edit,
        "endHours": {"lastDay": "2027-06-30"},
        "addHoursException": day,
        "removeHoursException": None,
        "addBooking": v.desk.wish(v.pupil, TUESDAY.replace(hour=8), attends="student"),
        "moveBooking": {k: x for k, x in v.desk.wish(v.pupil).items() if k in {"counsellorId", "startsAt", "mode"}},
        "cancelBooking": None,
        "closeBooking": {"state": "done"},
        "setSessionNote": {"text": "said in confidence"},
        "issueStartingCode": None,
        "readMessage": None,
        "addNotice": notice_to(v.class_id),
        "setNotice": notice_to(v.class_id),
        "countNoticeReach": notice_to(v.class_id)["audience"],
        "sendNotice": {},
        "withdrawNotice": None,
        "cancelNotice": None,
        "openNotice": None,
        "acknowledgeNotice": None,
        "signNotice": {"name": "nobody", "studentIds": []},
        "addRosterImport": b"a file",
        "applyRosterImport": {},
        "appointCommitteeMember": {
            "studentId": str(v.pupil.account_id),
            "startsOn": "2027-09-01",
            "endsOn": "2028-01-20",
        },
        "answerCommitteeRequest": {"consents": True, "consentVersion": "2026-11"},
        "endCommitteeMember": None,
        "addObservation": {"kind": "other", "text": "x", "classId": str(v.class_id)},
        "takeUpObservation": None,
        "followUpObservation": {"text": "x"},
        "raiseObservation": {"reason": "x"},
        "closeObservation": {"outcome": "helped", "note": "x"},
        "addHotline": lines.BODY,
        "setHotline": lines.BODY,
        "endHotline": None,
        **visiting.bodies(v.pupil, v.visiting),
    }
    if operation not in bodies:
        pytest.fail(f"say in this file what a body of {operation} looks like")
    return bodies[operation]


def actor(world: World, person: Person, org_id: int) -> Actor:
    """What a person is in an organisation: the world's own words, independent of the database's answer."""
    who = world.people
    staff: dict[tuple[int, str], set[Role]] = {
        (world.north, "wang"): {Role.CLASS_TEACHER, Role.SUBJECT_TEACHER},
        (world.north, "chen"): {Role.CLASS_TEACHER},
        (world.north, "lin"): {Role.COUNSELLOR},
        (world.north, "gao"): {Role.LEADER},
        (world.north, "he"): {Role.CUSTODIAN},
        (world.north, "north_admin"): {Role.SCHOOL_ADMIN},
        (world.south, "sun"): {Role.CLASS_TEACHER},
        (world.south, "zhao"): {Role.COUNSELLOR},
        (world.south, "south_admin"): {Role.SCHOOL_ADMIN},
    }
    lead = {"wang": {world.north_a}, "chen": {world.north_b}, "sun": {world.south_a}}
    taught = {"wang": {world.north_b}}
    children = {
        (world.north, "mother"): {who.ming},
        (world.north, "father"): {who.ming},
        (world.north, "jun_mother"): {who.jun},
        (world.south, "mother"): {who.tao},
        (world.south, "lei_father"): {who.lei},
    }
    pupils = {world.north: {"ming", "hong", "jun"}, world.south: {"tao", "lei"}}
    roles = set(staff.get((org_id, person.name), set[Role]()))
    if roles:
        roles.add(Role.STAFF)
    mine = frozenset(c.account_id for c in children.get((org_id, person.name), set[Person]()))
    if mine:
        roles.add(Role.GUARDIAN)
    if person.name in pupils.get(org_id, set[str]()):
        roles.add(Role.STUDENT)
    return Actor(
        account_id=person.account_id,
        org_id=org_id,
        roles=frozenset(roles),
        session_id=uuid4(),
        assurance=2,
        lead_class_ids=frozenset(lead.get(person.name, set[UUID]()) if Role.CLASS_TEACHER in roles else set[UUID]()),
        taught_class_ids=frozenset(
            taught.get(person.name, set[UUID]()) if Role.SUBJECT_TEACHER in roles else set[UUID]()
        ),
        child_ids=mine,
    )


def notice_to(class_id: UUID) -> dict[str, Any]:
    """A notice to the guardians of a class."""
    text = {"kind": "acknowledge", "titleZh": "秋游", "bodyZh": "周五八点集合。"}
    return {**text, "audience": {"classIds": [str(class_id)]}}


_SESSION_NOTE = {Action.SESSION_NOTE_READ, Action.SESSION_NOTE_WRITE}
_NAMED = (
    *("student_id", "booking_id", "provider_id", "hours_id", "exception_id", "message_id", "import_id"),
    *("notice_id", "member_id", "observation_id", "hotline_id"),
    *visiting.NAMED,
)
_BY_BODY = {
    *(Action.BOOKING_ADD, Action.HOURS_EDIT, Action.NOTICE_SEND),
    *(Action.COMMITTEE_APPOINT, Action.OBSERVATION_ADD, Action.CONTACT_ADD, Action.VISIT_PROPOSE),
}
"""The body names what the rule looks at."""


def expected(world: World, person: Person, action: Action, path: str, v: Variant) -> int:
    """200 stands for: not refused; else the status of the refusal."""
    me = actor(world, person, v.org_id)
    named = any(f"{{{place}" in path for place in _NAMED)
    by_body = action in _BY_BODY and not path.endswith("/form")  # a form is asked for before there is a body
    if action is Action.OBSERVATION_ADD and Role.STUDENT in me.roles and not v.foreign:
        return 200 if v.class_id in pupils_of(world).get(person.name, ()) else 404
    if not access.scopes(me, action):
        return 403
    if not (named or by_body):
        return 200
    if v.foreign:
        return 404
    try:
        access.check(me, action, v.thing(action))
    except Problem as refusal:
        return refusal.status
    return 200


def pupils_of(world: World) -> dict[str, tuple[UUID, ...]]:
    """Which class each pupil is in; all of them serve."""
    north, south = dict.fromkeys(("ming", "hong"), (world.north_a,)), dict.fromkeys(("tao", "lei"), (world.south_a,))
    return {**north, "jun": (world.north_b,), **south}


def routes(config: Config) -> list[Route]:
    """Everything below /api that acts in one organisation or in public."""
    found = [(m, p, h.opt["action"], str(h.operation_id)) for m, p, h in handlers(create_app(config))]
    return sorted(found, key=lambda route: _ends(route[3]))


def _ends(operation: str) -> bool:
    """What takes its object away comes last, and is done once."""
    return operation.startswith(("end", "remove", "delete", "cancel", "close"))


async def _session_note(world: World, core: Core, org_id: int, booking_id: UUID, counsellor: Person) -> None:
    """What its counsellor wrote; no session of these has begun, so no route would take it."""
    who = world.people
    async with db.transaction(core.pool, org_id, counsellor.account_id) as conn:
        me = actor(world, counsellor, org_id)
        unit = Unit(conn=conn, actor=me, now=world.now, config=core.config, vault=core.vault, sealer=core.sealer)
        until = world.now + timedelta(days=400)
        people: dict[UUID, Purpose] = {counsellor.account_id: "counsellor", who.he.account_id: "custodian"}
        grants = [Grant(account_id=one, purpose=purpose, until=until) for one, purpose in people.items()]
        note_id = await core.vault.seal(unit, "session_note", "said in confidence", [who.ming.account_id], grants)
        await session_notes.add_note(conn, org_id, booking_id, 1, note_id, counsellor.account_id, world.now)


@pytest.fixture
async def variants(world: World, clock: FixedClock, core: Core) -> list[Variant]:
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
        await _session_note(world, core, org_id, UUID(booking["bookingId"]), counsellor)
    admins = {north.org_id: who.north_admin, south.org_id: who.south_admin}
    days = [await _exception(world, d, admins[d.org_id], day) for d, day in ((north, 24), (north, 23), (south, 24))]
    messages = [
        await _message(world, desk.org_id, booking) for desk, booking in ((north, ming), (north, jun), (south, lei))
    ]
    tried = {d.org_id: await _import(world, d.org_id, admins[d.org_id]) for d in (north, south)}
    called = {o: (await lines.line(world, o, admin))["hotlineId"] for o, admin in admins.items()}
    await all_serve(world)
    watched = [
        await watch(world, org_id, class_id, pupil, teacher)
        for org_id, class_id, pupil, teacher in (
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
            pupil=pupil,
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
            hotline_id=called[desk.org_id],
            foreign=False,
        )
        for n, (name, desk, pupil, class_id, booking) in enumerate(placed)
    ]
    return [*made, replace(made[2], name="foreign id", org_id=world.north, foreign=True)]


async def _notice(
    world: World, org_id: int, teacher: Person, class_id: UUID, pupil: Person, *guardians: Person
) -> tuple[str, frozenset[UUID]]:
    """A notice that a class teacher sent to these guardians."""
    answer = await world.client(teacher).post(f"/orgs/{org_id}/notices", json=notice_to(class_id))
    notice_id, ids = UUID(answer.json()["noticeId"]), [g.account_id for g in guardians]
    await world.sql(
        org_id,
        "update notices set state = 'sent', send_at = $3, sent_at = $3, scheduled_by = author_id, reached_class_ids = class_ids"
        " where org_id = $1 and notice_id = $2",
        *(org_id, notice_id, world.now),
    )
    await world.sql(
        org_id,
        "insert into notice_recipients (org_id, notice_id, account_id, student_ids, as_staff, chunk, sent_at)"
        " select $1, $2, u.id, array[$4::uuid], false, 0, $5 from unnest($3::uuid[]) as u (id)",
        *(org_id, notice_id, ids, pupil.account_id, world.now),
    )
    return str(notice_id), frozenset(ids)


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


def everybody(world: World) -> Iterator[Person]:
    """All people of the world, those who left and the stranger included."""
    for name in world.people.__dataclass_fields__:
        yield getattr(world.people, name)


async def test_every_route_for_everybody(world: World, variants: list[Variant], config: Config) -> None:
    wrong: list[str] = []
    cases = 0
    for method, path, action, operation in routes(config):
        if "{org_id" not in path:
            continue
        for v in variants:
            allowed = [p for p in everybody(world) if expected(world, p, action, path, v) == 200]
            refused = [p for p in everybody(world) if p not in allowed]
            for person in refused + allowed[: 1 if _ends(operation) else 4]:
                cases += 1
                status = await ask(world, person, method, path, operation, v)
                wish = expected(world, person, action, path, v)
                if (status if status in {401, 403, 404} or status >= 500 else 200) != wish:
                    wrong.append(f"{operation} by {person.name}, {v.name}: {status}, by the rules {wish}")
    assert not wrong, "\n".join(wrong[:40])
    assert cases > 1000


async def ask(world: World, person: Person, method: str, path: str, operation: str, v: Variant) -> int:
    """The status that a person gets."""
    address = path.removeprefix("/api/v1")
    for place, value in v.params().items():
        address = address.replace(f"{{{place}}}", value)
    assert "{" not in address, f"say in this file what {address} needs"
    content = None if method == "GET" else body(operation, v)
    if isinstance(content, bytes):
        asked = world.client(person).request(
            method, address, content=content, params={"fileName": "a.csv"}, headers=version(1)
        )
    else:
        asked = world.client(person).request(method, address, json=content, headers=version(1))
    return (await asked).status_code


async def test_without_a_session_only_the_public_is_open(http: httpx.AsyncClient, config: Config) -> None:
    for method, path, action, operation in routes(config):
        assert (action is Action.PUBLIC) == (operation in PUBLIC_OPERATIONS), operation
        if action is not Action.PUBLIC:
            address = re.sub(r"{(\w+)}", lambda m: "1" if m.group(1) == "org_id" else str(uuid4()), path)
            answer = await http.request(
                method, address, json=None, headers={"idempotency-key": "0123456789", "if-match": '"v1"'}
            )
            assert answer.status_code in {400, 401, 422}, (operation, answer.status_code)


def test_every_action_of_the_table_is_used_or_planned(config: Config) -> None:
    used = {action for _, _, action, _ in routes(config)}
    assert set(RULES) - used <= {Action.AUDIT_READ}
