# SPDX-License-Identifier: Apache-2.0
"""`pip install ./analysis`, without a network, into a folder of its own; then the program runs from
there."""
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import synthetic

ANALYSIS = Path(__file__).resolve().parents[2] / "analysis"


class Install(unittest.TestCase):
    def test_installed_program_writes_a_page(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            # A copy, because the build leaves folders in its source.
            shutil.copytree(ANALYSIS, folder / "source",
                            ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info"))
            pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install",
                   "--no-deps", "--no-index", "--no-build-isolation", "--quiet", "--target",
                   folder / "site", folder / "source"]
            done = subprocess.run(pip, capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            synthetic.write(folder / "result.h5", [synthetic.scenario(chips=5)])
            program = folder / "site" / "bin" / "imc-analysis"
            subprocess.run([sys.executable, program, "result.h5", "--html", "page.html"],
                           check=True, cwd=folder,
                           env={**os.environ, "PYTHONPATH": str(folder / "site")})
            page = (folder / "page.html").read_text(encoding="utf-8")
            self.assertIn("--paper", page)  # the style sheet came along


if __name__ == "__main__":
    if not all(map(importlib.util.find_spec, ("pip", "setuptools", "wheel"))):
        print("SKIPPED: pip, setuptools and wheel are not all installed")
        sys.exit(0)
    unittest.main()
