"""Whom to call about what is urgent: today's guardians and counsellors, for its owners, on record."""

from typing import Any
from uuid import UUID

from api.core.services import Services
from tests.by_mail import by_mail
from tests.observations.desk import Desk, ok, slug
from tests.observations.hours import TEN, Hours, becomes_guardian, leaves, urgent
from tests.observations.test_bureau import Office, one_is_left
from tests.observations.test_cases import close_by_two
from tests.world import Person


async def numbers(desk: Desk, by: Person, observation: str) -> list[tuple[str, str, str]]:
    found = await ok(await desk.get(by, observation, "/phones"))
    return [(one["name"], one["part"], one["phone"]) for one in found["people"]]


def of(person: Person, part: str) -> tuple[str, str, str]:
    return person.name, part, person.phone


async def about_ming(desk: Desk, **more: Any) -> str:
    who = desk.world.people
    return await desk.filed(who.wang, studentId=str(who.ming.account_id), urgent=True, **more)


async def test_guardians_come_in_the_order_of_contact_then_counsellors(desk: Desk) -> None:
    who = desk.world.people
    observation = await about_ming(desk)
    relations = "select name, relation from guardianships join guardians using (org_id, guardian_id) where org_id = $1"
    related: dict[str, str] = {row[0]: row[1] for row in await desk.world.sql(desk.org_id, relations, desk.org_id)}
    told = [*(of(one, related[one.name]) for one in (who.mother, who.father)), of(who.lin, "counsellor")]
    assert await numbers(desk, who.gao, observation) == told, "former_guardian has left"
    swap = "update guardianships set contact_order = 9 where org_id = $1 and guardian_id = $2"
    await desk.world.sql(desk.org_id, swap, desk.org_id, who.mother.account_id)
    assert [name for name, *_ in await numbers(desk, who.gao, observation)] == ["father", "mother", "lin"]
    assert [name for name, *_ in await numbers(desk, who.lin, observation)] == ["father", "mother"], "not oneself"


async def test_whose_tie_ended_or_who_is_named_in_it_is_left_out(desk: Desk, hours: Hours) -> None:
    """A guardian who was barred has an ended tie. Gao is named in it and is a guardian too."""
    who = desk.world.people
    end = "update guardianships set ended_at = $3 where org_id = $1 and guardian_id = $2"
    await becomes_guardian(desk, who.chen, who.ming)
    observation = await about_ming(desk, aboutStaffId=str(who.chen.account_id))
    await desk.world.sql(desk.org_id, end, desk.org_id, who.father.account_id, desk.world.now)
    assert [name for name, *_ in await numbers(desk, who.gao, observation)] == ["mother", "lin"]
    await leaves(desk, who.lin)
    assert [name for name, *_ in await numbers(desk, who.gao, observation)] == ["mother"]


async def test_a_session_by_sms_may_call_and_each_look_is_on_record(desk: Desk) -> None:
    who = desk.world.people
    observation = await about_ming(desk)
    leader = await desk.world.sign_in(who.gao, assurance=1)
    answer = await leader.get(f"{desk.reports}/{observation}/phones")
    assert answer.headers["cache-control"] == "no-store"
    assert len((await ok(answer))["people"]) == 3
    looks = "select account_id from audit_accesses where org_id = $1 and record_id = $2 and purpose = 'phones'"
    found = await desk.world.operate(desk.org_id, looks, desk.org_id, UUID(observation))
    assert [row[0] for row in found] == [who.gao.account_id]


async def test_who_does_not_own_it_finds_no_numbers(desk: Desk) -> None:
    who = desk.world.people
    observation = await about_ming(desk)
    ordinary = await desk.filed(who.wang, studentId=str(who.ming.account_id))
    assert slug(await desk.get(who.chen, observation, "/phones")) == (404, "not-found")
    assert slug(await desk.get(who.mother, observation, "/phones")) == (403, "forbidden")
    assert slug(await desk.get(who.wang, ordinary, "/phones")) == (404, "not-found")
    await close_by_two(desk, observation, who.wang, who.lin, 1)
    assert slug(await desk.get(who.wang, observation, "/phones")) == (404, "not-found")


async def test_one_that_names_nobody_has_counsellors_alone(desk: Desk) -> None:
    who = desk.world.people
    observation = await desk.filed(who.ming, urgent=True)
    assert [name for name, *_ in await numbers(desk, who.gao, observation)] == ["lin"]


async def test_who_has_no_phone_is_written_to(desk: Desk, services: Services) -> None:
    who = desk.world.people
    observation = await about_ming(desk)
    mails = [await by_mail(desk.world, services.sealer, one) for one in (who.father, who.lin)]
    found = (await ok(await desk.get(who.gao, observation, "/phones")))["people"]
    assert [(one["phone"], one["mail"]) for one in found] == [
        (who.mother.phone, None),
        *((None, mail) for mail in mails),
    ]


async def test_an_officer_calls_the_schools_people(desk: Desk, hours: Hours) -> None:
    office, who = Office(desk), desk.world.people
    observation = await one_is_left(desk, hours)
    found = await ok(await office.get(observation, "/phones"))
    assert [(one["name"], one["phone"]) for one in found["people"]] == [("lin", who.lin.phone)]
    other = await urgent(desk, hours)
    await hours.passes(TEN)
    assert (await office.get(other, "/phones")).status_code == 404
