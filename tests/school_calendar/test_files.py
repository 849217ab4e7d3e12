"""A calendar in a file: what it would add is shown, and nothing is added by looking."""

from datetime import date
from typing import Any

import httpx
import pytest

from api.school_calendar.files import rules
from schemas.school_calendar.rows import EntryKind
from tests.counselling.desk import ok, slug
from tests.roster.books import xlsx
from tests.school_calendar.test_school_calendar import path, year
from tests.world import Person, World

ICS = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//x//EN\r
BEGIN:VEVENT\r
UID:1\r
SUMMARY:校庆（休）\r
DTSTART;VALUE=DATE:20261221\r
DTEND;VALUE=DATE:20261222\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2\r
SUMMARY:校庆（休）\r
DTSTART;VALUE=DATE:20261222\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:3\r
SUMMARY:校庆（班）\r
DTSTART;VALUE=DATE:20261226\r
DURATION:P1D\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:4\r
SUMMARY:家长会\r
DTSTART:20261226T100000Z\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:5\r
SUMMARY:春游\r
DTSTART;VALUE=DATE:20270401\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:6\r
SUMMARY:生日\r
DTSTART;VALUE=DATE:20270401\r
RRULE:FREQ=YEARLY\r
END:VEVENT\r
END:VCALENDAR\r
""".encode()
SAME = "These days have the same entry already."
TABLE = [
    ["2026-2027 学年校历", "", "", ""],
    ["类型", "名称", "开始日期", "结束日期"],
    ["学期", "第一学期", date(2026, 9, 1), date(2027, 1, 22)],
    ["", "国庆放假", "2026年10月1日-8日", ""],
    ["", "补周五的课", "2026/12/27", ""],
    ["", "期末考试", "2027.1.11", "1月15日"],
    ["", "寒假放假", "2027年1月23日至2月21日", ""],
    ["", "运动会", "待定", ""],
    ["", "艺术节", date(2026, 12, 10), ""],
]


async def read(world: World, who: Person, data: bytes, name: str = "校历.ics") -> httpx.Response:
    return await world.client(who).post(path(world.north, "/files"), content=data, params={"fileName": name})


def brief(found: Any) -> list[tuple[Any, ...]]:
    return [(e["kind"], e["name"], e["firstDay"], e["lastDay"], e["followsWeekday"]) for e in found["entries"]]


async def test_a_phones_calendar_is_read_and_added_after_a_look(world: World) -> None:
    who = world.people.north_admin
    found = await ok(await read(world, who, ICS))
    assert brief(found) == [
        ("closed", "校庆（休）", "2026-12-21", "2026-12-22", None),
        ("workday", "校庆（班）", "2026-12-26", "2026-12-26", None),
        (None, "春游", "2027-04-01", "2027-04-01", None),
    ]
    assert (found["source"], found["skipped"], found["lastDay"]) == ("校历.ics", 2, "2027-04-01")
    assert (await year(world, world.north, who))["entries"] == []
    keys = ("kind", "name", "firstDay", "lastDay", "followsWeekday")
    chosen = [{key: e[key] for key in keys} for e in found["entries"] if e["kind"]]
    body = {"entries": chosen, "source": found["source"]}
    await ok(await world.client(who).post(path(world.north, "/entries"), json=body), 201)
    assert {e["source"] for e in (await year(world, world.north, who))["entries"]} == {"校历.ics"}
    again = await ok(await read(world, who, ICS))
    assert [e["problem"] for e in again["entries"]] == [SAME, SAME, None]


async def test_a_schools_own_table_is_read(world: World) -> None:
    found = await ok(await read(world, world.people.north_admin, xlsx({"校历": TABLE}), "校历.xlsx"))
    assert brief(found) == [
        ("term", "第一学期", "2026-09-01", "2027-01-22", None),
        ("closed", "国庆放假", "2026-10-01", "2026-10-08", None),
        (None, "艺术节", "2026-12-10", "2026-12-10", None),
        ("workday", "补周五的课", "2026-12-27", "2026-12-27", 5),
        ("exam", "期末考试", "2027-01-11", "2027-01-15", None),
        ("closed", "寒假放假", "2027-01-23", "2027-02-21", None),
    ]
    assert found["skipped"] == 1
    text = "名称,日期\n国庆放假,2026-10-01至2026-10-08\n放假,2027-13-01\n倒着,2027-02-02至2027-02-01\n".encode(
        "gb18030"
    )
    found = await ok(await read(world, world.people.north_admin, text, "x.csv"))
    assert [e["problem"] for e in found["entries"]] == [None, "The end must be after the start."]
    assert found["skipped"] == 1


@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:nonsense\r\n",
        b"BEGIN:VCALENDAR",
        "甲,乙\n丙,丁\n".encode(),
        xlsx({"名单": [["姓名", "电话"], ["甲", "1"]]}),
        ICS.replace(b"SUMMARY", b"RDATE:" + b"20261001T000000Z," * 5000 + b"\r\nSUMMARY", 1),
        ICS.replace(b"UID:1", b"X-A;X=" + b"1,\r\n " * 5000 + b":1\r\nUID:1"),
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 2001 + b"END:VCALENDAR\r\n",
    ],
)
async def test_what_is_no_calendar_is_refused(world: World, data: bytes) -> None:
    assert slug(await read(world, world.people.north_admin, data, "x")) == (422, "calendar-file")


async def test_a_table_with_too_many_cells_is_refused(world: World) -> None:
    data = xlsx({"校历": [["x"] * 30] * 4000})  # made here: every process of a run imports this file
    assert slug(await read(world, world.people.north_admin, data, "x")) == (422, "calendar-file")


async def test_files_are_read_for_those_who_edit_alone_and_within_limits(world: World) -> None:
    who = world.people
    for person in (who.wang, who.lin, who.mother, who.ming, who.south_admin):
        assert slug(await read(world, person, ICS)) == (403, "forbidden")
    assert slug(await read(world, who.north_admin, b"x" * (256 * 1024 + 1)))[0] == 413
    assert slug(await read(world, who.north_admin, b""))[0] == 422
    assert slug(await read(world, who.north_admin, b"%PDF-1.7"))[0] == 422


async def test_a_day_at_the_end_of_time_is_read(world: World) -> None:
    table = "名称,开始,结束\n国庆放假,2026-10-01,9999-12-31\n国庆放假,2026-10-02,9999-12-31\n".encode()
    assert (await read(world, world.people.north_admin, table, "x.csv")).status_code == 200


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("国庆节放假", "closed"),
        ("中秋节（休）", "closed"),
        ("国庆节（班）", "workday"),
        ("9月20日补课", "workday"),
        ("期中考试", "exam"),
        ("2026-2027学年第一学期", "term"),
        ("Spring term", "term"),
        ("Winter break", "closed"),
        ("Final exams", "exam"),
        ("家长会", None),
    ],
)
def test_words_tell_the_kind(text: str, kind: EntryKind | None) -> None:
    assert rules.kind_of(text) == kind


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-10-01", "2026-10-08", ("2026-10-01", "2026-10-08")),
        ("2026年12月30日", "1月2日", ("2026-12-30", "2027-01-02")),
        ("2026年10月1日—8日", "", ("2026-10-01", "2026-10-08")),
        ("2026-10-01 ~ 2026-10-08", "", ("2026-10-01", "2026-10-08")),
        ("2026-10-01", "", ("2026-10-01", "2026-10-01")),
        ("10月1日", "", None),
        ("2026-02-30", "", None),
        ("2026-10-01", "随后通知", None),
    ],
)
def test_days_are_read_as_people_write_them(first: str, last: str, days: tuple[str, str] | None) -> None:
    found = rules.days_of(first, last)
    assert (tuple(d.isoformat() for d in found) if found else None) == days
