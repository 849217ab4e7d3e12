"""What the SMS budget means for a notice: by what it would be told, who is left without, and who decides that (N1)."""

from collections.abc import Sequence
from uuid import UUID

from api.core import access, sms_titles
from api.core.orgs import get_name
from api.core.unit_of_work import Reading
from api.messages.broadcasts import service as broadcasts
from api.messages.preview import service as preview
from api.notices import actions, rules
from api.notices.sending import service as sending
from api.notices.writing import rules as writing_rules
from schemas.messages.audiences import Audience
from schemas.messages.preview import AudiencePreview
from schemas.notices.messages import NoticeParams
from schemas.notices.rows import NoticeRow

_ANY = UUID(int=0)
LONGEST = "字" * sms_titles.SMS_UNITS


async def get_preview(
    uow: Reading, audience: Audience, groups: Sequence[str], titles: tuple[str, str] | None
) -> AudiencePreview:
    """By what an audience would be told now. Without titles yet, SMS count as with the longest. The caller has checked that the actor may ask."""
    return await _preview(uow, audience, groups, titles or (LONGEST, LONGEST))


async def check_decided(uow: Reading, row: NoticeRow, alone: bool | None) -> None:
    """What becomes of those whom only SMS reaches is said by the sender where the budget does not do. What is urgent goes beyond it.

    Raises SmsDecisionNeeded, SmsBeyondByLeaders.
    """
    short = alone is None and await _left_without(uow, row)
    preview.check_sms(alone, short=short, may_exceed=access.reach(uow.actor, actions.NOTICE_SEND).everything)


async def reaches(uow: Reading, row: NoticeRow) -> bool:
    """Whether those whom only SMS reaches have one of this notice. The caller has checked that the actor may ask."""
    if row.state == "sent":
        return await broadcasts.sms_rule(uow, rules.broadcast_id(row.notice_id, "told", row.edition)) != "none"
    return bool(row.sms_alone) or not await _left_without(uow, row)


async def _left_without(uow: Reading, row: NoticeRow) -> bool:
    if row.importance == "urgent" or await preview.sms_left(uow) is None:
        return False
    titles = row.title_zh, row.title_en or row.title_zh
    return preview.leaves_out(await _preview(uow, rules.audience_of(row), row.groups, titles))


async def _preview(uow: Reading, audience: Audience, groups: Sequence[str], titles: tuple[str, str]) -> AudiencePreview:
    name = await get_name(uow.conn, uow.actor.org_id)
    params = NoticeParams(
        notice_id=_ANY,
        title_zh=titles[0],
        title_en=titles[1],
        from_zh=name.name_zh,
        from_en=name.name_en,
        sms_zh=writing_rules.sms_zh(titles[0], groups),
        sms_en=writing_rules.sms_en(titles[1], groups),
    )
    return await preview.preview(uow, audience, tuple(sending.TEMPLATES.values()), params)
