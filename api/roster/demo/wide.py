"""A school's rows as its office keeps them: one wide sheet under a title, each child's guardians beside the child, and the staff in a second one."""

from api.roster.columns import BY_KEY
from api.roster.demo.school import Rows
from api.roster.files import template

_MOST = 3
"""Guardians of a child who have columns of their own."""
_OF_GUARDIAN = ("姓名", "关系", "电话", "邮箱")


def workbook(school: str, school_year: int, rows: Rows) -> bytes:
    """There is no sheet of classes: they come from the students, and their year from the title."""
    staff = BY_KEY["staff"]
    return template.bare(
        {
            "花名册": [[f"{school}{school_year}学年学生花名册"], _heading(), *_students(rows)],
            staff.name: [[column.name for column in staff.columns], *rows["staff"]],
        }
    )


def _heading() -> list[str]:
    own = [column.name for column in BY_KEY["students"].columns]
    return [*own, *(f"家长{at}{field}" for at in range(1, _MOST + 1) for field in _OF_GUARDIAN)]


def _students(rows: Rows) -> list[list[str]]:
    """The rows of the students; their guardians follow in the order in which they are asked."""
    guardians: dict[str, list[list[str]]] = {}
    for row in sorted(rows["guardians"], key=lambda row: row[4]):
        guardians.setdefault(row[3], []).append(row)
    return [
        [
            *row,
            *(
                cell
                for name, word, phone, _, _, mail in guardians.get(row[0], ())
                for cell in (name, word, phone, mail)
            ),
        ]
        for row in rows["students"]
    ]
