"""Loads the demo's city through the importer, as the app role, and says who can sign in."""

from datetime import datetime
from zoneinfo import ZoneInfo

import asyncpg
import msgspec

from api.core.db import ReadConn, maybe, value
from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.roster import command
from api.roster.command import OrgNew
from api.roster.demo import city, wide
from api.roster.demo.city import MIDDLE, ORGS, PRIMARY, STATION, OrgRows
from api.roster.demo.people import Person
from api.roster.files import template

SELECT_LOADED = """
select exists (select 1 from roster_imports where org_id = $1 and state = 'done')
"""
SELECT_STUDENT = """
select s.name, c.code
from classes c join students s on s.org_id = c.org_id and s.class_id = c.class_id
where c.org_id = $1 and c.name = $2 and c.ended_at is null and s.ended_at is null
order by c.school_year desc, s.student_number limit 1
"""
CONFIRM = "update accounts set email_verified_at = $1 where email_sealed is not null and email_verified_at is null"


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to try the demo as. Students sign in by class code and name, everybody else by phone."""

    org_id: int
    org_zh: str
    org_en: str
    as_zh: str
    as_en: str
    name: str
    phone: str | None
    class_code: str | None


class _Student(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    code: str


async def load_demo(services: Services, owner_url: str) -> list[int]:
    """Opens the organisations (as the owner) and imports their workbooks (as the app). Returns which ones were loaded now.

    May be run again at every start: what is there is left alone, and what an earlier run did not finish is loaded.
    """
    await command.add_orgs(owner_url, [_org(org_id) for org_id in ORGS])
    missing = [org_id for org_id in ORGS if not await _is_loaded(services, org_id)]
    if missing:
        year = school_year(services.clock.now())
        for one in city.demo(year):
            if one.org.org_id in missing:
                await _load(services, one, year)
        await _settle(owner_url, services.clock.now())
    return missing


async def _settle(owner_url: str, now: datetime) -> None:
    """The demo's people have confirmed their mail addresses. And PostgreSQL counts what was loaded: until it does, each of many tasks takes a second."""
    conn = await asyncpg.connect(owner_url)
    try:
        await conn.execute(CONFIRM, now)
        await conn.execute("analyze")
    finally:
        await conn.close()


def school_year(now: datetime) -> int:
    """The school year of an instant; it begins in September, and schools prepare it in August."""
    today = now.astimezone(ZoneInfo("Asia/Shanghai"))
    return today.year if today.month >= 8 else today.year - 1


async def who(services: Services) -> list[SignIn]:
    """Who can sign in, as the demo prints it."""
    people = [_by_phone(org_id, zh, en, person) for org_id, zh, en, person in _CAST]
    async with system_uow(services, MIDDLE) as uow:
        student = await _find_student(uow.conn)
    if student is not None:
        zh, en = f"学生（{city.CHILD_CLASS}）", "Student"
        people.append(_entry(MIDDLE, zh, en, student.name, None, student.code))
    return people


async def _find_student(conn: ReadConn) -> _Student | None:
    return await maybe(conn, _Student, SELECT_STUDENT, MIDDLE, city.CHILD_CLASS)


async def _is_loaded(services: Services, org_id: int) -> bool:
    async with system_uow(services, org_id) as uow:
        return await value(uow.conn, SELECT_LOADED, org_id)


def workbook_of(one: OrgRows, year: int) -> bytes:
    """The file that an organisation is loaded from: the second school's as its office keeps it, the others' as the template has it."""
    if one.org.org_id == PRIMARY:
        return wide.workbook(one.org.name_zh, year, one.rows)
    return template.workbook(one.org.kind, one.rows)


async def _load(services: Services, one: OrgRows, year: int) -> None:
    data = workbook_of(one, year)
    # A load that was broken off may have left anything; the demo's people are nobody's leavers.
    done = await command.import_bytes(
        services, one.org.org_id, f"{one.org.name_zh}.xlsx", data, covers="school", confirm_losses=True
    )
    if done.bad_row_count:
        raise RuntimeError(f"the demo's own workbook has a fault: {done.bad_rows[0]}")


def _org(org_id: int) -> OrgNew:
    org = ORGS[org_id]
    return OrgNew(
        org_id=org.org_id,
        parent_id=org.parent_id,
        kind=org.kind,
        name_zh=org.name_zh,
        name_en=org.name_en,
        serves=org.serves,
        webpush=org.org_id == MIDDLE,  # one school lets them out, so that both can be seen
    )


def _by_phone(org_id: int, zh: str, en: str, person: Person) -> SignIn:
    return _entry(org_id, zh, en, person.name, person.phone, None)


def _entry(org_id: int, zh: str, en: str, name: str, phone: str | None, class_code: str | None) -> SignIn:
    org = ORGS[org_id]
    return SignIn(
        org_id=org_id,
        org_zh=org.name_zh,
        org_en=org.name_en,
        as_zh=zh,
        as_en=en,
        name=name,
        phone=phone,
        class_code=class_code,
    )


_CAST = (
    (MIDDLE, "学校管理员", "Administrator", city.ADMIN_MIDDLE),
    (PRIMARY, "学校管理员", "Administrator", city.ADMIN_PRIMARY),
    (STATION, "机构管理员", "Administrator", city.ADMIN_STATION),
    (city.BUREAU, "教育局管理员", "Officer", city.OFFICER),
    (city.BUREAU, "教育局管理员（审批通知）", "Officer who approves notices", city.OFFICER_SECOND),
    (MIDDLE, "心理教师（也在辅导中心）", "Counsellor, also at the centre", city.COUNSELLOR),
    (PRIMARY, "心理教师", "Counsellor", city.COUNSELLOR_PRIMARY),
    (STATION, "心理咨询师", "Counsellor", city.COUNSELLOR_STATION),
    (MIDDLE, f"班主任（{city.CHILD_CLASS}）", "Class teacher", city.TEACHER_MIDDLE),
    (PRIMARY, "班主任（一年级(1)班）", "Class teacher", city.TEACHER_PRIMARY),
    (MIDDLE, "校领导、档案保管人", "Leader and custodian", city.LEADER_MIDDLE),
    (PRIMARY, "校领导、档案保管人", "Leader and custodian", city.LEADER_PRIMARY),
    (MIDDLE, "家长（母亲，两校各有一个孩子）", "Guardian with a child in each school", city.MOTHER),
    (MIDDLE, "家长（父亲）", "Guardian", city.FATHER),
)
