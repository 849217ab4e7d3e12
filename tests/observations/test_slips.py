"""Paper slips that a counsellor enters: the writer is the observer, and nothing tells who typed it (P7, P3)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from api.core.clock import FixedClock
from jobs.kinds import HANDLERS
from tests.jobs.city import City
from tests.observations.desk import SECRET, START, Desk, dump, field, ok, slug
from tests.observations.test_cases import check_blind
from tests.observations.test_filing import own
from tests.observations.test_secrets import STAMP, all_ids
from tests.servers import Database
from tests.world import Person

UNSIGNED = {"accountId": None, "name": "", "part": "unsigned_slip"}


async def slip(desk: Desk, writer: Person | None = None, by: Person | None = None, **more: Any) -> Any:
    """A slip that may be refused, principal by the school's counsellor."""
    signed = {"slipFrom": str(writer.account_id)} if writer else {}
    return await desk.file(by or desk.world.people.lin, slip=True, **signed, **more)


async def entered(desk: Desk, writer: Person | None = None, **more: Any) -> str:
    """A slip that must be taken: its id."""
    return (await ok(await slip(desk, writer, **more), 201))["observationId"]


async def observer(desk: Desk, observation: str, by: Person | None = None) -> Any:
    """Who saw it, as the class teacher is told."""
    return await ok(await desk.get(by or desk.world.people.wang, observation, "/observer"))


async def test_a_signed_slip_is_the_members_own_report(desk: Desk) -> None:
    who = desk.world.people
    observation = await entered(desk, who.ming, studentId=str(who.hong.account_id))
    ming = {"accountId": str(who.ming.account_id), "name": "ming", "part": "member"}
    assert await observer(desk, observation) == ming
    assert await own(desk, who.ming) == [
        {
            "observationId": observation,
            "state": "received",
            "filedOn": f"{START}",
            "urgent": False,
            "known": "not_yet",
            "disclosedOn": None,
        },
    ]
    assert await own(desk, who.lin) == []
    assert await desk.listed(who.wang) == [observation]
    assert (await ok(await desk.get(who.wang, observation, "/text")))["text"] == SECRET
    filed = await desk.filed(who.ming, studentId=str(who.hong.account_id))
    assert await observer(desk, filed) == ming, "as if filed by them"
    assert await desk.granted(observation) == await desk.granted(filed)


async def test_the_class_of_a_slip_is_its_writers_where_it_names_none(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    observation = await entered(desk, who.ming)
    assert (await ok(await desk.get(who.wang, observation)))["classId"] == str(world.north_a)
    await entered(desk, who.ming, classId=str(world.north_a))


async def test_an_unsigned_slip_says_so_and_is_nobodys_own(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    observation = await entered(desk, classId=str(world.north_a))
    assert await observer(desk, observation) == UNSIGNED
    for person in (who.lin, who.ming, who.hong, who.wang):
        assert await own(desk, person) == []
    about = await entered(desk, studentId=str(who.hong.account_id))
    assert await observer(desk, about) == UNSIGNED


async def test_only_a_counsellor_of_the_school_enters_slips(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    for person in (who.ming, who.hong, who.wang, who.chen, who.gao):
        for writer in (None, who.ming):
            refused = await slip(desk, writer, person, classId=str(world.north_a))
            assert slug(refused) == (403, "slip-needs-counsellor"), person.name
    for person in (who.mother, who.north_admin, who.he, who.zhao, who.qian, who.former_teacher, who.nobody, who.ou):
        assert slug(await slip(desk, who.ming, person)) == (403, "forbidden"), person.name
    assert await desk.listed(who.wang) == []
    counts = "select count(*) from audit_denials where org_id = $1 and account_id = $2"
    [row] = await world.sql(desk.org_id, counts, desk.org_id, who.ming.account_id)
    assert row[0] == 0, "that a student wished to tell something is nobody's business"


async def test_a_name_without_a_slip_is_refused(desk: Desk) -> None:
    who = desk.world.people
    refused = await desk.file(who.lin, slipFrom=str(who.ming.account_id), studentId=str(who.hong.account_id))
    assert field(refused) == (422, "$.slip", "required")
    for person in (who.wang, who.ming):
        refused = await desk.file(person, slipFrom=str(who.ming.account_id), studentId=str(who.hong.account_id))
        assert slug(refused) == (403, "slip-needs-counsellor")


async def test_only_a_serving_member_of_the_class_signs(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    await desk.serve(who.chen, who.jun, who.jun_mother)
    north_a: dict[str, Any] = {"classId": str(world.north_a)}
    # Not serving, of another class, of another school, gone, on the staff, and nobody at all: the same answer.
    stranger = Person(name="", account_id=uuid4(), phone="", token="")
    for writer in (who.hong, who.jun, who.tao, who.former_student, who.wang, stranger):
        assert field(await slip(desk, writer, **north_a)) == (422, "$.slipFrom", "not-serving"), writer.name
    refused = await slip(desk, who.ming, studentId=str(who.jun.account_id))
    assert field(refused) == (422, "$.slipFrom", "not-serving")
    refused = await slip(desk, who.ming, classId=str(world.north_b))
    assert field(refused) == (422, "$.slipFrom", "not-serving")
    assert field(await slip(desk, who.hong)) == (422, "$.slipFrom", "not-serving")
    assert "unsigned" in (await slip(desk, who.hong)).json()["errors"][0]["message"]


async def test_a_member_whose_term_is_over_or_has_left_signs_no_more(desk: Desk, clock: FixedClock) -> None:
    world, who = desk.world, desk.world.people
    member = await desk.serve(who.chen, who.jun, who.jun_mother)
    await entered(desk, who.jun)
    await ok(await desk.end(who.chen, member, 2))
    assert field(await slip(desk, who.jun)) == (422, "$.slipFrom", "not-serving")
    await entered(desk, who.ming)
    move = "update students set class_id = $3 where org_id = $1 and student_id = $2"
    await world.sql(desk.org_id, move, desk.org_id, who.ming.account_id, world.north_b)
    assert field(await slip(desk, who.ming)) == (422, "$.slipFrom", "not-serving")
    await world.sql(desk.org_id, move, desk.org_id, who.ming.account_id, world.north_a)
    clock.advance(timedelta(days=101))
    assert field(await slip(desk, who.ming)) == (422, "$.slipFrom", "not-serving")


async def test_a_slip_is_no_report_about_its_writer(desk: Desk) -> None:
    who = desk.world.people
    refused = await slip(desk, who.ming, studentId=str(who.ming.account_id))
    assert field(refused) == (422, "$.studentId", "writer")
    await entered(desk, studentId=str(who.ming.account_id))  # unsigned: nobody knows


async def test_a_slip_names_nobody_who_is_not_there(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    assert field(await slip(desk)) == (422, "$.classId", "required")
    for student in (who.tao, who.former_student, who.wang):
        for writer in (None, who.ming):
            assert slug(await slip(desk, writer, studentId=str(student.account_id))) == (404, "not-found")
    for class_id in (world.south_a, uuid4()):
        for writer in (None, who.ming):
            assert slug(await slip(desk, writer, classId=str(class_id))) == (404, "not-found")
    both: dict[str, Any] = {"studentId": str(who.hong.account_id), "classId": str(world.north_b)}
    assert slug(await slip(desk, **both)) == (404, "not-found")
    for day, code in ((START + timedelta(days=1), "future"), (START - timedelta(days=61), "too-old")):
        assert field(await slip(desk, who.ming, seenOn=f"{day}")) == (422, "$.seenOn", code)
    refused = await slip(desk, who.ming, aboutStaffId=str(who.hong.account_id))
    assert field(refused) == (422, "$.aboutStaffId", "not-found")


async def test_the_same_again_enters_nothing(desk: Desk) -> None:
    who = desk.world.people
    first = await ok(await slip(desk, who.ming, key="the-first-slip"), 201)
    assert await ok(await slip(desk, who.ming, key="the-first-slip"), 201) == first
    assert slug(await slip(desk, who.ming, key="the-first-slip", text="x")) == (422, "idempotency-mismatch")
    assert len(await own(desk, who.ming)) == 1


async def test_an_accused_class_teacher_is_routed_around(city: City, desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    accused: dict[str, Any] = {"aboutStaffId": str(who.wang.account_id), "studentId": str(who.hong.account_id)}
    signed, unsigned = await entered(desk, who.ming, **accused), await entered(desk, **accused)
    clock.advance(timedelta(hours=1))
    await city.work(HANDLERS)
    for observation in (signed, unsigned):
        await check_blind(desk, observation, who.wang)
        assert await desk.granted(observation) == {"text": {"lin", "gao"}, "observer": set()}
        assert slug(await desk.get(who.lin, observation, "/observer")) == (403, "forbidden")


async def test_a_counsellor_accused_on_a_slip_they_enter_owns_nothing(desk: Desk) -> None:
    who = desk.world.people
    observation = await entered(desk, who.ming, aboutStaffId=str(who.lin.account_id), urgent=True)
    await check_blind(desk, observation, who.lin)
    assert await desk.granted(observation) == {"text": {"wang", "gao"}, "observer": {"wang"}}


async def test_a_dump_tells_neither_who_wrote_nor_who_typed(
    city: City, desk: Desk, database: Database, clock: FixedClock
) -> None:
    who = desk.world.people
    clock.advance(timedelta(hours=2, minutes=23, microseconds=123457))
    await ok(await desk.world.client(who.lin).get("/me/inbox"))  # which is presence; typing it in is not
    made = [
        await entered(desk, writer, classId=str(desk.world.north_a), studentId=str(who.hong.account_id))
        for writer in (who.ming, None)
    ]
    await own(desk, who.lin)
    clock.advance(timedelta(hours=1, microseconds=99))
    await city.work(HANDLERS)
    tables = await dump(database)
    rows = [(table, row) for table, found in tables.items() for row in found]
    everything = "\n".join(row for _, row in rows)
    assert SECRET not in everything
    assert SECRET.encode().hex() not in everything
    ids = [i for observation in made for i in await all_ids(desk, observation)]
    hidden = [str(who.ming.account_id), str(who.lin.account_id)]
    for table, row in rows:
        assert not (any(h in row for h in hidden) and any(i in row for i in ids)), (table, row)
    assert not [r for r in tables["idempotency"] + tables["audit_changes"] if any(h in r for h in hidden)]
    typed = {s for _, row in rows if hidden[1] in row for s in STAMP.findall(row)}
    its = {s for _, row in rows if any(i in row for i in ids) for s in STAMP.findall(row)}
    assert "2026-11-23 06:23:00.123457+00" in typed  # the session's, as the slip was entered
    assert not typed & its


async def test_no_length_tells_a_slip_from_a_report(desk: Desk) -> None:
    who = desk.world.people
    await entered(desk, who.ming)
    await entered(desk, classId=str(desk.world.north_a))
    await desk.filed(who.ming)
    await desk.filed(who.wang, classId=str(desk.world.north_a))
    rows = await desk.world.sql(
        desk.org_id,
        "select octet_length(v.sealed), octet_length(o.observer_mark), o.observer_mark from observations o"
        " join vault_records v on v.org_id = o.org_id and v.record_id = o.observer_id where o.org_id = $1",
        desk.org_id,
    )
    assert len(rows) == 4
    assert len({(r[0], r[1]) for r in rows}) == 1
    assert len({r[2] for r in rows}) == 4


async def test_the_counsellors_form(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    found = await ok(await form(desk, who.lin, classId=str(world.north_a)))
    assert (found["classId"], found["className"]) == (str(world.north_a), "A")
    assert sorted(c["name"] for c in found["classmates"]) == ["hong", "ming"]
    assert [(t["name"], t["part"]) for t in found["teachers"]] == [("wang", "class_teacher")]
    assert found["members"] == [{"studentId": str(who.ming.account_id), "name": "ming"}]
    other = await ok(await form(desk, who.lin, classId=str(world.north_b)))
    assert (other["className"], other["members"]) == ("B", [])
    assert field(await form(desk, who.lin)) == (422, "$.classId", "required")
    for class_id in (world.south_a, uuid4()):
        assert slug(await form(desk, who.lin, classId=str(class_id))) == (404, "not-found")
    answer = await form(desk, who.lin, classId=str(world.north_a))
    assert answer.headers["cache-control"] == "no-store"


async def test_the_form_lists_who_serves_today_alone(desk: Desk, clock: FixedClock) -> None:
    world, who = desk.world, desk.world.people
    await ok(await desk.appoint(who.wang, who.hong), 201)  # asked, and nobody has answered
    later = {"startsOn": f"{START + timedelta(days=5)}"}
    await desk.serve(who.chen, who.jun, who.jun_mother, **later)

    async def members(class_id: Any) -> list[str]:
        return [m["name"] for m in (await ok(await form(desk, who.lin, classId=str(class_id))))["members"]]

    assert (await members(world.north_a), await members(world.north_b)) == (["ming"], [])
    clock.advance(timedelta(days=5))
    assert await members(world.north_b) == ["jun"]
    move = "update students set class_id = $3 where org_id = $1 and student_id = $2"
    await world.sql(desk.org_id, move, desk.org_id, who.ming.account_id, world.north_b)
    assert (await members(world.north_a), await members(world.north_b)) == ([], ["jun"])


async def test_who_gets_which_form(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    mine = await ok(await form(desk, who.ming))
    assert mine["members"] == []
    assert await ok(await form(desk, who.ming, classId=str(world.north_a))) == mine
    assert slug(await form(desk, who.ming, classId=str(world.north_b))) == (404, "not-found")
    assert slug(await form(desk, who.hong, classId=str(world.north_a))) == (403, "not-serving")
    for person in (who.wang, who.gao, who.he, who.north_admin, who.mother, who.zhao, who.former_teacher, who.nobody):
        assert slug(await form(desk, person, classId=str(world.north_a))) == (403, "forbidden"), person.name


async def form(desk: Desk, who: Person, **params: Any) -> Any:
    """Whom somebody can name."""
    return await desk.world.client(who).get(f"{desk.reports}/form", params=params)
