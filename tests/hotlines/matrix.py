"""What the matrix of rights needs of hotlines."""

from tests.hotlines.lines import BODY, line
from tests.of_features import Matrix
from tests.world import Person, World


async def _objects(world: World, org_id: int, admin: Person) -> dict[str, str]:
    return {"hotline_id": (await line(world, org_id, admin))["hotlineId"]}


MATRIX = Matrix(
    named=("hotline_id",), objects=_objects, bodies={"addHotline": BODY, "setHotline": BODY, "endHotline": None}
)
