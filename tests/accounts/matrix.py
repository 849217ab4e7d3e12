"""What the matrix of rights needs of class tablets and PINs."""

from typing import Any
from uuid import UUID

from tests.of_features import Matrix
from tests.world import Person, World


async def add_tablet(world: World, org_id: int, admin: Person) -> dict[str, Any]:
    """A tablet of one of its classes, as its administrator is shown it."""
    class_id: UUID = (await world.operate(org_id, "select class_id from classes where org_id = $1 limit 1", org_id))[0][
        0
    ]
    made = await world.client(admin).post(f"orgs/{org_id}/tablets", json={"name": "平板 1", "classId": str(class_id)})
    assert made.status_code == 201, made.text
    return made.json()


async def _objects(world: World, org_id: int, admin: Person) -> dict[str, str]:
    return {"tablet_id": (await add_tablet(world, org_id, admin))["tabletId"]}


MATRIX = Matrix(
    named=("tablet_id",),
    objects=_objects,
    bodies={
        "issueTabletCode": None,
        "endTablet": None,
        "setPin": {"secret": "x", "pin": "4826"},
    },
)
