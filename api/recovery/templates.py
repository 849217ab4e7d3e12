"""What a person is told of a reset of their second factor."""

from collections.abc import Mapping

from schemas.messages.templates import Template, Words
from schemas.recovery.messages import FactorResetParams

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
    )
}
