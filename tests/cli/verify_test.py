# SPDX-License-Identifier: Apache-2.0
"""imcbench verify: the whole list passes, prints JSON, and knows its names."""
import json
import os
import subprocess
import unittest

PROGRAM = os.environ["IMCBENCH_PROGRAM"]


def run(*arguments, **environment):
    return subprocess.run([PROGRAM, "verify", *arguments], capture_output=True, text=True, check=False,
                          env=dict(os.environ, **environment))


def listed(kind):
    done = subprocess.run([PROGRAM, "list", kind, "--json"], capture_output=True, check=True)
    return {entry["name"] for entry in json.loads(done.stdout)}


def without_seconds(result):
    for part in [result, *result["cases"]]:
        part.pop("seconds")
    return result


class Verify(unittest.TestCase):
    def test_everything_passes(self):
        done = run("--json")
        self.assertEqual(done.returncode, 0, done.stderr[-2000:] + done.stdout[-2000:])
        result = json.loads(done.stdout)
        self.assertEqual({case["name"] for case in result["cases"]},
                         listed("nonidealities") | listed("presets"))
        rows = [case["rows"] for case in result["cases"]]
        self.assertTrue(all(rows))
        tests = sum(row["z"] is not None for case in rows for row in case)
        self.assertEqual((result["failures"], result["tests"]), (0, tests))
        self.assertAlmostEqual(result["alpha_per_row"], 1e-3 / tests)

    def test_threads_change_nothing(self):
        one, three = (without_seconds(json.loads(run(
            "input_noise", "stuck_cells", "--json", OMP_NUM_THREADS=threads).stdout))
            for threads in ("1", "3"))
        self.assertEqual(one, three)

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
        names = "pcm_programming_noise", "stuck_cells", "adc", "rtn_per_image"
        self.assertEqual(run(*names, "--seed", "99").returncode, 0)


if __name__ == "__main__":
    unittest.main()
