"""What is urgent and unopened: next channel, next person, next rung, the bureau, by the rights of the moment."""

from datetime import timedelta

import pytest

from api.core import db
from tests.jobs.city import City
from tests.observations.desk import Desk, ok
from tests.observations.hours import TEN, Hours, becomes_guardian, leaves, told_bureau, urgent
from tests.observations.test_cases import close_by_two
from tests.observations.test_telling import told_urgent
from tests.world import Person

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def mailed(desk: Desk, city: City) -> None:
    """Gao can be reached by SMS, then by mail."""
    gao = desk.world.people.gao.account_id
    address = city.services.sealer.seal_contact("mail", gao, mail_of(desk.world.people.gao))
    async with db.transaction(desk.world.operator, db.PLATFORM) as conn:
        await conn.execute("select account_set_email($1, $2, $3, $3)", gao, address, desk.world.now)


def mail_of(person: Person) -> str:
    return f"{person.name}-{person.account_id.hex}@example.cn"


def mails(city: City, person: Person) -> list[str]:
    """What went to somebody's mail address."""
    return [item.body for item in city.mail.items if item.address == mail_of(person)]


def texts(city: City, person: Person) -> list[str]:
    """What went to somebody's phone number."""
    return [item.body for item in city.sms.items if item.address == f"+86{person.phone}"]


async def ordinary(desk: Desk) -> str:
    """An ordinary report about Hong that is a case, and not told yet."""
    who = desk.world.people
    return await desk.filed(who.ming, studentId=str(who.hong.account_id))


async def test_it_says_urgent_with_the_schools_name_in_every_channel(
    desk: Desk, city: City, hours: Hours, mailed: None
) -> None:
    gao = desk.world.people.gao
    [(school,)] = await desk.world.sql(desk.org_id, "select name_zh from orgs where org_id = $1", desk.org_id)
    await urgent(desk, hours)
    await hours.passes(TEN)
    for told in (texts(city, gao), mails(city, gao)):
        [text] = told
        assert f"{school}有一件紧急的事需要您，请马上登录" in text


async def test_unread_for_ten_minutes_the_next_channel_is_used(
    desk: Desk, city: City, hours: Hours, mailed: None
) -> None:
    gao = desk.world.people.gao
    await urgent(desk, hours)
    await hours.passes(TEN - MINUTE)
    assert (len(texts(city, gao)), mails(city, gao)) == (1, [])
    await hours.passes(MINUTE)
    assert (len(texts(city, gao)), len(mails(city, gao))) == (1, 1)


async def test_it_stops_once_an_entitled_person_has_opened_it(
    desk: Desk, city: City, hours: Hours, mailed: None
) -> None:
    who = desk.world.people
    observation = await urgent(desk, hours)
    await ok(await (await desk.world.sign_in(who.lin, assurance=1)).get(f"{desk.reports}/{observation}/first-steps"))
    for _ in range(6):
        await hours.passes(TEN)
    assert (mails(city, who.gao), await told_urgent(desk, who.gao), await told_urgent(desk, who.lin)) == ([], 1, 1)


async def test_who_opened_it_and_left_is_not_counted(desk: Desk, city: City, hours: Hours, mailed: None) -> None:
    who = desk.world.people
    observation = await urgent(desk, hours)
    await ok(await desk.get(who.lin, observation, "/first-steps"))
    await leaves(desk, who.lin)
    await hours.passes(TEN)
    assert len(mails(city, who.gao)) == 1


@pytest.mark.parametrize("what", ["left", "became a party"])
async def test_who_left_or_became_a_party_is_not_told(
    desk: Desk, city: City, hours: Hours, mailed: None, what: str
) -> None:
    who = desk.world.people
    await urgent(desk, hours)
    if what == "left":
        await leaves(desk, who.gao)
    else:
        await becomes_guardian(desk, who.gao, who.hong)
    for _ in range(6):
        await hours.passes(TEN)
    assert (len(texts(city, who.gao)), mails(city, who.gao)) == (1, [])
    assert len(texts(city, who.wang)) > 1  # the others are told again


async def test_who_came_meanwhile_is_told(desk: Desk, hours: Hours) -> None:
    who = desk.world.people
    await urgent(desk, hours)
    assert await told_urgent(desk, who.he) == 0
    await desk.give_role(who.he, "leader")
    await hours.passes(TEN)
    assert (await told_urgent(desk, who.he), await told_urgent(desk, who.gao)) == (1, 1)
    await hours.passes(TEN)
    assert await told_urgent(desk, who.he) == 1


async def test_everybody_is_told_again_until_the_deadline(desk: Desk, hours: Hours) -> None:
    who = desk.world.people
    observation = await urgent(desk, hours)
    await hours.passes(2 * TEN)
    assert await told_urgent(desk, who.gao) == 1
    await hours.passes(TEN)
    assert await told_urgent(desk, who.gao) == 2
    await hours.passes(timedelta(hours=4))
    at_the_end = await told_urgent(desk, who.gao)
    await hours.passes(timedelta(hours=4))
    assert await told_urgent(desk, who.gao) == at_the_end
    assert (await hours.city.state("observation_unread", observation))["state"] == "done"


async def test_the_school_is_told_as_soon_as_somebody_is_there(desk: Desk, hours: Hours) -> None:
    who = desk.world.people
    await desk.give_role(who.gao, "custodian")
    await desk.give_role(who.lin, "custodian")
    observation = await urgent(desk, hours)
    assert (await ok(await desk.get(who.wang, observation)))["rungs"] == ["class"]
    await leaves(desk, who.wang)
    await desk.give_role(who.gao, "leader")
    await hours.passes(TEN)
    assert await told_urgent(desk, who.gao) == 1
    await ok(await desk.get(who.gao, observation, "/text"))


async def test_where_nobody_is_left_the_next_rung_takes_over(desk: Desk, hours: Hours) -> None:
    who = desk.world.people
    observation = await urgent(desk, hours)
    await desk.give_role(who.he, "grade_lead")
    await leaves(desk, who.wang, who.lin, who.gao)
    await hours.passes(TEN)
    assert await told_urgent(desk, who.he) == 1
    case = await ok(await desk.get(who.he, observation))
    assert (case["rung"], case["rungs"]) == ("grade", ["grade"])
    await ok(await desk.get(who.he, observation, "/text"))


async def test_where_the_whole_school_conflicts_its_bureau_is_told(desk: Desk, city: City, hours: Hours) -> None:
    """Its officers learn which school to call, and neither what it is nor whom it is about."""
    who = desk.world.people
    observation = await urgent(desk, hours)
    await leaves(desk, who.wang, who.gao)
    await becomes_guardian(desk, who.lin, who.hong)
    await hours.passes(TEN)
    await hours.passes(TEN)
    [(school,)] = await desk.world.sql(desk.org_id, "select name_zh from orgs where org_id = $1", desk.org_id)
    [text] = texts(city, who.ou)
    assert f"{school}有一件紧急的事，校内没有人能处理" in text
    assert "hong" not in text
    assert (await desk.get(who.ou, observation, "/first-steps")).status_code == 403
    assert texts(city, who.zhao) == []


async def test_an_ordinary_one_without_an_owner_goes_to_the_next_rung(desk: Desk, hours: Hours) -> None:
    """Its class teacher and colleagues leave before the full hour of telling."""
    who = desk.world.people
    observation = await ordinary(desk)
    await leaves(desk, who.wang, who.he)
    await hours.passes(timedelta(hours=1))
    owner = who.gao if await desk.listed(who.gao) else who.lin
    assert await desk.listed(owner) == [observation]


async def test_an_ordinary_one_that_nobody_at_the_school_can_own_is_told_to_its_bureau(
    desk: Desk, hours: Hours
) -> None:
    who = desk.world.people
    observation = await ordinary(desk)
    await leaves(desk, who.wang, who.he, who.gao)
    await becomes_guardian(desk, who.lin, who.hong)
    await hours.passes(timedelta(hours=1))
    await hours.passes(TEN)
    assert await told_bureau(desk, who.ou) == 1
    assert (await desk.get(who.ou, observation)).status_code == 403, "it learns which school, and nothing of it"


async def test_an_ordinary_one_whose_owners_left_meanwhile_is_told_at_its_deadline(desk: Desk, hours: Hours) -> None:
    who = desk.world.people
    await ordinary(desk)
    await hours.passes(timedelta(hours=1))
    await leaves(desk, who.wang, who.he, who.gao)
    await becomes_guardian(desk, who.lin, who.hong)
    await hours.passes(timedelta(days=5))
    await hours.passes(TEN)
    assert await told_bureau(desk, who.ou) == 1


async def test_closed_nobody_is_told_any_more(desk: Desk, city: City, hours: Hours, mailed: None) -> None:
    who = desk.world.people
    observation = await urgent(desk, hours)
    await close_by_two(desk, observation, who.wang, who.lin, 1)
    assert (await city.state("observation_unread", observation))["state"] == "cancelled"
    await hours.passes(timedelta(hours=5))
    assert (mails(city, who.gao), await told_urgent(desk, who.gao)) == ([], 1)
