"""Reads a school's directory from WeCom (家校通讯录): the tree of departments, then the students of each class."""

from api.core.wecom import Wecom
from schemas.roster.wecom import CLASS, Department, Departments, Directory, Student, Students


async def read(client: Wecom) -> Directory:
    """The directory below the application's department. Raises Failed, also when one class cannot be read: half a school is none."""
    root = client.app.department
    found = await client.get("school/department/list", Departments, id=root)
    departments = below(root, found.departments)
    students: dict[str, Student] = {}
    for department in departments:
        if department.type == CLASS:
            page = await client.get("school/user/list", Students, department_id=department.id)
            students |= {one.student_userid: one for one in page.students}
    return Directory(departments=departments, students=list(students.values()))


def below(root: int, departments: list[Department]) -> list[Department]:
    """The root and what is below it: WeCom may answer with the whole corporation."""
    known, grew = {root}, True
    while grew:
        more = {one.id for one in departments if one.parentid in known} - known
        known, grew = known | more, bool(more)
    return [one for one in departments if one.id in known]
