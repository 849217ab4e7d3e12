"""An import renames people: each is told to every feature once, in the import's transaction, and nobody else is."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from api.core.feature import Feature, Registry
from api.core.names import Renamed
from api.core.unit_of_work import UnitOfWork
from api.features import FEATURES
from tests.roster import books
from tests.roster.books import guardian, more_students, staff, student
from tests.roster.school import School

SELECT_NAMED = "select name, {0}_id from {1} where org_id = $1"


class Heard:
    """A feature that writes down what it hears, and the roster's names at that moment."""

    def __init__(self) -> None:
        self.told: list[Sequence[Renamed]] = []
        self.names: set[str] = set()

    async def handle(self, uow: UnitOfWork, people: Sequence[Renamed]) -> None:
        """Reads inside the import's transaction."""
        self.told.append(people)
        rows = await uow.conn.fetch("select name from students where org_id = $1", uow.actor.org_id)
        self.names |= {row["name"] for row in rows}


def hearing(school: School, heard: Heard) -> School:
    """The school, whose worker has one more feature."""
    registry = Registry((*FEATURES, Feature(name="heard", people_renamed=heard.handle)))
    return replace(school, services=replace(school.services, registry=registry))


async def ids(school: School) -> dict[str, UUID]:
    """Everybody by name."""
    found: dict[str, UUID] = {}
    for kind, table in (("student", "students"), ("guardian", "guardians"), ("staff", "staff")):
        found |= dict(await school.rows(SELECT_NAMED.format(kind, table), school.org_id))
    return found


async def test_each_who_is_renamed_is_told_once(school: School) -> None:
    await school.applied(books.xlsx(more_students(books.school(), 12)))
    heard, book = Heard(), more_students(books.school(), 12)
    book["学生"][0] = student(name="王新名")
    book["学生"][1] = student("S2", "李小红", "女", "七年级(1)班")  # another class, the same name
    book["家长"][0] = guardian(name="王大新")
    book["教职工"][0] = staff(name="郑新华")
    await hearing(school, heard).applied(books.xlsx(book))
    now = await ids(school)
    [people] = heard.told
    assert sorted(people, key=lambda person: person.part) == [
        Renamed(account_id=now["王大新"], part="guardian", name="王大新"),
        Renamed(account_id=now["郑新华"], part="staff", name="郑新华"),
        Renamed(account_id=now["王新名"], part="student", name="王新名"),
    ]
    assert heard.names >= {"王新名", "李小红"}  # the handler reads what the import wrote, before it is committed


async def test_who_comes_back_under_another_name_is_told(school: School) -> None:
    book = more_students(books.school(), 12)
    await school.applied(books.xlsx(book))
    gone = {
        **book,
        "学生": [row for row in book["学生"] if row[0] != "P000"],
        "家长": [r for r in book["家长"] if "P000" not in r],
    }
    await school.applied(books.xlsx(gone))
    heard = Heard()
    back = {
        **book,
        "学生": [student("P000", "赵新名", "女", "七年级(2)班") if row[0] == "P000" else row for row in book["学生"]],
    }
    await hearing(school, heard).applied(books.xlsx(back))
    assert [[(p.part, p.name) for p in people] for people in heard.told] == [[("student", "赵新名")]]


async def test_nobody_renamed_is_no_event(school: School) -> None:
    heard = Heard()
    await hearing(school, heard).applied(books.xlsx(more_students(books.school(), 2)))
    assert heard.told == []
