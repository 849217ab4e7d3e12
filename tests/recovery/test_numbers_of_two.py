"""A guardian of two schools gets a new number from either: in each it opens nothing before a second adult there, or the week (0314)."""

from datetime import timedelta

import httpx
import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from tests.counselling.desk import ok, slug, version
from tests.jobs.city import City
from tests.notices.office import Office
from tests.recovery.test_numbers import CLOSED, DAY, confirm, move, new, office, other, sms, take_back, waiting
from tests.world import Person

__all__ = ["office"]


@pytest.fixture
def south(office: Office, services: Services) -> Office:
    """The other school of Ming's mother, where she is Tao's."""
    return South(office.world, City(services, office.city.database))


class South(Office):
    """The southern school."""

    @property
    def org_id(self) -> int:
        return self.world.south


async def signs(office: Office, session: httpx.AsyncClient, notice: object, child: Person) -> httpx.Response:
    body = {"name": "mother", "studentIds": [str(child.account_id)], "edition": 1, "agrees": True}
    return await session.post(office.own(notice, "sign"), json=body)


async def titles(office: Office, person: Person) -> list[str]:
    return [item["title"] for item in (await ok(await office.world.client(person).get("/me/inbox")))["items"]]


MOVED, BACK = "Another organisation changed a phone number", "A changed phone number was taken back"


async def test_each_school_opens_the_new_number_for_itself(office: Office, south: Office, clock: FixedClock) -> None:
    who = office.world.people
    clock.advance(8 * DAY)
    north_notice = await office.tell(who.wang, kind="sign")
    south_notice = await south.tell(who.sun, office.world.south_a, kind="sign")
    await ok(await move(office, new(office), who.mother))
    await office.work()
    assert MOVED in await titles(office, who.south_admin)
    assert MOVED not in await titles(office, who.north_admin)
    session = await sms(office, new(office), who.mother)
    for school, notice, child in ((office, north_notice, who.ming), (south, south_notice, who.tao)):
        assert slug(await signs(school, session, notice, child)) == CLOSED
    assert [one["movedByName"] for one in await waiting(office, who.father)] == ["north_admin"]
    assert [one["movedByName"] for one in await waiting(south, who.south_admin)] == [None], "not who moved it elsewhere"
    assert slug(await confirm(south, who.lei_father, who.mother)) == (409, "no-number-waits")
    await ok(await confirm(office, who.father, who.mother), 204)
    assert await waiting(office, who.gao) == []
    await ok(await signs(office, session, north_notice, who.ming))
    assert slug(await signs(south, session, south_notice, who.tao)) == CLOSED
    assert slug(await session.put("/me/email", json={"email": "thief@example.org"})) == CLOSED
    assert (await ok(await session.get("/me/home")))["numberClosedUntil"] is not None
    await ok(await confirm(south, who.sun, who.mother), 204)
    await ok(await signs(south, session, south_notice, who.tao))
    assert (await ok(await session.get("/me/home")))["numberClosedUntil"] is None
    assert [one["outcome"] for one in await ok(await session.get("/me/number-moves"))] == ["confirmed"]
    assert slug(await take_back(office, who.mother.phone)) == (409, "nothing-to-take-back")


async def test_one_school_alone_does_not_silence_the_old_number(
    office: Office, south: Office, clock: FixedClock
) -> None:
    """Else an administrator and a colleague of one school decide what the other one opens after a week."""
    who = office.world.people
    clock.advance(8 * DAY)
    await ok(await move(office, new(office), who.mother))
    await ok(await confirm(office, who.gao, who.mother), 204)
    thief = await sms(office, new(office), who.mother)
    await ok(await take_back(office, who.mother.phone), 204)
    await office.work()
    assert (await thief.get("/me")).status_code == 401
    assert BACK in await titles(office, who.north_admin)
    assert BACK in await titles(office, who.south_admin)


async def test_a_next_move_begins_closed_everywhere_and_the_week_opens_it(
    office: Office, south: Office, clock: FixedClock
) -> None:
    who = office.world.people
    clock.advance(8 * DAY)
    notice = await office.tell(who.wang, kind="sign")
    await ok(await move(office, new(office), who.mother))
    await ok(await confirm(office, who.gao, who.mother), 204)
    path = f"/orgs/{south.org_id}/roster/students/{who.tao.account_id}"
    admin = office.world.client(who.south_admin)
    shown = await ok(await admin.get(path))
    [tie] = shown["guardians"]
    edit = {name: tie[name] for name in ("name", "relation", "contactOrder")} | {"phone": other(office)}
    answer = await admin.put(f"{path}/guardians/{who.mother.account_id}", json=edit, headers=version(shown["version"]))
    await ok(answer)
    session = await sms(office, other(office), who.mother)
    assert slug(await signs(office, session, notice, who.ming)) == CLOSED
    assert [one["movedByName"] for one in await waiting(office, who.father)] == [None]
    clock.advance(7 * DAY + timedelta(minutes=1))
    later = await sms(office, other(office), who.mother)
    await ok(await signs(office, later, notice, who.ming))
