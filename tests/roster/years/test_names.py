"""Names of classes a year later, and which grade is the last."""

import pytest

from api.roster.years.names import grade_number, leaves, raised


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("初一1班", "初二1班"),
        ("七年级(1)班", "八年级(1)班"),
        ("七(11)班", "八(11)班"),
        ("702班", "802班"),
        ("1002班", "1102班"),
        ("高二（3）班", "高三（3）班"),
        ("小五2班", "小六2班"),
        ("3年级2班", "4年级2班"),
        ("2026级2班", "2026级2班"),
        ("26级2班", "26级2班"),
        ("向日葵班", "向日葵班"),
    ],
)
def test_a_name_tells_the_next_grade(name: str, after: str) -> None:
    assert raised(name) == after


def test_the_last_grade_of_a_school() -> None:
    assert leaves(9, {7, 8, 9})
    assert leaves(12, {10, 11, 12})
    assert leaves(6, {1, 2, 3, 4, 5, 6})
    assert not leaves(6, set(range(1, 10)))
    assert not leaves(8, {7, 8, 9})


def test_a_grade_comes_from_the_grade_else_from_the_name() -> None:
    assert grade_number("向日葵班", "八年级", 2026) == 8
    assert grade_number("初三2班", "初三", 2026) == 9
    assert grade_number("向日葵班", "其他", 2026) is None
