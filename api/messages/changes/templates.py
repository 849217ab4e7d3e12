"""What people are told of a change that somebody made to what they are here. None says why, and none names a child."""

from collections.abc import Mapping
from uuid import UUID

from api.core.unit_of_work import Reading
from api.roster.touched import service as touched
from schemas.messages.changes import ChildLastDayParams, ColleagueParams, LastDayParams, LeaveParams, StandInParams
from schemas.messages.templates import Audience, NoParams, Params, Template, Words


def _template(params: type[Params], zh: Words, en: Words, audience: Audience | None = None) -> Template:
    return Template(params=params, about=None, confidential=False, zh=zh, en=en, audience=audience)


async def _guardians(uow: Reading, params: ChildLastDayParams) -> frozenset[UUID] | None:
    return await touched.list_tied(uow, params.student_id) if params.student_id else None


TEMPLATES: Mapping[str, Template] = {
    "leave_covered": _template(
        StandInParams,
        Words(
            "学校为您登记了请假",
            "{first_day}到{last_day}，您的班级和职责由{name}代理，之后自动还给您。您没有请假？请马上联系学校管理员。",
        ),
        Words(
            "The school recorded a leave of yours",
            "From {first_day} to {last_day} your classes and duties are with {name}; then they are yours again. You asked for no leave? Call the school's administrator now.",
        ),
    ),
    "leave_uncovered": _template(
        LeaveParams,
        Words(
            "学校为您登记了请假",
            "{first_day}到{last_day}，您的班级和职责没有人代理，之后自动还给您。您没有请假？请马上联系学校管理员。",
        ),
        Words(
            "The school recorded a leave of yours",
            "From {first_day} to {last_day} nobody has your classes and duties; then they are yours again. You asked for no leave? Call the school's administrator now.",
        ),
    ),
    "leave_over": _template(
        NoParams,
        Words("您的请假已结束或取消", "您的班级和职责由您自己负责。有疑问请联系学校管理员。"),
        Words(
            "Your leave is over or taken back",
            "Your classes and duties are yours. Ask the school's administrator if that is wrong.",
        ),
    ),
    "stand_in_named": _template(
        StandInParams,
        Words("请您代理同事的工作", "{first_day}到{last_day}，{name}的班级和职责由您代理。"),
        Words(
            "You stand in for a colleague", "From {first_day} to {last_day} you have the classes and duties of {name}."
        ),
    ),
    "stand_in_over": _template(
        ColleagueParams,
        Words("您不再代理同事的工作", "{name}的班级和职责不再由您代理。"),
        Words("You no longer stand in for a colleague", "The classes and duties of {name} are not with you any more."),
    ),
    "wecom_sign_in": _template(
        NoParams,
        Words(
            "企业微信登录已开启",
            "以后可以从学校的企业微信登录心桥。不是您开启的？请登录心桥，在“我的 → 设置”里关闭，并退出所有设备。",
        ),
        Words(
            "Sign-in from WeCom is on",
            "From now on the school's WeCom signs you in. It was not you? Sign in, switch it off under Me → Settings, and sign out everywhere.",
        ),
    ),
    "wechat_link": Template(
        params=NoParams,
        about=None,
        confidential=False,
        never_by="wechat",
        zh=Words(
            "微信提醒已开启",
            "以后心桥的消息也会发到您的微信。不是您开启的？请登录心桥，在“我的 → 设置”里关闭，并退出所有设备。",
        ),
        en=Words(
            "Messages by WeChat are on",
            "From now on your messages reach you by WeChat, too. It was not you? Sign in, switch it off under Me → Settings, and sign out everywhere.",
        ),
    ),
    "part_changed": _template(
        NoParams,
        Words("学校更改了您的角色或班级", "请登录心桥查看。您没有料到？请联系学校管理员。"),
        Words(
            "The school changed your roles or classes",
            "Sign in to see them. You did not expect it? Ask the school's administrator.",
        ),
    ),
    "counsellor_named": _template(
        ColleagueParams,
        Words("一位同事有了和您相近的职责", "{name}现在也能看到学生托付给您的内容。您没有料到？请联系学校管理员。"),
        Words(
            "A colleague has duties like yours",
            "{name} can now read what students entrust to you. You did not expect it? Ask the school's administrator.",
        ),
    ),
    "administrator_named": _template(
        ColleagueParams,
        Words("学校多了一位管理员", "{name}现在也能管理学校的名册和角色。您没有料到？请马上和学校核对。"),
        Words(
            "The school has another administrator",
            "{name} can now change the school's roster and roles. You did not expect it? Check with the school at once.",
        ),
    ),
    "last_day_set": _template(
        LastDayParams,
        Words(
            "学校登记了您的最后一天",
            "您在学校的最后一天是{last_day}，之后您不能再使用学校的心桥。不对？请马上联系学校管理员。",
        ),
        Words(
            "The school recorded your last day",
            "Your last day here is {last_day}. After it you cannot use the school's Xinqiao. Is that wrong? Call the school's administrator now.",
        ),
    ),
    "child_last_day_set": _template(
        ChildLastDayParams,
        Words("学校登记了孩子的最后一天", "您的孩子在学校的最后一天是{last_day}。不对？请联系学校。"),
        Words(
            "The school recorded a last day",
            "Your child's last day at the school is {last_day}. Is that wrong? Call the school.",
        ),
        _guardians,
    ),
    "own_last_day_near": _template(
        LastDayParams,
        Words(
            "离校的日子快到了",
            "你在学校的最后一天是{last_day}，之后不能再登录学校的心桥。想留下的内容，请在那天前保存。",
        ),
        Words(
            "Your last day at school is near",
            "Your last day is {last_day}. After it you cannot sign in to the school's Xinqiao. Save before then what you want to keep.",
        ),
    ),
    "child_last_day_near": _template(
        ChildLastDayParams,
        Words(
            "孩子离校的日子快到了",
            "您的孩子在学校的最后一天是{last_day}，之后您看不到这个孩子在学校的内容。要留的回执，请在那天前下载。不对？请联系学校。",
        ),
        Words(
            "A last day at school is near",
            "Your child's last day at the school is {last_day}. After it you see nothing more of the school about this child: download receipts that you want to keep before then. Is that wrong? Call the school.",
        ),
        _guardians,
    ),
    "last_day_taken_back": _template(
        NoParams,
        Words("登记的最后一天已取消", "学校取消了之前登记的最后一天，一切照旧。"),
        Words(
            "The last day was taken back",
            "The school took back the last day that it had recorded. Everything stays as it was.",
        ),
    ),
    "guardians_changed": _template(
        NoParams,
        Words("孩子的家长登记有变动", "学校更改了您孩子的家长登记。您没有料到？请联系学校。"),
        Words(
            "Your child's guardians were changed",
            "The school changed who is a guardian of your child. You did not expect it? Call the school.",
        ),
    ),
    "tie_changed": _template(
        NoParams,
        Words("您的家长登记有变动", "学校更改了您在本校的家长登记。有疑问请联系学校。"),
        Words(
            "Your entry as a guardian was changed",
            "The school changed your entry as a guardian. Call the school if you have questions.",
        ),
    ),
    "diary_changed": _template(
        NoParams,
        Words("您的日程有变", "有的安排不再由您负责，请以心桥里的日程为准。有疑问请联系学校管理员。"),
        Words(
            "Your diary has changed",
            "Some appointments are not yours any more. Your diary in Xinqiao shows what is. Ask the administrator if you have questions.",
        ),
    ),
    "tied_as_colleague": _template(
        NoParams,
        Words(
            "学校把您登记为一名学生的家长",
            "从现在起，您看不到有关这名学生的保密内容。如果您不知情，请马上告诉校领导或教育局。",
        ),
        Words(
            "The school recorded you as a student's guardian",
            "From now on you see nothing confidential about that student. If you did not expect this, tell the school's leaders or the bureau at once.",
        ),
    ),
}
