"""People with a number of another country or region: they are in a roster, sign in by it, and leave with it."""

from datetime import timedelta

import httpx

from api.core import db
from tests.roster import books
from tests.roster.books import PHONE_B, guardian, staff
from tests.roster.school import BASE_URL, School

WRITTEN, STORED = "+852 6123 4567", "+85261234567"


async def signed_in(school: School, phone: str) -> httpx.Response:
    """Signs in with the code that the worker would have sent to the stored number."""
    sealer, now = school.services.sealer, school.services.clock.now()
    async with db.transaction(school.services.door, db.PLATFORM) as conn:
        key = sealer.phone(STORED)
        await conn.execute(
            "select login_code_put($1, $2, $3)", key, sealer.code(key, "123456"), now + timedelta(minutes=5)
        )
    body = {"phone": phone, "code": "123456", "tokenKind": "bearer"}
    return await school.http.post(f"{BASE_URL}/api/v1/auth/phone", json=body)


async def test_a_mother_in_hong_kong_is_imported_and_signs_in(school: School) -> None:
    book = books.school()
    book["家长"].append(guardian("S1", WRITTEN, "陈美玲", "母亲"))
    book["教职工"].append(staff("T9", "0065 8123 4567", "黄国强", "科任教师", 任教班级="七年级(1)班:英语"))
    await school.applied(books.xlsx(book))
    ((account,),) = await school.rows("select guardian_id from guardians where name = '陈美玲'")
    signed = await signed_in(school, STORED)
    assert (signed.status_code, signed.json().get("accountId")) == (201, str(account)), signed.text
    # A code is asked for in the same way as for any other number.
    asked = await school.http.post(f"{BASE_URL}/api/v1/auth/code", json={"phone": STORED})
    assert asked.status_code == 204
    async with await school.client(PHONE_B) as client:
        workbook = await client.get("/roster/workbook")
    again = (await school.upload(workbook.content)).json()
    assert (again["badRowCount"], again["canApply"], again["losses"]) == (0, False, [])


async def test_a_number_without_its_code_is_explained(school: School) -> None:
    book = books.school()
    book["家长"][0] = guardian("S1", "6123 4567")
    (bad,) = (await school.tried(book))["badRows"]
    assert (bad["code"], "+852" in bad["message"]) == ("phone_wrong", True)
