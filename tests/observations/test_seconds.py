"""What is urgent and has a single owner is closed by two all the same."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from api.observations.owning import rules
from schemas.observations.rows import Candidate
from tests.observations.desk import Desk, ok, slug
from tests.observations.hours import TEN, Hours, becomes_guardian, leaves, told_bureau, urgent
from tests.world import Person


async def asks_to_close(desk: Desk, person: Person, observation: str) -> Any:
    """They read it and ask to close it."""
    await ok(await desk.get(person, observation, "/text"))
    seen = (await ok(await desk.get(person, observation)))["version"]
    return await ok(await desk.post(person, observation, "close", seen, outcome="helped", note="x"))


async def agrees(desk: Desk, person: Person, observation: str) -> Any:
    """They read it and agree."""
    await ok(await desk.get(person, observation, "/text"))
    seen = (await ok(await desk.get(person, observation)))["version"]
    return await ok(await desk.post(person, observation, "close/agree", seen))


async def test_a_single_owner_who_asks_to_close_is_given_a_second(desk: Desk, hours: Hours) -> None:
    """Lin is the only one at class and school; Chen leads the grade."""
    who = desk.world.people
    await leaves(desk, who.wang, who.he, who.gao)
    await desk.give_role(who.chen, "grade_lead")
    observation = await urgent(desk, hours)
    assert await desk.listed(who.chen) == []
    await asks_to_close(desk, who.lin, observation)
    await hours.passes()
    assert await desk.listed(who.chen) == [observation]
    assert any("something waits" in body for body in await desk.inbox(who.chen))
    assert (await agrees(desk, who.chen, observation))["state"] == "done"


async def test_where_the_second_leaves_before_agreeing_another_is_given_it(desk: Desk, hours: Hours) -> None:
    """Past its deadline too, and never the person who asked alone."""
    who = desk.world.people
    await leaves(desk, who.wang, who.he)
    await desk.give_role(who.chen, "grade_lead")
    observation = await urgent(desk, hours)
    await asks_to_close(desk, who.lin, observation)
    await hours.passes(timedelta(hours=5))
    assert await desk.listed(who.chen) == [], "Gao can agree"
    await leaves(desk, who.gao)
    await hours.passes(TEN)
    assert await desk.listed(who.chen) == [observation]
    assert (await agrees(desk, who.chen, observation))["state"] == "done"
    await hours.passes(TEN)
    assert await desk.listed(who.lin) == []


async def test_where_the_school_has_no_second_the_bureau_is_told_once(desk: Desk, hours: Hours) -> None:
    who = desk.world.people
    await leaves(desk, who.wang, who.he, who.gao)
    observation = await urgent(desk, hours)
    await asks_to_close(desk, who.lin, observation)
    for _ in range(2):
        await hours.passes(TEN)
    assert await told_bureau(desk, who.ou, "at North needs two people to be closed, and there is only one") == 1
    await desk.give_role(who.chen, "leader")
    for _ in range(2):
        await hours.passes(TEN)
    assert sum("something waits" in body for body in await desk.inbox(who.chen)) == 1, (
        "who came meanwhile is asked, once"
    )
    seen = (await ok(await desk.get(who.lin, observation)))["version"]
    assert slug(await desk.post(who.lin, observation, "close/agree", seen)) == (409, "second-person-needed")


async def test_whom_the_first_appointed_is_no_second(desk: Desk, hours: Hours) -> None:
    """Either way round, since either could be the other's account; the next rung, and then the bureau, is asked."""
    who = desk.world.people
    await leaves(desk, who.wang, who.he)
    appoint = "update staff set appointed_by = $3 where org_id = $1 and staff_id = $2"
    await desk.world.sql(desk.org_id, appoint, desk.org_id, who.gao.account_id, who.lin.account_id)
    observation = await urgent(desk, hours)
    await asks_to_close(desk, who.lin, observation)
    await hours.passes()
    assert await told_bureau(desk, who.ou, "at North needs two people to be closed, and there is only one") == 1
    await ok(await desk.get(who.gao, observation, "/text"))
    seen = (await ok(await desk.get(who.gao, observation)))["version"]
    assert slug(await desk.post(who.gao, observation, "close/agree", seen)) == (409, "second-person-needed")
    await desk.world.sql(desk.org_id, appoint, desk.org_id, who.gao.account_id, None)
    await desk.world.sql(desk.org_id, appoint, desk.org_id, who.lin.account_id, who.gao.account_id)
    assert slug(await desk.post(who.gao, observation, "close/agree", seen)) == (409, "second-person-needed")
    await desk.world.sql(desk.org_id, appoint, desk.org_id, who.lin.account_id, None)
    assert (await agrees(desk, who.gao, observation))["state"] == "done"


async def test_two_whom_the_same_person_brought_in_this_week_are_no_two(desk: Desk, hours: Hours) -> None:
    """Both could be accounts of that person; after a week, in which others saw them, they count."""
    who = desk.world.people
    await leaves(desk, who.wang, who.he)
    appoint = "update staff set appointed_by = $3, appointed_at = $4 where org_id = $1 and staff_id = $2"
    by, today = who.chen.account_id, desk.world.now
    for person, since in ((who.lin, today - timedelta(days=400)), (who.gao, today)):
        await desk.world.sql(desk.org_id, appoint, desk.org_id, person.account_id, by, since)
    observation = await urgent(desk, hours)
    await asks_to_close(desk, who.lin, observation)
    await hours.passes()
    assert await told_bureau(desk, who.ou, "at North needs two people to be closed, and there is only one") == 1
    await ok(await desk.get(who.gao, observation, "/text"))
    seen = (await ok(await desk.get(who.gao, observation)))["version"]
    refused = await desk.post(who.gao, observation, "close/agree", seen)
    assert slug(refused) == (409, "second-person-needed")
    assert "the bureau is told" in refused.json()["detail"]
    await desk.world.sql(desk.org_id, appoint, desk.org_id, who.gao.account_id, by, today - timedelta(days=7))
    assert (await agrees(desk, who.gao, observation))["state"] == "done"


async def test_whom_the_other_or_the_same_person_gave_a_role_is_no_second(desk: Desk, hours: Hours) -> None:
    """A teacher of the first list whom an administrator promoted: nobody gave them their first part."""
    who = desk.world.people
    await leaves(desk, who.wang, who.he)
    words = "update staff set appointed_by = $3, appointed_at = $4, role_by = $5, role_at = $6 where org_id = $1 and staff_id = $2"

    async def note(person: Person, *noted: object) -> None:
        await desk.world.sql(desk.org_id, words, desk.org_id, person.account_id, *noted)

    by, today, nobody = who.chen.account_id, desk.world.now, (None, None)
    week = today - timedelta(days=7)
    observation = await urgent(desk, hours)
    await asks_to_close(desk, who.lin, observation)
    await ok(await desk.get(who.gao, observation, "/text"))
    seen = (await ok(await desk.get(who.gao, observation)))["version"]
    for lin, gao in (
        (nobody * 2, (*nobody, who.lin.account_id, week)),
        ((*nobody, who.gao.account_id, week), nobody * 2),
        ((*nobody, by, today), (*nobody, by, week)),
        ((by, week, *nobody), (*nobody, by, today)),
    ):
        await note(who.lin, *lin)
        await note(who.gao, *gao)
        refused = await desk.post(who.gao, observation, "close/agree", seen)
        assert slug(refused) == (409, "second-person-needed"), (lin, gao)
    await note(who.gao, who.north_admin.account_id, today, by, week)
    assert (await agrees(desk, who.gao, observation))["state"] == "done", "the word of this week was another's"


async def test_who_came_new_by_another_word_is_a_second(desk: Desk, hours: Hours) -> None:
    who = desk.world.people
    await leaves(desk, who.wang, who.he)
    appoint = "update staff set appointed_by = $3, appointed_at = $4 where org_id = $1 and staff_id = $2"
    for person, by in ((who.lin, who.chen), (who.gao, who.north_admin)):
        await desk.world.sql(desk.org_id, appoint, desk.org_id, person.account_id, by.account_id, desk.world.now)
    observation = await urgent(desk, hours)
    await asks_to_close(desk, who.lin, observation)
    assert (await agrees(desk, who.gao, observation))["state"] == "done"


@pytest.mark.parametrize("gone", ["left", "tied", "barred", "role"])
async def test_whose_part_ended_meanwhile_neither_asked_nor_agrees(desk: Desk, gone: str) -> None:
    """Both own it at the moment that it closes; a guardian of the child, also a barred one, owns nothing."""
    who = desk.world.people
    observation = await desk.filed(who.ming, studentId=str(who.hong.account_id), urgent=True)
    await asks_to_close(desk, who.lin, observation)
    await ok(await desk.get(who.gao, observation, "/text"))
    seen = (await ok(await desk.get(who.gao, observation)))["version"]
    for person, refused in (
        (who.gao, {(404, "not-found"), (403, "forbidden")}),
        (who.lin, {(409, "not-asked-to-close")}),
    ):
        async with without(desk, person, who.hong, gone):
            assert slug(await desk.post(who.gao, observation, "close/agree", seen)) in refused, person.name
    assert (await agrees(desk, who.gao, observation))["state"] == "done", "each had it back"


@asynccontextmanager
async def without(desk: Desk, person: Person, child: Person, gone: str) -> AsyncGenerator[None]:
    """So long they own nothing of it."""
    end, take = (
        "update staff set ended_at = $3 where org_id = $1 and staff_id = $2",
        "update staff set roles = $3 where org_id = $1 and staff_id = $2",
    )
    mine = desk.org_id, person.account_id
    roles = (await desk.world.sql(desk.org_id, "select roles from staff where org_id = $1 and staff_id = $2", *mine))[
        0
    ][0]
    if gone == "left":
        await desk.world.sql(desk.org_id, end, *mine, desk.world.now)
    elif gone == "role":
        await desk.world.sql(desk.org_id, take, *mine, [])
    else:
        await becomes_guardian(desk, person, child)
    if gone == "barred":
        bar = "update guardianships set ended_at = $3, barred = true where org_id = $1 and guardian_id = $2"
        await desk.world.sql(desk.org_id, bar, *mine, desk.world.now)
    yield
    await desk.world.sql(desk.org_id, end, *mine, None)
    await desk.world.sql(desk.org_id, take, *mine, roles)
    for table in ("guardianships", "guardians"):
        await desk.world.operate(desk.org_id, f"delete from {table} where org_id = $1 and guardian_id = $2", *mine)


def test_who_owns_nothing_counts_as_nobody() -> None:
    one, other = (candidate(roles=["leader"]) for _ in range(2))
    assert rules.are_two([one, other], one.staff_id, other.staff_id)
    assert not rules.are_two([one], one.staff_id, other.staff_id)
    assert not rules.are_two([other], one.staff_id, other.staff_id)


def test_who_works_in_two_places_came_by_the_words_of_both() -> None:
    one, here = (candidate(roles=["leader"]) for _ in range(2))
    here = msgspec.structs.replace(here, appointed_by=one.staff_id)
    officer = msgspec.structs.replace(candidate(roles=["officer"]), staff_id=here.staff_id)
    assert rules.are_two([one, officer], one.staff_id, officer.staff_id)
    for places in ([one, here, officer], [one, officer, here]):
        assert not rules.are_two(places, one.staff_id, officer.staff_id)


def candidate(*, roles: list[str]) -> Candidate:
    return Candidate(
        staff_id=uuid4(), leads=False, teaches=False, roles=roles, appointed_by=None, role_by=None, fresh=[]
    )
