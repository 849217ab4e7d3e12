"""What can go wrong when somebody is told something, and what can be refused of a budget."""

from api.core.errors import Problem


class Unfit(ValueError):
    """A message that cannot be told as given: a fault of ours. The text is one sentence for the log, without data."""


class BudgetNotAsked(Problem):
    """A yes is to exactly the budget that somebody asked for."""

    status, slug = 409, "sms-budget-not-asked"
    zh, en = (
        "没有等待答复的预算申请，或申请已有变化，请刷新后再看。",
        "Nobody asks for this budget, or the request has changed. Please look again.",
    )


class BudgetByAnother(Problem):
    """Who asked for more does not agree to it as well."""

    status, slug = 403, "sms-budget-by-another"
    zh, en = (
        "提高预算需要另一位校领导或学校管理员同意。",
        "A higher budget takes the yes of another leader or administrator.",
    )


class WechatOff(Problem):
    """The organisation has no WeChat service account."""

    status, slug = 409, "wechat-off"
    zh, en = "学校没有开通微信服务号提醒。", "The school has no WeChat service account here."


class WechatNotBegun(Problem):
    """What came back from WeChat's page was not begun by this person, or too long ago."""

    status, slug = 409, "wechat-not-begun"
    zh, en = "请回到设置页，重新点“连接微信”。", "Please begin again in the settings: “Connect WeChat”."


class WecomOff(Problem):
    """The organisation has no WeCom application."""

    status, slug = 409, "wecom-off"
    zh, en = "学校没有开通企业微信登录。", "The school has no sign-in from WeCom here."


class WecomNotKnown(Problem):
    """WeCom's directory names no parent by the number that the person has here."""

    status, slug = 409, "wecom-not-known"
    zh, en = (
        "学校的企业微信里还没有用您这个手机号关注的家长。请先关注学校通知，第二天再来开启。",
        "No parent with your number follows the school's notices in WeCom yet. Follow them first, and come back the day after.",
    )


class SmsDecisionNeeded(Problem):
    """Nobody is left out unseen: the sender says what becomes of those whom only SMS reaches."""

    status, slug = 409, "sms-decision-needed"
    zh, en = (
        "本月短信预算不够，会改用其他渠道。有些人只能收短信，请先看名单，再决定怎样通知他们。",
        "This month's SMS budget does not do, so other channels tell it. Some people can be reached by SMS alone: look at the list and decide how they are told.",
    )


class SmsBeyondByLeaders(Problem):
    """Who sets the budget goes beyond it."""

    status, slug = 403, "sms-beyond-by-leaders"
    zh, en = (
        "超出短信预算发送须由校领导或学校管理员决定。请自行告知名单上的人，或联系他们。",
        "Only leaders and administrators send SMS beyond the budget. Tell those on the list yourself, or ask them.",
    )
