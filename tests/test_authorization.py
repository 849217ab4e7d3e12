"""Every route × everybody × {own, other class, other organisation, a foreign id in one's own organisation}.

Nothing here lists what is allowed: routes come from the app, the verdict from the rule table, and who is what from the world. A new
route is covered by being declared; one whose address or body the matrix cannot fill in fails until it says how.
"""

import asyncio
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar

from api.core import access
from api.core.access import AUDIT_READ, PUBLIC, Action, Role
from api.core.clock import FixedClock
from api.core.errors import Problem
from api.core.services import Services
from api.counselling import actions as counselling
from api.features import REGISTRY
from api.http.guards import handlers
from api.notices import actions as notices
from api.observations import actions as observations
from api.visits import actions as visits
from tests.actors import actor
from tests.counselling.desk import TUESDAY, hours_of, version
from tests.samples import ORGS
from tests.variants import MATRICES, Variant, all_variants, notice_to
from tests.visits import matrix as visiting
from tests.world import Person, World

Route = tuple[str, str, Action, str]


PUBLIC_OPERATIONS = {
    "askCode",
    "askWecom",
    "beginWecomSignIn",
    "signInFromWecom",
    "signInByPhone",
    "takeBackNumber",
    "signInByPassword",
    "beginPasskeySignIn",
    "signInByPasskey",
    "signInBySecret",
    "signInByStartingCode",
    "enrolTablet",
    "readTabletClass",
    "signInByPin",
    "readFeed",
    "addReply",
    "listHotlines",
}
"""What works without a session. A route lands here only on purpose."""


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
        "addBooking": v.desk.wish(v.student, TUESDAY.replace(hour=8), attends="student"),
        "moveBooking": {k: x for k, x in v.desk.wish(v.student).items() if k in {"counsellorId", "startsAt", "mode"}},
        "cancelBooking": None,
        "closeBooking": {"state": "done"},
        "setSessionNote": {"text": "said in confidence"},
        "addTablet": {"name": "平板 2", "classId": str(v.class_id)},
        "setTablet": {"name": "平板 3", "classId": str(v.class_id)},
        "issueStartingCode": None,
        "confirmStartingCode": None,
        "issueGuardianCode": None,
        "confirmGuardianCode": None,
        "readMessage": None,
        "addNotice": notice_to(v.class_id),
        "setNotice": notice_to(v.class_id),
        "countNoticeAudience": notice_to(v.class_id)["audience"],
        "sendNotice": {},
        "correctNotice": {"titleZh": "x", "bodyZh": "x", "fileIds": [v.more["file_id"]]},
        "withdrawNotice": None,
        "cancelNotice": None,
        "openNotice": None,
        "acknowledgeNotice": None,
        "signNotice": {"name": "nobody", "studentIds": [], "agrees": True},
        "addRosterImport": b"a file",
        "applyRosterImport": {},
        "undoRosterImport": None,
        "readRosterImport": {"words": []},
        "appointCommitteeMember": {
            "studentId": str(v.student.account_id),
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
        "agreeToCloseObservation": None,
        "refuseToCloseObservation": {"reason": "x"},
        "addFirstStep": {"kind": "child_where", "answer": "at_school"},
        **{operation: fitting for matrix in MATRICES for operation, fitting in matrix.bodies.items()},
        **visiting.bodies(v.student, v.visiting),
    }
    if operation not in bodies:
        pytest.fail(f"say in a `MATRIX` (tests/of_features.py) what a body of {operation} looks like")
    return bodies[operation]


_NAMED = (
    *("student_id", "booking_id", "provider_id", "hours_id", "exception_id", "message_id", "import_id"),
    *("notice_id", "member_id", "observation_id"),
    *visiting.NAMED,
    *(place for matrix in MATRICES for place in matrix.named),
)


_BY_BODY = {
    *(counselling.BOOKING_ADD, counselling.HOURS_EDIT, notices.NOTICE_SEND),
    *(observations.COMMITTEE_APPOINT, observations.OBSERVATION_ADD, visits.CONTACT_ADD, visits.VISIT_PROPOSE),
}
"""The body names what the rule looks at."""


def expected(world: World, person: Person, action: Action, path: str, v: Variant) -> int:
    """200 means not refused; else the status of the refusal."""
    me = actor(world, person, v.org_id)
    named = any(f"{{{place}" in path for place in _NAMED)
    by_body = action in _BY_BODY and not path.endswith("/form")  # a form is asked for before there is a body
    if action is observations.OBSERVATION_ADD and Role.STUDENT in me.roles and not v.foreign:
        return 200 if v.class_id in students_of(world).get(person.name, ()) else 404
    if not access.scopes(me, action):
        return 403
    if not (named or by_body):
        return 200
    if v.foreign:
        return 404
    try:
        access.check(me, action, v.resource(action))
    except Problem as refusal:
        return refusal.status
    return 200


def students_of(world: World) -> dict[str, tuple[UUID, ...]]:
    """Which class each student is in; all of them serve."""
    north, south = dict.fromkeys(("ming", "hong"), (world.north_a,)), dict.fromkeys(("tao", "lei"), (world.south_a,))
    return {**north, "jun": (world.north_b,), **south}


def routes(app: Litestar) -> list[Route]:
    """Everything below /api that acts in one organisation or in public."""
    found = [(m, p, h.opt["action"], str(h.operation_id)) for m, p, h in handlers(app)]
    return sorted(found, key=lambda route: _ends(route[3]))


def _ends(operation: str) -> bool:
    """What takes its object away comes last, and is done once."""
    return operation.startswith(("end", "remove", "delete", "cancel", "close"))


def everybody(world: World) -> Iterator[Person]:
    """All people of the world, those who left and the stranger included."""
    for name in world.people.__dataclass_fields__:
        yield getattr(world.people, name)


@pytest.fixture
async def variants(world: World, clock: FixedClock, services: Services) -> list[Variant]:
    """The objects of the matrix."""
    return await all_variants(world, clock, services)


PARTS = 8
"""The matrix is ten thousand requests: each part is a test of its own, with a world of its own."""


@pytest.mark.parametrize("part", range(PARTS))
async def test_every_route_for_everybody(world: World, variants: list[Variant], app: Litestar, part: int) -> None:
    wrong: list[str] = []
    cases = 0
    ours = [route for route in routes(app) if "{org_id" in route[1]]
    for route in ours[len(ours) * part // PARTS : len(ours) * (part + 1) // PARTS]:
        for v in variants:
            asked = await ask_everybody(world, route, v)
            cases += len(asked)
            wrong += [line for line in asked if line]
    assert not wrong, "\n".join(wrong[:40])
    assert cases > 1000 / PARTS


async def ask_everybody(world: World, route: Route, v: Variant) -> list[str]:
    """One entry for each person who asked: what was wrong about the answer, or nothing."""
    method, path, action, operation = route
    wishes = {person.name: expected(world, person, action, path, v) for person in everybody(world)}
    allowed = [person for person in everybody(world) if wishes[person.name] == 200]
    refused = [person for person in everybody(world) if wishes[person.name] != 200]

    async def answer(person: Person) -> str:
        status, wish = await ask(world, person, method, path, operation, v), wishes[person.name]
        if (status if status in {401, 403, 404} or status >= 500 else 200) == wish:
            return ""
        return f"{operation} by {person.name}, {v.name}: {status}, by the rules {wish}"

    # A refusal changes nothing, so all of them may ask at once.
    answers = await asyncio.gather(*(answer(person) for person in refused))
    return answers + [await answer(person) for person in allowed[: 1 if _ends(operation) else 4]]


async def ask(world: World, person: Person, method: str, path: str, operation: str, v: Variant) -> int:
    """The status that a person gets."""
    address = path.removeprefix("/api/v1")
    for place, value in v.params().items():
        address = address.replace(f"{{{place}}}", value)
    assert "{" not in address, f"say in a `MATRIX` (tests/of_features.py) what {address} needs"
    content = None if method == "GET" else body(operation, v)
    if isinstance(content, bytes):
        asked = world.client(person).request(
            method, address, content=content, params={"fileName": "a.csv"}, headers=version(1)
        )
    else:
        asked = world.client(person).request(method, address, json=content, headers=version(1))
    return (await asked).status_code


async def test_without_a_session_only_the_public_is_open(http: httpx.AsyncClient, app: Litestar) -> None:
    for method, path, action, operation in routes(app):
        assert (action is PUBLIC) == (operation in PUBLIC_OPERATIONS), operation
        if action is not PUBLIC:
            address = re.sub(r"{(\w+)}", lambda m: "1" if m.group(1) in ORGS else str(uuid4()), path)
            answer = await http.request(
                method, address, json={}, headers={"idempotency-key": "0123456789", "if-match": '"v1"'}
            )
            assert answer.status_code in {400, 401, 422}, (operation, answer.status_code)


def test_every_action_of_the_table_is_used_or_planned(app: Litestar) -> None:
    used = {action for _, _, action, _ in routes(app)}
    assert set(REGISTRY.actions.values()) - used <= {AUDIT_READ}
