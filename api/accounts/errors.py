"""Refusals of accounts. Signing in never tells which phone has an account."""

from collections.abc import Mapping

from api.core.errors import Problem, TooMany


class SignInFailed(Problem):
    status, slug = 401, "sign-in-failed"
    zh, en = "信息不正确或已过期，请检查后再试。", "That did not match, or has expired. Please check and try again."


class CodeWrong(Problem):
    """Of a one-time code. Each of these is answered in the same way for a phone that nobody has."""

    status, slug = 401, "code-wrong"
    zh, en = "验证码不对，请看看最新一条短信或邮件。", "That code is not right. Look at the newest message."


class CodeExpired(Problem):
    status, slug = 401, "code-expired"
    zh, en = "验证码已过期，请重新获取。", "That code has expired. Ask for a new one."


class CodeUsed(Problem):
    status, slug = 401, "code-used"
    zh, en = "这个验证码已经用过，请重新获取。", "That code was used already. Ask for a new one."


class CodeTriedOut(Problem):
    status, slug = 401, "code-tried-out"
    zh, en = (
        "这个验证码输错太多次，已经作废，请重新获取。",
        "That code was mistyped too often and is void. Ask for a new one.",
    )


class HasNumber(Problem):
    status, slug = 409, "has-number"
    zh, en = (
        "登记了手机号或邮箱的人用验证码登录，不用初始码；也可能已不是这个学生的家长。登记得不对时，请学校管理员更正。",
        "Who has a phone number or email address on record signs in by a code to it; or this is no guardian of the student any more. An administrator can correct it.",
    )


class OwnCode(Problem):
    """Nobody hands themselves a way to sign in."""

    status, slug = 409, "own-code"
    zh, en = (
        "不能给自己发初始码，也不能确认自己的初始码。请另一位管理员来办。",
        "You cannot issue or confirm a starting code of your own. Ask another administrator.",
    )


class NameNeeded(Problem):
    """Nobody signed in by this number or address for months. Said to those alone who give the right code, which stays good."""

    status, slug = 401, "name-needed"
    zh, en = (
        "这个号码或邮箱很久没有登录过了。为了确认是您本人，请填上孩子的姓名；教职工填自己的姓名。",
        "Nobody signed in by this number or address for months. To be sure that it is you, give your child's name; staff their own.",
    )


class NameWrong(Problem):
    """The code is used up: each guess costs a message."""

    status, slug = 401, "name-wrong"
    zh, en = (
        "姓名和学校登记的不一致。请重新获取验证码再试；号码或邮箱换了主人的，请学校更新。",
        "That is not the name that the school has. Ask for a new code to try again. If the number or address has a new owner, the school has to change it.",
    )


CODE_REFUSED: Mapping[str, type[Problem]] = {
    "wrong": CodeWrong,
    "expired": CodeExpired,
    "used": CodeUsed,
    "tried_out": CodeTriedOut,
}


class AdultMustWait(TooMany):
    """Says another way in, the same whether or not the phone has an account."""

    zh, en = (
        "试的次数太多了，请过 {minutes} 分钟再试。您以前登录过的手机或电脑不受影响；教职工也可以用密码登录。实在进不去，请找学校。",
        (
            "Too many tries. Please wait {minutes} min. A phone or computer that you signed in on before still works, and"
            " staff can use their password. If nothing works, ask the school."
        ),
    )


class PasswordMustWait(TooMany):
    zh, en = (
        "试的次数太多了，请过 {minutes} 分钟再试。您以前登录过的手机或电脑不受影响，也可以先用手机验证码登录。实在进不去，请找学校管理员。",
        (
            "Too many tries. Please wait {minutes} min. A phone or computer that you signed in on before still works, or"
            " sign in with a code to your phone. If nothing works, ask your school's administrator."
        ),
    )


class ProofMustWait(TooMany):
    """Wrong proofs in an open session. Signing in counts for itself, so it is the other way in."""

    zh, en = (
        "试的次数太多了，请过 {minutes} 分钟再试。也可以退出后用通行密钥，或密码和动态验证码重新登录。",
        (
            "Too many tries. Please wait {minutes} min, or sign out and sign in again with a passkey, or password and"
            " one-time code."
        ),
    )


class EmailMustWait(TooMany):
    zh, en = (
        "验证码试的次数太多了，请过 {minutes} 分钟再试。",
        "Too many tries of the code. Please wait {minutes} min.",
    )


class StudentMustWait(TooMany):
    zh, en = (
        "试的次数太多了，请过 {minutes} 分钟再试。你以前登录过的手机不受影响，也可以找班主任帮忙。想马上找人说说话，可以打 12356 或 12355。",
        (
            "Too many tries. Please wait {minutes} min. A phone that you signed in on before still works, or ask your class"
            " teacher. To talk to somebody now, call 12356 or 12355."
        ),
    )


class FreshSessionNeeded(Problem):
    status, slug = 403, "fresh-session-needed"
    zh, en = (
        "请用手机验证码重新登录，十分钟内完成设置。",
        "Sign in again with a code to your phone and finish within ten minutes.",
    )


class ProofNeeded(Problem):
    status, slug = 403, "proof-needed"
    zh, en = "请输入现在的密码和动态验证码。", "Give your current password and one-time code."


class SecretWrong(Problem):
    status, slug = 403, "secret-wrong"
    zh, en = "登录口令不对，请再试一次。", "That is not your passphrase. Try again."


class WrongCode(Problem):
    status, slug = 422, "wrong-code"
    zh, en = "验证码不正确或已过期。", "That code is wrong or has expired."


class NotForStudents(Problem):
    status, slug = 403, "staff-only"
    zh, en = "密码、动态验证码和通行密钥只供教职工使用。", "Password, authenticator and passkeys are for staff."


class PasskeyRefused(Problem):
    """One refusal for every reason: a challenge that was used or is of another session, another origin, nobody verified."""

    status, slug = 422, "passkey-refused"
    zh, en = "这次没有验证成功，请再试一次。", "That could not be verified. Please try again."


class TooManyPasskeys(Problem):
    status, slug = 409, "too-many-passkeys"
    zh, en = "通行密钥已经够多了，请先移除不用的。", "You have enough passkeys. Remove one that you do not use."


class NumberMoved(Problem):
    """The code was right, and the number is nobody's any more: a school moved it."""

    status, slug = 401, "number-moved"
    zh, en = (
        "学校把您的账号换成了别的手机号或邮箱。不是您要求的？在登录页最下面点“手机号被换了”，用原来的改回来。",
        (
            "Your school moved your account to another phone number or email address. You did not ask for it? Choose “My number was"
            " changed” at the bottom of the sign-in page and take it back with this one."
        ),
    )


class NothingToTakeBack(Problem):
    status, slug = 409, "nothing-to-take-back"
    zh, en = (
        "最近七天没有学校更换过这个号码，或新号码已由另一个人确认。有疑问请直接联系学校。",
        (
            "No school moved this number within seven days, or somebody else confirmed the new one. If something is wrong, call the"
            " school."
        ),
    )


class MovedLately(Problem):
    """A second factor is set by the person alone, and not by somebody who gave them another number."""

    status, slug = 409, "moved-lately"
    zh, en = (
        "学校刚更换了您的手机号。为了安全，更换满七天后才能第一次设置通行密钥、密码和动态验证码。",
        (
            "Your school has just changed your phone number. To be safe, a first passkey, password or authenticator can be"
            " set seven days after that."
        ),
    )


class LastFactor(Problem):
    """Nobody is left without a second factor: the next session by SMS could then set one."""

    status, slug = 409, "last-factor"
    zh, en = (
        "这是您唯一的通行密钥。请先添加一个，或设置好密码和动态验证码，再移除它。",
        "This is your only passkey. Add another, or set a password and an authenticator, before you remove it.",
    )


class SecondAdultNeeded(Problem):
    """A code of one adult alone replaces no secret."""

    status, slug = 403, "second-adult-needed"
    zh, en = (
        "这个初始码还要另一位老师确认，或者填上你原来的登录口令。请心理老师、年级组长或学校管理员在“我的”里确认一下。",
        (
            "Another adult has to confirm this code, or give your old passphrase. Ask the counsellor, the head of grade or an"
            " administrator to confirm it under Me."
        ),
    )


class NoCodeWaits(Problem):
    """It was confirmed, ran out, or was never issued."""

    status, slug = 409, "no-code-waits"
    zh, en = (
        "没有等待确认的初始码，可能已经确认或过期了。",
        "No code waits to be confirmed. It may have been confirmed, or have run out.",
    )


class SecondAdultOther(Problem):
    """Nobody is the second adult for themselves."""

    status, slug = 409, "second-adult-other"
    zh, en = (
        "这个码需要另一位老师来确认，不能由发码的人自己确认。",
        "Somebody else has to confirm this code, not the person who issued it.",
    )


class SecondAdultNew(Problem):
    """An administrator does not appoint their own second adult."""

    status, slug = 409, "second-adult-new"
    zh, en = (
        "您加入这所学校还不到七天，请另一位老师来确认。",
        "You have been at this school for less than seven days. Ask another member of staff to confirm it.",
    )


class SecondAdultRelated(Problem):
    """Two accounts of which one came by the other's word are not two adults (0326)."""

    status, slug = 409, "second-adult-related"
    zh, en = (
        "您和发码的老师不能一起确认：发码的老师来这所学校不到七天，或者你们中的一位是由另一位添加或任命的。请另一位老师来确认。",
        (
            "You cannot confirm this code: who issued it has been here for less than seven days, or one of you two was added or"
            " appointed by the other. Ask another member of staff."
        ),
    )


class NotForStaff(Problem):
    status, slug = 403, "students-only"
    zh, en = (
        "登录口令只供学生和没有手机号的家长使用；教职工请在“登录安全”里改密码。",
        "Only students, and guardians without a phone number, have a passphrase. Staff change their password under Sign-in security.",
    )
