"""The bill of materials: what the product is made of, as CycloneDX 1.6.

`python -m tests.security.sbom` writes docs/security/sbom.json from requirements/base.txt and static/vendor. The same
parts give the same bytes: no time, and a serial number drawn from the parts.
"""

import hashlib
import re
import uuid
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = ROOT / "docs/security/sbom.json"
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def pins(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Name, version and hashes of every line of a compiled list of requirements."""
    joined = text.replace("\\\n", " ")
    for line in joined.splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, rest = line.partition("==")
            yield name.split("[")[0].strip(), rest.split()[0].rstrip(";"), HASH.findall(line)


def licence_of(name: str) -> str:
    """What the installed package says of its licence; "" when it says nothing."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    if told.get("License-Expression"):
        return told["License-Expression"]
    classes = [one.rsplit(" :: ", 1)[1] for one in told.get_all("Classifier") or () if one.startswith("License ::")]
    return " AND ".join(classes) or (told.get("License") or "").split("\n")[0][:80]


def bill() -> Bom:
    """Every part that runs in production."""
    made = Bom()
    made.metadata.timestamp = None
    made.metadata.tools.tools.clear()
    made.metadata.component = Component(name="kumamoto-uij-centre", type=ComponentType.APPLICATION, bom_ref="product")
    licences = LicenseFactory()
    for name, version, hashes in pins((ROOT / "requirements/base.txt").read_text()):
        address = PackageURL("pypi", name=name, version=version)
        part = Component(name=name, version=version, purl=address, bom_ref=str(address))
        part.hashes.update(HashType(alg=HashAlgorithm.SHA_256, content=one) for one in hashes)
        if told := licence_of(name):
            part.licenses.add(licences.make_from_string(told))
        made.components.add(part)
    for path in sorted((ROOT / "static/vendor").glob("*.[cj]s*")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        part = Component(name=path.name, type=ComponentType.FILE, bom_ref=f"static/vendor/{path.name}")
        part.hashes.add(HashType(alg=HashAlgorithm.SHA_256, content=digest))
        made.components.add(part)
    made.register_dependency(made.metadata.component, made.components)
    made.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, " ".join(sorted(str(one.bom_ref) for one in made.components)))
    return made


def written() -> str:
    """The bill as the file holds it."""
    return make_outputter(bill(), OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1) + "\n"


if __name__ == "__main__":
    WRITTEN.write_text(written())
