"""The demo's publicity work: a quarter that was filed, and the one that is going on."""

from datetime import date, timedelta

from api.core.demo import Cast
from api.core.local_time import day_begins, local_day
from api.core.orgs import get_zone
from api.core.unit_of_work import UnitOfWork
from api.publicity import rules
from api.publicity.log import service as log
from api.publicity.returns import queries
from api.publicity.returns import service as returns
from api.roster.demo.cast import acting
from schemas.publicity.wire import PublicityEventNew, PublicityKind, PublicityReturnNew

_DAY = timedelta(days=1)
_BEFORE: tuple[tuple[int, PublicityKind, str, str, int, int], ...] = (
    (75, "lecture", "新生入学适应：家长可以做什么", "七年级家长", 2, 410),
    (80, "booklet", "《陪孩子适应初中》手册", "七年级家长", 560, 560),
    (84, "class_meeting", "认识新同学", "七年级学生", 12, 540),
    (88, "board", "情绪晴雨表", "全校学生", 3, 1600),
)
_NOW: tuple[tuple[int, PublicityKind, str, str, int, int], ...] = (
    (9, "drama", "心理剧《镜子》展演", "八年级学生", 1, 320),
    (9, "quality_training", "信任背摔与团队拓展", "学生骨干", 1, 45),
    (9, "article", "10月10日：世界精神卫生日", "家长和学生", 2, 980),
    (30, "micro_lesson", "三分钟呼吸放松", "九年级学生", 4, 610),
)
"""How many days after the quarter began, and what it was."""


async def live(uow: UnitOfWork, cast: Cast) -> None:
    """Adds both where the log of the last quarter is empty."""
    zone = await get_zone(uow)
    today = local_day(uow.now, zone)
    before, current = rules.before("quarter", today), rules.first_day("quarter", today)
    async with acting(uow, cast.counsellor_id, uow.now) as counsellor:
        if await log.list_events(counsellor, before, today):
            return
        for start, events in ((before, _BEFORE), (current, _NOW)):
            for event in _events(start, events, today):
                await log.add_event(counsellor, event)
    filer = (await queries.list_filers(uow.conn, uow.actor.org_id))[0]
    async with acting(uow, filer.staff_id, min(uow.now, day_begins(current + 5 * _DAY, zone))) as leader:
        seen = await returns.get_period(leader, "quarter", before)
        new = PublicityReturnNew(period="quarter", first_day=before, edition=0, lines=seen.lines)
        await returns.file_return(leader, new)


def _events(
    start: date, events: tuple[tuple[int, PublicityKind, str, str, int, int], ...], today: date
) -> list[PublicityEventNew]:
    return [
        PublicityEventNew(kind=kind, held_on=start + days * _DAY, topic=topic, audience=to, count=count, people=people)
        for days, kind, topic, to, count, people in events
        if start + days * _DAY <= today
    ]
