"""Every operation as a colleague whom a court's order bars from a child: what is about the child is not there, and no list names it.

Each of them has every role of a colleague, besides what they were to the child: class teacher, counsellor, on the visiting team,
custodian, administrator.
"""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
from litestar import Litestar

from api.core.clock import FixedClock
from api.core.services import Services
from tests.barring import bar
from tests.counselling.desk import version
from tests.test_authorization import body, routes
from tests.variants import Variant, all_variants, notice_to
from tests.world import Person, World

CONTRACT = json.loads((Path(__file__).parents[1] / "clients" / "openapi.json").read_text(encoding="utf-8"))
PLACES = (
    *(
        "student_id",
        "booking_id",
        "visit_id",
        "availability_id",
        "agreement_id",
        "follow_up_id",
        "record_id",
        "contact_id",
    ),
    *("member_id", "observation_id", "step_id"),
)
"""Places of an address that are, or are about, the child."""
BY_BODY = {
    "addBooking",
    "addVisit",
    "addContact",
    "appointCommitteeMember",
    "addNotice",
    "addSavedAudience",
    "countNoticeAudience",
}
"""Their body names the child."""
OTHERWISE = {
    "addObservation": "a report adds, and others read it: who is barred and sees danger may say so",
    "addSchoolYear": "tests/roster/test_barred_uploads.py",
    "setSavedAudience": "the check of addSavedAudience",
    "setNotice": "the check of addNotice; the notice of this walk is to a class",
    "signInByPin": "nobody is signed in",
    "signNotice": "of children whose guardian one is",
}
"""Writes whose body names a student, and why they are not walked."""
FOUND = {"getNextSchoolYear", "getRosterWorkbook", "getRosterOneRoster", "listLectureRegistrations"}
"""Lists that name the child to an administrator who is not barred."""
FAMILY = ("孙慧兰", "周建国")
"""Names that the child's guardians are given."""
ROLES = ["counsellor", "custodian", "grade_lead", "leader", "school_admin"]


@pytest.mark.parametrize("name", ["wang", "lin", "gao", "he", "north_admin"])
async def test_who_is_barred_finds_nothing_about_the_child(
    world: World, clock: FixedClock, services: Services, app: Litestar, name: str
) -> None:
    [v, *_] = await all_variants(world, clock, services)
    person: Person = getattr(world.people, name)
    about = "update observations set student_id = $3 where org_id = $1 and observation_id = $2::uuid"
    await world.operate(world.north, about, world.north, v.watch.observation_id, v.student.account_id)
    every = "update staff set roles = $3 where org_id = $1 and staff_id = $2"
    await world.sql(world.north, every, world.north, person.account_id, ROLES)
    await _seat(world, v)
    for guardian, renamed in zip((world.people.mother, world.people.father), FAMILY, strict=True):
        rename = "update guardians set name = $3 where org_id = $1 and guardian_id = $2"
        await world.sql(world.north, rename, world.north, guardian.account_id, renamed)
    before = await _named(world, app, person, v)
    assert set(before) >= FOUND, "otherwise the walk finds nothing"
    await bar(world, person, v.student)
    open_to_them = [line async for line in _opened(world, app, person, v)]
    assert (open_to_them, await _named(world, app, person, v)) == ([], [])


async def _seat(world: World, v: Variant) -> None:
    """The child's mother has asked for a seat."""
    seat = (
        "insert into lecture_registrations (org_id, registration_id, lecture_id, account_id, number, state, asked_at, changed_at)"
        " values ($1, $2, $3::uuid, $4, 1, 'registered', $5, $5)"
    )
    lecture_id, mother = v.params()["lecture_id"], world.people.mother.account_id
    await world.sql(world.north, seat, world.north, uuid4(), lecture_id, mother, world.now)


async def _opened(world: World, app: Litestar, person: Person, v: Variant) -> AsyncIterator[tuple[str, int]]:
    """Operations about the child that are not refused."""
    client = await world.sign_in(person, assurance=2)
    for method, path, _, operation in routes(app):
        about = operation in BY_BODY or any(f"{{{place}}}" in path for place in PLACES)
        if not about or "{org_id" not in path:
            continue
        content = None if method == "GET" else _body(operation, v)
        answer = await client.request(method, _address(path, v), json=content, headers=version(1))
        if answer.status_code not in {403, 404}:
            yield operation, answer.status_code


def _body(operation: str, v: Variant) -> Any:
    if operation not in {"addNotice", "addSavedAudience", "countNoticeAudience"}:
        return body(operation, v)
    audience = {"studentIds": [str(v.student.account_id)]}
    if operation == "addSavedAudience":
        return {"name": "几个人", "audience": audience}
    return notice_to(v.class_id) | {"audience": audience} if operation == "addNotice" else audience


def test_every_write_whose_body_names_a_student_is_walked_or_says_why_not() -> None:
    named = {
        operation["operationId"]
        for methods in CONTRACT["paths"].values()
        for operation in methods.values()
        if "requestBody" in operation and any("student" in name.lower() for name in _fields(operation["requestBody"]))
    }
    assert named == BY_BODY | OTHERWISE.keys()


def _fields(schema: Any) -> set[str]:
    """Names of fields of a schema, at any depth."""
    if isinstance(schema, list):
        return {name for one in cast("list[Any]", schema) for name in _fields(one)}
    if not isinstance(schema, dict):
        return set()
    of = cast("dict[str, Any]", schema)
    found = set(cast("dict[str, Any]", of.get("properties", {})))
    if "$ref" in of:
        found |= _fields(CONTRACT["components"]["schemas"][of["$ref"].rsplit("/", 1)[-1]])
    return found | {name for key, one in of.items() if key != "description" for name in _fields(one)}


async def _named(world: World, app: Litestar, person: Person, v: Variant) -> list[str]:
    """Reads whose answer or file names the child, or has a number of its family."""
    client, found = await world.sign_in(person, assurance=2), list[str]()
    who = world.people
    told = (
        str(v.student.account_id),
        f'"{v.student.name}"',
        f'"{v.student.name}（',
        *FAMILY,
        who.mother.phone,
        who.father.phone,
    )
    for method, path, _, operation in routes(app):
        address = _address(path, v)
        if method != "GET" or "{" in address:
            continue
        text = _text((await client.get(address)).content)
        if any(one in text for one in told):
            found.append(operation)
    return found


def _text(content: bytes) -> str:
    """What an answer says, or the texts of all files in it, as they stand between quotes."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "".join(file.read(name).decode() for name in file.namelist()).translate(_QUOTED)


_QUOTED = str.maketrans("<>,", '"""')


def _address(path: str, v: Variant) -> str:
    address = path.removeprefix("/api/v1")
    for place, value in v.params().items():
        address = address.replace(f"{{{place}}}", value)
    return address
