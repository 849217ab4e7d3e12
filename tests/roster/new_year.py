"""A school year that opens in a random year: the classes go up, or are merged into one, and the model follows."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from api.core.local_time import local_day
from jobs.kinds import HANDLERS
from schemas.roster.tasks import ImportRoster
from tests.counselling.desk import ok
from tests.roster.random_year import Year

CLASSES = "select class_id, name from classes where org_id = $1 and ended_at is null"


async def open_year(year: Year) -> None:
    """The next school year. Sometimes all classes become one, with the class teacher of the first."""
    client, path = year.world.client(year.world.people.north_admin), f"/orgs/{year.world.north}/roster/"
    found = await ok(await client.get(path + "school-years/next"), 200)
    merged = year.random.random() < 0.3
    into = {
        str(class_id): f"{found['schoolYear']}{'M' if merged else 'AB'[n]}" for n, class_id in enumerate(year.classes)
    }
    tried = await ok(await client.post(path + "school-years", json=_body(found, into, year)), 201)
    assert tried["losses"] == [], tried
    headers = {"if-match": f'"v{tried["version"]}"'}
    await ok(
        await client.post(f"{path}imports/{tried['importId']}/apply", json={"confirmLosses": True}, headers=headers),
        202,
    )
    await year.city.work(HANDLERS, only=ImportRoster.kind)
    assert (await ok(await client.get(f"{path}imports/{tried['importId']}"), 200))["state"] == "done"
    ids = {row["name"]: row["class_id"] for row in await year.world.sql(year.world.north, CLASSES, year.world.north)}
    _follow(year, {UUID(class_id): ids[name] for class_id, name in into.items()})


def _body(found: dict[str, Any], into: dict[str, str], year: Year) -> dict[str, Any]:
    until = local_day(year.clock.now(), "Asia/Shanghai") + timedelta(days=30)
    return {
        "basis": found["basis"],
        "schoolYear": found["schoolYear"],
        "classes": [{"grade": "G", "name": name} for name in dict.fromkeys(into.values())],
        "steps": [{"classId": class_id, "fate": "up", "into": name} for class_id, name in into.items()],
        "students": [],
        "graduatesUntil": str(until),
    }


def _follow(year: Year, became: dict[UUID, UUID]) -> None:
    """Students and class teachers go up with their class, as if nobody were away; what is somebody's who is away stays with the other one."""
    model = year.model
    year.classes = list(dict.fromkeys(became.values()))
    model.class_of = {student: became[class_id] for student, class_id in model.class_of.items()}
    teacher, led = model.away or (None, set[UUID]())
    leads: dict[UUID, UUID] = {}
    for old, new in became.items():
        leader = teacher if old in led else model.leads.get(old)
        if leader is not None:
            leads.setdefault(new, leader)
    if teacher is not None:
        [other] = model.teachers - {teacher}
        model.away = (teacher, {class_id for class_id, leader in leads.items() if leader == teacher})
        leads = {class_id: other if leader == teacher else leader for class_id, leader in leads.items()}
    model.leads = leads
