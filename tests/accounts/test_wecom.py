"""Signing in from a school's WeCom over HTTP: what has to fit, and each refusal. WeCom itself is a double on loopback."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import asyncpg
import msgspec
import pytest

from api.accounts.wecom import rules
from api.core import db
from api.core.clock import FixedClock
from jobs.kinds import HANDLERS
from tests.accounts.test_signin import sealer
from tests.accounts.test_tablets import browser
from tests.accounts.wecom import Wecom, path, wecom
from tests.counselling.desk import ok, slug
from tests.world import Person, World

__all__ = ["sealer", "wecom"]


async def test_a_mother_who_switched_it_on_signs_in(wecom: Wecom, world: World) -> None:
    mother = world.people.mother
    assert (await ok(await world.client(mother).get(path(world)))) == {"state": "known", "ownPhone": True}
    assert slug(await wecom.enter(parent_userid="mum")) == (401, "wecom-unknown"), "not before she said so"
    assert (await ok(await wecom.switch(mother)))["state"] == "signs_in"
    told = "select template from messages where org_id = $1 and key like 'wecom_sign_in:%'"
    assert len(await world.operate(world.north, told, world.north)) == 1
    audited = "select action from audit_changes where org_id = $1 and account_id = $2 order by at desc limit 1"
    assert [row["action"] for row in await world.operate(world.north, audited, world.north, mother.account_id)] == [
        "wecom_sign_in"
    ]

    entered = await wecom.enter(parent_userid="MUM")  # WeCom takes no notice of case
    assert entered.status_code == 201, entered.text
    assert (entered.json()["accountId"], entered.json()["assurance"]) == (str(mother.account_id), 1)
    assert entered.headers["cache-control"] == "no-store"
    token = entered.json()["token"]
    home = await wecom.http.get("/api/v1/me/home", headers={"authorization": f"Bearer {token}"})
    assert home.status_code == 200
    assert slug(await wecom.fetch()) == (401, "wecom-not-begun"), "an answer is good once"

    assert (await world.client(mother).delete(path(world))).status_code == 204
    assert (await ok(await world.client(mother).get(path(world))))["state"] == "known"
    assert slug(await wecom.enter(parent_userid="mum")) == (401, "wecom-unknown")


async def test_the_answer_is_waited_for(wecom: Wecom, world: World) -> None:
    await ok(await wecom.switch(world.people.mother))
    wecom.double.users["c1"] = {"parent_userid": "mum"}
    assert (await wecom.back(await wecom.begin())).status_code == 204
    assert [slug(await wecom.fetch()) for _ in range(2)] == [(409, "wecom-asked")] * 2
    await wecom.work()
    assert (await wecom.fetch()).status_code == 201


async def test_a_cookie_of_our_own_pages_holds_the_browser(wecom: Wecom) -> None:
    begun = await wecom.http.post("/api/v1/auth/wecom/begin", json={"orgId": wecom.world.north})
    cookie = begun.headers["set-cookie"].lower()
    assert "-wecom=" in cookie
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/", "max-age=1200"))


async def test_what_another_browser_began_signs_nobody_in(wecom: Wecom, world: World) -> None:
    """A link with a code of the attacker's own WeCom: its opener would write into the attacker's account."""
    await ok(await wecom.switch(world.people.mother))
    wecom.double.users["c1"] = {"parent_userid": "mum"}
    async with browser(world) as other:
        theirs = await wecom.begin(other)
        assert slug(await wecom.back(theirs)) == (401, "wecom-not-begun"), "without a cookie"
        await wecom.begin()
        for state in (theirs, "x", "0" * 64, "😀"):
            assert slug(await wecom.back(state)) == (401, "wecom-not-begun")
        assert slug(await wecom.fetch()) == (401, "wecom-not-begun")
        assert (await wecom.back(theirs, http=other)).status_code == 204
        await wecom.work()
        assert slug(await wecom.fetch()) == (401, "wecom-not-begun"), "the answer is the other browser's"
        assert (await wecom.fetch(other)).status_code == 201


async def test_the_same_is_not_sent_twice(wecom: Wecom) -> None:
    state = await wecom.begin()
    assert (await wecom.back(state)).status_code == 204
    await wecom.work()
    assert slug(await wecom.back(state, "c2")) == (401, "wecom-not-begun")
    assert slug(await wecom.fetch()) == (401, "wecom-refused"), "WeCom does not know this code"


async def test_what_was_begun_long_ago_is_begun_again(wecom: Wecom, clock: FixedClock) -> None:
    state = await wecom.begin()
    clock.advance(timedelta(seconds=rules.WINDOW))
    assert (await wecom.back(state)).status_code == 204
    later = await wecom.begin()
    clock.advance(timedelta(seconds=2 * rules.WINDOW))
    assert slug(await wecom.back(later)) == (401, "wecom-not-begun")


async def test_an_answer_is_fetched_within_minutes(wecom: Wecom, world: World, clock: FixedClock) -> None:
    await ok(await wecom.switch(world.people.mother))
    wecom.double.users["c1"] = {"parent_userid": "mum"}
    await wecom.back(await wecom.begin())
    await wecom.work()
    clock.advance(rules.ANSWER_LIFE)
    assert slug(await wecom.fetch()) == (401, "wecom-not-begun")
    await wecom.back(await wecom.begin())
    rows = await world.operate(world.north, "select state from wecom_sign_ins where org_id = $1", world.north)
    assert [row["state"] for row in rows] == ["asked"], "the next one removes what ran out"


async def test_a_school_without_wecom_says_so(wecom: Wecom, world: World) -> None:
    begun = await wecom.http.post("/api/v1/auth/wecom/begin", json={"orgId": world.south})
    assert slug(begun) == (409, "wecom-off")
    assert (await ok(await world.client(world.people.mother).get(path(world, world.south))))["state"] == "off"
    assert slug(await world.client(world.people.mother).put(path(world, world.south))) == (409, "wecom-off")


async def test_what_was_begun_for_one_school_is_no_other_schools(wecom: Wecom, world: World) -> None:
    """The school stands in the cookie and in what comes back: a cookie that names another one fits nothing."""
    both = (wecom.double.app(world.north), wecom.double.app(world.south))
    services = wecom.app.state["services"]
    wecom.app.state["services"] = replace(services, config=msgspec.structs.replace(services.config, wecom=both))
    state = await wecom.begin()
    name = next(name for name in wecom.http.cookies if name.endswith("-wecom"))
    held = rules.read_browser(wecom.http.cookies[name])
    assert held
    moved = msgspec.structs.replace(held, org_id=world.south)
    wecom.http.cookies.clear()
    wecom.http.cookies.set(name, moved.write())
    assert slug(await wecom.back(state)) == (401, "wecom-not-begun")


@pytest.mark.parametrize(
    "who", [{"student_userid": "1"}, {"userid": "teacher"}, {"openid": "o1", "external_userid": "e"}, {}]
)
async def test_who_is_no_parent_there_is_unknown(wecom: Wecom, world: World, who: dict[str, str]) -> None:
    await ok(await wecom.switch(world.people.mother))
    assert slug(await wecom.enter(**who)) == (401, "wecom-unknown")


async def test_a_parent_whom_nobody_knows_here_is_unknown(wecom: Wecom) -> None:
    wecom.parent("stranger", "13100000009")
    await wecom.link()
    assert slug(await wecom.enter(parent_userid="stranger")) == (401, "wecom-unknown")


async def test_a_service_that_does_not_answer_or_refuses_leaves_the_other_ways(wecom: Wecom, world: World) -> None:
    await ok(await wecom.switch(world.people.mother))
    assert (await wecom.back(await wecom.begin(), "no such code")).status_code == 204
    await wecom.work()
    assert slug(await wecom.fetch()) == (401, "wecom-refused")
    assert (await wecom.back(await wecom.begin())).status_code == 204
    services = wecom.city.services
    down = msgspec.structs.replace(services.config, wecom_url="http://127.0.0.1:9")
    await replace(wecom.city, services=replace(services, config=down)).work(HANDLERS, only="sign_in_from_wecom")
    answer = await wecom.fetch()
    assert slug(answer) == (409, "wecom-down")
    assert "phone number" in answer.json()["detail"]


async def everywhere(wecom: Wecom, mother: Person) -> None:
    own = await wecom.world.sign_in(mother, assurance=1)
    assert (await own.delete("/me/sessions")).status_code == 200


async def moved(wecom: Wecom, mother: Person) -> None:
    sealed = wecom.city.services.sealer.seal_contact("phone", mother.account_id, "13100000007")
    await wecom.world.operate(
        db.PLATFORM, "update login_keys set sealed = $2 where account_id = $1", mother.account_id, sealed
    )


async def other_number_there(wecom: Wecom, mother: Person) -> None:
    """The school's WeCom gave this parent to somebody else, and the day's reading has not been yet."""
    assert mother
    wecom.parent("mum", "13100000008")


async def unsubscribed(wecom: Wecom, mother: Person) -> None:
    wecom.parent("mum", mother.phone, is_subscribe=0)


async def barred(wecom: Wecom, mother: Person) -> None:
    ended = "update guardianships set ended_at = now() where org_id = $1 and guardian_id = $2"
    await wecom.world.operate(wecom.world.north, ended, wecom.world.north, mother.account_id)


async def child_left(wecom: Wecom, mother: Person) -> None:
    assert mother
    ended = "update students set ended_at = now() where org_id = $1"
    await wecom.world.operate(wecom.world.north, ended, wecom.world.north)


async def silent(wecom: Wecom, mother: Person) -> None:
    long_ago = "update accounts set signed_in_month = '2025-01-01', created_at = '2025-01-01' where account_id = $1"
    await wecom.world.operate(db.PLATFORM, long_ago, mother.account_id)


async def gone_everywhere(wecom: Wecom, mother: Person) -> None:
    ended = "update memberships set ended_at = now() where account_id = $1"
    await wecom.world.operate(db.PLATFORM, ended, mother.account_id)
    await barred(wecom, mother)


@pytest.mark.parametrize(
    "change", [everywhere, moved, other_number_there, unsubscribed, barred, child_left, silent, gone_everywhere]
)
async def test_what_has_changed_since_ends_it(
    wecom: Wecom, world: World, change: Callable[[Wecom, Person], Awaitable[None]]
) -> None:
    mother = world.people.mother
    await ok(await wecom.switch(mother))
    await change(wecom, mother)
    assert slug(await wecom.enter(parent_userid="mum")) == (401, "wecom-unknown")


async def test_what_changes_after_wecom_has_answered_ends_it_too(wecom: Wecom, world: World) -> None:
    mother = world.people.mother
    await ok(await wecom.switch(mother))
    wecom.double.users["c1"] = {"parent_userid": "mum"}
    await wecom.back(await wecom.begin())
    await wecom.work()
    await everywhere(wecom, mother)
    assert slug(await wecom.fetch()) == (401, "wecom-unknown")


async def test_an_address_asks_wecom_so_often(wecom: Wecom, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    clock.advance(timedelta(hours=1))  # the tests before are of the hour before
    monkeypatch.setattr(rules, "ATTEMPTS_OF_AN_ADDRESS", (2, 3600))
    answers = [await wecom.back("x") for _ in range(3)]
    assert [one.status_code for one in answers] == [401, 401, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert "phone number" in answers[-1].json()["detail"]


@pytest.mark.parametrize("sql", ["select 1 from wecom_sign_ins", "update wecom_sign_ins set used = false"])
async def test_the_app_role_reaches_no_answer(world: World, sql: str) -> None:
    """It could make itself sessions by one."""
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await world.sql(world.north, sql)
