"""An organisation's hotline, made over HTTP."""

from typing import Any

from tests.counselling.desk import ok
from tests.world import Person, World

BODY = {
    "nameZh": "校园心理热线",
    "nameEn": "School line",
    "phone": "0797-0000009",
    "hoursZh": "工作日 8:00–18:00",
    "hoursEn": "Weekdays, 8:00–18:00",
    "kind": "school",
    "position": 10,
}
NATIONAL = ["12356", "12355", "120", "110", "12345"]


async def line(world: World, org_id: int, by: Person, **more: Any) -> Any:
    """A hotline that must succeed."""
    return await ok(await world.client(by).post(f"/orgs/{org_id}/hotlines", json={**BODY, **more}), 201)
