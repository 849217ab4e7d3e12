"""Today's roster leaves as a OneRoster set, which imports again unchanged."""

import csv
import io

import httpx
import pytest

from api.core.services import Services
from api.roster.columns import SHEETS
from api.roster.files import oneroster, template
from tests.roster import books
from tests.roster.books import PHONE_A, PHONE_B, TEACHER, guardian, more_students, staff, student
from tests.roster.school import School, open_org
from tests.roster.test_exports import UNCHANGED, got, purposes
from tests.servers import Database

KINDS = ("classes", "students", "guardians", "guardianships", "staff", "lessons")


def files(data: bytes) -> dict[str, list[dict[str, str]]]:
    parts = books.parts_of(data)
    return {name: list(csv.DictReader(io.StringIO(part.decode()))) for name, part in parts.items()}


async def test_a_oneroster_set_imports_again_unchanged(school: School) -> None:
    book = more_students(books.school(), 2)
    book["学生"] += [student("T2", "José García", "男", 残疾="是"), student("X2", "阿依古丽·买买提", "女")]
    book["家长"] += [
        guardian("T2", PHONE_A, "王大明", "其他亲属", 联系顺序="7"),
        guardian("T2", TEACHER, "周丽华", "其他"),
        guardian("X2", "16400000108", "欧阳一二", "外婆", 联系顺序="2"),
    ]
    book["教职工"] += [
        staff("T9", "16400000109", "钱一", "心理教师;档案保管人;年级组长;校领导", 任教班级="七年级(2)班"),
        staff("S1", "16400000110", "孙二", 任教班级="七年级(2)班:数学;七年级(2)班:物理"),
    ]
    await school.applied(template.workbook("school", {sheet.key: book[sheet.name] for sheet in SHEETS}))
    answer = await got(school, "/roster/oneroster")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/octet-stream")
    again = (await school.upload(answer.content, "oneroster.zip", covers="school")).json()
    assert (again["badRows"], again["asks"], again["losses"]) == ([], [], [])
    assert again["counts"]["students"] == 6
    assert [again["changes"][kind] for kind in KINDS] == [UNCHANGED] * 6


async def test_what_is_in_the_set(school: School) -> None:
    found = files((await got(school, "/roster/oneroster")).content)
    assert {"propertyName": "oneroster.version", "value": "1.2"} in found["manifest.csv"]
    users = {user["sourcedId"]: user for user in found["users.csv"]}
    assert (users["S1"]["familyName"], users["S1"]["givenName"], users["T1"]["sms"]) == ("王", "小明", PHONE_B)
    assert {user["password"] + user["email"] + user["status"] for user in users.values()} == {""}
    assert users["S2"]["grades"] == "07"
    father = users[users["S1"]["agentSourcedIds"]]
    assert (father["sms"], father["identifier"]) == (PHONE_A, "")
    # What other systems have no use for stays here.
    assert not any(word in str(found) for word in ("留守", "left_behind", "青禾路"))
    everyone = {role["userSourcedId"] for role in found["roles.csv"]}
    assert everyone == set(users)


async def test_a_set_needs_a_second_factor_and_is_recorded(school: School) -> None:
    assert (await got(school, "/roster/oneroster", TEACHER)).status_code == 403
    weak = await got(school, "/roster/oneroster", assurance=1)
    assert (weak.status_code, weak.json()["type"].rpartition("/")[2]) == (403, "step-up-needed")
    assert await purposes(school) == []
    assert (await got(school, "/roster/oneroster")).headers["cache-control"] == "no-store"
    assert [purpose for purpose, _ in await purposes(school)] == ["roster_export"]


async def test_a_centre_leaves_as_its_staff(services: Services, database: Database, http: httpx.AsyncClient) -> None:
    centre = await open_org(services, database, http, "centre")
    answer = await got(centre, "/roster/oneroster")
    again = (await centre.upload(answer.content, "oneroster.zip", covers="school")).json()
    assert (again["badRows"], again["changes"]["staff"]) == ([], UNCHANGED)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("王小明", ("王", "小明")),
        ("欧阳一", ("欧阳", "一")),
        ("欧阳", ("欧", "阳")),
        ("José María García", ("García", "José María")),
        ("阿依古丽·买买提", ("-", "阿依古丽·买买提")),
        ("王", ("-", "王")),
    ],
)
def test_names_are_divided_where_a_rule_does(name: str, parts: tuple[str, str]) -> None:
    assert oneroster.divided(name) == parts
