"""A bureau's officers open a case that its school lacks somebody for, and nothing else, and only as long."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.core import db
from tests.observations.desk import SECRET, Desk, field, ok, slug, version
from tests.observations.hours import TEN, Hours, becomes_guardian, leaves, urgent
from tests.observations.test_seconds import asks_to_close
from tests.world import Person
from tests.world_rows import add_memberships, add_staff

WHY: dict[str, Any] = {"reason": "校内没有人能处理"}


class Office:
    """Officer Ou, and short ways to ask."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.ou = desk, desk.world.people.ou
        self.path = f"/orgs/{desk.world.bureau}/school-cases"

    def of(self, observation: str) -> str:
        return f"{self.path}/{self.desk.org_id}/{observation}"

    async def listed(self, by: Person | None = None) -> list[dict[str, Any]]:
        return await ok(await self.desk.world.client(by or self.ou).get(self.path))

    async def get(self, observation: str, what: str = "", by: Person | None = None) -> httpx.Response:
        return await self.desk.world.client(by or self.ou).get(self.of(observation) + what)

    async def post(self, observation: str, what: str, seen: int | None = None, **body: Any) -> httpx.Response:
        headers = version(seen) if seen else {}
        return await self.desk.world.client(self.ou).post(
            f"{self.of(observation)}/{what}", json=body or None, headers=headers
        )


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)


async def nobody_is_left(desk: Desk, hours: Hours) -> str:
    """An urgent report whose owners all leave: the bureau was told."""
    who = desk.world.people
    observation = await urgent(desk, hours)
    await leaves(desk, who.wang, who.he, who.lin, who.gao)
    await hours.passes(TEN)
    return observation


async def one_is_left(desk: Desk, hours: Hours) -> str:
    """An urgent report that its only owner, Lin, asks to close: the bureau was told."""
    who = desk.world.people
    await leaves(desk, who.wang, who.he, who.gao)
    observation = await urgent(desk, hours)
    await asks_to_close(desk, who.lin, observation)
    await hours.passes()
    return observation


async def waiting(desk: Desk, office: Office) -> int:
    """What the officer's first screen counts."""
    home = await ok(await desk.world.client(office.ou).get("/me/home"))
    return next(org["observationsWaiting"] for org in home["orgs"] if org["orgId"] == desk.world.bureau)


async def test_an_officer_is_led_to_it_by_the_first_screen(desk: Desk, hours: Hours, office: Office) -> None:
    assert await waiting(desk, office) == 0
    await nobody_is_left(desk, hours)
    assert await waiting(desk, office) == 1


async def test_an_officer_opens_what_nobody_at_the_school_can_take(desk: Desk, hours: Hours, office: Office) -> None:
    observation = await nobody_is_left(desk, hours)
    [line] = await office.listed()
    assert line | {"toldOn": ""} == {
        "schoolId": desk.org_id,
        "schoolName": "North",
        "observationId": observation,
        "lacks": "owner",
        "urgent": True,
        "toldOn": "",
    }
    case = await ok(await office.get(observation))
    assert (case["studentName"], case["schoolName"], case["lacks"]) == ("hong", "North", "owner")
    assert (case["canReadObserver"], case["canRaise"]) == (False, False), "who observed it stays with the school"
    text = await office.post(observation, "text", **WHY)
    assert (await ok(text))["text"] == SECRET
    assert text.headers["cache-control"] == "no-store"
    case = await ok(await office.get(observation))
    [step] = case["steps"]
    assert (step["kind"], step["hasNote"]) == ("bureau_read", True)
    assert (await ok(await office.get(observation, f"/steps/{step['stepId']}/note")))["text"] == WHY["reason"]
    assert case["readers"][0]["readAt"] is not None


async def test_owners_see_which_officer_acted(desk: Desk, hours: Hours, office: Office) -> None:
    observation, lin = await one_is_left(desk, hours), desk.world.people.lin
    await ok(await office.post(observation, "first-steps", kind="child_where", answer="at_school"))
    await ok(await office.post(observation, "text", **WHY))
    case = await ok(await desk.get(lin, observation))
    assert [step["byName"] for step in case["steps"]][-2:] == ["ou", "ou"]
    assert "ou" in {reader["name"] for reader in case["readers"]}


async def test_an_officers_looks_and_changes_stand_in_the_schools_books(
    desk: Desk, hours: Hours, office: Office
) -> None:
    observation = await nobody_is_left(desk, hours)
    await ok(await office.post(observation, "text", **WHY))
    looks = "select count(*) from audit_accesses where org_id = $1 and account_id = $2"
    changes = "select count(*) from audit_changes where org_id = $1 and account_id = $2 and action = 'school_case'"
    for statement in (looks, changes):
        [(count,)] = await desk.world.operate(desk.org_id, statement, desk.org_id, office.ou.account_id)
        assert count == 1, statement


async def test_an_officer_acts_first_and_notes_what_they_did(desk: Desk, hours: Hours, office: Office) -> None:
    observation = await nobody_is_left(desk, hours)
    case = await ok(await office.post(observation, "first-steps", kind="child_where", answer="at_school"))
    assert [step["answer"] for step in case["steps"]] == ["at_school"]
    case = await ok(await office.post(observation, "follow-ups", case["version"], text="x"))
    assert [step["kind"] for step in case["steps"]] == ["child_where", "follow_up"]
    assert slug(await office.post(observation, "follow-ups", 1, text="x")) == (412, "stale")
    wrong = await office.post(observation, "first-steps", kind="child_where", answer="told")
    assert field(wrong) == (422, "$.answer", "other-question")


async def test_an_officer_is_the_second_person_of_a_single_owner(desk: Desk, hours: Hours, office: Office) -> None:
    observation, lin = await one_is_left(desk, hours), desk.world.people.lin
    case = await ok(await office.get(observation))
    assert (case["lacks"], case["closing"]["byName"]) == ("second", "lin")
    agreed = await office.post(observation, "close/agree", case["version"])
    assert slug(agreed) == (409, "not-read"), "nobody closes what they have not read"
    await ok(await office.post(observation, "text", **WHY))
    seen = (await ok(await office.get(observation)))["version"]
    assert (await office.post(observation, "close/agree", seen)).status_code == 204
    assert (await ok(await desk.get(lin, observation)))["state"] == "done"
    assert (await office.get(observation)).status_code == 404
    assert await office.listed() == []


async def test_an_officer_keeps_it_open_and_says_why(desk: Desk, hours: Hours, office: Office) -> None:
    observation, lin = await one_is_left(desk, hours), desk.world.people.lin
    await ok(await office.post(observation, "text", **WHY))
    seen = (await ok(await office.get(observation)))["version"]
    assert (await office.post(observation, "close/refuse", seen, reason="还没有见到孩子")).status_code == 204
    case = await ok(await desk.get(lin, observation))
    assert (case["state"], case["closing"], case["steps"][-1]["kind"]) == ("being_handled", None, "close_refused")
    assert (await office.get(observation)).status_code == 404, "the school has its owner, who asks for nobody"


async def test_it_ends_once_the_school_has_an_owner_again(desk: Desk, hours: Hours, office: Office) -> None:
    observation, chen = await nobody_is_left(desk, hours), desk.world.people.chen
    await ok(await office.get(observation))
    await desk.give_role(chen, "leader")
    for answer in (
        await office.get(observation),
        await office.post(observation, "text", **WHY),
        await office.post(observation, "first-steps", kind="child_where", answer="at_school"),
        await office.post(observation, "follow-ups", 1, text="x"),
        await office.post(observation, "close/agree", 1),
    ):
        assert answer.status_code == 404, answer.text
    assert await office.listed() == []
    await hours.passes(TEN)
    rows = "select count(*) from bureau_cases where org_id = $1"
    assert await desk.world.operate(desk.world.bureau, rows, desk.world.bureau) == [(0,)], "nothing stays at the bureau"


async def test_a_case_with_an_owner_is_nothing_to_an_officer(desk: Desk, hours: Hours, office: Office) -> None:
    """Even where a row at the bureau says otherwise: the school is asked."""
    observation = await urgent(desk, hours)
    row = "insert into bureau_cases (org_id, school_id, observation_id, told_on) values ($1, $2, $3, $4)"
    told = (desk.world.bureau, desk.org_id, UUID(observation), desk.world.now.date())
    await desk.world.sql(desk.world.bureau, row, *told)
    assert (await office.get(observation)).status_code == 404
    assert await office.listed() == []


async def test_officers_of_other_bureaus_find_nothing(desk: Desk, hours: Hours, office: Office) -> None:
    """A sibling's, by its own path and by ours; and ours once the school has gone to the sibling."""
    observation, qian = await nobody_is_left(desk, hours), desk.world.people.qian
    world = desk.world
    [(sibling,)] = await world.operate(0, "select 1 + max(org_id) from orgs")
    made = "insert into orgs (org_id, kind, name_zh, name_en) values ($1, 'bureau', '邻局', 'Sibling')"
    await world.operate(0, made, sibling)
    async with db.transaction(world.operator, sibling) as conn:
        await add_staff(conn, sibling, qian, ["officer"], world.now)
        await add_memberships(conn, "staff", [qian], world.now)
    theirs = f"/orgs/{sibling}/school-cases"
    assert await ok(await world.client(qian).get(theirs)) == []
    assert (await world.client(qian).get(f"{theirs}/{desk.org_id}/{observation}")).status_code == 404
    assert (await office.get(observation, by=qian)).status_code == 403
    await ok(await office.get(observation))
    await world.operate(0, "update orgs set parent_org_id = $2 where org_id = $1", desk.org_id, sibling)
    assert (await office.get(observation)).status_code == 404
    assert await office.listed() == []


async def test_a_session_without_a_second_factor_opens_nothing(desk: Desk, hours: Hours, office: Office) -> None:
    observation = await nobody_is_left(desk, hours)
    client = await desk.world.sign_in(office.ou, assurance=1)
    for answer in (
        await client.get(office.path),
        await client.get(office.of(observation)),
        await client.post(office.of(observation) + "/text", json=WHY),
        await client.post(office.of(observation) + "/first-steps", json={"kind": "child_where", "answer": "at_school"}),
    ):
        assert slug(answer) == (403, "step-up-needed")


async def test_an_officer_who_is_a_party_finds_nothing(desk: Desk, hours: Hours, office: Office) -> None:
    observation, who = await nobody_is_left(desk, hours), desk.world.people
    await becomes_guardian(desk, office.ou, who.hong)
    assert (await office.get(observation)).status_code == 404
    assert (await office.post(observation, "text", **WHY)).status_code == 404
    assert await office.listed() == []


async def test_an_officer_who_left_opens_nothing(desk: Desk, hours: Hours, office: Office) -> None:
    observation, world = await nobody_is_left(desk, hours), desk.world
    end = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await world.sql(world.bureau, end, world.bureau, office.ou.account_id, world.now)
    assert (await office.get(observation)).status_code == 403


async def test_numbers_that_no_organisation_has_are_not_found(desk: Desk, office: Office) -> None:
    client, far = desk.world.client(office.ou), 10**25
    for path in (f"/orgs/{far}/school-cases/1", office.path + f"/{far}", office.path + "/0"):
        assert slug(await client.get(f"{path}/{UUID(int=1)}")) == (404, "not-found"), path


async def test_a_repeated_request_is_done_once(desk: Desk, hours: Hours, office: Office) -> None:
    observation = await nobody_is_left(desk, hours)
    client, key = desk.world.client(office.ou), {"idempotency-key": "0123456789-step"}
    body = {"kind": "child_with", "answer": "staff"}
    for _ in range(2):
        case = await ok(await client.post(office.of(observation) + "/first-steps", json=body, headers=key))
        assert len(case["steps"]) == 1


async def brought(desk: Desk, org_id: int, person: Person, by: Person, days: int) -> None:
    """By whose word they work there, and since when."""
    await desk.world.operate(
        org_id,
        "update staff set appointed_by = $3, role_by = $3, appointed_at = $4, role_at = $4, had_part = true, had_role = true"
        " where org_id = $1 and staff_id = $2",
        *(org_id, person.account_id, by.account_id, desk.world.now - timedelta(days=days)),
    )


@pytest.mark.parametrize("case", ["by the asker", "asker by the officer", "by the same, this week"])
async def test_an_officer_who_may_be_the_askers_second_account_closes_nothing(
    desk: Desk, hours: Hours, office: Office, case: str
) -> None:
    who, bureau = desk.world.people, desk.world.bureau
    if case == "by the asker":
        await brought(desk, bureau, office.ou, who.lin, 400)
    elif case == "asker by the officer":
        await brought(desk, desk.org_id, who.lin, office.ou, 400)
    else:
        await brought(desk, bureau, office.ou, who.chen, 1)
        await brought(desk, desk.org_id, who.lin, who.chen, 400)
    observation = await one_is_left(desk, hours)
    await ok(await office.post(observation, "text", **WHY))
    seen = (await ok(await office.get(observation)))["version"]
    for what, body in (("close/agree", {}), ("close/refuse", {"reason": "x"})):
        assert slug(await office.post(observation, what, seen, **body)) == (409, "second-person-needed")


async def test_an_officer_whom_the_same_person_brought_in_long_ago_is_a_second(
    desk: Desk, hours: Hours, office: Office
) -> None:
    who = desk.world.people
    await brought(desk, desk.world.bureau, office.ou, who.chen, 30)
    await brought(desk, desk.org_id, who.lin, who.chen, 30)
    observation = await one_is_left(desk, hours)
    await ok(await office.post(observation, "text", **WHY))
    seen = (await ok(await office.get(observation)))["version"]
    assert (await office.post(observation, "close/agree", seen)).status_code == 204
