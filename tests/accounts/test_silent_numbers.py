"""A number that a carrier gave to somebody else: a code to it alone does not make its new owner a child's guardian."""

from datetime import timedelta

import httpx
import pytest

from api.accounts.signin.naming import is_quiet
from api.core import db
from api.core.clock import FixedClock
from api.core.sealing import Sealer
from tests.accounts.test_signin import by_phone, sealer
from tests.counselling.desk import ok, slug
from tests.world import Person, World

__all__ = ["sealer"]
LONG = timedelta(days=130)


async def code_to(world: World, sealer: Sealer, person: Person, clock: FixedClock) -> str:
    key = sealer.phone(person.phone)
    put = "select login_code_put($1, $2, $3)"
    await world.operate(db.PLATFORM, put, key, sealer.code(key, "135790"), clock.now() + timedelta(minutes=5))
    return "135790"


async def test_after_months_of_silence_a_name_is_asked_for(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    mother = world.people.mother
    await ok(await by_phone(http, mother.phone, await code_to(world, sealer, mother, clock)), 201)
    clock.advance(LONG)
    http.cookies.clear()  # another phone than hers
    code = await code_to(world, sealer, mother, clock)
    assert slug(await by_phone(http, mother.phone, "000000")) == (401, "code-wrong"), "said to who has the code alone"
    assert slug(await by_phone(http, mother.phone, code)) == (401, "name-needed")
    assert slug(await by_phone(http, mother.phone, code, name="小红")) == (401, "name-wrong")
    assert slug(await by_phone(http, mother.phone, code, name="ming")) == (401, "code-used"), "each guess costs a code"
    clock.advance(timedelta(minutes=5))
    code = await code_to(world, sealer, mother, clock)
    await ok(await by_phone(http, mother.phone, code, name=" ming "), 201)
    http.cookies.clear()
    await ok(await by_phone(http, mother.phone, await code_to(world, sealer, mother, clock)), 201)


@pytest.mark.parametrize(("who", "name"), [("father", "ming"), ("lin", "lin"), ("mother", "tao")])
async def test_a_child_of_any_school_or_staff_by_their_own_name(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock, who: str, name: str
) -> None:
    person: Person = getattr(world.people, who)
    clock.advance(LONG)
    code = await code_to(world, sealer, person, clock)
    await ok(await by_phone(http, person.phone, code, name=name), 201)


async def test_the_name_of_a_child_that_was_ended_or_barred_counts_no_more(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    father = world.people.father
    end = "update guardianships set ended_at = $3 where org_id = $1 and guardian_id = $2"
    await world.sql(world.north, end, world.north, father.account_id, clock.now())
    clock.advance(LONG)
    code = await code_to(world, sealer, father, clock)
    assert slug(await by_phone(http, father.phone, code, name="ming")) == (401, "name-wrong")


def test_the_month_alone_is_known(clock: FixedClock) -> None:
    now = clock.now().replace(month=11, day=30)
    assert not is_quiet(now.date(), now + timedelta(days=90))
    assert is_quiet(now.date().replace(day=1), now + timedelta(days=92))
