"""What the matrix of rights needs of publicity work: a line of the log."""

from tests.counselling.desk import ok
from tests.of_features import Matrix
from tests.world import Person, World

EVENT = {"kind": "board", "heldOn": "2026-11-02", "topic": "情绪晴雨表", "count": 3, "people": 120}


async def _objects(world: World, org_id: int, admin: Person) -> dict[str, str]:
    added = await ok(await world.client(admin).post(f"/orgs/{org_id}/publicity/events", json=EVENT), 201)
    return {"event_id": added["eventId"]}


MATRIX = Matrix(
    named=("event_id",),
    objects=_objects,
    bodies={
        "addPublicityEvent": EVENT,
        "setPublicityEvent": EVENT,
        "endPublicityEvent": None,
        # A day that is no first one: refused after the rights were looked at.
        "filePublicityReturn": {"period": "month", "firstDay": "2026-10-02", "edition": 0, "lines": []},
        "setPublicitySettings": {"periods": ["month", "month"], "dueAfter": 5},
    },
)
