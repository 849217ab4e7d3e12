"""What the matrix of rights needs of notices' files and of a bureau's notices. In a school there is no officer: nobody reaches the one that stands there."""

from uuid import UUID, uuid4

from tests.counselling.desk import ok
from tests.of_features import Matrix
from tests.world import Person, World

_INSERT = """
insert into bureau_notices (org_id, bureau_notice_id, author_id, changed_by, kind, title_zh, body_zh, places, except_places, parts, state,
  created_at, updated_at)
values ($1, $2, $3, $3, 'information', '停课', '明天停课。', array[$1::bigint], '{}', '{guardian}', 'draft', $4, $4)
"""


async def _objects(world: World, org_id: int, admin: Person) -> dict[str, str]:
    notice_id = uuid4()
    await world.operate(org_id, _INSERT, org_id, notice_id, admin.account_id, world.now)
    template = await ok(
        await world.client(admin).post(f"/orgs/{org_id}/notice-templates", json=TEMPLATE | {"shared": True}), 201
    )
    saved = await ok(
        await world.client(admin).post(f"/orgs/{org_id}/saved-audiences", json=SAVED | {"shared": True}), 201
    )
    return {
        "bureau_notice_id": str(notice_id),
        "template_id": template["templateId"],
        "audience_id": saved["audienceId"],
    }


async def add_file(world: World, org_id: int, uploader: Person) -> UUID:
    """A file that a variant's notice has."""
    file_id = uuid4()
    insert = (
        "insert into notice_files (org_id, file_id, uploaded_by, name, kind, size, sha256, created_at)"
        " values ($1, $2, $3, 'a.pdf', 'pdf', 1, repeat('0', 64), $4)"
    )
    await world.operate(org_id, insert, org_id, file_id, uploader.account_id, world.now)
    part = "insert into notice_file_parts (org_id, file_id, part, data) values ($1, $2, 0, 'x')"
    await world.operate(org_id, part, org_id, file_id)
    return file_id


TEMPLATE = {"name": "防溺水提醒", "kind": "acknowledge", "titleZh": "防溺水提醒", "bodyZh": "不私自下水。"}
SAVED = {"name": "全校家长", "audience": {"wholeSchool": True}}
_UNKNOWN = {"kind": "information", "titleZh": "停课", "bodyZh": "明天停课。", "places": [1]}
"""Refused after the rights were looked at: no bureau has that place."""
MATRIX = Matrix(
    named=("bureau_notice_id", "file_id", "template_id", "audience_id"),
    objects=_objects,
    bodies={
        "unscheduleNotice": None,
        "addNoticeFile": b"a file",
        "removeNoticeFile": None,
        "addNoticeTemplate": TEMPLATE,
        "setNoticeTemplate": TEMPLATE,
        "removeNoticeTemplate": None,
        "addSavedAudience": {"name": "x"},
        "setSavedAudience": {"name": "x"},
        "removeSavedAudience": None,
        "addBureauNotice": _UNKNOWN,
        "setBureauNotice": _UNKNOWN,
        "submitBureauNotice": None,
        "approveBureauNotice": {"digest": "0" * 64},
        "returnBureauNotice": None,
        "cancelBureauNotice": None,
        "recallBureauNotice": None,
        "correctBureauNotice": {"titleZh": "停课", "bodyZh": "明天停课。"},
        "approveBureauCorrection": {"digest": "0" * 64},
        "returnBureauCorrection": None,
    },
)
