# SPDX-License-Identifier: Apache-2.0
"""A run that was killed and resumed, or cut into shards and merged, says what a whole run says."""
import json
import math
import random
import time
import unittest

from resuming import (SWEEP, all_trials, kill_at, new_trials, parts_of, read_everything, sealed,
                      start, study_suite)
from support import ProgramTest, read_trials, run, suite_text

SEED = 20240229
KILLS = 5


class Whole(ProgramTest):
    def run_whole(self, name, text, *options):
        self.suite = self.write("suite.toml", text)
        out = self.folder / name
        begin = time.monotonic()
        self.succeed("run", self.suite, "--out", out, *options)
        self.seconds = time.monotonic() - begin
        return out

    def run_with_kills(self, out, whole, *options):
        """Kills at random moments until enough of them hit; a run that ends before starts anew."""
        draw = random.Random(SEED)
        arguments = ["run", self.suite, "--out", out, "--resume", *options]
        hits = with_work = 0
        while hits < KILLS or with_work < 2:
            before = sealed(out)
            hits += kill_at(arguments, draw.uniform(0.1, 0.6) * self.seconds)
            if out.exists():
                self.assertEqual(read_trials(out), read_trials(whole))
                out.unlink()
                continue
            self.assertLessEqual(before, sealed(out), "a sealed batch is gone")
            with_work += len(sealed(out)) > len(before)
        self.succeed(*arguments)
        self.assertFalse(parts_of(out).exists())
        return out

    def assert_same(self, result, whole):
        self.assertEqual(read_everything(result), read_everything(whole))
        reports = [self.succeed("report", file).stdout for file in (result, whole)]
        self.assertEqual(*reports)
        self.assert_compared_equal(result, whole)

    def assert_compared_equal(self, result, whole):
        if "compare" not in run("--help").stdout:
            return
        found = json.loads(self.succeed("compare", result, whole, "--json").stdout)
        self.assertEqual(found["verdict"], "equal")
        for row in found["rows"]:
            self.assertTrue(row["paired"])
            self.assertEqual((row["difference_low"], row["difference_high"]), (0, 0))


class FixedChips(Whole):
    def setUp(self):
        super().setUp()
        self.text = suite_text(chips=60, samples=40, hardware=SWEEP)

    def test_killed_and_resumed(self):
        whole = self.run_whole("whole.h5", self.text, "--chip-batch", 2)
        killed = self.run_with_kills(self.folder / "killed.h5", whole, "--chip-batch", 2)
        self.assert_same(killed, whole)

    def test_three_shards_one_of_them_killed(self):
        whole = self.run_whole("whole.h5", self.text)
        parts = [self.folder / f"part{i}.h5" for i in (1, 2, 3)]
        command = lambda i: ["run", self.suite, "--out", parts[i - 1], "--shard", f"{i}/3",
                             "--threads", 1, "--chip-batch", 2]
        shards = {i: start(*command(i)) for i in (1, 2, 3)}
        while len(sealed(parts[1])) < 3:
            self.assertIsNone(shards[2].poll(), "over before it could be killed")
            time.sleep(0.01)
        shards[2].kill()
        for process in shards.values():
            process.communicate()
        self.assertEqual([shards[i].returncode for i in (1, 2, 3)], [0, -9, 0])
        kept = sum(dict(read_trials(parts_of(parts[1]) / name)).popitem()[1]["chip"][0][0]
                   for name in sealed(parts[1]))
        resumed = self.succeed(*command(2), "--resume")
        self.assertEqual(new_trials(resumed), (2 * 20 - kept) * 2)
        merged = self.folder / "merged.h5"
        self.succeed("merge", *parts, "--out", merged)
        self.assert_same(merged, whole)

    def test_extending_only_adds(self):
        thirty = self.run_whole("thirty.h5", self.text, "--chips", 30)
        out = self.folder / "out.h5"
        self.succeed("run", self.suite, "--out", out, "--chips", 10)
        added = self.succeed("run", self.suite, "--out", out, "--chips", 30, "--resume")
        self.assertEqual(new_trials(added), 20 * 2 * 2)  # chips, scenarios, times
        self.assertEqual(read_everything(out), read_everything(thirty))
        edited = self.write("suite.toml", self.text.replace("count = 60", "count = 33"))
        added = self.succeed("run", edited, "--out", out, "--resume")
        self.assertEqual(new_trials(added), 3 * 2 * 2)
        whole = self.run_whole("whole.h5", edited.read_text())
        self.assertEqual(read_trials(out), read_trials(whole))

    def test_other_settings_are_refused(self):
        out = self.run_whole("out.h5", self.text, "--chips", 4)
        before = out.read_bytes()
        self.write("suite.toml", self.text.replace("0.08]", "0.09]"))
        refused = run("run", self.suite, "--out", out, "--chips", 4, "--resume")
        self.assertEqual(refused.returncode, 2, refused.stderr)
        self.assertIn("is not in this run; use --overwrite or another output file", refused.stderr)
        self.assertEqual(out.read_bytes(), before)


class Studies(Whole):
    def setUp(self):
        super().setUp()
        self.text = study_suite(self)

    def test_killed_and_resumed(self):
        whole = self.run_whole("whole.h5", self.text)
        self.assertEqual(sorted(read_everything(whole)["studies"]), ["sources", "tolerance"])
        killed = self.run_with_kills(self.folder / "killed.h5", whole, "--chip-batch", 3)
        self.assert_same(killed, whole)

    def test_extending_and_other_settings(self):
        out = self.run_whole("out.h5", self.text, "--chips", 32)
        first = read_everything(out)
        again = self.succeed("run", self.suite, "--out", out, "--chips", 32, "--resume")
        self.assertEqual(new_trials(again), 0)
        self.assertEqual(all_trials(again), sum(
            math.prod(scenario["correct"][0]) for scenario in first["trials"].values()))
        self.succeed("run", self.suite, "--out", out, "--resume")
        whole = self.run_whole("whole.h5", self.text)
        self.assert_same(out, whole)
        # Another value of the axis is another scenario; what is shared is not done again.
        other = self.text.replace("0.08]", "0.09]")
        changed = self.run_whole("changed.h5", other)
        note = self.succeed("run", self.suite, "--out", out, "--resume").stderr
        self.assertRegex(note, r"note: \d+ scenarios of the suite as it was before are left out")
        self.assertEqual(read_everything(out)["trials"], read_everything(changed)["trials"])
        self.assertNotEqual(set(first["trials"]), set(read_trials(out)))


if __name__ == "__main__":
    unittest.main(verbosity=2)
