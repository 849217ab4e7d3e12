"""The feature's screens in the tour of the app (`tests/clients/tour.py`)."""

from tests.clients.calls import Api
from tests.clients.site import ADMIN

SCHOOL = 101


async def _staff(api: Api) -> str:
    staff = await api.get(f"orgs/{SCHOOL}/staff")
    return f"/school/people/{SCHOOL}/staff/{next(one['staffId'] for one in staff if one['leads'])}"


async def _student(api: Api) -> str:
    first = (await api.get(f"orgs/{SCHOOL}/students?limit=1"))["items"][0]
    return f"/school/people/{SCHOOL}/student/{first['studentId']}"


async def _new_student(_: Api) -> str:
    return f"/school/people/{SCHOOL}/student/new"


async def _new_staff(_: Api) -> str:
    return f"/school/people/{SCHOOL}/staff/new"


async def _year(_: Api) -> str:
    return f"/roster/{SCHOOL}/school-year"


SCREENS = [
    {"name": "school-year", "route": "/roster/:org/school-year", "who": ADMIN, "at": _year},
    {"name": "person-staff", "route": "/school/people/:org/staff/:id", "who": ADMIN, "at": _staff},
    {"name": "new-staff", "route": "/school/people/:org/staff/:id", "who": ADMIN, "at": _new_staff},
    {"name": "new-student", "route": "/school/people/:org/student/:id", "who": ADMIN, "at": _new_student},
    {"name": "person-student", "route": "/school/people/:org/student/:id", "who": ADMIN, "at": _student},
]
