"""What the matrix of rights needs of bulletins."""

from tests.counselling.desk import ok
from tests.of_features import Matrix
from tests.world import Person, World

BODY = {"text": "周五下午提前一小时放学", "lastDay": "2026-11-27"}


async def _objects(world: World, org_id: int, admin: Person) -> dict[str, str]:
    added = await ok(await world.client(admin).post(f"/orgs/{org_id}/bulletins", json=BODY), 201)
    return {"bulletin_id": added["bulletinId"]}


MATRIX = Matrix(named=("bulletin_id",), objects=_objects, bodies={"addBulletin": BODY, "endBulletin": None})
