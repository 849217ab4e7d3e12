"""Every text about publicity work."""

from collections.abc import Mapping

from api.publicity.returns import watching
from schemas.messages.templates import Template, Words
from schemas.publicity.messages import ReturnDueParams

TEMPLATES: Mapping[str, Template] = {
    "publicity_return_due": Template(
        params=ReturnDueParams,
        about=None,
        confidential=False,
        audience=watching.list_filers,
        zh=Words("宣传教育报表待上报", "{period_zh}的报表请在{due_zh}当天结束前上报。"),
        en=Words("A return is due", "Please file the publicity return for {period_en} by the end of {due_en}."),
    )
}
