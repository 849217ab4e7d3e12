"""Siblings of one home as one family of a plan (V1). Pure; who lives together is said in `core/households`."""

from collections.abc import Sequence

from schemas.campaigns.plan_rows import FamilyRow


def merged(rows: Sequence[FamilyRow]) -> FamilyRow:
    """A household as one family: who teaches one of the children may visit it, nobody who belongs to it does."""
    [first, *_] = rows
    return FamilyRow(
        student_id=first.student_id,
        class_id=first.class_id,
        home_sealed=first.home_sealed,
        teacher_ids=sorted({person for row in rows for person in row.teacher_ids}),
        guardian_ids=sorted({person for row in rows for person in row.guardian_ids}),
        barred_ids=sorted({person for row in rows for person in row.barred_ids}),
    )
