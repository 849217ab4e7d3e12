"""What an administrator tells the one whose number they moved: until when it is closed, and whom to ask."""

from datetime import datetime

from api.core.clock import FixedClock
from tests.counselling.desk import ok, slug
from tests.notices.office import Office
from tests.recovery.test_numbers import DAY, move, new, office
from tests.world import Person

__all__ = ["office"]


async def tied(office: Office, since: datetime) -> None:
    """The mother is tied to her children since then."""
    update = "update guardianships set updated_at = $2 where org_id = $1 and guardian_id = $3"
    await office.world.operate(office.org_id, update, office.org_id, since, office.world.people.mother.account_id)


async def test_administrators_see_until_when_it_is_closed_and_who_confirms(office: Office, clock: FixedClock) -> None:
    who = office.world.people

    async def seen(by: Person, whom: Person) -> tuple[int, str] | dict[str, str] | None:
        answer = await office.world.client(by).get(f"/orgs/{office.org_id}/number-moves/{whom.account_id}")
        if not answer.is_success:
            return slug(answer)
        state = answer.json()
        return state and {c["name"]: c["part"] for c in state["confirmers"]}

    assert await seen(who.north_admin, who.father) is None
    await tied(office, office.world.now - 8 * DAY)
    await ok(await move(office, new(office)))
    found = await seen(who.north_admin, who.father)  # who moved it is told, and is none of them
    assert isinstance(found, dict)
    assert (found["mother"], found["wang"], found["lin"]) == ("guardian", "class_teacher", "colleague")
    assert not {"father", "north_admin", "jun_mother", "chen"} & set(found)
    assert await seen(who.north_admin, who.mother) is None
    for person in (who.wang, who.mother):
        assert await seen(person, who.father) == (403, "forbidden"), person.name
    await tied(office, office.world.now)
    now_tied = await seen(who.north_admin, who.father)
    assert isinstance(now_tied, dict)
    assert "mother" not in now_tied  # added for this
    clock.advance(7 * DAY)
    assert await seen(who.north_admin, who.father) is None
