"""What a lecture is told by: counted before it is published, kept within the SMS budget, and listed where nothing reaches a family."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import msgspec
import pytest
from litestar import Litestar

from api.core import sms_titles
from api.core.clock import FixedClock
from api.core.services import Services
from api.messages import rules as messages_rules
from api.messages.preview.rules import parts_of
from tests.counselling.desk import ok, slug, version
from tests.lectures.hall import DAY, EVENING, HOUR, Hall, lecture
from tests.lectures.test_announcing import MEETING, texts
from tests.world import Person


@pytest.fixture(autouse=True)
async def _gateway(hall: Hall, app: Litestar, services: Services) -> None:
    """A gateway of SMS; the school's people have a phone and nothing else."""
    config = msgspec.structs.replace(services.config, sms_url="https://sms.example.cn", sms_price=0.045)
    changed = replace(services, config=config)
    app.state["services"] = changed
    hall.city.services = changed


async def budget(hall: Hall, parts: int) -> None:
    await hall.world.operate(
        hall.org_id,
        "insert into sms_budgets (org_id, parts, set_by, set_at) values ($1, $2, $3, now())"
        " on conflict (org_id, channel) do update set parts = excluded.parts",
        *(hall.org_id, parts, hall.world.people.gao.account_id),
    )


async def publish(hall: Hall, by: Person, draft: Any, **params: str) -> httpx.Response:
    path = f"{hall.lectures}/{draft['lectureId']}/publish"
    return await hall.world.client(by).post(path, params=params, headers=version(draft["version"]))


async def ask(hall: Hall, by: Person, draft: Any, what: str) -> httpx.Response:
    return await hall.world.client(by).get(f"{hall.lectures}/{draft['lectureId']}/{what}")


async def spent(hall: Hall) -> list[Any]:
    return await hall.city.rows("select kind, parts from sms_spent where org_id = $1 order by kind", hall.org_id)


async def test_the_preview_says_by_what_people_are_reached_and_what_it_costs(hall: Hall) -> None:
    who = hall.world.people
    draft = await hall.add(who.wang)
    found = await ok(await ask(hall, who.wang, draft, "preview"))
    assert (found["people"], found["students"], found["unreached"], found["smsLeft"]) == (2, 1, 0, None)
    assert {c["channel"]: c["people"] for c in found["channels"] if c["people"]} == {"sms": 2}
    assert found["smsFen"] == round(found["sms"] * 4.5)
    await budget(hall, 1)
    found = await ok(await ask(hall, who.wang, draft, "preview"))
    assert (found["smsAlone"], found["smsLeft"]) == (2, 1)
    for what in ("preview", "unreached"):
        assert slug(await ask(hall, who.chen, draft, what)) == (404, "not-found")
        assert slug(await ask(hall, who.mother, draft, what)) == (403, "forbidden")


async def test_who_publishes_says_what_becomes_of_those_whom_only_sms_reaches(hall: Hall) -> None:
    who = hall.world.people
    await budget(hall, 0)
    draft = await hall.add(who.wang)
    assert slug(await publish(hall, who.wang, draft)) == (409, "sms-decision-needed")
    listed = await ok(await ask(hall, who.wang, draft, "unreached"))
    assert len(listed["families"]) == 1
    assert slug(await publish(hall, who.wang, draft, smsAlone="true")) == (403, "sms-beyond-by-leaders")
    published = await ok(await publish(hall, who.wang, draft, smsAlone="false"))
    await hall.work()
    assert hall.city.sms.items == []
    assert len((await ok(await ask(hall, who.wang, published, "unreached")))["families"]) == 1
    assert await spent(hall) == []


async def test_leaders_publish_beyond_the_budget(hall: Hall) -> None:
    who = hall.world.people
    await budget(hall, 0)
    published = await ok(await publish(hall, who.gao, await hall.add(who.gao), smsAlone="true"))
    await hall.work()
    assert len(hall.city.sms.items) == 2
    assert (await ok(await ask(hall, who.gao, published, "unreached")))["families"] == []
    weak = await hall.world.sign_in(who.gao, assurance=1)
    assert slug(await weak.get(f"{hall.lectures}/{published['lectureId']}/unreached")) == (403, "step-up-needed")


async def test_its_sms_count_on_the_day_on_which_they_leave(hall: Hall) -> None:
    who = hall.world.people
    await budget(hall, 100)
    await hall.publish(who.wang)
    parts = sum(parts_of(item.body) for item in hall.city.sms.items)
    assert await spent(hall) == [{"kind": "notice", "parts": parts}]


async def test_a_cancelled_lecture_holds_nothing_back(hall: Hall) -> None:
    """What it was about to take is free for its end, which is told to those alone who heard of it."""
    who = hall.world.people
    await budget(hall, 8)
    meeting = await hall.publish(who.wang, **MEETING)
    await ok(await hall.put(who.wang, meeting, lecture(hall.world.north_a, at=EVENING + DAY, **MEETING)))
    await hall.work()
    assert len(texts(hall, who.mother)) == 2
    [row] = await hall.city.rows(
        "select sum(reserved)::integer as reserved from broadcast_sms where org_id = $1", hall.org_id
    )
    assert row == {"reserved": 0}


async def test_a_reminder_stays_within_the_budget(hall: Hall, clock: FixedClock) -> None:
    who = hall.world.people
    await budget(hall, 4)
    await ok(await publish(hall, who.wang, await hall.add(who.wang, **MEETING)))
    await hall.work()
    sent = len(hall.city.sms.items)
    assert sent == 2
    await budget(hall, 0)
    clock.advance(EVENING - DAY - clock.now() + timedelta(minutes=5))
    await hall.work()
    assert len(hall.city.sms.items) == sent


async def test_two_meetings_at_one_time_are_told_apart(hall: Hall) -> None:
    who = hall.world.people
    for title in ("第一次家长会", "第二次家长会"):
        await hall.publish(who.wang, titleZh=title, titleEn=None, **MEETING)
    first, second = texts(hall, who.mother)
    assert "《第一次家长会》" in first or "“第一次家长会”" in first
    assert first != second


_NAMES = {
    "from_zh": "北京市海淀区中关村中学",
    "from_en": "Zhongguancun Middle School",
    "title_zh": "考前陪伴：怎么和孩子说话才好",
    "title_en": "Before the exams",
}


def _all(hall: Hall) -> list[str]:
    return sorted(name for name in hall.city.services.registry.templates if name.startswith("lecture_"))


async def test_every_sms_says_the_school_what_it_is_and_when(hall: Hall) -> None:
    zone, templates = ZoneInfo("Asia/Shanghai"), hall.city.services.registry.templates
    names = _all(hall)
    assert len(names) == 13
    for name in names:
        template = templates[name]
        more = (
            {"registrationId": "0" * 8 + "-0000-0000-0000-" + "0" * 12} if "registrationId" in _fields(template) else {}
        )
        said = {
            "lectureId": "00000000-0000-0000-0000-000000000001",
            "titleZh": _NAMES["title_zh"],
            "titleEn": _NAMES["title_en"],
            "startsAt": EVENING.isoformat(),
            "was": (EVENING - HOUR).isoformat(),
            "fromZh": _NAMES["from_zh"],
            "fromEn": _NAMES["from_en"],
            "smsZh": sms_titles.in_zh(_NAMES["title_zh"]),
            "smsEn": sms_titles.in_en(_NAMES["title_en"]),
            **more,
        }
        for language, school, title in (
            ("zh-CN", _NAMES["from_zh"], "《考前陪伴：怎么和孩子说话才好》"),
            ("en", _NAMES["from_en"], "“Before the exams”"),
        ):
            encoded = msgspec.json.encode(said)
            body = messages_rules.render(template, encoded, language, zone, outside=True, plain=False, sms=True).body
            assert school in body, (name, language, body)
            assert title in body, (name, language, body)
            assert "19:00" in body or "18:00" in body, (name, language, body)
            assert "{" not in body
            if language == "zh-CN":
                assert parts_of(body) == 1, (name, len(body), body)
            assert parts_of(body) <= 2 + (language == "en"), (name, len(body), body)


def _fields(template: Any) -> set[str]:
    return set(template.params.__struct_encode_fields__)


@pytest.mark.parametrize(
    ("title", "said"), [("见 www.example.cn", "北校区活动："), ("a" * 30, "《aaaaaaaaaaaaaaaaaaa…》")]
)
async def test_a_link_in_a_title_is_left_out_and_a_long_one_is_cut(hall: Hall, title: str, said: str) -> None:
    who = hall.world.people
    await hall.world.operate(
        hall.org_id,
        "update accounts set language = 'zh-CN' where account_id = $2 and $1 > 0",
        *(hall.org_id, who.mother.account_id),
    )
    await hall.world.operate(hall.org_id, "update orgs set name_zh = '北校区' where org_id = $1", hall.org_id)
    await hall.publish(who.wang, titleZh=title, titleEn=None)
    assert said in texts(hall, who.mother)[0]
    assert "www" not in texts(hall, who.mother)[0]
