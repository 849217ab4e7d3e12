"""What the matrix of rights needs of drafts: bodies. Their objects are those of visits and talks."""

from tests.of_features import Matrix
from tests.world import Person, World


async def _objects(_world: World, _org_id: int, _admin: Person) -> dict[str, str]:
    return {}


DRAFT = {"text": "x"}
MATRIX = Matrix(
    named=(),
    objects=_objects,
    bodies={"setVisitRecordDraft": DRAFT, "setVisitCorrectionDraft": DRAFT, "setSessionNoteDraft": DRAFT},
)
