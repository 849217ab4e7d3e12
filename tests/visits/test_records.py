"""What the visit found, sealed; what follows."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from api.core.clock import FixedClock
from api.core.db import PLATFORM
from tests.counselling.desk import field, ok, slug
from tests.school_calendar.year import add, closed, workday
from tests.servers import Database
from tests.visits.family import DAY, HOUR, THURSDAY, Family, record, stands_nowhere, wish
from tests.world import Person


@pytest.fixture
async def visited(family: Family, clock: FixedClock) -> str:
    """A confirmed visit of lin and chen that has begun."""
    who = family.world.people
    visit = await family.agreed(THURSDAY, who.lin, who.chen)
    clock.advance(THURSDAY - clock.now())
    return visit


def full() -> dict[str, Any]:
    """A record with all there is."""
    return record(
        nextSteps="两周后再联系",
        recommended=[{"kind": "book", "name": "《非暴力沟通》"}, {"kind": "hotline", "name": "12355"}],
        followUps=[{"dueOn": "2026-12-10", "text": "打电话问问 <b>睡眠</b>"}, {"dueOn": "2026-11-30", "text": "送书"}],
    )


async def test_the_team_records_a_visit_and_team_and_class_teacher_read_it(family: Family, visited: str) -> None:
    world, who = family.world, family.world.people
    answer = await family.do(who.lin, visited, "record", 2, **full())
    recorded = await ok(answer)
    assert (recorded["state"], recorded["canReadRecord"]) == ("recorded", True)
    assert answer.headers["etag"] == '"v3"'
    for reader in (who.lin, who.chen, who.wang):
        opened = await family.get(reader, visited, "/record")
        shown = await ok(opened)
        assert (shown["atHome"], shown["familySays"], shown["guidance"]) == (
            *("孩子在家安静看书", "妈妈说他睡得晚", "早睡"),
        )
        assert shown["recommended"] == full()["recommended"]
        assert [f["text"] for f in shown["followUps"]] == ["送书", "打电话问问 <b>睡眠</b>"]  # by their days
        assert opened.headers["cache-control"] == "no-store"
    looks = await world.sql(
        family.org_id, "select account_id, purpose from audit_accesses where org_id = $1 order by seq", family.org_id
    )
    assert [tuple(r) for r in looks] == [
        (who.lin.account_id, "author"),
        (who.chen.account_id, "author"),
        (who.wang.account_id, "class_teacher"),
    ]


async def test_nobody_else_reads_the_record(family: Family, visited: str) -> None:
    world, who = family.world, family.world.people
    assert slug(await family.get(who.lin, visited, "/record")) == (404, "not-found")
    await ok(await family.do(who.lin, visited, "record", 2, **full()))
    for person in (who.gao, who.north_admin, who.he):
        assert slug(await family.get(person, visited, "/record")) == (404, "not-found")
    for person in (who.mother, who.ming, who.sun, who.former_teacher):
        assert slug(await family.get(person, visited, "/record")) == (403, "forbidden")
    once = await world.sign_in(who.lin, assurance=1)
    assert slug(await once.get(f"{family.visits}/{visited}/record")) == (403, "step-up-needed")
    assert (await ok(await family.get(who.mother, visited)))["canReadRecord"] is False


async def test_what_was_found_stands_nowhere_in_the_database(family: Family, visited: str, database: Database) -> None:
    who = family.world.people
    await ok(await family.do(who.lin, visited, "record", 2, **full()))
    await ok(await family.get(who.lin, visited, "/record"))
    await stands_nowhere(database, "安静看书", "睡得晚", "早睡", "非暴力", "送书")


async def test_a_visit_is_recorded_by_its_team_after_its_start(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    proposed, visit = await family.propose(), await family.agreed(THURSDAY + HOUR, who.lin)
    for what, body in (("record", record()), ("missed", {})):
        assert slug(await family.do(who.wang, proposed, what, **body)) == (409, "visit-not-confirmed")
        assert slug(await family.do(who.lin, visit, what, 2, **body)) == (409, "visit-not-begun")
        for person in (who.wang, who.chen, who.gao):
            assert slug(await family.do(person, visit, what, 2, **body)) == (404, "not-found")
        for person in (who.mother, who.sun, who.former_teacher):
            assert slug(await family.do(person, visit, what, 2, **body)) == (403, "forbidden")
    clock.advance(THURSDAY + HOUR - clock.now())
    assert slug(await family.do(who.lin, visit, "record", 1, **record())) == (412, "stale")
    await ok(await family.do(who.lin, visit, "record", 2, **record()))
    for what in ("missed", "cancel"):
        assert slug(await family.do(who.lin, visit, what, 3)) == (409, "visit-closed")


async def test_a_visit_where_nobody_was(family: Family, visited: str) -> None:
    who = family.world.people
    missed = await ok(await family.do(who.chen, visited, "missed", 2))
    assert (missed["state"], missed["version"]) == ("missed", 3)
    assert slug(await family.do(who.lin, visited, "record", 3, **record())) == (409, "visit-closed")
    assert slug(await family.get(who.lin, visited, "/record")) == (404, "not-found")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"atHome": ""}, "$.atHome"),
        ({"atHome": "x" * 2001}, "$.atHome"),
        ({"guidance": "\u0007"}, "$.guidance"),
        ({"recommended": [{"kind": "film", "name": "x"}]}, "$.recommended[0].kind"),
        ({"recommended": [{"kind": "book", "name": "x" * 101}]}, "$.recommended[0].name"),
        ({"followUps": [{"dueOn": "2026-11-25", "text": "x"}]}, "$.followUps[0].dueOn"),
        ({"followUps": [{"dueOn": "2028-01-01", "text": "x"}]}, "$.followUps[0].dueOn"),
        ({"followUps": [{"dueOn": "2026-12-01", "text": "x"}] * 11}, "$.followUps"),
        ({"level": "warning"}, "$.level"),
    ],
)
async def test_wrong_records_are_refused_by_field(
    family: Family, visited: str, change: dict[str, Any], path: str
) -> None:
    answer = await family.do(family.world.people.lin, visited, "record", 2, **record(**change))
    assert field(answer)[:2] == (422, path.replace("[0]", "[0]" if "[0]" in answer.text else "[...]"))


async def home(family: Family, by: Person) -> Any:
    """A first screen."""
    return await ok(await family.world.client(by).get("/me/home"))


async def test_what_took_place_waits_on_the_teams_first_screens_until_it_is_written_down(
    family: Family, visited: str, clock: FixedClock
) -> None:
    who = family.world.people
    clock.advance(2 * DAY)

    async def waits(by: Person) -> list[str]:
        return [v["visitId"] for v in (await home(family, by))["visits"] if v["waitsForMe"]]

    assert await waits(who.lin) == await waits(who.chen) == [visited]
    for person in (who.wang, who.gao, who.mother):  # wang leads the class and did not come
        assert [v["visitId"] for v in (await home(family, person))["visits"]] == [], person.name
    clock.advance(DAY * 59)
    assert await waits(who.lin) == []  # nobody is reminded for ever
    clock.advance(DAY * -58)
    await ok(await family.do(who.lin, visited, "record", 2, **record()))
    assert await waits(who.lin) == await waits(who.chen) == []


async def test_a_wish_waits_for_the_class_teacher_after_the_old_time_too(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    await family.add_availability(who.mother)
    visit = await family.agreed(THURSDAY, who.lin)
    await ok(await family.do(who.mother, visit, "ask-move", 2, **wish()))
    clock.advance(THURSDAY + DAY - clock.now())
    assert [v["visitId"] for v in (await home(family, who.wang))["visits"] if v["waitsForMe"]] == [visit]
    assert (await home(family, who.lin))["visits"] == []


async def test_what_follows_is_on_the_first_screens_when_it_is_due_and_never_what_it_is(
    family: Family, visited: str, clock: FixedClock
) -> None:
    world, who = family.world, family.world.people
    await ok(await family.do(who.lin, visited, "record", 2, **full()))

    async def due(by: Person) -> list[tuple[str, str]]:
        return [(f["studentName"], f["dueOn"]) for f in (await home(family, by))["followUps"]]

    clock.advance(5 * HOUR - HOUR / 60)  # 23:59 of Thursday the 26th in Shanghai
    assert await due(who.lin) == []
    clock.advance(HOUR / 60)
    assert await due(who.lin) == await due(who.chen) == await due(who.wang) == [("ming", "2026-11-30")]
    for person in (who.gao, who.mother, who.ming, who.sun):
        assert await due(person) == [], person.name
    clock.advance(22 * DAY)
    assert await due(who.lin) == [("ming", "2026-11-30"), ("ming", "2026-12-10")]
    found = await home(family, who.lin)
    assert "text" not in found["followUps"][0]
    assert {f["studentId"] for f in found["followUps"]} == {str(who.ming.account_id)}
    first = found["followUps"][0]["followUpId"]
    await ok(await world.client(who.chen).post(f"{family.visits}/{visited}/follow-ups/{first}/done"))
    assert await due(who.lin) == await due(who.wang) == [("ming", "2026-12-10")]


async def test_what_follows_is_late_once_the_school_has_worked_since(
    family: Family, visited: str, clock: FixedClock
) -> None:
    world, who = family.world, family.world.people
    await ok(await family.do(who.lin, visited, "record", 2, **full()))
    await add(world, family.org_id, who.north_admin, closed("2026-12-10", "2026-12-11"), workday("2026-12-13"))

    async def late(day: str) -> list[tuple[str, bool]]:
        clock.advance(datetime.fromisoformat(f"{day}T12:00:00+08:00") - clock.now())
        shown = [(f["dueOn"][5:], f["late"]) for f in (await home(family, who.lin))["followUps"]]
        listed = await ok(await family.get(who.wang, visited, "/follow-ups"))
        assert [(f["dueOn"][5:], f["late"]) for f in listed][: len(shown)] == shown
        return shown

    assert await late("2026-11-30") == [("11-30", False)]
    assert await late("2026-12-01") == [("11-30", True)]
    assert await late("2026-12-08") == [("11-30", True)], "the 9th is the next day on which the school works"
    assert await late("2026-12-09") == [("11-30", True), ("12-10", False)], "nobody works on the 10th, 11th and 12th"
    assert await late("2026-12-12") == [("11-30", True), ("12-10", False)]
    assert await late("2026-12-13") == [("11-30", True), ("12-10", False)], "the first working day since it was due"
    assert await late("2026-12-14") == [("11-30", True), ("12-10", True)]


async def test_who_may_read_the_record_is_told_what_is_to_be_done(
    family: Family, visited: str, clock: FixedClock, database: Database
) -> None:
    world, who = family.world, family.world.people
    await ok(await family.do(who.lin, visited, "record", 2, **full()))
    for reader in (who.lin, who.chen, who.wang):
        listed = await ok(await family.get(reader, visited, "/follow-ups"))
        assert [f["text"] for f in listed] == ["送书", "打电话问问 <b>睡眠</b>"]
    refused = ((who.gao, 404), (who.mother, 403), (who.ming, 403), (who.sun, 403), (who.north_admin, 404))
    for person, answer in refused:
        assert (await family.get(person, visited, "/follow-ups")).status_code == answer, person.name
    await stands_nowhere(database, "送书")
    # A number that the school gave somebody lately says who is due to do something, not what.
    moved = "update accounts set login_moved_at = $2, login_closed_until = $3 where account_id = $1"
    await world.operate(PLATFORM, moved, who.chen.account_id, clock.now(), clock.now() + DAY)
    weak = await world.sign_in(who.chen, assurance=1)
    listed = await ok(await weak.get(f"{family.visits}/{visited}/follow-ups"))
    assert [(f["dueOn"], f["text"]) for f in listed] == [("2026-11-30", None), ("2026-12-10", None)]
    # What was written before texts were kept here is in the record alone.
    first = listed[0]["followUpId"]
    change = "update visit_follow_ups set text_sealed = null where org_id = $1 and follow_up_id = $2"
    await world.sql(family.org_id, change, family.org_id, first)
    listed = await ok(await family.get(who.wang, visited, "/follow-ups"))
    assert [f["text"] for f in listed] == [None, "打电话问问 <b>睡眠</b>"]
    done = await world.client(who.wang).post(f"{family.visits}/{visited}/follow-ups/{listed[1]['followUpId']}/done")
    assert (await ok(done))["text"] == "打电话问问 <b>睡眠</b>"
    clock.advance(365 * DAY)  # as long as the record
    assert [f["text"] for f in await ok(await family.get(who.wang, visited, "/follow-ups"))] == [None, None]


async def test_what_follows_is_ticked_off(family: Family, visited: str) -> None:
    world, who = family.world, family.world.people
    await ok(await family.do(who.lin, visited, "record", 2, **full()))
    listed = await ok(await family.get(who.wang, visited, "/follow-ups"))
    assert [(f["dueOn"], f["doneAt"]) for f in listed] == [("2026-11-30", None), ("2026-12-10", None)]
    done = f"{family.visits}/{visited}/follow-ups/{listed[0]['followUpId']}/done"
    key = {"idempotency-key": "done-on-the-bus"}
    first = await ok(await world.client(who.chen).post(done, headers=key))
    assert first["doneAt"]
    assert await ok(await world.client(who.chen).post(done, headers=key)) == first
    assert await ok(await world.client(who.wang).post(done)) == first

    async def refused(person: Person, path: str, answer: tuple[int, str]) -> None:
        assert slug(await world.client(person).post(path)) == answer

    await refused(who.gao, done, (404, "not-found"))
    await refused(who.mother, done, (403, "forbidden"))
    await refused(who.lin, done.replace(listed[0]["followUpId"], str(uuid4())), (404, "not-found"))
    other = await family.propose(THURSDAY + DAY, who.lin)
    await refused(who.lin, done.replace(visited, other), (404, "not-found"))  # another visit's
