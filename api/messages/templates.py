"""What is told where a message's own text may not be: features register their texts themselves."""

from schemas.messages.templates import NoParams, Template, Words

NEUTRAL = Template(
    params=NoParams,
    about=None,
    confidential=False,
    zh=Words("心桥", "您有一条新消息，请登录后查看。"),
    en=Words("Xinqiao", "You have a message. Please sign in to read it."),
)
