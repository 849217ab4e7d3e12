"""What a person is told of a reset of their second factor."""

from collections.abc import Mapping

from schemas.messages.templates import Template, Words
from schemas.recovery.messages import FactorResetParams, NumberMovedElsewhereParams, NumberObjectedParams

TEMPLATES: Mapping[str, Template] = {
    "factor_reset": Template(
        params=FactorResetParams,
        about=None,
        confidential=False,
        zh=Words(
            "登录验证将被重置",
            "两位同事确认您丢了登录验证，{opens_at}起可以重新设置。不是您要求的？请马上登录心桥，在“密码和安全”里拒绝。",
        ),
        en=Words(
            "Your second factor is being reset",
            "Two colleagues confirmed that you lost it. From {opens_at} you can set another. You did not ask for this? Sign in now and refuse it under Safety.",
        ),
    ),
    "number_moved_elsewhere": Template(
        params=NumberMovedElsewhereParams,
        about=None,
        confidential=False,
        zh=Words(
            "别的机构更换了登录手机号",
            "{name}的登录手机号被所属的另一家机构更换。在本机构，新号码七天内不能签字，也看不到以前的内容。请当面或打原号码问一问；是本人要求的，认识此人的同事或孩子的另一位家长可以确认。",
        ),
        en=Words(
            "Another organisation changed a phone number",
            "{name} has another sign-in number by an organisation that they belong to as well. Here the new number signs nothing for seven days and sees nothing of before. Ask them in person or on the old number; if they asked for it, a colleague who knows them or the child's other guardian can confirm it.",
        ),
    ),
    "number_objected": Template(
        params=NumberObjectedParams,
        about=None,
        confidential=False,
        zh=Words(
            "有人收回了换号",
            "{name}用原手机号收回了学校更换的号码，新号码已不能登录。请当面或打原号码问清楚，再决定要不要换。",
        ),
        en=Words(
            "A changed phone number was taken back",
            "{name} took back, by the old phone number, the number that the school had changed. The new one signs in no more. Ask them in person or on the old number before it is changed again.",
        ),
    ),
}
