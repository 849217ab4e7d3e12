"""Where the app changes something with a second factor, it asks for that before anything is typed: read from the contract and the app's source.

A file that calls such an operation either shows `StepUpFirst`, or stands below with the reason why it need not.
"""

import json
import re

from api.cli.environment import ROOT

SOURCE = ROOT / "clients/web/src"
CALL = re.compile(r"""write\(\s*"(post|put|delete)",\s*("[^"]+"|`[^`]+`|[A-Z_]+)""")
NAMED = re.compile(r'const ([A-Z_]+) = "(/api/v1/[^"]+)"')
READS_FIRST = "its page is a read that takes the same second factor, so there is nothing to type before it"
WHERE_URGENT = (
    "only where something urgent is to leave to it, and nothing but a name is typed: a refusal asks for it on the spot"
)
NEED_NOT = {
    "screens/me/numbers.tsx": "nothing is typed: a refused confirmation asks for it on the spot",
    "screens/me/passkeys.tsx": "nothing is typed: the passkey itself is asked for",
    "screens/notices/bureau/correction.tsx": "nothing is typed: a refused approval asks for it on the spot",
    "screens/notices/bureau/notice.tsx": "nothing is typed: a refused submission, approval or recall asks for it on the spot",
    "screens/notices/saved-field.tsx": WHERE_URGENT,
    "screens/notices/saved.tsx": WHERE_URGENT,
    "screens/notices/unsent.tsx": "nothing but a time is chosen: a refused sending of what is urgent asks for it on the spot",
    "screens/observations/ask-observer.tsx": READS_FIRST,
    "screens/observations/case-actions.tsx": READS_FIRST,
    "screens/observations/case-sheets.tsx": READS_FIRST,
    "screens/observations/closing.tsx": READS_FIRST,
    "screens/observations/disclosure.tsx": READS_FIRST,
    "screens/observations/raise.tsx": READS_FIRST,
    "screens/roster/roster.tsx": "nothing is typed: a refused reading of WeCom's directory asks for it on the spot",
    "screens/school/person/barring.tsx": "in a sheet of screens/school/person/guardians.tsx, which asks at its top",
    "screens/school/person/leave.tsx": "a section of screens/school/person/staff.tsx, which asks at its top",
    "screens/school/person/leaves-school.tsx": "a section of screens/school/person/staff.tsx, which asks at its top",
    "ui/starting-code-sheet.tsx": "nothing is typed; of a colleague a refused code asks for it on the spot",
}


def gated() -> set[tuple[str, str]]:
    """Method and address of each write that answers 403 `step-up-needed`."""
    paths = json.loads((ROOT / "clients/openapi.json").read_text())["paths"]
    return {
        (method, path)
        for path, methods in paths.items()
        for method in ("post", "put", "delete")
        if "`step-up-needed`" in methods.get(method, {}).get("responses", {}).get("403", {}).get("description", "")
    }


def called(text: str) -> set[tuple[str, str]]:
    """The writes in a file's text, with its constants for addresses filled in."""
    named = dict(NAMED.findall(text))

    def address(given: str) -> str:
        if given.isupper():
            return named.get(given, "")
        return re.sub(r"\$\{([A-Z_]+)\}", lambda found: named[found[1]], given[1:-1])

    return {(method, address(given)) for method, given in CALL.findall(text)}


def test_what_needs_a_second_factor_says_so_before_anything_is_typed() -> None:
    wanted = gated()
    found: dict[str, bool] = {}
    for file in SOURCE.rglob("*.tsx"):
        text = file.read_text()
        if called(text) & wanted:
            found[file.relative_to(SOURCE).as_posix()] = "<StepUpFirst />" in text
    assert {name for name, asks in found.items() if not asks} == NEED_NOT.keys()
    assert len(found) > len(NEED_NOT) + 4, "the calls are found"


def test_changes_of_a_person_are_among_them() -> None:
    person = "/api/v1/orgs/{org_id}/roster/students/{student_id}"
    assert {("put", person), ("post", f"{person}/guardians/{{guardian_id}}/bar")} <= gated()


def test_addresses_in_constants_are_read() -> None:
    text = 'const TIE = "/api/v1/a/{b}" as const;\nwrite("put", TIE, {}); write("post", `${TIE}/end`, {});'
    assert called(text) == {("put", "/api/v1/a/{b}"), ("post", "/api/v1/a/{b}/end")}
