"""Where the app shows the day of the visits."""

from tests.clients.site import TEACHER, Api

SCHOOL = 101


async def _day(_: Api) -> str:
    return f"/visits/{SCHOOL}/day"


SCREENS = [{"name": "run-sheet", "route": "/visits/:org/:visit/:record?", "who": TEACHER, "at": _day}]
