"""The classes of a school year in the order in which a school counts them."""

from tests.roster import books
from tests.roster.school import School
from tests.roster.years.test_years import proposal, send, year_of


async def test_classes_stand_as_people_count(school: School) -> None:
    """Class 10 after class 2, where it is proposed and where graduates are named."""
    book = books.school()
    book["班级"] += [["九年级", f"九年级({number})班", books.YEAR] for number in (10, 2, 9)]
    await school.applied(books.xlsx(book), losses=True)
    found = await proposal(school)
    leaving = [c["name"] for c in found["classes"] if c["fate"] == "graduates"]
    assert leaving == ["九年级(2)班", "九年级(9)班", "九年级(10)班"]
    tried = (await send(school, year_of(school, found))).json()
    assert "九年级(2)班、九年级(9)班、九年级(10)班毕业" in tried["notes"][0]["message"]
