"""The school directory of WeCom (家校通讯录), as `school/department/list` and `school/user/list` give it."""

import msgspec

CLASS, GRADE = 1, 2
"""The types of departments that are a class or a grade."""


class Department(msgspec.Struct, frozen=True, kw_only=True):
    """A campus, stage, grade or class. `parentid` 0: the root. `is_graduated` 1: its students have left."""

    id: int
    name: str
    parentid: int = 0
    type: int = 0
    is_graduated: int = 0


class Departments(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of `school/department/list`."""

    departments: list[Department] = []


class Parent(msgspec.Struct, frozen=True, kw_only=True):
    """A parent beside a student. WeCom knows no name of a parent. `is_subscribe` 0: does not follow the school's notices, and gets none."""

    parent_userid: str
    relation: str = ""
    mobile: str = ""
    is_subscribe: int = 1


class Student(msgspec.Struct, frozen=True, kw_only=True):
    """A student with parents. The school chose `student_userid`: often the student number."""

    student_userid: str
    name: str
    department: list[int] = []
    parents: list[Parent] = []


class Students(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of `school/user/list`."""

    students: list[Student] = []


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    """All of a school: its departments, and the students of its classes, each once."""

    departments: list[Department]
    students: list[Student]
