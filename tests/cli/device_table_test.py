# SPDX-License-Identifier: Apache-2.0
"""A device of one's own, from a table to trials: found, recorded by content, refused where it says
nothing."""
import json
import shutil
import unittest

import h5py
from support import ProgramTest, SOURCE, read_trials, run, suite_text

TABLES = """[hardware.pcm_programming_noise]
enabled = false
[hardware.pcm_drift]
enabled = false
[hardware.table_programming_noise]
table = "my_device.csv"
[hardware.table_relaxation]
table = "my_device.csv"
[hardware.table_read_noise]
table = "my_device_reads.csv"
"""


class DeviceTableTest(ProgramTest):
    def suite(self, folder, times="[1, 60, 86400]", hardware=TABLES):
        """The folder of a small suite and its tables: those of docs/examples."""
        here = self.folder / folder
        here.mkdir()
        for name in ("my_device.csv", "my_device_reads.csv"):
            shutil.copy(SOURCE / "docs/examples" / name, here)
        (here / "suite.toml").write_text(suite_text(chips=3, times=times, hardware=hardware))
        return here

    def trials(self, here, *options):
        self.succeed("run", here / "suite.toml", "--out", here / "r.h5", *options)
        return read_trials(here / "r.h5")

    def test_trials_depend_on_the_tables_content_and_not_on_its_place(self):
        first = self.suite("a")
        second = self.suite("b")
        third = self.suite("c")
        lines = (second / "my_device.csv").read_text().splitlines()
        (second / "my_device.csv").write_text("\n".join(lines[:6] + lines[:5:-1]) + "\n")
        text = (third / "my_device.csv").read_text()
        (third / "my_device.csv").write_text(text.replace("86400,25,17.5,0.84", "86400,25,17.5,0.9"))
        base = self.trials(first)
        self.assertEqual(base, self.trials(second, "--threads", "1"))
        self.assertNotEqual(base.keys(), self.trials(third).keys())

    def test_the_result_says_which_table(self):
        here = self.suite("a")
        self.trials(here)
        plan = json.loads(self.succeed("validate", here / "suite.toml", "--json").stdout)
        sha256 = plan["tables"]["table_relaxation"]["sha256"]
        self.assertEqual(plan["tables"]["table_relaxation"]["file"], str(here / "my_device.csv"))
        with h5py.File(here / "r.h5", "r") as file:
            for group in file["scenarios"].values():
                text = group.attrs["canonical_text"]
                self.assertIn(f"hardware.table_relaxation.table.sha256 = {sha256}\n", text)
                self.assertNotIn("my_device", text)
        self.assertIn(f"my_device.csv (sha256 {sha256[:16]})",
                      self.succeed("validate", here / "suite.toml").stdout)

    def refused(self, here, expected):
        process = run("run", here / "suite.toml", "--out", here / "r.h5")
        self.assertEqual(process.returncode, 2, process.stderr)
        self.assertIn(expected, process.stderr)
        self.assertFalse((here / "r.h5").exists())

    def test_what_a_table_does_not_say_is_refused(self):
        self.refused(self.suite("late", times="[1, 86401]"),
                     "table_relaxation: time_s = 86401 is outside the table")
        self.refused(self.suite("early", times="[0.5]"),
                     "table_relaxation: time_s = 0.5 is outside the table")
        self.refused(self.suite("wide", hardware=TABLES + "[hardware.mapping]\ng_max_uS = 30\n"),
                     "the conductance window 0 to 30 uS is not covered by the table")
        here = self.suite("timeless")
        (here / "my_device.csv").write_text("target_uS,mean_uS,sigma_uS\n0,0,0.2\n25,24,0.7\n")
        self.refused(here, "has no column time_s, so it says nothing about ageing")
        here = self.suite("gone")
        (here / "my_device_reads.csv").unlink()
        self.refused(here, "device table 'my_device_reads.csv': no such file")

    def test_a_kind_says_which_table_it_takes(self):
        process = self.succeed("describe", "table_drift")
        self.assertIn("a drift exponent table; columns target_uS, nu_mean, nu_sigma", process.stdout)


if __name__ == "__main__":
    unittest.main()
