"""The pages that ASVS calls documentation say what is there: every table, every class of a component."""

import re
import tomllib
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def test_every_table_belongs_to_a_class_of_data() -> None:
    schema = (ROOT / "migrations" / "schema.sql").read_text()
    tables = set(re.findall(r"^create table (?:public\.)?(\w+)", schema, re.IGNORECASE | re.MULTILINE))
    section = (DOCS / "data.md").read_text().partition("## Tables")[2].partition("##")[0]
    classed = re.findall(r"`(\w+)`", section.partition("`tasks` carries")[0])
    assert len(tables) > 50
    assert sorted(classed) == sorted(set(classed)), "one class each"
    assert set(classed) == tables


def test_every_component_is_pinned_by_a_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    blocks = re.split(r"\n(?=[a-z0-9])", lock)
    pinned = {re.split(r"[=\[ ]", b)[0].lower() for b in blocks if "==" in b and "--hash=sha256:" in b}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[^A-Za-z0-9._-]", name)[0].lower().replace("_", "-").replace(".", "-") for name in wanted}
    assert not names - pinned
    assert not [b for b in blocks if re.match(r"[a-z0-9][^ \n]*==", b) and "--hash=sha256:" not in b]
    assert "://" not in "".join(line for line in lock.splitlines() if not line.startswith("#")), "it names no index"


def test_every_package_of_the_app_is_pinned_by_a_hash() -> None:
    folder = ROOT / "clients" / "web"
    lock = msgspec.json.decode((folder / "package-lock.json").read_bytes())
    packages = {name: p for name, p in lock["packages"].items() if name}
    assert not [name for name, p in packages.items() if not p.get("integrity", "").startswith("sha512-")]
    assert not [name for name, p in packages.items() if "resolved" in p], "the installation's own mirror is used"
    wanted = msgspec.json.decode((folder / "package.json").read_bytes())
    assert all(re.fullmatch(r"[0-9.]+", v) for k in ("dependencies", "devDependencies") for v in wanted[k].values())
    assert "ignore-scripts=true" in (folder / ".npmrc").read_text().splitlines()


def test_risky_components_exist() -> None:
    text = (DOCS / "operating.md").read_text()
    risky = set(re.findall(r"`([a-z][a-z-]+)`", text.partition("**Risky components**")[2].partition("\n\n")[0]))
    lock = (ROOT / "requirements.lock").read_text()
    assert {n for n in risky - {"zipfile", "email"} if not re.search(rf"^{n}==", lock, re.MULTILINE)} == set()


def test_a_page_links_to_what_exists() -> None:
    for page in DOCS.glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_front_proxy_speaks_tls_alone() -> None:
    """The configuration that we ship: new versions, forward secrecy, and no redirect of the API's addresses."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    (protocols,) = re.findall(r"ssl_protocols ([^;]+);", text)
    (ciphers,) = re.findall(r"ssl_ciphers ([^;]+);", text)
    assert set(protocols.split()) == {"TLSv1.2", "TLSv1.3"}
    assert all(re.fullmatch(r"ECDHE-(ECDSA|RSA)-(AES\d+-GCM-SHA\d+|CHACHA20-POLY1305)", c) for c in ciphers.split(":"))
    plain = text.partition("listen 80;")[2].partition("server {")[0]
    assert "location /api/ { return 403; }" in plain
    assert "proxy_pass" not in plain
