"""What the matrix of rights needs of resets of second factors."""

from uuid import uuid4

from tests.of_features import Matrix
from tests.world import Person, World


async def _objects(_world: World, _org_id: int, _admin: Person) -> dict[str, str]:
    return {"reset_id": str(uuid4()), "account_id": str(uuid4())}


MATRIX = Matrix(
    named=(),
    objects=_objects,
    bodies={"askFactorReset": None, "confirmFactorReset": None, "refuseFactorReset": None, "confirmNumberMove": None},
)
