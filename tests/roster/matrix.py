"""What the matrix of rights needs of single persons and of a school year."""

from uuid import uuid4

from tests.of_features import Matrix
from tests.world import Person, World


async def _objects(world: World, org_id: int, _: Person) -> dict[str, str]:
    staff = {world.north: world.people.chen, world.south: world.people.sun}.get(org_id, world.people.qian)
    guardian = world.people.mother
    return {"staff_id": str(staff.account_id), "guardian_id": str(guardian.account_id)}


_TIE = {"name": "李兰", "relation": "mother", "contactOrder": 3}
MATRIX = Matrix(
    named=("staff_id", "guardian_id"),
    objects=_objects,
    bodies={
        "setPersonStaff": {"name": "陈老师", "number": "C9", "roles": [], "leads": [], "teaches": []},
        "addPersonStaff": {
            "name": "陈晨",
            "number": "C7",
            "phone": "16400009998",
            "roles": [],
            "leads": [],
            "teaches": [],
        },
        "addPersonStudent": {"number": "N9", "name": "王小", "sex": "male", "classId": str(uuid4()), "support": []},
        "issueStaffCode": None,
        "confirmStaffCode": None,
        "endPersonStaff": {},
        "setPersonLeave": {"firstDay": "2027-03-01", "lastDay": "2027-03-05"},
        "endPersonLeave": None,
        "setStaffLeaving": {"lastDay": "2027-01-31"},
        "endStaffLeaving": None,
        "setStudentLeaving": {"lastDay": "2027-01-31"},
        "endStudentLeaving": None,
        "findPersonStudents": {"find": "王"},
        "setPersonStudent": {"name": "王明", "sex": "male", "classId": str(uuid4()), "support": []},
        "endPersonStudent": None,
        "addPersonTie": {**_TIE, "phone": "16400009999"},
        "setPersonTie": _TIE,
        "endPersonTie": None,
        "barPersonTie": {"orderedOn": "2026-11-20", "paper": "1"},
        "liftPersonBar": None,
        "addRosterReading": None,
        "addSchoolYear": {"basis": "0" * 64, "schoolYear": 2027, "classes": [], "steps": [], "students": []},
    },
)
