"""The demo's hotlines: each kind of organisation has a line of its own."""

from api.core.unit_of_work import UnitOfWork
from api.directory import service as directory
from api.hotlines import service
from schemas.hotlines.wire import HotlineNew

_WEEKDAYS = ("周一至周五 8:00–18:00", "Monday to Friday, 8:00–18:00")
_EVENINGS = ("每天 9:00–21:00", "Every day, 9:00–21:00")
_LINES: dict[str, list[HotlineNew]] = {
    "school": [
        HotlineNew(
            name_zh="学校心理辅导室", name_en="The school's counselling room", phone="0797-0000001",
            hours_zh=_WEEKDAYS[0], hours_en=_WEEKDAYS[1], kind="school", position=10,
        )
    ],
    "centre": [
        HotlineNew(
            name_zh="青禾区青少年心理热线", name_en="Qinghe youth counselling line", phone="0797-0000002",
            hours_zh=_EVENINGS[0], hours_en=_EVENINGS[1], kind="psychological", position=10,
        )
    ],
    "bureau": [
        HotlineNew(
            name_zh="青禾区教育局心理热线", name_en="Qinghe Education Bureau's counselling line", phone="0797-0000003",
            hours_zh=_WEEKDAYS[0], hours_en=_WEEKDAYS[1], kind="psychological", position=10,
        ),
        HotlineNew(
            name_zh="青禾区人民医院儿童青少年心理门诊", name_en="Qinghe People's Hospital, child psychiatry",
            phone="0797-0000004", hours_zh=_WEEKDAYS[0], hours_en=_WEEKDAYS[1], kind="hospital", position=20,
        ),
    ],
}  # fmt: skip


async def open_lines(uow: UnitOfWork) -> None:
    """Adds the lines of the organisation acted in; what has some is left alone."""
    org = await directory.get_org(uow)
    if await service.list_hotlines(uow):
        return
    for line in _LINES.get(org.kind, []):
        await service.add_hotline(uow, line)
