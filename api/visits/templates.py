"""Every text about a home visit. A visit is ordinary and says so; why somebody declines or cancels is for the app alone."""

from collections.abc import Mapping

from api.visits.alerts import service as alerts
from api.visits.alerts.rules import NEXT_AFTER
from api.visits.visits import audience
from schemas.messages.templates import Template, Words
from schemas.visits.messages import VisitAlertParams, VisitParams, VisitTeamParams

TEMPLATES: Mapping[str, Template] = {
    "visit_proposed": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访邀约", "提议的家访时间是{starts_at}，请登录确认或另选时间。"),
        en=Words(
            "Home visit proposed",
            "A home visit is proposed for {starts_at}. Please sign in to confirm it or ask for another time.",
        ),
        audience=audience.list_taking_part,
    ),
    "visit_confirmed": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访已确认", "家访时间是{starts_at}。"),
        en=Words("Home visit confirmed", "The home visit is on {starts_at}."),
        audience=audience.list_taking_part,
    ),
    "visit_declined": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访未成", "提议在{starts_at}进行的家访，家长表示不便。"),
        en=Words("Home visit declined", "The family declined the home visit proposed for {starts_at}."),
        audience=audience.list_taking_part,
    ),
    "visit_move_asked": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访申请改期", "原定{starts_at}的家访，家长希望改到{wished_at}。"),
        en=Words("Another time wished", "The family would rather have the home visit of {starts_at} on {wished_at}."),
        audience=audience.list_taking_part,
    ),
    "visit_moved": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访改期", "家访时间改为{starts_at}，请登录确认或另选时间。"),
        en=Words(
            "Home visit moved",
            "The home visit is now proposed for {starts_at}. Please sign in to confirm it or ask for another time.",
        ),
        audience=audience.list_taking_part,
    ),
    "visit_cancelled": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访已取消", "原定{starts_at}的家访已取消。"),
        en=Words("Home visit cancelled", "The home visit on {starts_at} has been cancelled."),
        audience=audience.list_tellable,
        before="starts_at",
    ),
    "visit_closed": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访已取消", "原定{starts_at}的家访已取消：那天学校放假。请再约一个时间。"),
        en=Words(
            "Home visit cancelled",
            "The home visit on {starts_at} has been cancelled: the school is closed that day. Please agree on another time.",
        ),
        audience=audience.list_tellable,
        before="starts_at",
    ),
    "visit_not_answered": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访时间不再保留", "提议在{starts_at}进行的家访没有等到回复，这个时间不再保留，请另约时间。"),
        en=Words(
            "Home visit not answered",
            "The home visit proposed for {starts_at} was not answered in time. That time is not held any more; please agree on another.",
        ),
        audience=audience.list_taking_part,
        before="starts_at",
    ),
    "visit_team_changed": Template(
        params=VisitTeamParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访人员有变", "{starts_at}的家访时间不变，前来家访的是：{team}。"),
        en=Words("Others come to visit", "The home visit stays on {starts_at}. These people come: {team}."),
        audience=audience.list_taking_part,
        before="starts_at",
    ),
    "visit_team_proposed": Template(
        params=VisitTeamParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("提议的家访人员有变", "提议在{starts_at}的家访仍在等待家长答复，到时前来的是：{team}。"),
        en=Words(
            "Others would come to visit",
            "The home visit proposed for {starts_at} still waits for the family's answer. These people would come: {team}.",
        ),
        audience=audience.list_taking_part,
        before="starts_at",
    ),
    "visit_taken_over": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("您接手一次家访", "{starts_at}的家访由您接手，请登录查看。"),
        en=Words(
            "You take over a home visit", "You take over the home visit on {starts_at}. Please sign in to see it."
        ),
        audience=audience.list_taking_part,
        before="starts_at",
    ),
    "visit_one_left": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words(
            "家访只剩一人前往", "{starts_at}的家访原定多人同去，现在只剩一人。请登录把它转交或改期，或请同事同去。"
        ),
        en=Words(
            "One person left for a home visit",
            "Several were to come to the home visit on {starts_at}, and one person is left. Please sign in to hand it over or move it, or ask a colleague along.",
        ),
        audience=audience.list_taking_part,
        before="starts_at",
    ),
    "visit_taken_off": Template(
        params=VisitParams,
        about=None,
        confidential=False,
        zh=Words("您不再参加家访", "{starts_at}的家访不再由您参加，请从日程中删去。"),
        en=Words("A home visit without you", "You no longer take part in the home visit on {starts_at}."),
        audience=audience.list_tellable,
        before="starts_at",
    ),
    "visit_asked_again": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访待重新确认", "{starts_at}的家访需要家长重新确认，请登录确认或另选时间。"),
        en=Words(
            "Home visit to be confirmed again",
            "The home visit on {starts_at} has to be confirmed by the family again. Please sign in to confirm it or ask for another time.",
        ),
        audience=audience.list_taking_part,
        before="starts_at",
    ),
    "visit_late": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访会晚一些到", "老师在路上耽搁了，家访改在{starts_at}开始。不方便的话请登录告诉老师。"),
        en=Words(
            "The home visit begins later",
            "The team is running late: the home visit now begins on {starts_at}. If that does not suit you, please sign in.",
        ),
        audience=audience.list_taking_part,
        before="starts_at",
    ),
    "visit_unable": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访请另选时间", "老师来不了原定{starts_at}的家访，请登录另选一个方便的时间。"),
        en=Words(
            "Please choose another time",
            "The team cannot come to the home visit on {starts_at}. Please sign in and choose another time.",
        ),
        audience=audience.list_taking_part,
    ),
    "visit_agreement": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访约定", "老师写下了{starts_at}家访时和您说好的事，请登录查看并确认。"),
        en=Words(
            "Agreed at the home visit",
            "What was agreed at the home visit of {starts_at} is written down. Please sign in to read and confirm it.",
        ),
        audience=audience.list_taking_part,
    ),
    "visit_agreement_answered": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家长回复了家访约定", "家长回复了{starts_at}家访的约定，请登录查看。"),
        en=Words(
            "The family answered",
            "The family answered what was agreed at the home visit of {starts_at}. Please sign in.",
        ),
        audience=audience.list_taking_part,
    ),
    "visit_agreement_refused": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家长不同意家访约定", "家长对{starts_at}家访的约定有不同意见，请登录查看，再和家长说一说。"),
        en=Words(
            "The family disagrees",
            "The family disagrees with what was agreed at the home visit of {starts_at}. Please sign in.",
        ),
        audience=audience.list_taking_part,
    ),
    "visit_over_asked": Template(
        params=VisitAlertParams,
        about=("visit_alert", "visit_alert_id"),
        confidential=False,
        zh=Words("家访结束了吗？", "{starts_at}开始的家访已过结束时间，请登录报平安，否则会通知学校值班老师。"),
        en=Words(
            "Is the home visit over?",
            "The home visit of {starts_at} should be over. Please sign in and say that all is well, or the duty person of the school is told.",
        ),
        audience=alerts.list_team,
        unread_wait=NEXT_AFTER,
    ),
    "visit_not_over": Template(
        params=VisitAlertParams,
        about=("visit_alert", "visit_alert_id"),
        confidential=False,
        zh=Words(
            "家访老师还没有报平安", "{starts_at}开始的家访早该结束，{team}还没有报平安。请马上登录查看并打电话联系。"
        ),
        en=Words(
            "A team has not come back",
            "The home visit of {starts_at} should be over, and {team} has not said that all is well. Please sign in now and call them.",
        ),
        audience=alerts.list_told,
        unread_wait=NEXT_AFTER,
    ),
    "visit_all_clear": Template(
        params=VisitAlertParams,
        about=("visit_alert", "visit_alert_id"),
        confidential=False,
        zh=Words("家访老师平安", "{starts_at}开始的家访已经结束，{team}平安。"),
        en=Words("All is well", "The home visit of {starts_at} is over, and {team} is well."),
        audience=alerts.list_relieved,
    ),
    "visit_colleague_declined": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("同事不能同行", "一位同事不能参加{starts_at}的家访，请登录调整。"),
        en=Words(
            "A colleague cannot come", "A colleague cannot come to the home visit on {starts_at}. Please sign in."
        ),
        audience=audience.list_taking_part,
    ),
    "visit_other_time": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("希望换个家访时间", "有人在日历里希望把{starts_at}的家访改到{wished_at}。原定时间不变，请登录商量。"),
        en=Words(
            "Another time proposed",
            "Somebody proposed {wished_at} for the home visit of {starts_at}, from their calendar. Nothing has changed yet. Please sign in.",
        ),
        audience=audience.list_taking_part,
    ),
    "visit_tomorrow": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访提醒", "请记得家访：{starts_at}。"),
        en=Words("Home visit reminder", "Please remember the home visit on {starts_at}."),
        audience=audience.list_taking_part,
    ),
    "visit_soon": Template(
        params=VisitParams,
        about=("visit", "visit_id"),
        confidential=False,
        zh=Words("家访即将开始", "家访将于{starts_at}开始。"),
        en=Words("The home visit is soon", "The home visit starts on {starts_at}."),
        audience=audience.list_taking_part,
    ),
}
