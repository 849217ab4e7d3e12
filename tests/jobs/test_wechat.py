"""WeChat as a channel of a school: how a guardian links it, what ends the link, and what is sent to whom."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from api.core import tasks
from api.core.clock import FixedClock
from api.core.db import uuid7
from api.core.parts import EndedPart, PartsEnded
from api.messages.wechat import service
from jobs.channels.wechat import WechatTemplates
from jobs.kinds import HANDLERS
from schemas.messages.tasks import LinkWechat
from tests.doubles.wechat import APP, WechatDouble
from tests.jobs.city import City, Person, owned
from tests.jobs.test_channel_budgets import keeps_its_budget
from tests.jobs.told import states, tell

GUARDIAN = "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, '家长', $3)"
TIE = """
insert into guardianships (org_id, guardian_id, student_id, relation, contact_order, updated_at) values ($1, $2, $3, 'mother', 1, $4)
"""
CLASS = """
insert into classes (org_id, class_id, school_year, grade, name, code, updated_at) values ($1, $2, 2026, '七年级', '1班', 'ABCDEF', $3)
"""
CHILD = """
insert into students (org_id, student_id, class_id, student_number, name, sex, updated_at) values ($1, $2, $3, '1', '小明', 'male', $4)
"""
ASKED = """
insert into wechat_links (org_id, account_id, app_id, state, phone_mark, updated_at) values ($1, $2, $3, 'asked', $4, $5)
"""


@dataclass
class School:
    """A school with a WeChat service account, and one child."""

    city: City
    double: WechatDouble
    org_id: int
    child: UUID

    async def guardian(self, **choices: Any) -> Person:
        person, now = await self.city.person(**choices), self.city.services.clock.now()
        async with owned(self.city.database) as conn:
            await conn.execute(GUARDIAN, self.org_id, person.account_id, now)
            await conn.execute(TIE, self.org_id, person.account_id, self.child, now)
        return person

    async def link(self, person: Person, open_id: str, *, code: str = "c", work: bool = True) -> None:
        """The person came back from WeChat's page, as the route notes it."""
        self.double.codes[code] = open_id
        self.double.followers.add(open_id)
        async with self.city.uow(self.org_id) as uow:
            await uow.conn.execute("delete from wechat_links where account_id = $1", person.account_id)
            mark = uow.sealer.mark("wechat", self.org_id, person.phone) if person.phone else None
            await uow.conn.execute(ASKED, self.org_id, person.account_id, APP, mark, uow.now)
            task = LinkWechat(account_id=person.account_id, app_id=APP, code=code)
            await tasks.enqueue(uow, LinkWechat.kind, str(person.account_id), task, uow.now)
        if work:
            await self.city.work(HANDLERS)

    async def links(self) -> dict[UUID, str]:
        """The openids of who is linked."""
        rows = await self.city.rows(
            "select account_id, coalesce(user_id, state) as open_id from wechat_links where org_id = $1", self.org_id
        )
        return {row["account_id"]: row["open_id"] for row in rows}


@pytest.fixture
async def school(city: City) -> AsyncIterator[School]:
    async with WechatDouble() as double:
        org_id, child, class_id = await city.org(), uuid7(), uuid7()
        config = msgspec.structs.replace(city.services.config, wechat=(double.account(org_id),), wechat_url=double.url)
        city = replace(city, services=replace(city.services, config=config))
        city.wechat = WechatTemplates(config.wechat, url=double.url, timeout=timedelta(seconds=5))
        async with owned(city.database) as conn:
            now = city.services.clock.now()
            await conn.execute(CLASS, org_id, class_id, now)
            await conn.execute(CHILD, org_id, child, class_id, now)
        yield School(city, double, org_id, child)
        await city.wechat.close()


async def test_who_linked_wechat_is_told_there_and_the_others_by_the_next_channel(school: School) -> None:
    city = school.city
    linked, unknown, quiet = await school.guardian(), await school.guardian(), await school.guardian(channels=["sms"])
    await school.link(linked, "mum", code="1")
    await school.link(quiet, "quiet", code="2")
    assert await school.links() == {linked.account_id: "mum", quiet.account_id: "quiet"}

    told = len(city.sms.items)  # who linked one was told so by SMS
    message_id = await tell(city, school.org_id, [linked, unknown, quiet])
    await city.work(HANDLERS)
    shown = {name: screens for name, screens in school.double.screens.items() if screens}
    assert list(shown) == ["mum"]
    # Content-free outside of the app, as every push.
    assert shown["mum"][0]["thing4"] == "您有一条新消息，请登录后查看。"
    assert shown["mum"][0]["url"].endswith(f"/inbox?m={message_id}")
    assert {item.address for item in city.sms.items[told:]} == {f"+86{p.phone}" for p in (unknown, quiet)}


async def test_who_does_not_follow_any_more_gets_it_by_the_next_channel(school: School, clock: FixedClock) -> None:
    city, mother = school.city, await school.guardian()
    await school.link(mother, "mum")
    school.double.followers.clear()
    school.double.strangers.add("mum")
    message_id = await tell(city, school.org_id, [mother])
    await city.work(HANDLERS)
    assert await states(city, message_id) == {"wechat": "refused", "sms": "sent"}

    school.double.followers.add("mum")
    school.double.script.append("accept-then-503")
    again = await tell(city, school.org_id, [mother], key="again")
    await city.work(HANDLERS)
    assert await states(city, again) == {"wechat": "later"}
    clock.advance(timedelta(minutes=1))
    await city.work(HANDLERS)
    assert await states(city, again) == {"wechat": "sent"}
    assert len(school.double.screens["mum"]) == 1


async def test_a_number_that_moved_proves_nothing(school: School) -> None:
    """Who linked it then is perhaps not who has the account now."""
    city, mother = school.city, await school.guardian()
    await school.link(mother, "mum")
    async with owned(city.database) as conn:
        sealed = city.services.sealer.seal_contact("phone", mother.account_id, "13100000007")
        await conn.execute("update login_keys set sealed = $2 where account_id = $1", mother.account_id, sealed)
    message_id = await tell(city, school.org_id, [mother])
    await city.work(HANDLERS)
    assert await states(city, message_id) == {"wechat": "gone", "sms": "sent"}
    assert not school.double.screens["mum"]


async def test_one_wechat_is_one_person(school: School) -> None:
    """A phone that was handed on: who proves it now has it, and who had it before is told nothing there any more."""
    mother, father = await school.guardian(), await school.guardian()
    await school.link(mother, "phone", code="1")
    await school.link(father, "phone", code="2")
    assert await school.links() == {father.account_id: "phone"}


async def test_what_wechat_does_not_say_links_nobody(school: School) -> None:
    mother, father, mailer = await school.guardian(), await school.guardian(), await school.guardian(phone=False)
    await school.link(mother, "mum", code="1")
    await school.link(father, "dad", code="1")  # a code is good once
    await school.link(mailer, "no number proves who that is", code="3")
    assert await school.links() == {
        mother.account_id: "mum",
        father.account_id: "failed",
        mailer.account_id: "failed",
    }


async def test_who_left_or_gave_up_meanwhile_is_not_linked(school: School) -> None:
    city, mother, father = school.city, await school.guardian(), await school.guardian()
    await school.link(mother, "mum", code="1", work=False)
    await school.link(father, "dad", code="2", work=False)
    async with owned(city.database) as conn:
        await conn.execute("update guardianships set ended_at = now() where guardian_id = $1", mother.account_id)
        await conn.execute("delete from wechat_links where account_id = $1", father.account_id)
    await city.work(HANDLERS)
    assert await school.links() == {mother.account_id: "asked"}
    assert "2" not in school.double.used


async def test_an_account_that_was_taken_away_links_nobody_and_tells_nobody(school: School) -> None:
    city, mother = school.city, await school.guardian()
    await school.link(mother, "mum")
    other = msgspec.structs.replace(school.double.account(school.org_id), app_id="wx9")
    config = msgspec.structs.replace(city.services.config, wechat=(other,))
    moved = replace(city, services=replace(city.services, config=config))
    message_id = await tell(moved, school.org_id, [mother])
    await moved.work(HANDLERS)
    assert await states(moved, message_id) == {"sms": "sent"}, "her openid is of the account before"
    late = replace(school, city=moved)
    await late.link(mother, "mum", code="late")
    assert await late.links() == {mother.account_id: "failed"}
    assert "late" not in school.double.used


async def test_a_link_ends_with_the_last_tie(school: School) -> None:
    city, mother, father = school.city, await school.guardian(), await school.guardian()
    await school.link(mother, "a", code="1")
    await school.link(father, "b", code="2")
    async with owned(city.database) as conn:
        await conn.execute("update guardianships set ended_at = now() where guardian_id = $1", mother.account_id)
    async with city.uow(school.org_id) as uow:
        parts = [
            EndedPart(part="guardianship", account_id=p.account_id, how="left", student_id=school.child)
            for p in (mother, father)
        ]
        await service.end_parts(uow, PartsEnded(at=uow.now, cause="import", cause_id=None, ended=tuple(parts)))
    assert await school.links() == {father.account_id: "b"}


async def test_another_organisation_has_no_service_account(school: School) -> None:
    city = school.city
    mother = await school.guardian()
    await school.link(mother, "mum")
    message_id = await tell(city, await city.org(), [mother])
    await city.work(HANDLERS)
    assert await states(city, message_id) == {"sms": "sent"}


async def test_its_budget_is_kept_and_the_next_channel_used(school: School) -> None:
    """Of two, one can be told by SMS as well: without room for both the other one is told here all the same."""
    city, both, alone = school.city, await school.guardian(), await school.guardian(channels=["push"])
    for open_id, person in (("both", both), ("alone", alone)):
        await school.link(person, open_id, code=open_id)
    await keeps_its_budget(city, school.org_id, "wechat", both, school.double.screens)
