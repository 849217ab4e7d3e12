"""By whose word somebody is a custodian."""

import httpx

from api.core.services import Services
from tests.roster import books
from tests.roster.books import staff
from tests.roster.school import open_org
from tests.roster.test_parts import ids
from tests.servers import Database


async def test_who_makes_a_colleague_a_custodian_is_noted(
    services: Services, database: Database, http: httpx.AsyncClient
) -> None:
    """Two custodians learn together who reported something: not where one chose the other."""
    school = await open_org(services, database, http, "school")
    book: books.Book = {"教职工": [staff(), staff("C2", "16400000541", "吴甲", "档案保管人")]}
    await school.applied(books.xlsx(book))
    book["教职工"].append(staff("C3", "16400000542", "吴乙", "档案保管人"))
    await school.applied(books.xlsx(book))
    noted = "select staff_number, had_role, role_by from staff where org_id = $1"
    rows = {row[0]: tuple(row[1:]) for row in await school.rows(noted, school.org_id)}
    assert rows.pop("T2") == (False, None)
    assert rows == {"T1": (False, None), "C2": (True, None), "C3": (True, (await ids(school))["T1"])}
