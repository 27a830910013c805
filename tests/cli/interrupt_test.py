# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C while studies run, alone and with ranks: batches are kept, and resuming ends equal."""
import signal
import subprocess
import time
import unittest

from resuming import read_everything, sealed, study_suite
from support import PROGRAM, ProgramTest, mpi_reason, on_ranks

SWEPT = 2  # scenarios of the sweep; more of them: a study is at work


class Interrupt(ProgramTest):
    def setUp(self):
        super().setUp()
        self.suite = self.write("suite.toml", study_suite(self, chips=32))
        self.whole = self.folder / "whole.h5"
        self.succeed("run", self.suite, "--out", self.whole)

    def scenarios(self, out):
        return len({name.split("-")[0] for name in sealed(out)})

    def interrupt_studies(self, command, out):
        """Sends SIGINT once a study has sealed chips of one more scenario; the exit code."""
        wanted = max(self.scenarios(out), SWEPT) + 1
        process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                   stdin=subprocess.DEVNULL, text=True)
        while self.scenarios(out) < wanted:
            self.assertIsNone(process.poll(), "over before it could be interrupted")
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        text = process.communicate(timeout=60)[1]
        self.assertRegex(text, r"interrupted: \d+ of \d+ trials are kept in .*out\.h5\.parts; "
                               "go on with the same command and --resume")
        self.assertFalse(out.exists())
        return process.returncode

    def command(self, out, *more):
        return ["run", str(self.suite), "--out", str(out), "--resume", "--chip-batch", "4", *more]

    def test_alone(self):
        out = self.folder / "out.h5"
        for _ in range(2):
            code = self.interrupt_studies([PROGRAM, *self.command(out)], out)
            self.assertEqual(code, 3)
        self.succeed(*self.command(out))
        self.assertEqual(read_everything(out), read_everything(self.whole))

    def test_ranks(self):
        if mpi_reason():
            self.skipTest(mpi_reason())
        out = self.folder / "out.h5"
        for ranks in (3, 2):
            code = self.interrupt_studies(on_ranks(ranks, *self.command(out)), out)
            self.assertNotEqual(code, 0)  # mpirun has codes of its own
        done = subprocess.run(on_ranks(3, *self.command(out)), capture_output=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(read_everything(out), read_everything(self.whole))


if __name__ == "__main__":
    unittest.main(verbosity=2)
