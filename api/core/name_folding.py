"""One way to write a person's name, for import, search, sign-in and signature."""

import re
import unicodedata

from api.core.name_characters import SIMPLIFIED

_PLAIN = re.compile(r"[\u4e00-\u9fff]+")
"""Characters that fold to themselves: most names of a roster are nothing else."""
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅･●○", "·"))
# Beside Han: the blocks of its characters, 々〆〇 among them.
_STOP = re.compile(
    r"(?<=[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])\s*\.\s*(?=[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)
_SPACE = re.compile(
    r"(?<=[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·])\s+|\s+(?=[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·])"
)

# Takes no place on a screen, and is no Cf: fillers and selectors of a variant.
_UNSEEN = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)


def fold_name(name: str) -> str:
    """The name with NFKC letters, one kind of middle dot, and no spaces beside Han; `José García` keeps its space."""
    if _PLAIN.fullmatch(name):
        return name
    text = "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) != "Cf")
    text = " ".join(text.split()).translate(_DOTS)
    return _SPACE.sub("", _STOP.sub("·", text))


def compared(name: str) -> str:
    """For asking whether two people may be one: without dots, spaces, the case of letters, traditional and unseen characters."""
    if _PLAIN.fullmatch(name):
        return name.translate(SIMPLIFIED)
    folded = fold_name(_UNSEEN.sub("", name)).replace("·", "").replace(" ", "").casefold()
    return _UNSEEN.sub("", folded).translate(SIMPLIFIED)


def guardian_sign_in(student_number: str, name: str) -> str:
    """The name with which a guardian without a phone number signs in, beside the code of the child's class: nobody else in it has the same."""
    return f"{student_number}{name}"


_STAFF_CODE = re.compile(r"S0-[0-9]+")


def staff_code(org_id: int) -> str:
    """What stands in place of a class code where a colleague without phone and mail signs in. Class codes have no hyphen and no 0."""
    return f"S0-{org_id:03d}"


def is_staff_code(code: str) -> bool:
    """Whether this is no class code, but the one of an organisation's colleagues."""
    return _STAFF_CODE.fullmatch(code.upper()) is not None


def staff_sign_in(staff_number: str, name: str) -> str:
    """The name with which a colleague without phone and mail signs in, beside the code of the organisation: a staff number is one person's."""
    return f"{staff_number}{name}"
