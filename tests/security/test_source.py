"""What our own source never does, and that docs/crypto.md names every place that uses cryptography."""

import ast
import re
from collections.abc import Generator
from functools import cache
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType

import pytest
from argon2 import PasswordHasher

from api.accounts import hashing

ROOT = Path(__file__).resolve().parents[2]
OURS = [*ROOT.glob("hatch_build.py"), *(p for d in ("api", "jobs", "schemas") for p in (ROOT / d).rglob("*.py"))]
APP = [p for p in (ROOT / "clients" / "web").rglob("*.ts*") if not {"node_modules", "dist"} & set(p.parts)]
CRYPTO = {"argon2", "cryptography", "hashlib", "hmac", "py_vapid", "pyotp", "pywebpush", "random", "secrets", "ssl"}
HASHES = {"sha256", "blake2b"}
"""Of hashlib. BLAKE2b guards nothing (docs/crypto.md)."""


@cache
def nodes(path: Path) -> list[ast.AST]:
    return [*ast.walk(ast.parse(path.read_text()))]


@cache
def called(node: ast.AST) -> str:
    """`subprocess.run` of a call; empty for anything else."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


@pytest.fixture(autouse=True, scope="module")
def _parsed_once() -> Generator[None]:  # pyright: ignore[reportUnusedFunction]  pytest uses it
    """All of our source as trees: for the tests of this file, and no longer."""
    yield
    nodes.cache_clear()
    called.cache_clear()


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
        elif called(node) == "os.urandom":
            found.add("secrets")
    return found


def places(*found: tuple[Path, ast.AST]) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}" for path, node in found]


def test_no_text_is_run_as_code() -> None:
    """Neither ours nor anybody's: no eval, no pickle, no templates of a request."""
    forbidden = {"eval", "exec", "compile", "__import__"}
    assert not [p for p in OURS if imported(p) & {"pickle", "marshal", "shelve", "yaml", "jinja2", "dill"}]
    assert not places(*((p, n) for p in OURS for n in nodes(p) if called(n) in forbidden))


def test_no_shell_is_started_and_only_by_commands() -> None:
    """Programs get a list of words, in `api/cli` and `api/core/embedded`, and where a plan is solved, a picture converted or a roster checked in a process of its own."""
    starters = ("subprocess.", "os.system", "os.popen", "os.exec", "os.spawn", "asyncio.create_subprocess")
    calls = [(p, n) for p in OURS for n in nodes(p) if called(n).startswith(starters)]
    assert calls, "nothing was looked at"
    allowed = ("api/cli/", "api/core/embedded/", "api/campaigns/planning/service.py", "api/core/programs.py")
    assert not places(*((p, n) for p, n in calls if not str(p.relative_to(ROOT)).startswith(allowed)))
    shells = [(p, n) for p, n in calls if "shell=True" in ast.unparse(n) or called(n) in {"os.system", "os.popen"}]
    assert not places(*shells)


def test_no_statement_is_put_together_from_values() -> None:
    """SQL is a constant. An f-string in one may hold upper-case constants alone, which hold no value of a request."""
    statement = re.compile(r"\s*(select|insert|update|delete|with|merge)\s", re.IGNORECASE)
    wrong = [
        (p, n)
        for p in OURS
        for n in nodes(p)
        if isinstance(n, ast.JoinedStr)
        and statement.match("".join(str(v.value) for v in n.values if isinstance(v, ast.Constant)))
        and not all(ast.unparse(v.value).strip("_").isupper() for v in n.values if isinstance(v, ast.FormattedValue))
        and not str(p.relative_to(ROOT)).startswith(("api/core/distribution", "api/core/embedded", "api/core/migrate"))
    ]
    assert not places(*wrong)


def test_no_pattern_comes_from_a_request() -> None:
    """A pattern is a literal; a value in one is escaped."""
    functions = {f"re.{name}" for name in ("compile", "search", "match", "fullmatch", "sub", "split", "findall")}
    for path in OURS:
        for node in nodes(path):
            if isinstance(node, ast.Call) and called(node) in functions:
                pattern = node.args[0]
                values = [v for v in ast.walk(pattern) if isinstance(v, ast.FormattedValue)]
                assert all(ast.unparse(v.value).startswith("re.escape(") for v in values), places((path, node))
                assert not isinstance(pattern, ast.Name) or pattern.id.isupper(), places((path, node))


def test_a_read_changes_nothing() -> None:
    """No GET runs a write: a scanner of mails, a preview or an image tag would do it."""
    writes = {"runner.write", "runner.write_without_key", "runner.write_anonymous"}
    seen = 0
    for path in (p for p in OURS if p.name == "routes.py"):
        for node in nodes(path):
            if isinstance(node, ast.AsyncFunctionDef) and any(called(d) == "get" for d in node.decorator_list):
                seen += 1
                assert not {called(n) for n in ast.walk(node)} & writes, places((path, node))
    assert seen > 40


def test_nobody_is_sent_elsewhere() -> None:
    """No route redirects, so none can be led to another host."""
    assert not [p for p in OURS if re.search(r"\bRedirect\b|\bredirect\(|status_code=30[1278]", p.read_text())]


def test_every_place_that_uses_cryptography_is_in_the_inventory() -> None:
    inventory = (ROOT / "docs" / "crypto.md").read_text()
    users = [str(p.relative_to(ROOT)) for p in OURS if imported(p) & CRYPTO]
    assert len(users) > 20
    assert not [name for name in users if f"`{name}`" not in inventory]


def test_no_algorithm_but_those_of_the_inventory() -> None:
    for path in OURS:
        text = path.read_text()
        assert not re.search(r"\b(MD5|SHA1|DES|RC4|ECB|CBC|PKCS1v15)\b", text), path
        used = set(re.findall(r"hashlib\.(\w+)", text)) | set(re.findall(r"from hashlib import (\w+)", text))
        assert used <= HASHES, path
    ciphers = {
        name.name
        for path in OURS
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cryptography.hazmat.primitives.ciphers")
        for name in node.names
    }
    assert ciphers == {"AESGCM"}


def test_what_guards_something_is_not_drawn_by_random() -> None:
    """`random` spreads retries and makes up the demo; docs/crypto.md lists where."""
    users = {str(p.relative_to(ROOT)) for p in OURS if "random" in imported(p)}
    others = {u for u in users if not u.startswith("api/roster/demo/")}
    assert others <= {"api/http/request_reads.py", "jobs/runner.py", "api/messages/service.py"}


def as_in_service() -> ModuleType:
    """The module as a process loads it: the tests' own hashes are quick."""
    spec = find_spec(hashing.__name__)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_passwords_are_hashed_with_todays_parameters() -> None:
    real = as_in_service()
    kept = await real.hash_secret("a long new phrase 7")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1).check_needs_rehash(kept)
    assert await real.matches(kept, "a long new phrase 7")
    assert not [
        s for s in ("A long new phrase 7", "a long new phrase 7 ", "a long new phrase") if await real.matches(kept, s)
    ]


@pytest.mark.parametrize(
    "forbidden",
    [
        r"innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write",
        r"\beval\(|new Function\(|setTimeout\(\s*[\"']",
        r"__proto__|Object\.setPrototypeOf|constructor\.prototype",
        r"document\.cookie|document\.domain",
        r"Math\.random",
        r"addEventListener\(\s*[\"']paste|onPaste",
        r"window\.open\(|target=[\"{]+_blank",
        r"<script[^>]+src=[\"']https?:",
    ],
)
def test_the_app_never(forbidden: str) -> None:
    assert len(APP) > 80
    assert not [str(p.relative_to(ROOT)) for p in APP if re.search(forbidden, p.read_text())]


def test_every_password_field_is_masked_and_known_to_password_managers() -> None:
    fields = [
        f for p in APP for f in re.findall(r"<Input [^\n]*?onValue=\{set(?:Current|Password|Secret)\}", p.read_text())
    ]
    assert len(fields) >= 4
    assert all('type="password"' in f and "autocomplete=" in f for f in fields)


def test_the_app_says_what_a_code_by_sms_does_not_protect_from() -> None:
    """To everybody who signs in by one: a lost phone and a swapped SIM. Staff are offered the stronger ways on the same page."""
    words = (ROOT / "clients/web/src/words/me.ts").read_text()
    page = (ROOT / "clients/web/src/screens/me/safety.tsx").read_text()
    risk = re.search(r'smsRisk: \["(.+?)", "(.+?)"\]', words)
    stronger = re.search(r'smsStronger: \["(.+?)", "(.+?)"\]', words)
    assert risk
    assert stronger
    assert all("SIM" in said for said in risk.groups())
    assert "丢" in risk[1]
    assert "lost" in risk[2]
    assert "通行密钥" in stronger[1]
    assert "passkey" in stronger[2]
    assert "t(words.smsRisk)" in page
    assert "t(words.smsStronger)" in page
    shown = next(line for line in page.splitlines() if "<SmsRisk" in line)
    assert all(f'includes("{role}")' in shown for role in ("guardian", "client_guardian", "staff"))


def test_messages_between_pages_come_from_our_own() -> None:
    """The page and its service worker talk; nobody listens to other windows."""
    listeners = [
        p for p in APP for _ in re.findall(r"(?:window|self)?\.?addEventListener\(\s*[\"']message[\"']", p.read_text())
    ]
    for path in listeners:
        assert "serviceWorker" in path.read_text() or path.name == "sw.ts", path
