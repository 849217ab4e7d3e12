"""What nobody can find out: the observer from a dump, the accused from anything (P3, P5; DESIGN 7)."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from api.core.clock import FixedClock
from jobs.kinds import HANDLERS
from tests.jobs.city import City
from tests.observations.desk import SECRET, Desk, dump, ok, slug
from tests.observations.test_cases import check_blind
from tests.observations.test_filing import own
from tests.servers import Database
from tests.world import Person

NOTE = "她说别告诉爸爸"
STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00")


async def report(desk: Desk, city: City, clock: FixedClock, by: Person, **more: Any) -> str:
    """A report filed at an odd minute, just after sign-in; its owners are told, and it is handled."""
    clock.advance(timedelta(hours=2, minutes=23, microseconds=123457))
    await ok(await desk.world.client(by).get("/me/inbox"))  # which is their presence; filing is not
    observation = await desk.filed(by, studentId=str(desk.world.people.hong.account_id), **more)
    await own(desk, by)
    clock.advance(timedelta(hours=1, microseconds=99))
    await city.work(HANDLERS)
    return observation


async def test_a_dump_has_neither_text_nor_observer(
    city: City, desk: Desk, database: Database, clock: FixedClock
) -> None:
    who = desk.world.people
    observation = await report(desk, city, clock, who.ming, urgent=False)
    await ok(await desk.post(who.wang, observation, "follow-ups", text=NOTE))
    await ok(await desk.get(who.wang, observation, "/observer"))
    await ok(await desk.get(who.wang, observation, "/text"))
    tables = await dump(database)
    everything = "\n".join(row for rows in tables.values() for row in rows)
    for secret in (SECRET, "挨打", NOTE, "别告诉"):
        assert secret not in everything
        assert secret.encode().hex() not in everything
    ids = await all_ids(desk, observation)
    ming = str(who.ming.account_id)
    for table, rows in tables.items():
        for row in rows:
            assert not (ming in row and any(i in row for i in ids)), (table, row)
    assert not [r for r in tables["idempotency"] if ming in r]
    assert ming not in "\n".join(tables["audit_changes"] + tables["tasks"] + tables["messages"] + tables["grants"])


async def test_no_instant_ties_the_observer_to_the_report(
    city: City, desk: Desk, database: Database, clock: FixedClock
) -> None:
    """Sessions say when somebody was here; a report says only in which hour it came."""
    who = desk.world.people
    observation = await report(desk, city, clock, who.ming)
    tables, ids = await dump(database), await all_ids(desk, observation)
    rows = [row for rows in tables.values() for row in rows]
    mine = {s for row in rows if str(who.ming.account_id) in row for s in STAMP.findall(row)}
    its = {s for row in rows if any(i in row for i in ids) for s in STAMP.findall(row)}
    assert "2026-11-23 06:23:00.123457+00" in mine  # the session's, when the report was filed
    assert "2026-11-23 06:00:00+00" in its
    assert not mine & its
    for found in ids:
        assert UUID(found).version == 4, "a time-ordered key has the millisecond"


async def test_two_reports_of_one_member_are_not_linked(desk: Desk) -> None:
    who = desk.world.people
    await desk.filed(who.ming, key="first-report-1")
    await desk.filed(who.ming, key="second-report")
    rows = await desk.world.sql(desk.org_id, "select observer_mark from observations where org_id = $1", desk.org_id)
    assert len({r[0] for r in rows}) == 2
    sizes = await desk.world.sql(
        desk.org_id,
        "select distinct octet_length(v.sealed) from observations o join vault_records v on v.record_id = o.observer_id"
        " where o.org_id = $1 and v.org_id = $1",
        desk.org_id,
    )
    await desk.filed(who.wang, studentId=str(who.ming.account_id))
    again = await desk.world.sql(
        desk.org_id,
        "select distinct octet_length(v.sealed) from observations o join vault_records v on v.record_id = o.observer_id"
        " where o.org_id = $1",
        desk.org_id,
    )
    assert len(sizes) == len(again) == 1, "a length would tell a member from a teacher"


async def test_the_audit_lists_that_something_was_filed_by_nobody(city: City, desk: Desk, clock: FixedClock) -> None:
    observation = await report(desk, city, clock, desk.world.people.ming)
    rows = await desk.world.sql(
        desk.org_id,
        "select account_id, action from audit_changes where org_id = $1 and resource = 'observation'",
        desk.org_id,
    )
    assert [tuple(r) for r in rows] == [(UUID(int=0), "observation_add")]
    assert observation in {
        str(r[0])
        for r in await desk.world.sql(
            desk.org_id,
            "select resource_id from audit_changes where org_id = $1 and resource_id is not null",
            desk.org_id,
        )
    }


async def test_no_count_of_a_member_anywhere(desk: Desk) -> None:
    who = desk.world.people
    for _ in range(3):
        await desk.filed(who.ming)
    shown = await ok(await desk.world.client(who.wang).get(desk.members))
    keys = {key for item in shown["items"] for key in item}
    assert keys == {
        *("orgId", "memberId", "classId", "className", "studentId", "studentName", "startsOn", "endsOn", "state"),
        *("consentVersion", "version"),
    }
    listed = await ok(await desk.world.client(who.wang).get(desk.reports))
    assert "ming" not in json.dumps(listed)


async def test_the_accused_class_teacher_cannot_tell(city: City, desk: Desk, clock: FixedClock) -> None:
    world, who = desk.world, desk.world.people
    await desk.serve(who.chen, who.jun, who.jun_mother)
    clock.advance(timedelta(minutes=10))
    before = await view(desk, who.chen), await view(desk, who.wang)
    observation = await desk.filed(who.jun, aboutStaffId=str(who.chen.account_id))
    clock.advance(timedelta(hours=1))
    await city.work(HANDLERS)
    assert (await view(desk, who.chen), await view(desk, who.wang)) == before
    await check_blind(desk, observation, who.chen, who.wang)
    for person in (who.lin, who.gao):
        assert await desk.listed(person) == [observation]
        assert await desk.waiting(person) == 1
        assert len([m for m in await desk.inbox(person) if "something waits" in m]) == 1
    assert await desk.granted(observation) == {"text": {"lin", "gao"}, "observer": set()}
    for person in (who.lin, who.gao):
        assert (await ok(await desk.get(person, observation)))["canReadObserver"] is False
        assert slug(await desk.get(person, observation, "/observer")) == (403, "forbidden")
    clock.advance(timedelta(days=10))
    await city.work(HANDLERS)
    assert await view(desk, who.chen) == before[0]
    rows = "\n".join(str(dict(r)) for r in await world.sql(desk.org_id, "select * from observations"))
    assert str(who.chen.account_id) not in rows, "a dump would accuse"


async def test_an_accused_colleague_is_left_out_and_the_others_are_not(
    city: City, desk: Desk, clock: FixedClock
) -> None:
    who = desk.world.people
    await desk.serve(who.chen, who.jun, who.jun_mother)
    before = await view(desk, who.wang)
    observation = await desk.filed(who.jun, aboutStaffId=str(who.wang.account_id))
    clock.advance(timedelta(hours=1))
    await city.work(HANDLERS)
    assert await desk.listed(who.chen) == [observation]
    assert await view(desk, who.wang) == before
    await check_blind(desk, observation, who.wang)
    case = await ok(await desk.post(who.chen, observation, "follow-ups", text=NOTE))
    await check_blind(desk, observation, who.wang)
    assert await desk.granted(observation) == {"text": {"chen"}, "observer": {"chen"}}
    await ok(await desk.get(who.chen, observation, f"/steps/{case['steps'][0]['stepId']}/note"))


async def test_an_accused_counsellor_is_passed_over_when_it_rises(city: City, desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    before = await view(desk, who.lin)
    observation = await desk.filed(who.ming, urgent=True, aboutStaffId=str(who.lin.account_id))
    await city.work(HANDLERS)
    assert await desk.listed(who.gao) == [observation]
    await ok(await desk.post(who.wang, observation, "raise", reason="x"))
    clock.advance(timedelta(hours=5))
    await city.work(HANDLERS)
    assert await view(desk, who.lin) == before
    await check_blind(desk, observation, who.lin)
    assert await desk.granted(observation) == {"text": {"gao"}, "observer": {"wang"}}


async def test_a_teacher_who_is_the_students_guardian_is_kept_from_it(desk: Desk) -> None:
    """A guardian may be the harm (K6), also one who teaches at the school."""
    who = desk.world.people
    await make_guardian(desk, who.wang, who.hong)
    observation = await desk.filed(who.ming, studentId=str(who.hong.account_id), kind="parent_child")
    await check_blind(desk, observation, who.wang)
    assert await desk.waiting(who.wang) == 0
    assert await desk.granted(observation) == {"text": {"lin", "gao"}, "observer": set()}
    other = await desk.filed(who.ming)
    assert await desk.listed(who.wang) == [other]


async def test_a_subject_teacher_who_is_the_students_guardian_is_left_out(
    city: City, desk: Desk, clock: FixedClock
) -> None:
    """Also one who became it after the report."""
    who = desk.world.people
    kind = {"studentId": str(who.jun.account_id), "kind": "parent_child"}
    earlier = await desk.filed(who.chen, **kind)
    assert await desk.listed(who.wang) == [earlier]
    await make_guardian(desk, who.wang, who.jun)
    later = await desk.filed(who.chen, **kind, urgent=True)
    clock.advance(timedelta(hours=1))
    await city.work(HANDLERS)
    for observation in (earlier, later):
        await check_blind(desk, observation, who.wang)
    assert await desk.waiting(who.wang) == 0
    assert [m for m in await desk.inbox(who.wang) if "something waits" in m] == []
    assert set(await desk.listed(who.chen)) == {earlier, later}


async def test_a_refusal_of_what_is_hidden_is_logged_like_any(desk: Desk) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming, aboutStaffId=str(who.wang.account_id))
    await desk.get(who.wang, observation)
    rows = await desk.world.sql(
        desk.org_id,
        "select action, resource, resource_id from audit_denials where org_id = $1 and account_id = $2",
        *(desk.org_id, who.wang.account_id),
    )
    assert [tuple(r) for r in rows] == [("observation_read", "observation", UUID(observation))]


async def test_a_student_who_does_not_serve_leaves_no_denial(desk: Desk) -> None:
    """That somebody wished to tell something is nobody's business."""
    who = desk.world.people
    assert slug(await desk.file(who.hong)) == (403, "not-serving")
    assert await desk.world.sql(desk.org_id, "select 1 from audit_denials where org_id = $1", desk.org_id) == []


async def make_guardian(desk: Desk, person: Person, student: Person) -> None:
    """Writes somebody of the staff down as a student's mother."""
    world = desk.world
    await world.sql(
        desk.org_id,
        "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, $3, $4)",
        *(desk.org_id, person.account_id, person.name, world.now),
    )
    await world.sql(
        desk.org_id,
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'mother', 1, $4)",
        *(desk.org_id, student.account_id, person.account_id, world.now),
    )


async def view(desk: Desk, who: Person) -> Any:
    """All that somebody is shown: lists, counts, first screen, messages."""
    client = desk.world.client(who)
    home = await ok(await client.get("/me/home"))
    inbox = await ok(await client.get("/me/inbox"))
    lists = [
        await ok(await client.get(path))
        for path in (desk.reports, f"{desk.reports}?done=true", f"{desk.reports}/own", "/me/diary")
    ]
    return home, inbox, lists


async def all_ids(desk: Desk, observation: str) -> list[str]:
    """The ids of an observation: its own, its records', its tasks'."""
    [row] = await desk.world.sql(
        desk.org_id, "select text_id, observer_id from observations where observation_id = $1", UUID(observation)
    )
    tasks = await desk.world.sql(desk.org_id, "select task_id from tasks where key = $1", observation)
    return [observation, *map(str, row), *(str(t[0]) for t in tasks)]


async def test_whom_the_accused_appointed_does_not_see_it_either(city: City, desk: Desk, clock: FixedClock) -> None:
    """An administrator could admit a second account of their own to read what is reported about them."""
    who = desk.world.people
    await desk.serve(who.chen, who.jun, who.jun_mother)
    appoint = "update staff set appointed_by = $3 where org_id = $1 and staff_id = $2"
    await desk.world.sql(desk.org_id, appoint, desk.org_id, who.gao.account_id, who.wang.account_id)
    before = await view(desk, who.gao)
    observation = await desk.filed(who.jun, aboutStaffId=str(who.wang.account_id), urgent=True)
    clock.advance(timedelta(hours=1))
    await city.work(HANDLERS)
    assert await view(desk, who.gao) == before
    await check_blind(desk, observation, who.gao)


async def test_who_is_barred_from_a_child_reads_nothing_about_it_as_a_colleague(desk: Desk) -> None:
    who = desk.world.people
    await make_guardian(desk, who.lin, who.hong)
    bar = "update guardianships set barred = true, ended_at = $4 where org_id = $1 and student_id = $2 and guardian_id = $3"
    ids = (desk.org_id, who.hong.account_id, who.lin.account_id)
    await desk.world.sql(desk.org_id, bar, *ids, desk.world.now)
    observation = await desk.filed(who.ming, studentId=str(who.hong.account_id), urgent=True)
    await check_blind(desk, observation, who.lin)
    assert await desk.listed(who.gao) == [observation]
