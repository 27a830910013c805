# SPDX-License-Identifier: Apache-2.0
"""imcbench verify: the whole list passes, prints JSON, and knows its names."""
import json
import os
import subprocess
import unittest

PROGRAM = os.environ["IMCBENCH_PROGRAM"]


def run(*arguments):
    return subprocess.run([PROGRAM, "verify", *arguments], capture_output=True, text=True, check=False)


class Verify(unittest.TestCase):
    def test_everything_passes(self):
        done = run("--json")
        self.assertEqual(done.returncode, 0, done.stderr[-2000:] + done.stdout[-2000:])
        json.loads(done.stdout)

    def test_one_kind_is_shown_with_its_numbers(self):
        done = run("pcm_drift")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("pcm_drift", done.stdout)
        self.assertIn("0 failed", done.stdout)

    def test_a_wrong_name_is_an_error_with_the_nearest(self):
        done = run("pcm_drif")
        self.assertEqual(done.returncode, 2)
        self.assertIn("pcm_drift", done.stderr)

    def test_another_seed_passes_for_a_few_kinds(self):
        self.assertEqual(run("pcm_programming_noise", "adc", "rtn_per_image", "--seed", "99").returncode, 0)


if __name__ == "__main__":
    unittest.main()
