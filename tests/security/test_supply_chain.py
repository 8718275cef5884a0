"""T23: what the product is made of is pinned and listed, and holds no secret of its makers.

`make supply-chain` runs this and asks the advisory database, which needs the network.
"""

import fnmatch
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.security import sbom
from tests.security.secrets_scan import suspicions

ROOT = Path(__file__).resolve().parents[2]
KNOWN = tomllib.loads(Path(__file__).with_name("not_secrets.toml").read_text())["known"]
LISTS = sorted((ROOT / "requirements").glob("*.txt"))
# Made up here, each of a shape that the scan must find.
PLANTED = {
    "private key": "-----BEGIN " + "PRIVATE KEY-----\nMIIEvQIBADANBgkq",
    "cloud key": "AKIA" + "Z7QH2X9PLM4TRW8C",
    "token of a code host": "ghp_" + "a1B2c3D4e5F6" + "g7H8i9J0k1L2" + "m3N4o5P6q7R8",
    "backup key": "kumamoto-centre backup " + "key 1\n" + "0f" * 32,
    "password in an address": "postgres://centre:" + "hG7kQ2mZ9x@db/centre",
    "assigned": "SECRET_KEY" + ' = "x9Kq2Lm7Zp4Rt8Wv3Ny6"',
    "drawn": 'x = "' + "8f3a1c9e7b2d4f60" + "a5c8e1937d2b6f04" + '"',
}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def is_known(path: str, word: str) -> bool:
    return any(fnmatch.fnmatch(path, one["path"]) and re.fullmatch(one["word"], word) for one in KNOWN)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_every_part_is_pinned_by_version_and_hash(path):
    found = list(sbom.pins(path.read_text()))
    assert len(found) > 40
    assert [name for name, version, hashes in found if not version or not hashes] == []


def test_what_is_installed_is_compared_with_the_hashes():
    for name in ("Makefile", "Dockerfile"):
        text = (ROOT / name).read_text()
        installs = [line for line in text.splitlines() if re.search(r"pip install", line)]
        assert installs
        assert all("--require-hashes" in line for line in installs), name


def test_nothing_is_fetched_from_another_host_at_run_time():
    pages = [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "static").rglob("*.js"),
        *(ROOT / "static").rglob("*.css"),
    ]
    outside = re.compile(r"""(?:src|href|url|fetch|import)\s*[=(]\s*["']?(?:https?:)?//""")
    named = {"static/vendor/htmx.min.js"}
    assert len(pages) > 150
    assert [
        str(page.relative_to(ROOT))
        for page in pages
        if outside.search(page.read_text()) and str(page.relative_to(ROOT)) not in named
    ] == []


def test_the_bill_of_materials_lists_what_is_pinned():
    written = json.loads(sbom.WRITTEN.read_text())
    assert (written["bomFormat"], written["specVersion"]) == ("CycloneDX", "1.6")
    listed = {(one["name"], one.get("version")) for one in written["components"] if one["type"] == "library"}
    assert listed == {(name, version) for name, version, _ in sbom.pins((ROOT / "requirements/base.txt").read_text())}
    assert all(one["hashes"] for one in written["components"])


def test_the_bill_of_materials_is_the_one_that_is_made_now():
    """But for the licences, which are read from what happens to be installed."""
    made, written = (
        {one["bom-ref"]: one["hashes"] for one in json.loads(text)["components"]}
        for text in (sbom.written(), sbom.WRITTEN.read_text())
    )
    assert made == written


def test_no_tracked_file_holds_a_secret():
    found, read = [], 0
    for path in tracked():
        name = str(path.relative_to(ROOT))
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        read += 1
        found += [(name, line, kind) for line, kind, word in suspicions(text) if not is_known(name, word)]
    assert found == []
    assert read > 800


@pytest.mark.parametrize("kind", PLANTED)
def test_the_scan_finds_what_it_is_for(kind):
    assert kind in {one for _, one, _ in suspicions(f"line\n{PLANTED[kind]}\n")}


def test_every_known_word_is_still_there():
    """A line of the list that nothing needs any more would hide the next secret."""
    seen = set()
    for path in tracked():
        name = str(path.relative_to(ROOT))
        for number, one in enumerate(KNOWN):
            if number not in seen and fnmatch.fnmatch(name, one["path"]):
                words = [word for _, _, word in suspicions(path.read_text())]
                if any(re.fullmatch(one["word"], word) for word in words):
                    seen.add(number)
    assert seen == set(range(len(KNOWN)))
