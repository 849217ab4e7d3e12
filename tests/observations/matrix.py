"""What the matrix of rights needs of cases that a bureau's officers open, and of requests of custodians.

No officer works at a school, and no custodian of the world owns the case: all are refused.
"""

from uuid import uuid4

from tests.of_features import Matrix
from tests.world import Person, World


async def _objects(world: World, _: int, __: Person) -> dict[str, str]:
    return {"school_id": str(world.north), "disclosure_id": str(uuid4())}


MATRIX = Matrix(
    named=("school_id", "disclosure_id"),
    objects=_objects,
    bodies={
        "readSchoolCaseText": {"reason": "x"},
        "addSchoolCaseFirstStep": {"kind": "child_where", "answer": "at_school"},
        "followUpSchoolCase": {"text": "x"},
        "agreeToCloseSchoolCase": None,
        "nameSchoolCaseOwner": {"staffId": "00000000-0000-4000-8000-000000000001"},
        "refuseToCloseSchoolCase": {"reason": "x"},
        "askForObserver": {"reason": "x"},
        "agreeToDiscloseObserver": None,
        "withdrawObserverDisclosure": None,
    },
)
