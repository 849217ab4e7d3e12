"""WeCom as a channel of a school: who is linked by its directory, and what is sent to whom."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from api.core import daily, tasks
from api.core.clock import FixedClock
from api.core.db import PLATFORM, uuid7
from api.core.parts import EndedPart, PartsEnded
from api.messages.wecom import service
from jobs import wecom_directory
from jobs.channels.wecom import WecomNotices
from jobs.kinds import DAILY, HANDLERS
from schemas.messages.tasks import LinkWecom
from schemas.roster.wecom import Department
from tests.doubles.wecom import WecomDouble
from tests.jobs.city import City, Person, owned
from tests.jobs.test_channel_budgets import keeps_its_budget
from tests.jobs.told import states, tell

GUARDIAN = "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, '家长', $3)"
TIE = """
insert into guardianships (org_id, guardian_id, student_id, relation, contact_order, updated_at) values ($1, $2, $3, 'mother', 1, $4)
"""


@dataclass
class School:
    """A school with a WeCom application, one class (2) and one child."""

    city: City
    double: WecomDouble
    org_id: int
    child: UUID

    async def guardian(self, **choices: Any) -> Person:
        person, now = await self.city.person(**choices), self.city.services.clock.now()
        async with owned(self.city.database) as conn:
            await conn.execute(GUARDIAN, self.org_id, person.account_id, now)
            await conn.execute(TIE, self.org_id, person.account_id, self.child, now)
        return person

    def list_parent(self, user_id: str, mobile: str, **more: Any) -> None:
        """Writes a parent into WeCom's directory."""
        self.double.students[2][0]["parents"].append({"parent_userid": user_id, "mobile": mobile, **more})
        self.double.parents.add(user_id)

    async def read_directory(self) -> dict[UUID, str]:
        """The daily task. Returns the links."""
        async with self.city.uow(PLATFORM) as uow:
            await tasks.enqueue(uow, LinkWecom.kind, daily.KEY, LinkWecom(), uow.now)
        await self.city.work(HANDLERS)
        rows = await self.city.rows("select account_id, user_id from wecom_links where org_id = $1", self.org_id)
        return {row["account_id"]: row["user_id"] for row in rows}


@pytest.fixture
async def school(city: City) -> AsyncIterator[School]:
    async with WecomDouble() as double:
        org_id, child, class_id = await city.org(), uuid7(), uuid7()
        config = msgspec.structs.replace(city.services.config, wecom=(double.app(org_id),), wecom_url=double.url)
        city = replace(city, services=replace(city.services, config=config))
        city.wecom = WecomNotices(config.wecom, url=double.url, timeout=timedelta(seconds=5))
        async with owned(city.database) as conn:
            now = city.services.clock.now()
            await conn.execute(
                "insert into classes (org_id, class_id, school_year, grade, name, code, updated_at)"
                " values ($1, $2, 2026, '七年级', '1班', 'ABCDEF', $3)",
                org_id,
                class_id,
                now,
            )
            await conn.execute(
                "insert into students (org_id, student_id, class_id, student_number, name, sex, updated_at)"
                " values ($1, $2, $3, '1', '小明', 'male', $4)",
                org_id,
                child,
                class_id,
                now,
            )
        double.departments = [
            {"id": 1, "name": "学校", "parentid": 0, "type": 5},
            {"id": 2, "name": "七年级1班", "parentid": 1, "type": 1},
        ]
        double.students = {2: [{"student_userid": "1", "name": "小明", "department": [2], "parents": []}]}
        yield School(city, double, org_id, child)
        await city.wecom.close()


async def test_who_follows_gets_a_school_notice_and_the_others_the_next_channel(school: School) -> None:
    city = school.city
    linked, unknown, quiet = await school.guardian(), await school.guardian(), await school.guardian(channels=["sms"])
    unsubscribed = await school.guardian()
    for user_id, person, more in (
        ("mum", linked, {}),
        ("quiet", quiet, {}),
        ("gone", unsubscribed, {"is_subscribe": 0}),
    ):
        school.list_parent(user_id, person.phone, **more)
    school.list_parent("stranger", "13100000000")
    school.list_parent("no-number", "")
    assert await school.read_directory() == {linked.account_id: "mum", quiet.account_id: "quiet"}

    message_id = await tell(city, school.org_id, [linked, unknown, quiet, unsubscribed])
    await city.work(HANDLERS)
    shown = {name: screens for name, screens in school.double.screens.items() if screens}
    assert list(shown) == ["mum"]
    # Content-free outside of the app, as every push.
    assert shown["mum"][0]["description"] == "您有一条新消息，请登录后查看。"
    assert shown["mum"][0]["url"].endswith(f"/inbox?m={message_id}&o={school.org_id}")
    assert {item.address for item in city.sms.items} == {f"+86{p.phone}" for p in (unknown, quiet, unsubscribed)}


async def test_who_is_invalid_falls_back_and_a_busy_wecom_is_asked_again(school: School, clock: FixedClock) -> None:
    city, mother = school.city, await school.guardian()
    school.list_parent("mum", mother.phone)
    await school.read_directory()
    school.double.parents.clear()
    message_id = await tell(city, school.org_id, [mother])
    await city.work(HANDLERS)
    assert await states(city, message_id) == {"wecom": "refused", "sms": "sent"}

    school.double.parents.add("mum")
    school.double.script.append("accept-then-503")
    again = await tell(city, school.org_id, [mother], key="again")
    await city.work(HANDLERS)
    assert await states(city, again) == {"wecom": "later"}
    clock.advance(timedelta(minutes=1))
    await city.work(HANDLERS)
    assert await states(city, again) == {"wecom": "sent"}
    assert len(school.double.screens["mum"]) == 1


async def test_a_number_that_moved_proves_nothing(school: School) -> None:
    """WeCom's parent is the one who has the old number: perhaps somebody else by now."""
    city, mother = school.city, await school.guardian()
    school.list_parent("mum", mother.phone)
    await school.read_directory()
    other = "13100000007"
    async with owned(city.database) as conn:
        sealed = city.services.sealer.seal_contact("phone", mother.account_id, other)
        await conn.execute("update login_keys set sealed = $2 where account_id = $1", mother.account_id, sealed)
    message_id = await tell(city, school.org_id, [mother])
    await city.work(HANDLERS)
    assert await states(city, message_id) == {"wecom": "gone", "sms": "sent"}
    assert not school.double.screens["mum"]
    assert await school.read_directory() == {}


async def test_links_end_with_the_last_tie_and_with_the_directory(school: School) -> None:
    city, mother, father = school.city, await school.guardian(), await school.guardian()
    school.list_parent("a", mother.phone)
    school.list_parent("b", father.phone)
    assert len(await school.read_directory()) == 2
    # Two who exchanged their ids: each keeps what today's directory says.
    for parent in school.double.students[2][0]["parents"]:
        parent["parent_userid"] = {"a": "b", "b": "a"}[parent["parent_userid"]]
    assert await school.read_directory() == {mother.account_id: "b", father.account_id: "a"}
    # A directory that cannot be read changes nothing.
    school.double.students.clear()
    assert len(await school.read_directory()) == 2

    async with owned(city.database) as conn:
        await conn.execute("update guardianships set ended_at = now() where guardian_id = $1", mother.account_id)
    async with city.uow(school.org_id) as uow:
        parts = [
            EndedPart(part="guardianship", account_id=p.account_id, how="left", student_id=school.child)
            for p in (mother, father)
        ]
        await service.end_parts(uow, PartsEnded(at=uow.now, cause="import", cause_id=None, ended=tuple(parts)))
    rows = await city.rows("select account_id from wecom_links where org_id = $1", school.org_id)
    assert [row["account_id"] for row in rows] == [father.account_id]


async def test_a_number_of_two_parents_links_nobody(school: School) -> None:
    mother = await school.guardian()
    school.list_parent("a", mother.phone)
    school.list_parent("b", f"+86 {mother.phone}")
    assert await school.read_directory() == {}


async def test_another_organisation_has_no_wecom(school: School) -> None:
    city = school.city
    mother = await school.guardian()
    school.list_parent("mum", mother.phone)
    await school.read_directory()
    other, now = await city.org(), city.services.clock.now()
    async with owned(city.database) as conn:  # a link from when it had an application
        mark = city.services.sealer.mark("wecom", other, mother.phone)
        await conn.execute(GUARDIAN, other, mother.account_id, now)
        await conn.execute(
            "insert into wecom_links (org_id, account_id, user_id, phone_mark, updated_at) values ($1, $2, 'mum', $3, $4)",
            other,
            mother.account_id,
            mark,
            now,
        )
    message_id = await tell(city, other, [mother])
    await city.work(HANDLERS)
    assert await states(city, message_id) == {"sms": "sent"}


def test_the_directory_of_one_school_of_several() -> None:
    rows = [(1, 0), (10, 1), (11, 10), (20, 1), (21, 20)]
    departments = [Department(id=one, name="", parentid=parent) for one, parent in rows]
    assert [one.id for one in wecom_directory.below(10, departments)] == [10, 11]
    assert len(wecom_directory.below(1, departments)) == 5


def test_a_starting_worker_plans_the_reading() -> None:
    assert LinkWecom() in [one.payload for one in DAILY if one.org_kind is None]


async def test_its_budget_is_kept_and_the_next_channel_used(school: School) -> None:
    """Of two, one can be told by SMS as well: without room for both the other one is told here all the same."""
    city, both, alone = school.city, await school.guardian(), await school.guardian(channels=["push"])
    for user_id, person in (("both", both), ("alone", alone)):
        school.list_parent(user_id, person.phone)
    await school.read_directory()
    await keeps_its_budget(city, school.org_id, "wecom", both, school.double.screens)
