"""Every text about a notice: its title, and what is to be done."""

from collections.abc import Mapping

from api.notices.bureau import approvers as bureau
from api.notices.sending import audience
from schemas.messages.templates import Template, Words
from schemas.notices.bureau import BureauNoticeParams
from schemas.notices.messages import NoticeParams, NoticeSentParams

TEMPLATES: Mapping[str, Template] = {
    "notice": Template(
        params=NoticeParams,
        about=("notice", "notice_id"),
        confidential=False,
        zh=Words("{title_zh}", "{from_zh}发来一条新通知，请在心桥中查看。"),
        en=Words("{title_en}", "There is a new notice from {from_en}. Please read it in Xinqiao."),
        sms=(
            "{from_zh}发来一条新通知{sms_zh}，请在心桥中查看。",
            "There is a new notice from {from_en}{sms_en}. Please read it in Xinqiao.",
        ),
        among=audience.among,
    ),
    "notice_acknowledge": Template(
        params=NoticeParams,
        about=("notice", "notice_id"),
        confidential=False,
        zh=Words("{title_zh}", "{from_zh}发来一条通知，请在心桥中阅读并确认。"),
        en=Words("{title_en}", "There is a notice from {from_en}. Please read and acknowledge it in Xinqiao."),
        sms=(
            "{from_zh}发来一条通知{sms_zh}，请在心桥中阅读并确认。",
            "There is a notice from {from_en}{sms_en}. Please read and acknowledge it in Xinqiao.",
        ),
        among=audience.among,
    ),
    "notice_sign": Template(
        params=NoticeParams,
        about=("notice", "notice_id"),
        confidential=False,
        zh=Words("{title_zh}", "{from_zh}发来一条通知，请在心桥中阅读并签字。"),
        en=Words("{title_en}", "There is a notice from {from_en}. Please read and sign it in Xinqiao."),
        sms=(
            "{from_zh}发来一条通知{sms_zh}，请在心桥中阅读并签字。",
            "There is a notice from {from_en}{sms_en}. Please read and sign it in Xinqiao.",
        ),
        among=audience.among,
    ),
    "notice_urgent": Template(
        params=NoticeParams,
        about=("notice", "notice_id"),
        confidential=False,
        # An SMS may be all that is read this morning: it says the whole title, in as many parts as that takes.
        zh=Words("紧急：{title_zh}", "{from_zh}紧急通知：{title_zh}。请马上在心桥中阅读。"),
        en=Words("Urgent: {title_en}", "Urgent notice from {from_en}: {title_en}. Please read it in Xinqiao at once."),
        among=audience.among,
    ),
    "notice_urgent_untitled": Template(
        params=NoticeParams,
        about=("notice", "notice_id"),
        confidential=False,
        # To children of a kind: what it is about would say of which kind somebody's child is.
        zh=Words("紧急通知", "{from_zh}发来一条紧急通知，请马上在心桥中阅读。"),
        en=Words("Urgent notice", "There is an urgent notice from {from_en}. Please read it in Xinqiao at once."),
        among=audience.among,
    ),
    "notice_corrected": Template(
        params=NoticeParams,
        about=("notice", "notice_id"),
        confidential=False,
        zh=Words("更正：{title_zh}", "{from_zh}更正了这条通知，请在心桥中重新查看，以新内容为准。"),
        en=Words("Corrected: {title_en}", "This notice from {from_en} was corrected. Please read it again in Xinqiao."),
        sms=(
            "{from_zh}更正了一条通知{sms_zh}，请在心桥中重新查看，以新内容为准。",
            "A notice from {from_en} was corrected{sms_en}. Please read it again in Xinqiao.",
        ),
        among=audience.among,
    ),
    "notice_reminder": Template(
        params=NoticeParams,
        about=("notice", "notice_id"),
        confidential=False,
        zh=Words("提醒：{title_zh}", "{from_zh}的一条通知还在等您回复，请在心桥中处理。"),
        en=Words(
            "Reminder: {title_en}", "A notice from {from_en} still waits for your answer. Please answer it in Xinqiao."
        ),
        sms=(
            "{from_zh}的一条通知{sms_zh}还在等您回复，请在心桥中处理。",
            "A notice from {from_en} still waits for your answer{sms_en}. Please answer it in Xinqiao.",
        ),
        among=audience.unanswered,
    ),
    "notice_without_sms": Template(
        params=NoticeSentParams,
        about=("notice_sent", "notice_sent_id"),
        confidential=False,
        zh=Words(
            "未发短信：{title_zh}",
            "本月短信预算已不够，您发出的一条通知没有发短信。请在心桥中查看哪些家庭需要另行告知。",
        ),
        en=Words(
            "Sent without SMS: {title_en}",
            "This month's SMS budget did not do, so a notice of yours left without SMS. Please see in Xinqiao which families need to be told otherwise.",
        ),
        among=audience.senders,
    ),
    "notice_back": Template(
        params=NoticeSentParams,
        about=("notice_sent", "notice_sent_id"),
        confidential=False,
        zh=Words("没有发出：{title_zh}", "一条定好时间的通知没有发出，变回了草稿。请在心桥中看原因，改好后重新发送。"),
        en=Words(
            "Did not leave: {title_en}",
            "A notice that was to leave did not, and is a draft again. Please see why in Xinqiao, and send it once more.",
        ),
        among=audience.to_take_up,
    ),
    "notice_changed": Template(
        params=NoticeSentParams,
        about=("notice_sent", "notice_sent_id"),
        confidential=False,
        zh=Words("有改动：{title_zh}", "您定好时间的一条通知被同事改动或停下，不会按原定时间发出。请在心桥中查看。"),
        en=Words(
            "Changed: {title_en}",
            "A colleague changed or stopped a notice that you had let out, so it does not leave at its time. Please look at it in Xinqiao.",
        ),
        among=audience.colleagues,
    ),
    "bureau_notice_waits": Template(
        params=BureauNoticeParams,
        about=("bureau_notice", "bureau_notice_id"),
        confidential=False,
        zh=Words("待审批：{title_zh}", "有一条教育局通知等待您审批，请在心桥中核对后处理。"),
        en=Words(
            "To approve: {title_en}", "A notice of the bureau waits for your approval. Please check it in Xinqiao."
        ),
        audience=bureau.list_approvers,
    ),
    "bureau_notice_approved": Template(
        params=BureauNoticeParams,
        about=("bureau_notice", "bureau_notice_id"),
        confidential=False,
        zh=Words("审批通过：{title_zh}", "一条教育局通知已审批通过，会发往各校。如有不妥，请在心桥中撤回。"),
        en=Words(
            "Approved: {title_en}",
            "A notice of the bureau was approved and goes to the schools. If it should not, withdraw it in Xinqiao.",
        ),
        audience=bureau.list_informed,
    ),
    "bureau_notice_back": Template(
        params=BureauNoticeParams,
        about=("bureau_notice", "bureau_notice_id"),
        confidential=False,
        zh=Words(
            "没有发出：{title_zh}", "一条审批过的教育局通知没有发出，变回了草稿。请在心桥中看原因，改好后重新提交。"
        ),
        en=Words(
            "Did not leave: {title_en}",
            "A notice of the bureau that was approved did not leave and is a draft again. Please see why in Xinqiao, and submit it once more.",
        ),
        audience=bureau.list_of_back,
    ),
    "notice_withdrawn": Template(
        params=NoticeParams,
        about=("notice", "notice_id"),
        confidential=False,
        # Without its title: that is withdrawn, too.
        zh=Words("一条通知已撤回", "{from_zh}撤回了您看过的一条通知，请不要再以它为准。"),
        en=Words(
            "A notice was withdrawn",
            "A notice from {from_en} that you read was withdrawn. Please do not rely on it.",
        ),
        among=audience.opened,
    ),
}
