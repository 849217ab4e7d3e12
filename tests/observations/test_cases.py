"""Handling: taken up, followed up, raised, closed, by the owners of the rung (R1, R4, R6)."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.core import audit, db
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.sealing import Sealer
from tests.observations.desk import SECRET, START, Desk, ok, slug, version
from tests.world import Person

NOTE = "跟家长谈了 <b>两次</b>"


async def test_from_filed_to_done(desk: Desk, pool: db.Pool, config: Config) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming, studentId=str(who.hong.account_id), kind="family_change")
    case = await ok(await desk.get(who.wang, observation))
    assert {k: case[k] for k in ("studentName", "className", "rung", "rungs", "state", "waits", "filedOn", "late")} == {
        "studentName": "hong",
        "className": "A",
        "rung": "class",
        "rungs": ["class"],
        "state": "received",
        "waits": True,
        "filedOn": f"{START}",
        "late": False,
    }
    assert case["canReadObserver"] is True
    text = await desk.get(who.wang, observation, "/text")
    assert await ok(text) == {"kind": "family_change", "text": SECRET, "seenOn": f"{START}"}
    assert text.headers["cache-control"] == "no-store"
    observer = await ok(await desk.get(who.wang, observation, "/observer"))
    assert (observer["name"], observer["part"], observer["accountId"]) == ("ming", "member", str(who.ming.account_id))
    answer = await desk.post(who.wang, observation, "take-up")
    taken = await ok(answer)
    assert answer.headers["cache-control"] == "no-store"
    assert (taken["state"], taken["waits"], taken["version"]) == ("being_handled", False, 2)
    told = await ok(await desk.post(who.wang, observation, "follow-ups", 2, text=NOTE, familyTold=True))
    assert [s["kind"] for s in told["steps"]] == ["taken_up", "family_told"]
    closed = await ok(await desk.post(who.wang, observation, "close", 3, outcome="family_told", note=NOTE))
    assert (closed["state"], closed["outcome"], closed["waits"]) == ("done", "family_told", False)
    [_, _, last] = closed["steps"]
    assert (last["kind"], last["byName"], last["hasNote"]) == ("closed", "wang", True)
    note = await ok(await desk.get(who.wang, observation, f"/steps/{last['stepId']}/note"))
    assert note == {"text": NOTE}
    assert await desk.listed(who.wang) == []
    assert await desk.listed(who.wang, done=True) == [observation]
    looks = await desk.world.sql(desk.org_id, "select purpose from audit_accesses where org_id = $1", desk.org_id)
    assert Counter(r[0] for r in looks) == {"owner": 2, "class_teacher": 1}
    async with db.transaction(pool, desk.org_id) as conn:
        assert await audit.verify(conn, Sealer(config.master_key), desk.org_id) is None


async def test_class_and_subject_teachers_own_it_together_and_nobody_else(desk: Desk) -> None:
    who = desk.world.people
    await desk.serve(who.chen, who.jun, who.jun_mother)
    observation = await desk.filed(who.jun)
    for person in (who.chen, who.wang):
        assert await desk.listed(person) == [observation]
        assert await desk.waiting(person) == 1
        await ok(await desk.get(person, observation, "/text"))
    assert await desk.granted(observation) == {"text": {"chen", "wang"}, "observer": {"chen"}}
    assert slug(await desk.get(who.wang, observation, "/observer")) == (404, "not-found")
    await ok(await desk.get(who.chen, observation, "/observer"))
    await check_blind(desk, observation, who.lin, who.gao)
    assert slug(await desk.get(who.he, observation)) == (403, "forbidden")
    assert slug(await desk.get(who.he, observation, "/observer")) == (403, "forbidden")
    for person in (who.north_admin, who.jun_mother, who.jun, who.former_teacher, who.nobody, who.zhao, who.ou):
        for path in ("", "/text", "/observer"):
            assert slug(await desk.get(person, observation, path)) == (403, "forbidden")
        assert slug(await desk.world.client(person).get(desk.reports)) == (403, "forbidden")
        for what, body in ACTIONS:
            assert slug(await desk.post(person, observation, what, **body)) == (403, "forbidden")


async def test_another_class_and_another_school(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    observation = await desk.filed(who.ming)
    await check_blind(desk, observation, who.chen)
    for person in (who.sun, who.zhao):
        client = world.client(person)
        assert slug(await client.get(f"/orgs/{world.south}/observations/{observation}")) == (404, "not-found")
        assert slug(await desk.get(person, observation)) == (403, "forbidden")


async def test_a_step_of_another_observation_is_not_there(desk: Desk) -> None:
    who = desk.world.people
    one, two = await desk.filed(who.ming), await desk.filed(who.ming)
    case = await ok(await desk.post(who.wang, one, "follow-ups", text=NOTE))
    step = case["steps"][0]["stepId"]
    assert slug(await desk.get(who.wang, two, f"/steps/{step}/note")) == (404, "not-found")
    taken = await ok(await desk.post(who.wang, two, "take-up"))
    bare = taken["steps"][0]["stepId"]
    assert slug(await desk.get(who.wang, two, f"/steps/{bare}/note")) == (404, "not-found")


async def test_raised_it_goes_to_the_next_rung_with_its_grants(desk: Desk) -> None:
    who = desk.world.people
    await desk.give_role(who.chen, "grade_lead")
    observation = await desk.filed(who.ming, studentId=str(who.hong.account_id))
    await ok(await desk.post(who.wang, observation, "follow-ups", text=NOTE))
    before = await due(desk, observation)
    answer = await ok(await desk.post(who.wang, observation, "raise", 2, reason="比较严重"))
    assert answer == {"observationId": observation, "rung": "grade", "version": 3}
    assert await desk.granted(observation) == {"text": {"chen"}, "observer": {"wang"}}
    assert await due(desk, observation) < before
    assert slug(await desk.get(who.wang, observation)) == (404, "not-found")
    assert await desk.listed(who.wang) == []
    await check_blind(desk, observation, who.lin, who.gao, observer=False)
    case = await ok(await desk.get(who.chen, observation))
    assert (case["rung"], case["waits"], case["state"]) == ("grade", True, "being_handled")
    assert [s["kind"] for s in case["steps"]] == ["follow_up", "raised"]
    texts = [await ok(await desk.get(who.chen, observation, f"/steps/{s['stepId']}/note")) for s in case["steps"]]
    assert texts == [{"text": NOTE}, {"text": "比较严重"}]
    assert slug(await desk.get(who.chen, observation, "/observer")) == (404, "not-found")
    await ok(await desk.get(who.wang, observation, "/observer"))
    raised = await ok(await desk.post(who.chen, observation, "raise", 3, reason="请学校处理"))
    assert raised["rung"] == "school"
    for person in (who.lin, who.gao):
        assert await desk.listed(person) == [observation]
        await ok(await desk.get(person, observation, "/text"))
        assert slug(await desk.get(person, observation, "/observer"))[0] in {403, 404}
    await check_blind(desk, observation, who.chen)
    seen = (await ok(await desk.get(who.lin, observation)))["version"]
    assert slug(await desk.post(who.lin, observation, "raise", seen, reason="x")) == (409, "top-rung")


async def test_a_rung_without_anybody_is_passed_over(desk: Desk) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming)
    assert (await ok(await desk.post(who.wang, observation, "raise", reason="x")))["rung"] == "school"


async def test_urgent_reaches_the_school_at_once(desk: Desk) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming, urgent=True)
    assert await desk.granted(observation) == {"text": {"wang", "lin", "gao"}, "observer": {"wang"}}
    for person in (who.wang, who.lin, who.gao):
        assert await desk.listed(person) == [observation]
        assert await desk.waiting(person) == 1
        await ok(await desk.get(person, observation, "/text"))
        assert (await ok(await desk.get(person, observation)))["canReadObserver"] is (person is who.wang)
    assert slug(await desk.get(who.lin, observation, "/observer")) == (403, "forbidden")
    await check_blind(desk, observation, who.chen)
    await ok(await desk.post(who.lin, observation, "take-up"))
    assert await desk.waiting(who.wang) == 0


async def test_the_first_screen_counts_what_is_urgent_and_what_is_late(desk: Desk, clock: FixedClock) -> None:
    """Numbers alone: it is kept on the phone, and shown without password and authenticator."""
    who = desk.world.people
    urgent = await desk.filed(who.ming, urgent=True)
    await desk.filed(who.ming)
    assert await desk.counted(who.wang) == (2, 1, 0)
    assert await desk.counted(who.gao) == (1, 1, 0)
    assert await desk.counted(who.chen) == (0, 0, 0)
    clock.advance(timedelta(hours=4))
    assert await desk.counted(who.wang) == (2, 1, 1)
    await ok(await desk.post(who.wang, urgent, "take-up"))
    assert await desk.counted(who.wang) == (1, 0, 1)  # somebody handles it, and has not closed it in time
    await close_by_two(desk, urgent, who.wang, who.lin, 2)
    assert await desk.counted(who.wang) == (1, 0, 0)
    clock.advance(timedelta(days=4))
    assert await desk.counted(who.wang) == (1, 0, 1)


async def test_a_teacher_who_takes_over_the_class_owns_it(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    observation = await desk.filed(who.ming)
    end = "update class_staff set ended_at = $3 where org_id = $1 and class_id = $2"
    await world.sql(desk.org_id, end, desk.org_id, world.north_a, world.now)
    row = "insert into class_staff (org_id, class_id, staff_id, part, updated_at) values ($1, $2, $3, 'class_teacher', $4)"
    await world.sql(desk.org_id, row, desk.org_id, world.north_a, who.chen.account_id, world.now)
    assert slug(await desk.get(who.wang, observation, "/text")) == (404, "not-found")
    assert (await ok(await desk.get(who.chen, observation, "/text")))["text"] == SECRET
    # Who saw it was told to the class teacher of that day, not to a later one.
    assert slug(await desk.get(who.chen, observation, "/observer")) == (404, "not-found")


ACTIONS: list[tuple[str, dict[str, Any]]] = [
    ("take-up", {}),
    ("follow-ups", {"text": "x"}),
    ("raise", {"reason": "x"}),
    ("close", {"outcome": "helped", "note": "x"}),
]


@pytest.mark.parametrize(("what", "body"), ACTIONS)
async def test_stale_replayed_done(desk: Desk, what: str, body: dict[str, Any]) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming)
    await ok(await desk.get(who.wang, observation, "/text"))
    client, path = desk.world.client(who.wang), f"{desk.reports}/{observation}/{what}"
    assert slug(await client.post(path, json=body or None)) == (428, "precondition-missing")
    assert slug(await desk.post(who.wang, observation, what, 7, **body)) == (412, "stale")
    headers = {"idempotency-key": "the-same-again", **version(1)}
    first = await ok(await client.post(path, json=body or None, headers=headers))
    assert first["version"] == 2
    assert await ok(await client.post(path, json=body or None, headers=headers)) == first
    if what == "raise":
        return
    if what != "close":
        await ok(await desk.post(who.wang, observation, "close", 2, outcome="helped", note="x"))
    done = 2 if what == "close" else 3
    assert slug(await desk.post(who.wang, observation, what, done, **body)) == (409, "observation-done")


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("follow-ups", {"text": "字" * 1001}),
        ("follow-ups", {"text": " "}),
        ("follow-ups", {}),
        ("raise", {"reason": "a\u0007"}),
        ("raise", {}),
        ("close", {"outcome": "helped"}),
        ("close", {"outcome": "solved", "note": "x"}),
        ("close", {"outcome": "helped", "note": "x", "extra": 1}),
    ],
)
async def test_what_is_refused(desk: Desk, what: str, body: dict[str, Any]) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming)
    answer = await desk.world.client(who.wang).post(
        f"{desk.reports}/{observation}/{what}", json=body, headers=version(1)
    )
    assert answer.status_code == 422, answer.text


async def test_two_at_once_one_is_told_to_look_again(desk: Desk) -> None:
    who = desk.world.people
    await desk.serve(who.chen, who.jun, who.jun_mother)
    observation = await desk.filed(who.jun)
    both = (who.wang, who.chen) * 8
    await asyncio.gather(*(desk.listed(p) for p in both))  # open connections first, or they come one by one
    answers = await asyncio.gather(*(desk.post(p, observation, "take-up") for p in both))
    assert Counter(a.status_code for a in answers) == {200: 1, 412: 15}


async def test_nothing_is_opened_without_an_authenticator(desk: Desk) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming)
    case = await ok(await desk.post(who.wang, observation, "follow-ups", text=NOTE))
    once = await desk.world.sign_in(who.wang, assurance=1)
    for path in ("", "/text", "/observer", f"/steps/{case['steps'][0]['stepId']}/note"):
        assert slug(await once.get(f"{desk.reports}/{observation}{path}")) == (403, "step-up-needed")
    for what, body in ACTIONS:
        path = f"{desk.reports}/{observation}/{what}"
        assert slug(await once.post(path, json=body or None, headers=version(2))) == (403, "step-up-needed")
    looks = await desk.world.sql(desk.org_id, "select 1 from audit_accesses where org_id = $1", desk.org_id)
    assert looks == []


async def test_pages_tell_no_hour(desk: Desk) -> None:
    who = desk.world.people
    filed = {await desk.filed(who.ming) for _ in range(3)}
    client = desk.world.client(who.wang)
    first = await ok(await client.get(desk.reports, params={"limit": 2}))
    rest = await ok(await client.get(desk.reports, params={"limit": 2, "cursor": first["next"]}))
    assert {o["observationId"] for o in first["items"] + rest["items"]} == filed
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert {o["dueAt"] for o in first["items"]} == {"2026-11-26T16:00:00Z"}  # midnight there


async def close_by_two(desk: Desk, observation_id: str, first: Person, second: Person, seen: int) -> Any:
    """Two who own an urgent one read it and close it."""
    for person in (first, second):
        await ok(await desk.get(person, observation_id, "/text"))
    await ok(await desk.post(first, observation_id, "close", seen, outcome="helped", note=NOTE))
    return await ok(await desk.post(second, observation_id, "close/agree", seen + 1))


async def due(desk: Desk, observation_id: str) -> Any:
    """When the deadline's task is due."""
    due_at = "select due_at from tasks where org_id = $1 and kind = 'observation_due' and key = $2"
    [row] = await desk.world.sql(desk.org_id, due_at, desk.org_id, observation_id)
    return row[0]


async def check_blind(desk: Desk, observation_id: str, *people: Person, observer: bool = True) -> None:
    """Whatever these people ask, the observation is not there: as if the id were anybody's invention."""
    for person in people:
        assert observation_id not in await desk.listed(person)
        assert observation_id not in await desk.listed(person, done=True)
        for path in ("", "/text", "/observer", f"/steps/{uuid4()}/note") if observer else ("", "/text"):
            known, unknown = await desk.get(person, observation_id, path), await desk.get(person, str(uuid4()), path)
            assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
            assert known.status_code in {403, 404}
        for what, body in ACTIONS:
            known = await desk.post(person, observation_id, what, **body)
            unknown = await desk.post(person, str(uuid4()), what, **body)
            assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
            assert slug(known) == (404, "not-found")
