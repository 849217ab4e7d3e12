"""A guardian switches sign-in from the school's WeCom on and off: who may, and what ends it."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from api.core import db
from api.core.clock import FixedClock
from api.core.sealing import Sealer
from tests.accounts.test_pushes_end import SHARED, signed_in
from tests.accounts.test_signin import sealer
from tests.accounts.test_wecom import moved
from tests.accounts.wecom import Wecom, path, wecom
from tests.counselling.desk import ok, slug
from tests.world import Person, World

__all__ = ["sealer", "wecom"]


async def other_corporation(wecom: Wecom, mother: Person) -> None:
    """The school has another WeCom, where this id may be anybody's."""
    assert mother
    services = wecom.app.state["services"]
    other = (wecom.double.app(wecom.world.north, corp_id="ww9"),)
    wecom.app.state["services"] = replace(services, config=msgspec.structs.replace(services.config, wecom=other))


async def test_another_corporation_knows_nobody_yet(wecom: Wecom, world: World) -> None:
    mother = world.people.mother
    await ok(await wecom.switch(mother))
    await other_corporation(wecom, mother)
    assert (await ok(await world.client(mother).get(path(world))))["state"] == "known"


async def test_another_parent_in_the_directory_signs_nobody_in_unasked(wecom: Wecom, world: World) -> None:
    mother = world.people.mother
    await ok(await wecom.switch(mother))
    await wecom.link()
    assert (await ok(await world.client(mother).get(path(world))))["state"] == "signs_in", "a day later as well"
    wecom.double.students[2][0]["parents"].clear()
    wecom.parent("other", mother.phone)
    await wecom.link()
    assert (await ok(await world.client(mother).get(path(world))))["state"] == "known"
    assert slug(await wecom.enter(parent_userid="other")) == (401, "wecom-unknown")


async def test_who_is_in_no_directory_switches_nothing_on(wecom: Wecom, world: World) -> None:
    who = world.people
    assert (await ok(await world.client(who.father).get(path(world))))["state"] == "none"
    assert slug(await wecom.switch(who.father)) == (409, "wecom-not-known")
    for person in (who.ming, who.wang, who.north_admin, who.former_guardian, who.nobody, who.lei_father):
        assert (await world.client(person).get(path(world))).status_code in {403, 404}, person.name
        assert (await wecom.switch(person)).status_code in {403, 404}, person.name
        assert (await world.client(person).delete(path(world))).status_code in {403, 404}, person.name


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("update sessions set closed_before = $3, closed_until = $2 where account_id = $1", "closed-for-now"),
        (
            "update accounts set login_moved_at = $3, login_closed_until = $2 where account_id = $1",
            "number-moved-lately",
        ),
    ],
)
async def test_a_new_secret_or_number_switches_nothing_on_for_a_week(
    wecom: Wecom, world: World, clock: FixedClock, change: str, refusal: str
) -> None:
    mother, now = world.people.mother, clock.now()
    weak = await world.sign_in(mother, assurance=1)
    await world.operate(db.PLATFORM, change, mother.account_id, now + timedelta(days=7), now)
    assert slug(await weak.put(path(world))) == (403, refusal)
    if refusal == "number-moved-lately":
        assert slug(await weak.delete(path(world))) == (403, refusal)


async def test_a_phone_that_others_use_switches_nothing_on(wecom: Wecom, world: World, sealer: Sealer) -> None:
    mother = world.people.mother
    shared = world.client(mother, token=await signed_in(world, wecom.http, sealer, mother, **SHARED))
    assert (await ok(await shared.get(path(world)))) == {"state": "known", "ownPhone": False}
    assert slug(await shared.put(path(world))) == (409, "shared-phone")


async def test_a_number_that_is_another_one_by_now_switches_nothing_on(wecom: Wecom, world: World) -> None:
    """The day's reading has not been yet: the parent there has the number of before."""
    mother = world.people.mother
    await moved(wecom, mother)
    assert (await ok(await world.client(mother).get(path(world))))["state"] == "none"
    assert slug(await wecom.switch(mother)) == (409, "wecom-not-known")
