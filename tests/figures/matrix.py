"""What the matrix of rights needs of figures."""

from tests.of_features import Matrix
from tests.world import Person, World


async def _objects(world: World, org_id: int, admin: Person) -> dict[str, str]:
    return {}


MATRIX = Matrix(named=(), objects=_objects, bodies={"setFigureTargets": {"visited": 90, "contacted": None}})
