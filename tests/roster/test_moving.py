"""A whole school leaves by its workbook or a OneRoster set, and is the same school in an organisation that was empty."""

import httpx
import pytest

from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.roster import command, exporting
from api.roster.command import OrgNew
from tests.roster import books
from tests.roster.books import PHONE_A, TEACHER, guardian, more_students, staff, student
from tests.roster.school import School
from tests.roster.test_exports import got
from tests.servers import Database


async def digests(school: School) -> tuple[str, str]:
    """What the operator is shown."""
    async with system_uow(school.services, school.org_id) as uow:
        return await exporting.digests(uow)


@pytest.mark.parametrize(("path", "name", "at"), [("workbook", "名册.xlsx", 0), ("oneroster", "set.zip", 1)])
async def test_it_has_the_same_digest_there(  # the parameters are fixtures and the two ways
    services: Services, database: Database, http: httpx.AsyncClient, school: School, path: str, name: str, at: int
) -> None:
    book = more_students(books.school(), 3)
    book["学生"] += [student("X1", "José García", "男", 残疾="是", 家庭住址="青禾路3号", 经度="113.26", 纬度="23.13")]
    book["家长"] += [
        guardian("X1", PHONE_A, "王大明", "其他亲属", 联系顺序="3"),
        guardian("X1", TEACHER, "周丽华", "其他"),
    ]
    book["家长"] += [guardian("X1", "+852 6123 4567", "陈美玲", "外婆", 联系顺序="1")]
    book["教职工"] += [staff("T9", "16400000109", "钱一", "心理教师;校领导", 任教班级="七年级(2)班:物理")]
    await school.applied(books.xlsx(book))
    data = (await got(school, f"/roster/{path}")).content
    org = OrgNew(org_id=school.org_id + 4000, parent_id=None, kind="school", name_zh="新址", name_en="There")
    await command.add_orgs(database.owner_url, [org])
    there = School(services, database, http, org.org_id)
    done = await command.import_bytes(services, org.org_id, name, data)
    assert (done.state, done.bad_rows) == ("done", [])
    before, after = await digests(school), await digests(there)
    assert after[at] == before[at]
    assert before[0] != before[1]
    # Without the homes and needs, which a OneRoster set has no place for, it is not the whole.
    assert (after[0] == before[0]) is (at == 0)
    await school.rows("update students set name = '另一个' where student_number = 'X1'")
    assert (await digests(school))[at] != before[at]
