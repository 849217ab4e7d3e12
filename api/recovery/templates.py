"""What a person is told of a reset of their second factor."""

from collections.abc import Mapping

from schemas.messages.templates import Template, Words
from schemas.recovery.messages import FactorResetParams, NumberObjectedParams

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
