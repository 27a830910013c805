# SPDX-License-Identifier: Apache-2.0
"""Several processes of one run: the trials of one, whatever their number and whoever dies."""
import os
import re
import signal
import subprocess
import time
import unittest

from support import ProgramTest, mpi_reason, on_ranks, read_trials, suite_text

SWEEP = """
[sweep]
[[sweep.axis]]
parameter = "output_noise.sigma"
values = [0.02, 0.08]
[stopping]
rule = "half_width"
half_width = 0.02
"""


class Ranks(ProgramTest):
    def setUp(self):
        super().setUp()
        if mpi_reason():
            self.skipTest(mpi_reason())
        self.suite = self.write("suite.toml", suite_text(chips=70, hardware=SWEEP))
        self.reference = self.folder / "one.h5"
        self.succeed("run", self.suite, "--out", self.reference)
        self.expected = read_trials(self.reference)

    def command(self, ranks, out, *more):
        return on_ranks(ranks, "run", self.suite, "--out", out, *more)

    def start(self, *arguments):
        return subprocess.Popen(self.command(*arguments), stderr=subprocess.PIPE, text=True,
                                stdout=subprocess.DEVNULL, start_new_session=True)

    def test_any_number_of_ranks_gives_the_same_trials(self):
        for ranks in (1, 2, 3, 5):
            with self.subTest(ranks=ranks):
                out = self.folder / f"ranks{ranks}.h5"
                done = subprocess.run(self.command(ranks, out, "--chip-batch", "4"),
                                      capture_output=True, text=True, timeout=300)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(read_trials(out), self.expected)
                self.assertFalse(out.with_name(out.name + ".parts").exists())

    def test_all_ranks_work(self):
        done = subprocess.run(self.command(3, self.folder / "shared.h5", "--chip-batch", "1"),
                              capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        batches = dict(re.findall(r"rank (\d): (\d+) batches", done.stderr))
        self.assertEqual(sorted(batches), ["0", "1", "2"])
        self.assertGreater(min(map(int, batches.values())), 0, done.stderr)

    def test_a_lost_rank_loses_only_what_it_had_in_flight(self):
        for rank in (2, 0):
            with self.subTest(rank=rank):
                self.lose(rank, self.folder / f"lost{rank}.h5")

    def lose(self, rank, out):
        folder = out.with_name(out.name + ".parts")
        process = self.start(3, out, "--chip-batch", "1")
        while not (folder.is_dir() and len(list(folder.glob("*.h5"))) > 8):
            self.assertIsNone(process.poll(), "over before a rank could be killed")
            time.sleep(0.01)
        children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True,
                                  text=True).stdout.split()
        self.assertEqual(len(children), 3)
        os.kill(int(sorted(children, key=int)[rank]), signal.SIGKILL)
        process.communicate(timeout=60)
        self.assertNotEqual(process.returncode, 0)
        sealed = {shard.name for shard in folder.glob("*.h5")}
        self.assertTrue(sealed)
        for shard in folder.glob("*.h5"):
            read_trials(shard)  # whole
        done = subprocess.run(self.command(2, out, "--resume"), capture_output=True, text=True,
                              timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(read_trials(out), self.expected)

    def test_an_error_on_one_rank_ends_them_all_with_its_message(self):
        done = subprocess.run(self.command(3, self.reference), capture_output=True, text=True,
                              timeout=120)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("exists already", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
