"""The demo's city through the importer, and years of random files: the database always says what the last file says."""

from random import Random

import pytest

from api.core import db
from api.core.db import PLATFORM, Conn, value
from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.roster import command, rules
from api.roster.demo import city, load
from api.roster.demo.city import MIDDLE, PRIMARY, STATION
from api.roster.files import template, upload
from api.roster.snapshot import keyed, keyed_said
from schemas.roster.rows import SheetKey
from tests.roster.school import School
from tests.servers import Database

Rows = dict[SheetKey, list[list[str]]]


async def test_the_demo_is_loaded_once(services: Services, database: Database) -> None:
    assert await load.load_demo(services, database.owner_url) == list(city.ORGS)
    assert await load.load_demo(services, database.owner_url) == []
    people = await load.who(services)
    assert len({(p.org_id, p.name) for p in people}) == len(people) == 15
    student = people[-1]
    assert (student.phone, len(student.class_code or "")) == (None, 8)
    for person in people[:-1]:
        async with db.reading(services.door, person.org_id) as conn:
            key = services.sealer.phone(person.phone or "")
            kinds = await value(conn, "select kinds from login_find($1)", key)
            assert kinds, person


async def test_people_who_span(services: Services, database: Database) -> None:
    await load.load_demo(services, database.owner_url)
    mother, counsellor = services.sealer.phone(city.MOTHER.phone), services.sealer.phone(city.COUNSELLOR.phone)

    async def orgs(conn: Conn, key: bytes) -> list[int]:
        found: list[int] = []
        async with db.reading(services.door, PLATFORM) as door:
            account = await value(door, "select account_id from login_find($1)", key)
        for org_id in (MIDDLE, PRIMARY, STATION):
            await conn.execute(f"set local app.org_id = '{org_id}'")
            if await value(conn, "select count(*) from roster_identities($1)", [account]):
                found.append(org_id)
        return found

    async with system_uow(services, MIDDLE) as uow:
        assert await orgs(uow.conn, mother) == [MIDDLE, PRIMARY]
        assert await orgs(uow.conn, counsellor) == [MIDDLE, STATION]


async def test_a_whole_school_is_taken_in(school: School) -> None:
    one = next(o for o in city.demo(2027, seed=5) if o.org.org_id == MIDDLE)
    data = template.workbook("school", one.rows)
    done = await command.import_bytes(
        school.services, school.org_id, "a.xlsx", data, covers="school", confirm_losses=True
    )
    assert (done.state, done.counts.students > 1500) == ("done", True)
    assert done.changes is not None
    assert done.changes.students.ended == 2


def shuffled(rows: Rows, chance: Random) -> Rows:
    """The school a while later: people come, go and return, marry, move, change class, teach something else."""
    got: Rows = {key: [list(row) for row in table] for key, table in rows.items()}
    names = [row[1] for row in got["classes"]]
    for row in chance.sample(got["students"], 30):
        row[1] += "一"
        row[3] = chance.choice(names)
        row[4], row[7] = chance.choice(["", "新路1号", "无"]), chance.choice(["", "是", "否"])
    gone = {row[0] for row in chance.sample(got["students"], 25)}
    got["students"] = [row for row in got["students"] if row[0] not in gone]
    left = {row[2] for row in chance.sample(got["guardians"], 25)}
    got["guardians"] = [row for row in got["guardians"] if row[3] not in gone and row[2] not in left]
    for row in got["guardians"]:
        row[4] = ""
    got["staff"] = [row for row in got["staff"] if "学校管理员" in row[4] or chance.random() > 0.05]
    numbers = [row[0] for row in got["staff"]]
    chance.shuffle(numbers)
    for row, number in zip(got["staff"], numbers, strict=True):
        row[0] = number
        if "学校管理员" not in row[4] and chance.random() < 0.2:
            row[4], row[6] = "科任教师;年级组长", chance.choice(["", "无"])
    return got


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_database_says_what_the_last_file_says(school: School, seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    base = next(city.city(2026, 300, seed=seed)).rows
    rows = base
    for _ in range(4):
        rows = shuffled(chance.choice([base, rows]), chance)
        data = template.workbook("school", rows)
        checked = rules.check(upload.read(data, ""), "school")
        assert checked.roster is not None, checked.bad_rows[:3]
        before, said = (
            await school.snapshot(checked.roster),
            keyed_said(school.services.sealer, school.org_id, checked.said),
        )
        file = keyed(school.services.sealer, school.org_id, checked.roster)[0]
        wanted = rules.complete(before.now, file, said, checked.given, "school")
        done = await command.import_bytes(
            school.services, school.org_id, "a.xlsx", data, covers="school", confirm_losses=True
        )
        assert done.state == "done"
        snapshot = await school.snapshot(checked.roster)
        assert snapshot.now == wanted
        assert rules.empty(rules.diff(snapshot, wanted))
        await _memberships_agree(school)


async def _memberships_agree(school: School) -> None:
    """Exactly the people on the roster are members."""
    for table, key, kind in (
        ("students", "student_id", "student"),
        ("guardians", "guardian_id", "guardian"),
        ("staff", "staff_id", "staff"),
    ):
        here = await school.rows(f"select {key} from {table} where ended_at is null")
        gone = await school.rows(f"select {key} from {table} where ended_at is not null")
        members = await school.members(kind, [row[0] for row in [*here, *gone]])
        assert members == {row[0] for row in here}
