"""What the matrix of rights needs of cases that a bureau's officers open. No officer works at a school, so all are refused there."""

from tests.of_features import Matrix
from tests.world import Person, World


async def _objects(world: World, _: int, __: Person) -> dict[str, str]:
    return {"school_id": str(world.north)}


MATRIX = Matrix(
    named=("school_id",),
    objects=_objects,
    bodies={
        "readSchoolCaseText": {"reason": "x"},
        "addSchoolCaseFirstStep": {"kind": "child_where", "answer": "at_school"},
        "followUpSchoolCase": {"text": "x"},
        "agreeToCloseSchoolCase": None,
        "nameSchoolCaseOwner": {"staffId": "00000000-0000-4000-8000-000000000001"},
        "refuseToCloseSchoolCase": {"reason": "x"},
    },
)
