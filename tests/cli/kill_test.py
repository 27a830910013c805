# SPDX-License-Identifier: Apache-2.0
"""kill -9 at 50 random moments: what was sealed stays, the file set opens, resuming ends equal."""
import os
import random
import signal
import subprocess
import time
import unittest

from networks import NETWORKS, write_network
from support import PROGRAM, ProgramTest, read_trials, suite_text

KILLS = 50
KILLS_OF_FAMILY = 10
SEED = 20230816


class Kill(ProgramTest):
    def command(self, out, *more):
        return [PROGRAM, "run", str(self.suite), "--out", str(out), "--chip-batch", "2", "--threads",
                "2", *more]

    def sealed_chips(self, out):
        """Chips in the sealed shards of `out`; every shard must open and be whole."""
        folder = out.with_name(out.name + ".parts")
        chips = set()
        for shard in folder.glob("*.h5") if folder.is_dir() else []:
            for trials in read_trials(shard).values():
                shape, data = trials["chip"]
                found = set(memoryview(data).cast("I"))
                self.assertEqual(len(found), shape[0])
                self.assertFalse(found & chips, "a chip is sealed twice")
                chips |= found
        return chips

    def test_kill_at_random_moments(self):
        self.suite = self.write("suite.toml", suite_text(chips=60, samples=60))
        self.kill_often(KILLS)

    def test_kill_other_families(self):
        for name in NETWORKS:
            with self.subTest(network=name):
                model = write_network(self.folder / f"{name}-model.h5", name)
                self.folder /= name
                self.folder.mkdir()
                self.suite = self.write("suite.toml",
                                        suite_text(model=model, chips=60, samples=60))
                self.kill_often(KILLS_OF_FAMILY)
                self.folder = self.folder.parent

    def kill_often(self, all_kills):
        reference = self.folder / "reference.h5"
        start = time.monotonic()
        subprocess.run(self.command(reference), check=True, capture_output=True)
        whole_run_s = time.monotonic() - start
        expected = read_trials(reference)

        draw = random.Random(SEED)
        out, generation, kept, kills, lost_work = self.folder / "run0.h5", 0, set(), 0, 0
        while kills < all_kills:
            process = subprocess.Popen(self.command(out, "--resume"), stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            try:
                process.wait(timeout=draw.uniform(0.0, 0.7 * whole_run_s))
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
                kills += 1
            if out.exists():
                self.assertEqual(read_trials(out), expected)
                generation += 1
                out, kept = self.folder / f"run{generation}.h5", set()
                continue
            sealed = self.sealed_chips(out)
            self.assertLessEqual(kept, sealed, "a sealed chip is gone")
            lost_work += len(sealed) > 0
            kept = sealed
        self.assertGreater(lost_work, all_kills // 10, "the kills came too early to test anything")
        subprocess.run(self.command(out, "--resume"), check=True, capture_output=True)
        self.assertEqual(read_trials(out), expected)
        self.assertFalse(out.with_name(out.name + ".parts").exists())

    def test_interrupt_keeps_finished_batches_and_says_how_to_go_on(self):
        self.suite = self.write("suite.toml", suite_text(chips=2000, samples=60))
        out = self.folder / "run.h5"
        process = subprocess.Popen(self.command(out), stderr=subprocess.PIPE, text=True,
                                   stdout=subprocess.DEVNULL)
        while not self.sealed_chips(out):
            self.assertIsNone(process.poll())
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        message = process.communicate(timeout=60)[1]
        self.assertEqual(process.returncode, 3, message)
        self.assertIn("--resume", message)
        self.assertFalse(out.exists())
        self.assertTrue(self.sealed_chips(out))


if __name__ == "__main__":
    unittest.main(verbosity=2)
