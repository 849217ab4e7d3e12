"""What can be refused about notices, in sentences that say what to do."""

from typing import Literal, TypeAlias

from api.core.errors import Problem
from api.core.field_errors import FieldErrors


class AudienceTooWide(Problem):
    """A class teacher writes to the own class."""

    status, slug = 403, "audience-too-wide"
    zh, en = (
        "您只能通知自己担任班主任的班级，请改选班级。",
        "You may write to your own class only. Please choose it as the audience.",
    )


class UrgentByLeaders(Problem):
    """What wakes people at night is sent by leaders and administrators."""

    status, slug = 403, "urgent-by-leaders"
    zh, en = (
        "紧急通知会在免打扰时段送达，只能由校领导或学校管理员发出。请改为普通通知，或联系他们。",
        "An urgent notice reaches people in their quiet hours, so only leaders and administrators send it. Make it an ordinary one, or ask them.",
    )


class AnsweredAlready(Problem):
    """What was signed stands: a later no is told to a person, who can send a correction."""

    status, slug = 409, "answered-already"
    zh, en = (
        "您已经签过字了，答复和这次不同，以第一次的为准。想改变，请直接告诉学校。",
        "You have signed already, with another answer. The first one stands. To change it, please tell the school.",
    )


class NothingAnswered(Problem):
    """There is no receipt without an answer."""

    status, slug = 409, "nothing-answered"
    zh, en = (
        "您还没有回复这则通知，所以没有回执。",
        "You have not answered this notice, so there is no receipt.",
    )


class NoticeOver(Problem):
    """Its last day has passed."""

    status, slug = 409, "notice-over"
    zh, en = "这条通知已经过期，无需再回复。", "This notice is over. You need not answer any more."


class NoticeGone(Problem):
    """What was sent, withdrawn or cancelled is not edited."""

    status, slug = 409, "notice-gone"
    zh, en = (
        "通知已发出或已取消，不能再更改；已发出的可以撤回。",
        "This notice was sent or cancelled and cannot be changed. What was sent can be withdrawn.",
    )


class NoticeNotSent(Problem):
    """Only what was sent can be withdrawn."""

    status, slug = 409, "notice-not-sent"
    zh, en = "通知还没有发出，请直接取消。", "This notice has not been sent yet. Cancel it instead."


class NoticeWithdrawn(Problem):
    """The notice was withdrawn and can no longer be answered."""

    status, slug = 409, "notice-withdrawn"
    zh, en = "通知已被撤回，无需再处理。", "This notice was withdrawn. You need not do anything."


class NoticeCorrected(Problem):
    """An answer to an earlier edition than today's."""

    status, slug = 409, "notice-corrected"
    zh, en = (
        "这条通知已被更正，请先阅读新内容，再重新回复。",
        "This notice was corrected. Please read the new text and answer again.",
    )


class NothingToAnswer(Problem):
    """An information asks for no answer, and one kind of answer is not the other."""

    status, slug = 409, "nothing-to-answer"
    zh, en = (
        "这条通知不需要这样回复，请刷新后查看它的要求。",
        "This notice does not ask for that. Please reload it and see what it asks for.",
    )


class NoticeOfBureau(Problem):
    """A school cannot change or withdraw what its bureau sent."""

    status, slug = 409, "notice-of-bureau"
    zh, en = (
        "这条通知由教育局发出，学校不能更改或撤回，请联系教育局。",
        "The bureau sent this notice. The school can neither change nor withdraw it; please contact the bureau.",
    )


class ApprovalByAnother(Problem):
    """Who wrote or submitted a bureau's notice does not approve it."""

    status, slug = 403, "approval-by-another"
    zh, en = (
        "需要另一位教育局管理员审批：修改或提交这条通知的人不能自己审批。",
        "Another officer must approve this: who changed or submitted the notice cannot.",
    )


class OfficerNew(Problem):
    """Two accounts that one person came by this week are not two officers."""

    status, slug = 409, "officer-new"
    zh, en = (
        "您担任教育局管理员不到七天，或手机号、登录验证最近刚改过，请另一位教育局管理员来提交或审批。",
        "You have been an officer for less than seven days, or your number or sign-in was changed lately. Please ask another officer.",
    )


class NoticeNotSubmitted(Problem):
    """Nothing waits for a second person."""

    status, slug = 409, "notice-not-submitted"
    zh, en = "这条通知还没有提交审批，或已处理。", "This notice does not wait for approval, or was decided already."


class NoticeChanged(Problem):
    """The yes was to another text or to other schools than those of now."""

    status, slug = 409, "notice-changed"
    zh, en = (
        "通知内容或学校范围刚有变化，请刷新后重新核对再审批。",
        "The text or the schools have changed. Please reload, check again and then approve.",
    )


class NoSchools(Problem):
    """The places chosen have no school."""

    status, slug = 409, "no-schools"
    zh, en = "所选范围内没有学校，请重新选择。", "There is no school in the places you chose. Please choose others."


class FileTooLarge(Problem):
    status, slug = 413, "notice-file-too-large"
    zh, en = "文件太大，请选择 {limit} MB 以内的文件。", "The file is too large. Choose one of at most {limit} MB."


class NotAFile(Problem):
    """Neither a picture nor a PDF by its content."""

    status, slug = 422, "notice-file-kind"
    zh, en = (
        "只能添加图片（JPEG、PNG、WebP）或 PDF。Word、Excel 文件请先另存为 PDF。",
        "Only pictures (JPEG, PNG, WebP) and PDF can be attached. Save other documents as PDF first.",
    )


class PictureTooLarge(Problem):
    status, slug = 422, "picture-too-large"
    zh, en = (
        "图片超过 {limit} 万像素，请缩小后再添加。",
        "The picture has more than {limit}0,000 pixels. Please make it smaller.",
    )


class PictureBroken(Problem):
    status, slug = 422, "picture-broken"
    zh, en = (
        "这张图片打不开，可能已损坏，请换一张。",
        "This picture cannot be opened. It may be damaged; choose another one.",
    )


class PicturesBusy(Problem):
    """The line of pictures is full."""

    status, slug = 503, "pictures-busy"
    zh, en = (
        "正在处理的图片和文件较多，请稍等片刻再添加。",
        "Many pictures and files are being prepared. Please wait a little and add yours again.",
    )


class FileInfected(Problem):
    status, slug = 422, "notice-file-infected"
    zh, en = (
        "这个文件没有通过病毒检查，不能作为附件。请告诉学校的网络管理员。",
        "A virus was found in this file, so it cannot be attached. Please tell your school's network administrator.",
    )


class ScannerSilent(Problem):
    """Nothing is handed out that was not looked into."""

    status, slug = 503, "scanner-silent"
    zh, en = (
        "现在无法检查文件，请过几分钟再添加。",
        "Files cannot be checked just now. Please add it again in a few minutes.",
    )


class TooManyFiles(Problem):
    status, slug = 409, "too-many-files"
    zh, en = "您今天添加的附件太多，请明天再添加。", "You have attached too many files today. Please go on tomorrow."


class FilesFull(Problem):
    status, slug = 409, "notice-files-full"
    zh, en = (
        "存放附件的空间已满。请先在“占用空间的附件”里移除已撤回、已过期或较早的通知的附件。",
        "The room for files is full. Remove files of withdrawn, expired or old notices first, under “Files that take room”.",
    )


class FileInUse(Problem):
    """A notice that is not over has it."""

    status, slug = 409, "notice-file-in-use"
    zh, en = (
        "这份附件的通知还在有效期内，不能移除。请先撤回通知，或等它过期；没有有效期的，在发出并截止 {days} 天后可以移除。",
        "A notice that still counts has this file. Withdraw the notice first, or wait until it expires; without an end, {days} days after it was sent and had to be answered.",
    )


Code: TypeAlias = Literal[
    "past",
    "before-answer",
    "too-far",
    "too-soon",
    "one-of",
    "staff",
    "not-found",
    "pair",
    "twice",
    "not-allowed",
    "mismatch",
    "required",
    "too-large",
]
_SENTENCES: dict[Code, tuple[str, str]] = {
    "past": ("这个时间已经过去，请另选。", "This is in the past. Choose a later time."),
    "too-far": ("时间太远了，请选择一年以内的时间。", "This is too far ahead. Choose a time within a year."),
    "before-answer": ("结束时间不能早于回复期限。", "It cannot be over before its answer is due."),
    "too-soon": ("回复期限必须晚于发送时间。", "The answer must be due after the notice is sent."),
    "one-of": (
        "请选择全校，或选择班级、年级等其中的人。",
        "Choose the whole school, or some classes, grades or people.",
    ),
    "staff": ("按职务通知时，请同时勾选教职工。", "Roles are of staff. Choose staff among the people, too."),
    "not-found": ("没有找到，或已停用。", "Not found, or no longer in use."),
    "pair": ("英文标题和正文请一起填写，或都不填。", "Write both the English title and text, or neither."),
    "twice": ("同一个附件只能添加一次。", "The same file stands there twice."),
    "not-allowed": ("普通通知不需要回复期限。", "An information asks for no answer, so nothing is due."),
    "mismatch": ("姓名与学校登记的不一致，请填写全名。", "This is not your full name as the school has it."),
    "too-large": (
        "给各校的附件合计不能超过 5 MB。请移除一些，或换成较小的文件。",
        "Files to schools may have 5 MB together. Remove some, or choose smaller ones.",
    ),
    "required": ("请选择要签字的孩子。", "Choose the children you sign for."),
}
_FIELDS = FieldErrors(_SENTENCES)
wrong, missing = _FIELDS.wrong, _FIELDS.missing
