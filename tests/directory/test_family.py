"""Whom the class teacher calls: today's guardians, and their numbers on record."""

from api.core.services import Services
from tests.by_mail import by_mail
from tests.counselling.desk import ok, slug
from tests.world import World


async def test_the_class_teacher_sees_the_guardians_of_today(world: World) -> None:
    who = world.people
    family = f"/orgs/{world.north}/students/{who.ming.account_id}/family"
    assert await ok(await world.client(who.wang).get(family)) == [
        {"guardianId": str(who.mother.account_id), "name": "mother", "relation": "other"},
        {"guardianId": str(who.father.account_id), "name": "father", "relation": "other"},
    ]
    for path in (family, family + "/phones"):
        for reader in (
            who.lin,
            who.he,
            who.chen,
            who.mother,
            who.ming,
            who.former_teacher,
            who.former_guardian,
            who.nobody,
        ):
            assert slug(await world.client(reader).get(path)) in {(403, "forbidden"), (404, "not-found")}, (
                path,
                reader,
            )
    elsewhere = f"/orgs/{world.north}/students/{who.jun.account_id}/family"
    assert slug(await world.client(who.wang).get(elsewhere)) == (404, "not-found"), "another class"


async def test_numbers_are_opened_on_record_and_end_with_the_tie(world: World) -> None:
    who = world.people
    phones = f"/orgs/{world.north}/students/{who.ming.account_id}/family/phones"
    looks = "select count(*) from audit_accesses where org_id = $1 and account_id = $2"
    before = await world.operate(world.north, looks, world.north, who.wang.account_id)
    opened = await world.client(who.wang).get(phones)
    assert [one["phone"] for one in await ok(opened)] == [who.mother.phone, who.father.phone]
    assert opened.headers["cache-control"] == "no-store"
    after = await world.operate(world.north, looks, world.north, who.wang.account_id)
    assert after[0][0] == before[0][0] + 1
    end = "update guardianships set ended_at = $3 where org_id = $1 and guardian_id = $2"
    await world.operate(world.north, end, world.north, who.father.account_id, world.now)
    assert [one["phone"] for one in await ok(await world.client(who.wang).get(phones))] == [who.mother.phone]


async def test_a_guardian_without_a_phone_is_written_to(world: World, services: Services) -> None:
    who = world.people
    mail = await by_mail(world, services.sealer, who.father)
    opened = await ok(
        await world.client(who.wang).get(f"/orgs/{world.north}/students/{who.ming.account_id}/family/phones")
    )
    assert [(one["phone"], one["mail"]) for one in opened] == [(who.mother.phone, None), (None, mail)]
