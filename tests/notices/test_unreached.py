"""Before a notice is sent: how many people each channel reaches, and which families get it on paper."""

from dataclasses import replace
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from api.core.services import Services
from api.core.wechat import Account as WechatAccount
from api.core.wecom import App as WecomApp
from tests.counselling.desk import ok, slug
from tests.notices.office import Office


@pytest.fixture(autouse=True)
def _gateway(app: Litestar, http: httpx.AsyncClient, services: Services) -> None:
    """A gateway of SMS; without one nobody here has a channel."""
    assert http
    config = msgspec.structs.replace(services.config, sms_url="https://sms.example.cn", sms_price=0.045)
    app.state["services"] = replace(services, config=config)


async def phoneless(office: Office, *people: Any) -> None:
    """Takes away every way to reach them."""
    ids = [person.account_id for person in people]
    await office.world.operate(
        office.org_id, "delete from login_keys where account_id = any ($1) and kind = 'phone'", ids
    )
    await office.world.operate(office.org_id, "delete from devices where account_id = any ($1)", ids)
    await office.world.operate(
        office.org_id, "update accounts set email_verified_at = null where account_id = any ($1)", ids
    )


async def paper(office: Office, by: Any, notice: Any) -> httpx.Response:
    return await office.world.client(by).get(f"{office.notices}/{notice['noticeId']}/unreached")


async def test_the_preview_says_by_what_people_are_reached(office: Office) -> None:
    world, who = office.world, office.world.people
    await phoneless(office, who.mother)
    found = await office.preview(who.wang, classIds=[str(world.north_a)])
    assert (found["people"], found["unreached"]) == (2, 1)
    assert {c["channel"]: c["people"] for c in found["channels"] if c["people"]} == {"sms": 1}
    assert (found["sms"], found["smsFen"]) == (1, 4)


async def test_who_is_linked_in_wecom_counts_there_and_not_by_sms(
    office: Office, app: Litestar, services: Services
) -> None:
    world, who = office.world, office.world.people
    link = """
    insert into wecom_links (org_id, account_id, user_id, phone_mark, updated_at) values ($1, $2, $3, $4, $5)
    """
    for person in (who.mother, who.jun_mother):
        await world.sql(office.org_id, link, office.org_id, person.account_id, person.name, bytes(32), world.now)
    asked = {"classIds": [str(world.north_a)]}
    found = await office.preview(who.wang, **asked)
    assert {c["channel"]: c["people"] for c in found["channels"]}.get("wecom") is None, "it has no application"

    own = WecomApp(org_id=office.org_id, corp_id="ww1", agent_id=1, secret="s")
    config = msgspec.structs.replace(services.config, sms_url="https://sms.example.cn", wecom=(own,))
    app.state["services"] = replace(services, config=config)
    found = await office.preview(who.wang, **asked)
    assert {c["channel"]: c["people"] for c in found["channels"] if c["people"]} == {"wecom": 1, "sms": 1}
    assert (found["sms"], found["unreached"]) == (1, 0)
    await phoneless(office, who.mother)
    found = await office.preview(who.wang, **asked)
    assert {c["channel"]: c["people"] for c in found["channels"] if c["people"]} == {"sms": 1}, "no number proves her"


async def test_who_linked_wechat_counts_there_and_not_by_sms(office: Office, app: Litestar, services: Services) -> None:
    world, who = office.world, office.world.people
    own = WechatAccount(org_id=office.org_id, app_id="wx1", secret="s", template_id="t", fields={"thing1": "title"})
    config = msgspec.structs.replace(services.config, sms_url="https://sms.example.cn", wechat=(own,))
    app.state["services"] = replace(services, config=config)
    link = """
    insert into wechat_links (org_id, account_id, app_id, state, user_id, phone_mark, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7)
    """
    asked = (who.mother, "wx1", "asked", None, None)
    other = (who.jun_mother, "wx2", "linked", "of another account", bytes(32))
    for person, *values in (asked, other, (who.father, "wx1", "linked", "dad", bytes(32))):
        await world.sql(office.org_id, link, office.org_id, person.account_id, *values, world.now)
    found = await office.preview(who.gao, wholeSchool=True)
    counted = {c["channel"]: c["people"] for c in found["channels"] if c["people"]}
    assert (counted["wechat"], counted["wechat"] + counted["sms"]) == (1, found["people"] - found["unreached"])


async def test_a_family_without_any_channel_gets_it_on_paper(office: Office) -> None:
    who = office.world.people
    notice = await office.add(who.gao, audience={"wholeSchool": True})
    await phoneless(office, who.mother, who.jun_mother)
    found = await ok(await paper(office, who.gao, notice))
    assert [(f["studentName"], f["people"]) for f in found["families"]] == [("jun", ["jun_mother"])], (
        "ming has a father"
    )
    assert slug(await paper(office, who.wang, notice)) == (404, "not-found"), "it was not sent to the class yet"
    await phoneless(office, who.father)
    found = await ok(await paper(office, who.gao, notice))
    assert [(f["className"], f["people"]) for f in found["families"]] == [
        ("A", ["father", "mother"]),
        ("B", ["jun_mother"]),
    ]
    await office.schedule(who.gao, notice)
    await office.work()
    assert [f["studentName"] for f in (await ok(await paper(office, who.wang, notice)))["families"]] == ["ming"]
    await ok(await office.answer(who.mother, notice, "open"))
    assert (await ok(await paper(office, who.wang, notice)))["families"] == [], "the mother has read it"


async def test_no_list_of_what_was_withdrawn_and_none_without_a_second_factor(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.gao, audience={"wholeSchool": True})
    assert slug(await paper(office, who.mother, notice))[0] == 403
    weak = await office.world.sign_in(who.gao, assurance=1)
    assert slug(await weak.get(f"{office.notices}/{notice['noticeId']}/unreached")) == (403, "step-up-needed")
    await ok(await office.do(who.gao, notice, "withdraw"))
    assert slug(await paper(office, who.gao, notice)) == (409, "notice-gone")
