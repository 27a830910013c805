# SPDX-License-Identifier: Apache-2.0
"""docs/examples/explore_result.py runs as its reader runs it, and says what the integers say."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import synthetic

ROOT = Path(__file__).resolve().parents[2]


class Example(unittest.TestCase):
    def explore(self, scenarios):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        synthetic.write(Path(folder.name) / "mine.h5", scenarios)
        done = subprocess.run(
            [sys.executable, "-W", "error::UserWarning", ROOT / "docs/examples/explore_result.py"],
            cwd=folder.name, capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT / "analysis"), "MPLBACKEND": "agg"})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((Path(folder.name) / "explore_result.png").exists())
        return done.stdout

    def test_two_scenarios(self):
        made = [synthetic.scenario(chips=80),
                synthetic.scenario(chips=80, optimization="gdc", settings="a.x = 0.08")]
        made[1]["correct"] = made[1]["correct"] + np.arange(80, dtype=np.uint32)[:, None] % 5
        said = self.explore(made)
        worst = np.sort(made[0]["correct"][:, -1])
        self.assertIn(f"95 % of all chips reach {worst[0] / 100:.2f} %", said)  # 80 < 93 chips
        self.assertIn("second minus first: +0.02 points", said)
        self.assertIn("accuracy-over-time-0000: 10 rows", said)
        self.assertIn("a.x", said)

    def test_few_chips(self):
        self.assertIn("it takes 59", self.explore([synthetic.scenario(chips=5)]))


if __name__ == "__main__":
    unittest.main()
