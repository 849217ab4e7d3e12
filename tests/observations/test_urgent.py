"""The urgent minute: first steps, who opened it, two people to close it, and nobody raises to a rung below."""

from typing import Any

import httpx
import pytest

from api.core.clock import FixedClock
from tests.observations.desk import SECRET, Desk, field, ok, slug, version
from tests.observations.test_cases import close_by_two
from tests.world import Person

WHERE = {"kind": "child_where", "answer": "at_school"}


async def step(client: httpx.AsyncClient, desk: Desk, observation_id: str, **body: Any) -> httpx.Response:
    """A first step that may be refused."""
    return await client.post(f"{desk.reports}/{observation_id}/first-steps", json=body)


async def known(desk: Desk, who: Person) -> list[str]:
    """What a reporter is told of who has opened their reports."""
    found = await ok(await desk.world.client(who).get(f"{desk.reports}/own"))
    return [report["known"] for report in found]


async def test_first_steps_need_no_authenticator_and_show_no_text(desk: Desk, clock: FixedClock) -> None:
    """A leader whose session came by SMS acts first and sets up an authenticator later."""
    who = desk.world.people
    observation = await desk.filed(who.ming, studentId=str(who.hong.account_id), urgent=True)
    leader = await desk.world.sign_in(who.gao, assurance=1)
    [listed] = await ok(await leader.get(f"{desk.reports}/urgent"))
    assert (listed["observationId"], listed["studentName"], listed["className"]) == (observation, "hong", "A")
    first = await leader.get(f"{desk.reports}/{observation}/first-steps")
    assert first.headers["cache-control"] == "no-store"
    seen = await ok(first)
    assert [(r["name"], r["readAt"]) for r in seen["readers"]] == [("gao", None)]
    after = await ok(await step(leader, desk, observation, **WHERE, note="在保健室"))
    [done] = after["steps"]
    assert (done["kind"], done["answer"], done["byName"], done["hasNote"]) == ("child_where", "at_school", "gao", True)
    assert done["at"] == clock.now().isoformat().replace("+00:00", "Z")
    assert SECRET not in f"{listed}{seen}{after}"
    for path in ("", "/text", f"/steps/{done['stepId']}/note"):
        assert slug(await leader.get(f"{desk.reports}/{observation}{path}")) == (403, "step-up-needed")
    case = await ok(await desk.get(who.lin, observation))
    assert [s["answer"] for s in case["steps"]] == ["at_school"]
    note = await ok(await desk.get(who.lin, observation, f"/steps/{done['stepId']}/note"))
    assert note == {"text": "在保健室"}


async def test_an_ordinary_or_closed_one_has_no_first_steps(desk: Desk) -> None:
    who = desk.world.people
    ordinary = await desk.filed(who.ming)
    closed = await desk.filed(who.ming, urgent=True)
    await close_by_two(desk, closed, who.wang, who.lin, 1)
    client = desk.world.client(who.wang)
    assert await ok(await client.get(f"{desk.reports}/urgent")) == []
    for observation in (ordinary, closed):
        assert slug(await desk.get(who.wang, observation, "/first-steps")) == (404, "not-found")
        assert slug(await step(client, desk, observation, **WHERE)) == (404, "not-found")


async def test_who_does_not_own_it_finds_no_first_steps(desk: Desk) -> None:
    """Another class's teacher, a guardian of the child, the people it names, and everybody else."""
    world, who = desk.world, desk.world.people
    observation = await desk.filed(who.ming, urgent=True, aboutStaffId=str(who.gao.account_id))
    for person in (who.chen, who.gao):
        client = world.client(person)
        assert await ok(await client.get(f"{desk.reports}/urgent")) == []
        assert slug(await desk.get(person, observation, "/first-steps")) == (404, "not-found")
        assert slug(await step(client, desk, observation, **WHERE)) == (404, "not-found")
    for person in (who.mother, who.ming, who.north_admin, who.zhao, who.nobody):
        client = world.client(person)
        assert slug(await client.get(f"{desk.reports}/urgent")) == (403, "forbidden")
        assert slug(await desk.get(person, observation, "/first-steps")) == (403, "forbidden")
        assert slug(await step(client, desk, observation, **WHERE)) == (403, "forbidden")
    case = await ok(await desk.get(who.wang, observation))
    assert [r["name"] for r in case["readers"]] == ["wang"]


async def test_a_guardian_who_is_not_told_needs_a_reason(desk: Desk) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming, urgent=True)
    client = desk.world.client(who.wang)
    no_reason = await step(client, desk, observation, kind="guardian", answer="not_told")
    assert field(no_reason) == (422, "$.note", "required")
    wrong = await step(client, desk, observation, kind="guardian", answer="at_school")
    assert field(wrong) == (422, "$.answer", "other-question")
    told = await ok(await step(client, desk, observation, kind="guardian", answer="not_told", note="家里不安全"))
    assert [(s["answer"], s["hasNote"]) for s in told["steps"]] == [("not_told", True)]


async def test_a_first_step_again_is_recorded_once(desk: Desk) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming, urgent=True)
    client, path = desk.world.client(who.wang), f"{desk.reports}/{observation}/first-steps"
    headers = {"idempotency-key": "the-same-first-step"}
    for _ in range(2):
        answer = await ok(await client.post(path, json=WHERE, headers=headers))
        assert len(answer["steps"]) == 1


async def test_nobody_closes_what_they_have_not_read(desk: Desk) -> None:
    who = desk.world.people
    for urgent in (False, True):
        observation = await desk.filed(who.ming, urgent=urgent)
        closing: dict[str, Any] = {"outcome": "no_concern", "note": "x"}
        await ok(await desk.get(who.wang, observation))  # opened, and not read
        assert slug(await desk.post(who.wang, observation, "close", **closing)) == (409, "not-read")
        await ok(await desk.get(who.wang, observation, "/text"))
        closed = await ok(await desk.post(who.wang, observation, "close", **closing))
        assert closed["state"] == ("being_handled" if urgent else "done")


async def test_nobody_closes_without_an_outcome(desk: Desk) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming)
    await ok(await desk.get(who.wang, observation, "/text"))
    assert slug(await desk.post(who.wang, observation, "close", note="x")) == (422, "invalid")
    assert (await ok(await desk.get(who.wang, observation)))["state"] != "done"


async def test_an_urgent_one_is_closed_by_two(desk: Desk) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming, urgent=True)
    assert slug(await desk.post(who.lin, observation, "close/agree")) == (409, "not-read")
    for person in (who.wang, who.lin):
        await ok(await desk.get(person, observation, "/text"))
    assert slug(await desk.post(who.lin, observation, "close/agree")) == (409, "not-asked-to-close")
    asked = await ok(await desk.post(who.wang, observation, "close", outcome="helped", note="x"))
    assert (asked["state"], asked["closing"]["byName"], asked["closing"]["outcome"]) == (
        "being_handled",
        "wang",
        "helped",
    )
    for what in ("agree", "refuse"):
        body = {"reason": "x"} if what == "refuse" else {}
        own = await desk.post(who.wang, observation, f"close/{what}", asked["version"], **body)
        assert slug(own) == (409, "second-person-needed")
    refused = await ok(await desk.post(who.lin, observation, "close/refuse", 2, reason="再看看"))
    assert (refused["state"], refused["closing"]) == ("being_handled", None)
    asked = await ok(await desk.post(who.wang, observation, "close", 3, outcome="referred", note="x"))
    closed = await ok(await desk.post(who.lin, observation, "close/agree", asked["version"]))
    assert (closed["state"], closed["outcome"], closed["closing"]) == ("done", "referred", None)
    kinds = [s["kind"] for s in closed["steps"]]
    assert kinds == ["close_asked", "close_refused", "close_asked", "closed"]
    for person in (who.wang, who.lin, who.gao):
        assert await desk.listed(person, done=True) == [observation]  # it has not vanished


async def test_who_asked_and_left_counts_no_more(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    observation = await desk.filed(who.ming, urgent=True)
    for person in (who.gao, who.lin):
        await ok(await desk.get(person, observation, "/text"))
    await ok(await desk.post(who.gao, observation, "close", outcome="helped", note="x"))
    left = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await world.sql(desk.org_id, left, desk.org_id, who.gao.account_id, world.now)
    assert (await ok(await desk.get(who.lin, observation)))["closing"] is None
    assert slug(await desk.post(who.lin, observation, "close/agree", 2)) == (409, "not-asked-to-close")


async def test_nobody_raises_to_a_rung_below(desk: Desk) -> None:
    """A leader owns an urgent one of the class rung: raised by them it would go to the grade, below theirs."""
    who = desk.world.people
    await desk.give_role(who.chen, "grade_lead")
    observation = await desk.filed(who.ming, urgent=True)
    for person in (who.gao, who.lin):
        case = await ok(await desk.get(person, observation))
        assert case["canRaise"] is False
        assert slug(await desk.post(person, observation, "raise", reason="x")) == (409, "top-rung")
    assert (await ok(await desk.get(who.wang, observation)))["canRaise"] is True
    assert (await ok(await desk.post(who.wang, observation, "raise", reason="x")))["rung"] == "grade"


async def test_raising_withdraws_the_wish_to_close(desk: Desk) -> None:
    """Though the person who asked still owns it: the next rung has not had its say."""
    who = desk.world.people
    observation = await desk.filed(who.ming, urgent=True)
    await ok(await desk.get(who.gao, observation, "/text"))
    await ok(await desk.post(who.gao, observation, "close", outcome="helped", note="x"))
    await ok(await desk.post(who.wang, observation, "raise", 2, reason="x"))
    assert (await ok(await desk.get(who.lin, observation)))["closing"] is None


async def test_who_opened_it_and_handed_it_on_does_not_count(desk: Desk) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming, urgent=True)
    await ok(await desk.get(who.wang, observation))
    await ok(await desk.post(who.wang, observation, "raise", reason="x"))
    assert await known(desk, who.ming) == ["not_yet"]


async def test_the_reporter_is_told_what_is_true(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    observation = await desk.filed(who.ming, urgent=True)
    assert await known(desk, who.ming) == ["not_yet"]
    await ok(await desk.get(who.wang, observation, "/first-steps"))
    assert await known(desk, who.ming) == ["somebody"]
    await ok(await desk.get(who.lin, observation, "/first-steps"))
    assert await known(desk, who.ming) == ["counsellor"]
    left = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await world.sql(desk.org_id, left, desk.org_id, who.lin.account_id, world.now)
    assert await known(desk, who.ming) == ["somebody"]


@pytest.mark.parametrize("what", ["agree", "refuse"])
async def test_agreeing_wants_the_version_seen_and_an_authenticator(desk: Desk, what: str) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming, urgent=True)
    for person in (who.wang, who.lin):
        await ok(await desk.get(person, observation, "/text"))
    await ok(await desk.post(who.wang, observation, "close", outcome="helped", note="x"))
    body = {"reason": "x"} if what == "refuse" else {}
    assert slug(await desk.post(who.lin, observation, f"close/{what}", 1, **body)) == (412, "stale")
    once = await desk.world.sign_in(who.lin, assurance=1)
    path = f"{desk.reports}/{observation}/close/{what}"
    assert slug(await once.post(path, json=body or None, headers=version(2))) == (403, "step-up-needed")
