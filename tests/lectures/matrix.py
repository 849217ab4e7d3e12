"""What the matrix of rights needs of lectures: one of a class that nobody of the world leads, teaches or belongs to."""

from uuid import UUID, uuid4

from tests.counselling.desk import ok
from tests.lectures.hall import lecture
from tests.of_features import Matrix
from tests.world import Person, World


async def _objects(world: World, org_id: int, admin: Person) -> dict[str, str]:
    class_id = uuid4()
    await world.operate(
        org_id,
        "insert into classes (org_id, class_id, school_year, grade, name, code, updated_at)"
        " values ($1, $2, 2026, '九年级', 'Y', 'CLASSY', $3)",
        *(org_id, class_id, world.now),
    )
    added = await ok(await world.client(admin).post(f"/orgs/{org_id}/lectures", json=lecture(class_id)), 201)
    series = await ok(await world.client(admin).post(f"/orgs/{org_id}/lectures/series", json=SERIES), 201)
    return {"lecture_id": added["lectureId"], "series_id": series["seriesId"]}


SERIES = {"titleZh": "羊城家校学堂", "titleEn": "Home and School"}
_UNKNOWN = lecture()
"""For nobody: refused after the rights were looked at."""
MATRIX = Matrix(
    named=("lecture_id", "series_id"),
    objects=_objects,
    bodies={
        "addLecture": _UNKNOWN,
        "setLecture": _UNKNOWN,
        "publishLecture": None,
        "cancelLecture": None,
        "registerForLecture": None,
        "withdrawFromLecture": None,
        "checkInToLecture": {"code": "ABCDEF"},
        "addLectureSeries": SERIES,
        "setLectureSeries": SERIES,
        "setRecordingHosts": {"hosts": ["a.example", "a.example"]},
        "setLectureEntry": {"seriesId": str(UUID(int=1))},
        "openLectureRecording": None,
        "giveLectureFeedback": {"helpful": "yes", "clear": "yes", "again": "no"},
        "setLectureAttendance": {"classId": str(UUID(int=1)), "accountId": str(UUID(int=1)), "came": True},
    },
)
