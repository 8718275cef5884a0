"""The package reads files anywhere, also where there is no Django."""

import subprocess
import sys
from pathlib import Path

import centre


def test_the_package_needs_no_django():
    code = "import sys, centre.tabular.columns, centre.tabular.names; sys.exit('django' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=Path(centre.__file__).parents[1], check=False).returncode == 0
    )
