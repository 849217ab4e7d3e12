"""Who is touched by a change that somebody else made is told, by what holds when it is told."""

from typing import Any

import pytest

from tests.roster import books
from tests.roster.books import PHONE_A, PHONE_B, PHONE_C, TEACHER, staff
from tests.roster.leaves.test_leaves import LEADER, OTHER, STAND_IN, Leaves
from tests.roster.leaves.test_leaves import hand as leaves
from tests.roster.school import BASE_URL
from tests.roster.test_parts import ids
from tests.roster.test_persons import lessons_of, ties

__all__ = ["leaves"]  # the fixture


PHONES = (PHONE_A, PHONE_B, PHONE_C, TEACHER, STAND_IN, OTHER, LEADER)


class Told(Leaves):
    """The administrator, and what others are told of what is changed from now on."""

    before: frozenset[str] = frozenset()

    async def start(self) -> None:
        """Leaves out what is told of the import that made the school."""
        await self.school.run("tell_touched")
        self.before = frozenset([one["messageId"] for phone in PHONES for one in await self._inbox(phone)])

    async def told(self, phone: str) -> list[str]:
        """Titles and texts in an inbox, newest first, after the worker did what is due."""
        await self.school.run("tell_touched")
        items = await self._inbox(phone)
        return [f"{one['title']}：{one['body']}" for one in items if one["messageId"] not in self.before]

    async def _inbox(self, phone: str) -> list[Any]:
        """Of this school: the numbers have parts in the schools of other tests, too."""
        async with await self.school.client(phone) as client:
            answer = await client.get(f"{BASE_URL}/api/v1/me/inbox")
            assert answer.status_code == 200, answer.text
            return [one for one in answer.json()["items"] if one["orgId"] == self.school.org_id]


@pytest.fixture
async def hand(leaves: Leaves) -> Told:
    made = Told(leaves.school)
    await made.start()
    return made


def said(hand: Told, days: int) -> str:
    day = hand.day(days)
    return f"{day.month}月{day.day}日"


async def test_a_leave_is_told_to_who_is_away_and_who_stands_in(hand: Told) -> None:
    assert (await hand.away("T2", 3, 6, "T3", dryRun=True)).status_code == 200
    assert await hand.told(TEACHER) == []
    assert (await hand.away("T2", 3, 6, "T3")).status_code == 200
    [away], [other] = await hand.told(TEACHER), await hand.told(STAND_IN)
    assert "新老师" in away
    assert said(hand, 3) in away
    assert said(hand, 6) in away
    assert "周丽华" in other
    assert said(hand, 6) in other
    assert (await hand.away("T2", 3, 4, "T4")).status_code == 200
    [away], [other] = await hand.told(TEACHER), await hand.told(STAND_IN)
    assert "又一位" in away
    assert said(hand, 4) in away, "the days before are told no more"
    assert other.startswith("您不再代理")
    assert "周丽华" in (await hand.told(OTHER))[0]
    await hand.done(f"staff/{(await ids(hand.school))['T2']}/leave/end", None)
    [away], [other] = await hand.told(TEACHER), await hand.told(OTHER)
    assert away.startswith("您的请假已结束或取消")
    assert other.startswith("您不再代理")
    assert await hand.told(PHONE_B) == [], "who did it"


async def test_of_two_changes_the_later_one_is_told(hand: Told) -> None:
    """Both are due at once, and the worker may take the first one last."""
    assert (await hand.away("T2", 0, 6, "T3")).status_code == 200
    await hand.done(f"staff/{(await ids(hand.school))['T2']}/leave/end", None)
    [away], [other] = await hand.told(TEACHER), await hand.told(STAND_IN)
    assert away.startswith("您的请假已结束或取消")
    assert other.startswith("您不再代理")


async def test_a_leave_of_today_is_told_once_and_others_counsel_knowingly(hand: Told) -> None:
    assert (await hand.away("T2", 0, 6, "T3")).status_code == 200
    [away], [other] = await hand.told(TEACHER), await hand.told(STAND_IN)
    assert away.startswith("学校为您登记了请假")
    assert other.startswith("请您代理同事的工作")
    [leader] = await hand.told(LEADER)
    assert "新老师现在也能看到" in leader
    await hand.settle(7)
    assert len(await hand.told(TEACHER)) == 1, "it ends as it was told"


async def test_who_stands_in_leaves_and_the_successor_and_the_other_are_told(hand: Told) -> None:
    assert (await hand.away("T2", 0, 6, "T3")).status_code == 200
    known = await ids(hand.school)
    await hand.done(f"staff/{known['T3']}/end", {"successorId": str(known["T4"])})
    [away], other = await hand.told(TEACHER), await hand.told(OTHER)
    assert "又一位" in away
    assert {one.split("：")[0] for one in other} == {"请您代理同事的工作", "学校更改了您的角色或班级"}


async def test_roles_classes_and_the_last_day(hand: Told) -> None:
    known = await ids(hand.school)
    path = f"staff/{known['T4']}"
    body = lessons_of(await hand.shown(path))
    await hand.done(path, body | {"name": "又一 位"}, method="PUT")
    assert await hand.told(OTHER) == [], "a name is no part"
    await hand.done(path, body | {"leads": [str(known["七年级(1)班"])]}, method="PUT")
    assert [one[:4] for one in await hand.told(OTHER)] == ["学校更改"]
    assert [one[:4] for one in await hand.told(TEACHER)] == ["学校更改"], "whose class it was"
    last: dict[str, Any] = {"lastDay": str(hand.day(5))}
    await hand.done(f"{path}/leaving", last, of=path, method="PUT")
    assert said(hand, 5) in (await hand.told(OTHER))[0]
    await hand.done(f"{path}/leaving/end", None)
    assert (await hand.told(OTHER))[0].startswith("登记的最后一天已取消")
    await hand.done(f"staff/{known['T3']}/leaving", last, of=f"staff/{known['T3']}", method="PUT")
    await hand.done(f"staff/{known['T3']}/end", {})
    await hand.school.run("tell_touched")
    everything = "select 1 from messages m join message_people p using (org_id, message_id) where org_id = $1 and p.account_id = $2"
    assert await hand.school.rows(everything, hand.school.org_id, known["T3"]) == [], "who has left is told nothing"


async def test_a_file_tells_of_roles(hand: Told) -> None:
    book = books.school()
    book["教职工"][1] = staff("T2", TEACHER, "周丽华", "班主任", 任教班级="七年级(2)班:数学", 班主任班级="七年级(1)班")
    book["教职工"].append(staff("T3", STAND_IN, "新老师", "科任教师、心理教师"))
    book["教职工"].append(staff("T4", OTHER, "又一位", ""))
    book["教职工"].append(staff("T5", LEADER, "吴校长", "校领导"))
    book["教职工"].append(staff("T6", "16400000777", "王管", "学校管理员"))
    await hand.school.applied(books.xlsx(book))
    assert [one[:4] for one in await hand.told(TEACHER)] == ["学校更改"]
    assert [one[:4] for one in await hand.told(OTHER)] == []
    told = await hand.told(LEADER)
    assert any("新老师现在也能看到" in one for one in told)
    assert any("王管现在也能管理" in one for one in told)


async def test_the_other_guardians_hear_of_a_bar_and_who_is_barred_of_no_child(hand: Told) -> None:
    known, family = await ids(hand.school), await ties(hand.school)
    path = f"students/{known['S1']}"
    new = {"name": "李大红", "phone": PHONE_C, "relation": "other", "contactOrder": 3}
    await hand.done(f"{path}/guardians", new)
    assert len(await hand.told(PHONE_A)) == 1
    assert await hand.told(PHONE_C) == [], "not who was added"
    guardian = f"{path}/guardians/{family['李大红']}"
    await hand.done(f"{guardian}/bar", {"orderedOn": "2026-11-20", "paper": "1"})
    assert await hand.told(PHONE_C) == [], "who is barred hears it from the court"
    assert len(await hand.told(PHONE_A)) == 2
    await hand.done(f"{guardian}/lift", None)
    assert len(await hand.told(PHONE_A)) == 3
    await hand.done(f"{path}/guardians", new)
    await hand.done(f"{guardian}/end", None)
    assert [one.split("：")[0] for one in await hand.told(PHONE_C)] == ["您的家长登记有变动"]
