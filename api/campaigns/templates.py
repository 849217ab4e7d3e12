"""Every text about a campaign. It asks for times and leads into the app; nothing of an address is in it."""

from collections.abc import Mapping

from api.campaigns.families import telling
from schemas.campaigns.messages import AskParams
from schemas.messages.templates import Template, Words

TEMPLATES: Mapping[str, Template] = {
    "campaign_ask": Template(
        params=AskParams,
        about=("visited_student", "visited_student_id"),
        confidential=False,
        zh=Words("约家访时间", "老师近期想到您家家访，请在{answer_by}前登录选择方便的时间，也可以请老师来电。"),
        en=Words(
            "When does a home visit suit you?",
            "The school would like to visit your family. Please sign in by {answer_by} to choose times, or ask for a call.",
        ),
        audience=telling.list_asked,
    ),
    "campaign_reminder": Template(
        params=AskParams,
        about=("visited_student", "visited_student_id"),
        confidential=False,
        zh=Words("请选择家访时间", "您还没有回复家访时间，请在{answer_by}前登录选择，也可以请老师来电。"),
        en=Words(
            "Please choose times for the home visit",
            "You have not said when a home visit suits you. Please sign in by {answer_by} to choose times, or ask for a call.",
        ),
        audience=telling.list_asked,
    ),
}
