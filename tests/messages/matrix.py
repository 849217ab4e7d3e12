"""What the matrix of rights needs of SMS budgets."""

from tests.of_features import Matrix
from tests.world import Person, World


async def _objects(_world: World, _org_id: int, _admin: Person) -> dict[str, str]:
    return {}


MATRIX = Matrix(
    named=(),
    objects=_objects,
    bodies={
        "setChannelBudget": {"parts": 100},
        "answerChannelBudget": {"parts": 1, "approve": False},
        "readMessages": {"until": "2026-11-23T04:00:00Z"},
        "linkWechat": {"wechatCode": "c", "state": "s"},
        "unlinkWechat": None,
        "switchOnWecomSignIn": None,
        "switchOffWecomSignIn": None,
    },
)
