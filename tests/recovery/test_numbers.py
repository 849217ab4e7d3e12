"""A phone number that a school moved is not the person: the old one is told and takes it back, a second adult confirms the new one."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.core import db
from api.core.clock import FixedClock
from api.core.services import Services
from tests.accounts.test_signin import by_phone
from tests.counselling.desk import ok, slug, version
from tests.jobs.city import City
from tests.notices.office import Office
from tests.servers import Database, owner
from tests.world import Person, World

DAY = timedelta(days=1)
CODE = "135790"
CLOSED = (403, "number-moved-lately")


@pytest.fixture
async def office(world: World, services: Services, database: Database) -> Office:
    """The northern school, whose father of Ming gets another number; no work is left over."""
    conn = await owner(database)
    try:
        await conn.execute("delete from tasks")
    finally:
        await conn.close()
    return Office(world, City(services, database))


def new(office: Office) -> str:
    """A number that nobody has had."""
    return f"165{office.org_id:08d}"


def other(office: Office) -> str:
    """Another one."""
    return f"166{office.org_id:08d}"


async def move(office: Office, phone: str, whom: Person | None = None, *, by: Person | None = None) -> httpx.Response:
    """An administrator gives a guardian of Ming, or a colleague, another number."""
    who = office.world.people
    whom, admin = whom or who.father, office.world.client(by or who.north_admin)
    roster = f"/orgs/{office.org_id}/roster"
    if whom == who.wang:
        shown = await ok(await admin.get(f"{roster}/staff/{whom.account_id}"))
        taught = [{"classId": one["classId"], "subject": one["subject"]} for one in shown["teaches"]]
        edit = {"name": shown["name"], "number": shown["number"], "roles": shown["roles"], "phone": phone}
        edit |= {"leads": [one["classId"] for one in shown["leads"]], "teaches": taught}
        return await admin.put(f"{roster}/staff/{whom.account_id}", json=edit, headers=version(shown["version"]))
    path = f"{roster}/students/{who.ming.account_id}"
    shown = await ok(await admin.get(path))
    [tie] = [one for one in shown["guardians"] if one["guardianId"] == str(whom.account_id)]
    edit = {name: tie[name] for name in ("name", "relation", "contactOrder")} | {"phone": phone}
    return await admin.put(f"{path}/guardians/{whom.account_id}", json=edit, headers=version(shown["version"]))


async def sms(office: Office, phone: str, person: Person) -> httpx.AsyncClient:
    """A session of the one who reads the SMS to this number."""
    await put_code(office, phone)
    return office.world.client(person, token=(await ok(await by_phone(office.world.http, phone, CODE), 201))["token"])


async def put_code(office: Office, phone: str) -> None:
    """A code that reached a number just now."""
    sealer, now = office.city.services.sealer, office.city.services.clock.now()
    key = sealer.phone(phone)
    put = "select login_code_put($1, $2, $3)"
    await office.world.operate(db.PLATFORM, put, key, sealer.code(key, CODE), now + timedelta(minutes=5))


async def take_back(office: Office, phone: str, given: str | None = None) -> httpx.Response:
    """The owner of a number says that they asked for nothing."""
    if given is None:
        await put_code(office, phone)
    body = {"phone": phone, "code": given or CODE}
    return await office.world.http.post("/api/v1/auth/number/objection", json=body)


async def waiting(office: Office, by: Person) -> list[Any]:
    return await ok(await office.world.client(by).get(f"/orgs/{office.org_id}/number-moves"))


async def confirm(office: Office, by: Person, whom: Person | None = None) -> httpx.Response:
    account = (whom or office.world.people.father).account_id
    return await office.world.client(by).post(f"/orgs/{office.org_id}/number-moves/{account}/confirm")


async def signs(office: Office, session: httpx.AsyncClient, notice: Any) -> httpx.Response:
    body = {"name": "father", "studentIds": [str(office.world.people.ming.account_id)], "edition": 1, "agrees": True}
    return await session.post(office.own(notice, "sign"), json=body)


async def test_a_moved_number_signs_nothing_for_a_week_and_the_receipt_says_it(
    office: Office, clock: FixedClock
) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="sign")
    clock.advance(timedelta(minutes=1))
    await ok(await move(office, new(office)))
    session = await sms(office, new(office), who.father)
    home = await ok(await session.get("/me/home"))
    assert home["numberClosedUntil"] is not None
    [seen] = await ok(await session.get("/me/number-moves"))
    assert (seen["movedByName"], seen["outcome"]) == ("north_admin", None)
    assert (await ok(await session.get("/me/inbox")))["items"] == [], "what was told before"
    assert slug(await signs(office, session, notice)) == CLOSED
    assert slug(await session.put("/me/email", json={"email": "thief@example.org"})) == CLOSED
    clock.advance(7 * DAY)
    later = await sms(office, new(office), who.father)
    assert (await ok(await later.get("/me/home")))["numberClosedUntil"] is None
    await ok(await signs(office, later, notice))
    path = f"{office.notices}/{notice['noticeId']}/receipts/signed"
    [receipt] = (await ok(await office.world.client(who.wang).get(path)))["receipts"]
    assert receipt["statement"]["numberMovedAt"] == seen["movedAt"]


async def test_the_old_number_is_told_and_takes_it_back(office: Office) -> None:
    who = office.world.people
    before, old = office.world.client(who.father), who.father.phone
    await ok(await move(office, new(office)))
    assert (await before.get("/me")).status_code == 401
    await ok(await office.world.http.post("/api/v1/auth/code", json={"phone": old}), 204)
    await office.work()
    bodies = [item.body for item in office.city.sms.items if item.address == f"+86{old}"]
    [told], [code] = [b for b in bodies if "换" in b], re.findall(r"\d{6}", " ".join(bodies))
    assert told.startswith("【心桥】北校把您的登录手机号换成了别的号码。"), "the school's name"
    assert not re.search("ming|father|http", told), "and nothing else"
    thief = await sms(office, new(office), who.father)
    assert slug(await take_back(office, new(office))) == (409, "nothing-to-take-back"), (
        "the new number takes nothing back"
    )
    wrong = "111111" if code != "111111" else "222222"
    assert slug(await take_back(office, old, wrong)) == (401, "code-wrong")
    await ok(await take_back(office, old, code), 204)
    assert (await thief.get("/me")).status_code == 401
    own = await sms(office, old, who.father)
    assert (await ok(await own.get("/me/home")))["numberClosedUntil"] is None
    assert [seen["outcome"] for seen in await ok(await own.get("/me/number-moves"))] == ["objected"]
    assert slug(await move(office, other(office))) == (409, "number-moved-twice"), (
        "not by the same administrator at once"
    )
    await office.work()
    inbox = await ok(await office.world.client(who.north_admin).get("/me/inbox"))
    assert "A changed phone number was taken back" in [item["title"] for item in inbox["items"]]


async def test_the_old_number_is_told_where_else_to_go(office: Office, clock: FixedClock) -> None:
    old = office.world.people.father.phone
    await ok(await move(office, new(office)))
    await put_code(office, old)
    assert slug(await by_phone(office.world.http, old, CODE)) == (401, "number-moved")
    clock.advance(7 * DAY)
    assert slug(await take_back(office, old)) == (409, "nothing-to-take-back")
    await put_code(office, old)
    assert slug(await by_phone(office.world.http, old, CODE)) == (401, "sign-in-failed")


async def test_it_is_not_moved_again_but_back(office: Office) -> None:
    """Else the second number would be told, and the owner of the first had no word."""
    who = office.world.people
    await ok(await move(office, new(office)))
    assert slug(await move(office, other(office))) == (409, "number-moved-twice")
    await ok(await move(office, who.father.phone))
    own = await sms(office, who.father.phone, who.father)
    assert (await ok(await own.get("/me/home")))["numberClosedUntil"] is None
    await ok(await move(office, other(office)))
    await put_code(office, new(office))
    assert slug(await by_phone(office.world.http, new(office), CODE)) == (401, "sign-in-failed")
    await ok(await take_back(office, who.father.phone), 204)


async def test_the_other_guardian_or_another_colleague_confirms_it(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    clock.advance(7 * DAY)
    notice = await office.tell(who.wang, kind="sign")
    await ok(await move(office, new(office)))
    session = await sms(office, new(office), who.father)
    assert slug(await signs(office, session, notice)) == CLOSED
    [seen] = await waiting(office, who.mother)
    assert (seen["name"], seen["children"], seen["movedByName"]) == ("father", ["ming"], "north_admin")
    assert await waiting(office, who.jun_mother) == await waiting(office, who.north_admin) == []
    assert slug(await confirm(office, who.jun_mother)) == (409, "no-number-waits")
    assert slug(await confirm(office, who.north_admin)) == (409, "no-number-waits"), "who moved it is not the second"
    assert slug(await session.get(f"/orgs/{office.org_id}/number-moves")) == CLOSED
    weak = await office.world.sign_in(who.gao, assurance=1)
    path = f"/orgs/{office.org_id}/number-moves/{who.father.account_id}/confirm"
    assert slug(await weak.post(path)) == (403, "step-up-needed")
    await ok(await confirm(office, who.mother), 204)
    assert slug(await confirm(office, who.gao)) == (409, "no-number-waits")
    await ok(await signs(office, session, notice))
    assert slug(await take_back(office, who.father.phone)) == (409, "nothing-to-take-back")


async def test_a_guardian_who_came_after_the_move_confirms_nothing(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    await ok(await move(office, new(office)))
    clock.advance(timedelta(hours=1))
    await office.sibling(who.jun_mother, who.ming, order=7)
    assert await waiting(office, who.jun_mother) == []


async def test_a_class_teacher_with_a_moved_number_hands_out_no_code_and_sees_no_numbers(
    office: Office, clock: FixedClock
) -> None:
    who = office.world.people
    await ok(await move(office, new(office), who.wang))
    session, student = await sms(office, new(office), who.wang), f"/orgs/{office.org_id}/students/{who.ming.account_id}"
    assert slug(await session.get(f"{student}/family/phones")) == CLOSED
    assert slug(await session.post(f"{student}/starting-code")) == CLOSED
    clock.advance(7 * DAY)
    await ok(await (await sms(office, new(office), who.wang)).post(f"{student}/starting-code"), 201)


async def test_a_guardian_of_yesterday_confirms_nothing(office: Office, clock: FixedClock) -> None:
    """Else an administrator who moves a number first adds the second adult."""
    who = office.world.people
    clock.advance(7 * DAY)
    await office.sibling(who.jun_mother, who.ming, order=7)
    fresh = "update guardianships set updated_at = $3 where org_id = $1 and guardian_id = $2"
    await office.world.sql(office.org_id, fresh, office.org_id, who.jun_mother.account_id, clock.now())
    clock.advance(DAY)
    await ok(await move(office, new(office)))
    assert await waiting(office, who.jun_mother) == []
    assert len(await waiting(office, who.mother)) == 1


async def test_a_colleague_who_is_family_confirms_as_a_colleague(office: Office, clock: FixedClock) -> None:
    """What somebody is at the school came from the school, the tie to a child too."""
    who = office.world.people
    clock.advance(7 * DAY)
    await office.parent(who.gao, who.ming)
    clock.advance(8 * DAY)
    await ok(await move(office, new(office)))
    weak = await office.world.sign_in(who.gao, assurance=1)
    path = f"/orgs/{office.org_id}/number-moves/{who.father.account_id}/confirm"
    assert slug(await weak.post(path)) == (403, "step-up-needed")


async def test_a_moved_number_writes_to_nobody_and_changes_no_settings(office: Office) -> None:
    """Neither in a colleague's name to the families, nor what the owner would be told by."""
    who = office.world.people
    notice = await office.tell(who.wang)
    await ok(await move(office, new(office), who.wang))
    session = await sms(office, new(office), who.wang)
    assert slug(await session.post(office.notices, json=office.wish())) == CLOSED
    assert slug(await session.get(f"{office.notices}/{notice['noticeId']}/receipts")) == CLOSED
    profile = await session.get("/me")
    names = ("language", "quietFrom", "quietTo", "plainTitles")
    edit: dict[str, Any] = {name: profile.json()[name] for name in names} | {"channels": []}
    assert slug(await session.put("/me", json=edit, headers={"if-match": profile.headers["etag"]})) == CLOSED


async def test_an_acknowledgement_says_that_the_number_was_moved(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="acknowledge")
    await ok(await move(office, new(office)))
    session = await sms(office, new(office), who.father)
    await ok(await session.post(office.own(notice, "acknowledge"), json={"edition": 1, "agrees": True}))
    path = f"{office.notices}/{notice['noticeId']}/receipts/signed"
    [receipt] = (await ok(await office.world.client(who.wang).get(path)))["receipts"]
    assert receipt["statement"]["numberMovedAt"] is not None


async def test_an_administrator_of_ones_own_making_is_no_second_adult(office: Office, clock: FixedClock) -> None:
    """Neither may confirm what the other moved, nor move it on within the week."""
    who = office.world.people
    await administrator(office, who.gao, who.north_admin)
    clock.advance(8 * DAY)
    await ok(await move(office, new(office), by=who.gao))
    assert await waiting(office, who.north_admin) == []
    assert slug(await confirm(office, who.north_admin)) == (409, "no-number-waits")
    assert slug(await move(office, other(office), by=who.north_admin)) == (409, "number-moved-twice")
    await ok(await confirm(office, who.lin), 204)


async def test_another_administrator_moves_a_number_on_after_a_week_here(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    clock.advance(timedelta(hours=2))
    await administrator(office, who.gao, None)
    clock.advance(5 * DAY)
    await ok(await move(office, new(office)))
    assert slug(await move(office, other(office), by=who.gao)) == (409, "number-moved-twice")
    clock.advance(3 * DAY)
    await ok(await move(office, other(office), by=who.gao))


async def administrator(office: Office, person: Person, by: Person | None) -> None:
    """A colleague is made administrator, by somebody or by the operator."""
    world, now = office.world, office.city.services.clock.now()
    settle = "update memberships set administrator = true, administrator_since = $2, administrator_line = $3 where account_id = $1"
    await world.operate(office.org_id, settle, person.account_id, now, [by.account_id] if by else [])
    roles = "update staff set roles = array_append(roles, 'school_admin') where org_id = $1 and staff_id = $2"
    await world.sql(office.org_id, roles, office.org_id, person.account_id)
