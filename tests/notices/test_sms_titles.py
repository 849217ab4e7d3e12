"""What an SMS says of a notice's title: cut, counted as it is, and nothing of it where it would tell something about children."""

from dataclasses import replace
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from api.core.services import Services
from api.notices.writing import rules
from tests.counselling.desk import ok, version
from tests.notices.office import Office
from tests.world import Person

LONG_NAME = "青禾区第一初级中学东校区分部与附属小学及幼儿园联合党支部办"


@pytest.fixture(autouse=True)
def _gateway(app: Litestar, http: httpx.AsyncClient, services: Services) -> None:
    """A gateway of SMS; without one nobody here has a channel."""
    assert http
    config = msgspec.structs.replace(services.config, sms_url="https://sms.example.cn", sms_price=0.045)
    app.state["services"] = replace(services, config=config)


def texts(office: Office, person: Person) -> list[str]:
    return [i.body for i in office.city.sms.items if i.address == f"+86{person.phone}"]


async def left_behind(office: Office, child: Person) -> None:
    need = "update students set support = '{left_behind}' where org_id = $1 and student_id = $2"
    await office.world.sql(office.org_id, need, office.org_id, child.account_id)


@pytest.mark.parametrize(
    ("title", "zh", "en"),
    [
        ("秋游", "《秋游》", ": “秋游”"),
        ("长" * 20, f"《{'长' * 20}》", f": “{'长' * 20}”"),
        ("长" * 21, f"《{'长' * 19}…》", f": “{'长' * 19}…”"),
        ("😀" * 11, f"《{'😀' * 9}…》", f": “{'😀' * 9}…”"),
        ("【银行】 还款", "《银行 还款》", ": “银行 还款”"),
        ("见 www.example.cn", "", ""),
        ("HTTPS://example.cn", "", ""),
        ("【】", "", ""),
        ("领补贴 t.cn/abc", "", ""),
        ("领补贴t.cn", "", ""),
        ("bit.ly", "", ""),
        ("ｔ．ｃｎ/abc", "", ""),
        ("t。cn/abc", "", ""),
        ("学校.中国", "", ""),
        ("10.0.0.1", "", ""),
        ("3.5级考试", "《3.5级考试》", ": “3.5级考试”"),
        ("7.A 班", "《7.A 班》", ": “7.A 班”"),
    ],
)
def test_a_title_is_cut_to_what_a_gateway_takes(title: str, zh: str, en: str) -> None:
    assert (rules.sms_zh(title, ["org"]), rules.sms_en(title, ["org"])) == (zh, en)
    assert rules.sms_zh(title, ["org", "flag:left_behind"]) == rules.sms_en(title, ["flag:orphan"]) == ""


@pytest.mark.parametrize("kind", ["information", "acknowledge", "sign"])
async def test_notices_to_children_of_a_kind_say_no_title(office: Office, kind: str) -> None:
    who = office.world.people
    await left_behind(office, who.ming)
    body: dict[str, Any] = {"kind": kind, "titleZh": "留守儿童关爱", "titleEn": "Left-behind", "bodyEn": "b"}
    await office.tell(who.gao, audience={"needs": ["left_behind"]}, **body)
    assert len(texts(office, who.mother)) == 1
    assert not [text for text in texts(office, who.mother) if "留守" in text or "Left" in text or "《" in text]
    await office.tell(who.gao, audience={"wholeSchool": True}, **body)
    assert "《留守儿童关爱》" in texts(office, who.mother)[1], "to everybody it tells of nobody"


async def test_no_lock_screen_says_a_title_that_tells_of_which_kind_a_child_is(office: Office) -> None:
    who = office.world.people
    await left_behind(office, who.ming)
    body: dict[str, Any] = {"kind": "acknowledge", "titleZh": "留守儿童关爱", "titleEn": "Left-behind", "bodyEn": "b"}
    notice = await office.tell(who.gao, audience={"needs": ["left_behind"]}, **body)
    assert [title for title, _ in await office.inbox(who.mother)] == ["A new notice"], "the same words as a push"
    path = f"{office.notices}/{notice['noticeId']}/correct"
    new = {"titleZh": "留守儿童关爱二", "bodyZh": "周五", "titleEn": "Left-behind 2", "bodyEn": "b"}
    await ok(await office.world.client(who.gao).post(path, json=new, headers=version(notice["version"])))
    await office.work()
    assert [title for title, _ in await office.inbox(who.mother) if "eft-behind" in title] == []
    await office.tell(who.gao, audience={"wholeSchool": True}, **body)
    assert "Left-behind" in {title for title, _ in await office.inbox(who.mother)}


async def test_an_urgent_sms_has_no_link(office: Office) -> None:
    who = office.world.people
    await office.tell(who.gao, audience={"wholeSchool": True}, titleZh="停课 t.cn/abc", importance="urgent")
    [said] = texts(office, who.mother)
    assert "t.cn" not in said
    assert "紧急通知" in said


async def test_a_correction_says_the_new_title_and_a_recall_none(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang)
    await ok(await office.answer(who.mother, notice, "open"))
    path = f"{office.notices}/{notice['noticeId']}/correct"
    new = {"titleZh": "春游", "bodyZh": "周五"}
    corrected = await ok(await office.world.client(who.wang).post(path, json=new, headers=version(notice["version"])))
    await office.work()
    await ok(await office.answer(who.mother, notice, "open", params={"edition": 2}))
    await ok(await office.do(who.wang, corrected, "withdraw"))
    await office.work()
    assert texts(office, who.mother) == [
        "【心桥】北校发来一条新通知《秋游》，请在心桥中查看。",
        "【心桥】北校更正了一条通知《春游》，请在心桥中重新查看，以新内容为准。",
        "【心桥】北校撤回了您看过的一条通知，请不要再以它为准。",
    ]


async def test_the_preview_counts_the_title_that_is_sent(office: Office) -> None:
    who, world = office.world.people, office.world
    await world.operate(office.org_id, "update orgs set name_zh = $2 where org_id = $1", office.org_id, LONG_NAME)
    asked = {"wholeSchool": True}
    assert len(LONG_NAME) == 29
    short = await office.preview(who.gao, **asked, titleZh="秋游")
    long = await office.preview(who.gao, **asked, titleZh="秋" * 30)
    unknown = await office.preview(who.gao, **asked)
    assert (short["sms"], long["sms"], unknown["sms"]) == (3, 6, 6), "not known yet: as with the longest"
    assert (short["smsFen"], long["smsFen"]) == (14, 27)
    emoji = await office.preview(who.gao, **asked, titleZh="😀" * 9)
    assert emoji["sms"] == 6, "an emoji is two units"
    await left_behind(office, who.ming)
    hidden = await office.preview(who.gao, needs=["left_behind"], titleZh="秋" * 30)
    assert (hidden["people"], hidden["sms"]) == (2, 2), "one each: no title"
