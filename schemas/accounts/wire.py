"""People on the wire: signing in, sessions, devices, preferences, the first screen."""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.text import END, LINE, MAIL

Language = Literal["zh-CN", "en"]

Channel = Literal["push", "sms", "mail"]

TokenKind = Literal["cookie", "bearer"]

Phone: TypeAlias = Annotated[
    str,
    Meta(
        pattern=rf"^(1[3-9][0-9]{{9}}|\+[1-9][0-9]{{6,14}}|{MAIL}){END}",
        max_length=200,
        description="A mainland mobile number of 11 digits, any mobile number in E.164, or the email address of somebody who has no phone.",
    ),
]

Code: TypeAlias = Annotated[str, Meta(pattern=rf"^[0-9]{{6}}{END}", max_length=6)]

Secret: TypeAlias = Annotated[str, Meta(min_length=8, max_length=64)]

Password: TypeAlias = Annotated[str, Meta(min_length=10, max_length=128)]

ClassCode: TypeAlias = Annotated[str, Meta(min_length=6, max_length=12, pattern=LINE)]

StudentName: TypeAlias = Annotated[
    str, Meta(min_length=1, max_length=50, pattern=LINE, description="The name, or the student number.")
]

TimeOfDay: TypeAlias = Annotated[str, Meta(pattern=rf"^([01][0-9]|2[0-3]):[0-5][0-9]{END}", max_length=5)]

DigestTime: TypeAlias = Annotated[str, Meta(pattern=rf"^(at_once|(0[7-9]|1[0-9]|2[01]):00){END}", max_length=7)]


class CodeWanted(Input, frozen=True, kw_only=True):
    """Asks for a one-time code by SMS, or by mail where `phone` is an email address."""

    phone: Phone


class PhoneSignIn(Input, frozen=True, kw_only=True):
    """Guardians and staff: phone and the code that was sent to it. `name`: a child's, or of staff their own, where it is asked for."""

    phone: Phone
    code: Code
    name: Annotated[str, Meta(max_length=50, pattern=LINE)] | None = None
    shared_device: bool = False
    token_kind: TokenKind = "cookie"


class NumberObjection(Input, frozen=True, kw_only=True):
    """The old number, and the code that was sent to it."""

    phone: Phone
    code: Code


class StaffSignIn(Input, frozen=True, kw_only=True):
    """Staff who may open confidential text: password and the code of their authenticator."""

    phone: Phone
    password: Annotated[str, Meta(max_length=128)]
    totp: Code
    shared_device: bool = False
    token_kind: TokenKind = "cookie"


class StudentStart(Input, frozen=True, kw_only=True):
    """A first sign-in by a starting code on paper, with a secret that its person sets alone. `classCode`: of a colleague the organisation's, such as S0-101.

    `oldSecret` takes the place of a second adult for a student who had a secret.
    """

    class_code: ClassCode
    name: StudentName
    starting_code: Annotated[str, Meta(min_length=8, max_length=8, pattern=LINE)]
    secret: Secret
    old_secret: Annotated[str, Meta(max_length=64)] | None = None
    shared_device: bool = False
    token_kind: TokenKind = "cookie"


class StudentSignIn(Input, frozen=True, kw_only=True):
    """Students, and adults with a code on paper: class code (of a colleague the organisation's), name or student number, and secret."""

    class_code: ClassCode
    name: StudentName
    secret: Annotated[str, Meta(max_length=64)]
    shared_device: bool = False
    token_kind: TokenKind = "cookie"


class SignedIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A new session. `token` only where a bearer was asked for; else a cookie carries it."""

    account_id: UUID
    session_id: UUID
    assurance: int
    expires_at: datetime
    token: str | None


class SessionShown(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One of a person's sessions."""

    session_id: UUID
    client: str
    assurance: int
    shared_device: bool
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    current: bool


class EndedSessions(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many sessions or devices are gone."""

    ended: int


class WebPushKeys(Input, frozen=True, kw_only=True):
    """Of a browser's push subscription (RFC 8291)."""

    p256dh: Annotated[str, Meta(min_length=80, max_length=100, pattern=rf"^[A-Za-z0-9_-]+{END}")]
    auth: Annotated[str, Meta(min_length=20, max_length=30, pattern=rf"^[A-Za-z0-9_-]+{END}")]


class FcmDevice(Input, frozen=True, kw_only=True, tag_field="kind", tag="fcm"):
    """A phone that Firebase can reach."""

    address: Annotated[str, Meta(min_length=20, max_length=500, pattern=rf"^[A-Za-z0-9_:.-]+{END}")]
    name: Annotated[str, Meta(min_length=1, max_length=100, pattern=LINE)]


class WebPushDevice(Input, frozen=True, kw_only=True, tag_field="kind", tag="webpush"):
    """A browser's push subscription."""

    endpoint: Annotated[str, Meta(min_length=10, max_length=1000, pattern=rf"^https://[!-~]+{END}")]
    keys: WebPushKeys
    name: Annotated[str, Meta(min_length=1, max_length=100, pattern=LINE)]


class Device(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A registered device. Its address is not told again."""

    device_id: UUID
    kind: Literal["fcm", "webpush"]
    name: str
    created_at: datetime
    seen_at: datetime


class Profile(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A person's own settings. `digest`: when routine matters are told together, or `at_once`. `login`: the phone number or email address that codes go to, in part; null for who signs in by paper. `plainTitles`: calendars may say what an appointment is (DESIGN 6)."""

    account_id: UUID
    language: Language
    quiet_from: str
    quiet_to: str
    channels: list[Channel]
    digest: str
    plain_titles: bool
    login: str | None
    email: str | None
    email_verified: bool
    has_password: bool
    has_totp: bool
    passkeys: int
    version: int


class ProfileEdit(Input, frozen=True, kw_only=True):
    """Settings as they are to be. `channels`: the order to be reached by; what is left out is not used. `digest`: the full hour, in each
    organisation's time zone, at which routine notices and reminders come together, or `at_once`; left out, it stays."""

    language: Language
    quiet_from: TimeOfDay
    quiet_to: TimeOfDay
    channels: Annotated[list[Channel], Meta(max_length=3)]
    digest: DigestTime | None = None
    plain_titles: bool


class EmailNew(Input, frozen=True, kw_only=True):
    """An email address for invites; a code is sent to it."""

    email: Annotated[str, Meta(max_length=200, pattern=f"^{MAIL}{END}")]


class CodeGiven(Input, frozen=True, kw_only=True):
    """A six-digit code."""

    code: Code


class PasswordNew(Input, frozen=True, kw_only=True):
    """A new password. A person who already has password and authenticator gives both."""

    password: Password
    current: Annotated[str, Meta(max_length=128)] | None = None
    totp: Code | None = None


class PasswordProof(Input, frozen=True, kw_only=True):
    """Password and authenticator code, given in an open session."""

    current: Annotated[str, Meta(max_length=128)]
    totp: Code


class TotpWanted(Input, frozen=True, kw_only=True):
    """Asks for a new authenticator secret; a person who already has one gives its code and the password."""

    current: Annotated[str, Meta(max_length=128)] | None = None
    totp: Code | None = None


class TotpSecret(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Shown once, for the authenticator app (RFC 6238)."""

    secret: str
    uri: str


class StartingCode(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Handed to one person; good once, until the end of a day. `classCode`: of a colleague the organisation's. `person`: who it is for.

    `name`: what an adult signs in with, `studentNumber` of the child or `staffNumber`, followed by `person`. Of a student the student number
    where a classmate is called the same, as the name alone signs in neither; null where the name does.

    `needsSecondAdult`: it works when somebody else confirms it, or with the old secret.
    """

    code: str
    class_code: str
    name: str | None
    student_number: str | None
    staff_number: str | None
    person: str
    expires_at: datetime
    needs_second_adult: bool


class UnnumberedGuardian(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A guardian without a phone number, and the name that signs them in beside the class code."""

    guardian_id: UUID
    name: str
    sign_in_name: str


class CodeWaiting(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A new starting code that waits for a second adult: a student's, or with `guardianId` a guardian's."""

    student_id: UUID
    student_name: str
    class_name: str
    guardian_id: UUID | None
    guardian_name: str | None
    issued_by: str
    issued_at: datetime
    expires_at: datetime
    own: bool


class SecretNew(Input, frozen=True, kw_only=True):
    """A student's new secret, with the one of now."""

    current: Annotated[str, Meta(max_length=64)]
    secret: Secret


class SecretReset(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody handed out a starting code for this student. `first`: before they had a secret. `used`: a secret was set by it."""

    reset_id: UUID
    reset_at: datetime
    reset_by: str
    second_by: str | None
    first: bool
    used: bool


class Child(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A guardian's child in one school."""

    student_id: UUID
    name: str
    class_name: str
