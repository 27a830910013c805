# SPDX-License-Identifier: Apache-2.0
"""Peak memory stays within the plan, and does not grow from 1,000 to 10,000 chips."""
import json
import os
import re
import subprocess
import unittest

from support import PROGRAM, ProgramTest, run, suite_text

UNITS = {"B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}
GROWTH_ALLOWED = 4 * 1024**2  # bytes: allocator and page granularity


def present_texts():
    """(model, data set) whose files are there; says which are not."""
    texts = (("encoder-trec", "trec"), ("encoder-sst2", "sst2"))
    rows = json.loads(run("data", "list", "--json").stdout)
    present = {row["name"] for row in rows if row["presence"] == "present"}
    there = tuple(text for text in texts if text[1] in present)
    for model, data in sorted(set(texts) - set(there)):
        print(f"SKIPPED: {model}: data set {data} is not there")
    return there


class Memory(ProgramTest):
    def run_chips(self, chips, **what):
        """(peak, planned) bytes."""
        suite = self.write("suite.toml", suite_text(samples=2, times="[1]", **what))
        command = [PROGRAM, "run", str(suite), "--chips", str(chips), "--chip-batch", "250", "--out",
                   str(self.folder / f"{what.get('data')}-{chips}.h5")]
        log = self.folder / "log"
        with open(log, "w") as stderr:
            process = subprocess.Popen(command, stderr=stderr, stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
        text = log.read_text()
        self.assertEqual(status, 0, text)
        value, unit = re.search(r"memory planned ([\d.]+) (\w+)", text).groups()
        return usage.ru_maxrss * 1024, float(value) * UNITS[unit]

    def test_peak(self):
        small, planned = self.run_chips(1000)
        large, planned_large = self.run_chips(10000)
        print(f"1,000 chips: peak {small / 2**20:.1f} MiB; 10,000: {large / 2**20:.1f} MiB; "
              f"planned {planned / 2**20:.1f} MiB")
        self.assertLessEqual(small, planned)
        self.assertLessEqual(large, planned_large)
        self.assertLessEqual(large, small + GROWTH_ALLOWED)

    def test_peak_of_other_families(self):
        """Data sets of little memory, so that theirs hides nothing; and text from files."""
        built_in = (("hmm-lstm", "hmm-text"), ("recall-transformer", "associative-recall"))
        for model, data in built_in + present_texts():
            with self.subTest(model=model, data=data):
                small, planned = self.run_chips(20, model=model, data=data)
                large, planned_large = self.run_chips(100, model=model, data=data)
                print(f"{model}: 20 chips: peak {small / 2**20:.1f} MiB; 100: "
                      f"{large / 2**20:.1f} MiB; planned {planned / 2**20:.1f} MiB")
                self.assertLessEqual(small, planned)
                self.assertLessEqual(large, planned_large)
                self.assertLessEqual(large, small + GROWTH_ALLOWED)


if __name__ == "__main__":
    unittest.main(verbosity=2)
