"""Signed receipts: what a signature covers, and how a file of them is verified without the service. Pure.

A signature binds one answer to the text that was read, its edition, the person and the student. Ed25519 (RFC 8032).
"""

import base64
import hashlib
from binascii import Error as NotBase64
from collections import Counter
from collections.abc import Collection, Iterable

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from schemas.notices.files import EditionFile, FileDigest
from schemas.notices.receipts import (
    AnswerRow,
    EditionRow,
    NoticeText,
    ReceiptFile,
    ReceiptStatement,
    SignedReceipt,
)
from schemas.notices.rows import NoticeRow

_PREFIX = b"xinqiao-receipts-1\n"
"""Begins what is signed, so that a signature made for anything else never fits."""


def public_key(seed: bytes) -> str:
    """The public key of the receipts, in base64. `seed`: the 32 bytes of the private one."""
    return base64.b64encode(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()).decode()


def content(text: NoticeText) -> str:
    """The hash of what an edition says, with where it was said."""
    return hashlib.sha256(_encoded(text)).hexdigest()


def make_file(
    row: NoticeRow,
    editions: Iterable[EditionRow],
    files: Collection[EditionFile],
    answers: Iterable[AnswerRow],
    seed: bytes,
) -> ReceiptFile:
    """All answers to a notice, each signed. Editions that nobody answered are not in it."""
    texts = {edition.edition: _text(row, edition, files) for edition in editions}
    hashes = {edition: content(text) for edition, text in texts.items()}
    private = Ed25519PrivateKey.from_private_bytes(seed)
    statements = [_statement(row, answer, hashes[answer.edition]) for answer in answers if answer.edition in hashes]
    used = {statement.edition for statement in statements}
    return ReceiptFile(
        format="xinqiao-receipts-1",
        key=public_key(seed),
        texts=[text for edition, text in sorted(texts.items()) if edition in used],
        receipts=[
            SignedReceipt(statement=one, signature=base64.b64encode(private.sign(_signed(one))).decode())
            for one in statements
        ],
    )


def fingerprint(key: str) -> str:
    """SHA-256 of a public key, in hex."""
    return hashlib.sha256(base64.b64decode(key)).hexdigest()


def contents(data: bytes) -> list[str]:
    """What a file without faults has: a line for each edition, with how many receipts are to it."""
    file = msgspec.json.decode(data, type=ReceiptFile)
    number = Counter(receipt.statement.edition for receipt in file.receipts)
    return [f"Edition {text.edition}, {text.title_zh}: {number[text.edition]} receipt(s)" for text in file.texts]


def find_faults(data: bytes, key: str) -> list[str]:
    """What is wrong with a file, a sentence each; empty when every receipt in it is the service's that has this key."""
    public = _read_key(key)
    if public is None:
        return ["This is not a public key of receipts."]
    try:
        file = msgspec.json.decode(data, type=ReceiptFile)
    except msgspec.DecodeError:
        return ["This is not a file of receipts."]
    known = {content(text): text for text in file.texts}
    faults = [] if file.receipts else ["There is no receipt in it."]
    if msgspec.json.format(data, indent=-1) != msgspec.json.encode(file):
        faults.append(
            "The file is not written as the service writes it: something stands in it twice or in another form."
        )
    if file.key != key:
        faults.append("The file names another key than the one it is verified by.")
    return faults + _text_faults(file) + _receipt_faults(file, known, public)


def _read_key(key: str) -> Ed25519PublicKey | None:
    try:
        raw = base64.b64decode(key, validate=True)
        return None if _is_of_small_order(raw) else Ed25519PublicKey.from_public_bytes(raw)
    except (NotBase64, ValueError):
        return None


_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P)


def _is_of_small_order(raw: bytes) -> bool:
    """Whether a point has an order of 1, 2, 4 or 8: as a key it proves whatever somebody likes (RFC 8032, 5.1).

    Those have y = 1, -1, 0, and, since twice a point of order 8 has y = 0, the roots of d·y⁴ + 2y² - 1.
    """
    y = int.from_bytes(raw, "little") % 2**255
    square = y * y % _P
    return y * (square - 1) * (_D * square * square + 2 * square - 1) % _P == 0


def _text_faults(file: ReceiptFile) -> list[str]:
    """Texts that nothing proves: a reader would take them for what was answered."""
    named = {receipt.statement.content for receipt in file.receipts}
    number = Counter(text.edition for text in file.texts)
    double = [f"The file has two texts of edition {edition}." for edition, times in number.items() if times > 1]
    unnamed = [text.edition for text in file.texts if content(text) not in named]
    return double + [f"No receipt names the text of edition {edition}." for edition in unnamed]


def _receipt_faults(file: ReceiptFile, known: dict[str, NoticeText], public: Ed25519PublicKey) -> list[str]:
    faults: list[str] = []
    seen: set[bytes] = set()
    for at, receipt in enumerate(file.receipts, start=1):
        fault = _fault(receipt, known, public)
        said = _signed(receipt.statement)
        if fault is None and said in seen:
            fault = "stands in the file twice"
        seen.add(said)
        if fault is not None:
            faults.append(f"Receipt {at} {fault}.")
    return faults


def _fault(receipt: SignedReceipt, known: dict[str, NoticeText], public: Ed25519PublicKey) -> str | None:
    said = receipt.statement
    try:
        public.verify(base64.b64decode(receipt.signature, validate=True), _signed(said))
    except (InvalidSignature, NotBase64, ValueError):
        return "was altered, or another service signed it"
    text = known.get(said.content)
    if text is None:
        return "is to another text than the file has"
    if (text.org_id, text.notice_id, text.edition) != (said.org_id, said.notice_id, said.edition):
        return "is to another notice than the file has"
    return None


def _text(row: NoticeRow, edition: EditionRow, files: Iterable[EditionFile]) -> NoticeText:
    return NoticeText(
        org_id=row.org_id,
        notice_id=row.notice_id,
        edition=edition.edition,
        kind=row.kind,
        title_zh=edition.title_zh,
        body_zh=edition.body_zh,
        title_en=edition.title_en,
        body_en=edition.body_en,
        answer_by=edition.answer_by,
        files=[FileDigest(name=f.name, sha256=f.sha256) for f in files if f.edition == edition.edition],
    )


def _statement(row: NoticeRow, answer: AnswerRow, digest: str) -> ReceiptStatement:
    return ReceiptStatement(
        org_id=row.org_id,
        notice_id=row.notice_id,
        edition=answer.edition,
        content=digest,
        account_id=answer.account_id,
        name=answer.name,
        student_id=answer.student_id,
        student_name=answer.student_name,
        act=answer.act,
        at=answer.at,
        language=answer.language or "zh-CN",
        number_moved_at=answer.number_moved_at,
    )


def _signed(statement: ReceiptStatement) -> bytes:
    return _PREFIX + _encoded(statement)


def _encoded(what: msgspec.Struct) -> bytes:
    return msgspec.json.encode(what, order="sorted")
