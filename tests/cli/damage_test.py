# SPDX-License-Identifier: Apache-2.0
"""Cut shards, full disks and files of another schema: what was sealed is never lost."""
import hashlib
import resource
import subprocess
import time
import unittest

import h5py

from resuming import SWEEP, new_trials, parts_of, read_everything, sealed, start
from support import PROGRAM, ProgramTest, mpi_reason, on_ranks, read_trials, run, suite_text

ALL_TRIALS = 2 * 40 * 2  # scenarios, chips, times
SMALL_DISK, LARGE_DISK = "size=700k", "size=64m"  # a shard of one chip takes about 30 KB
SEAL_BYTES = 512


def reseal(path):
    """Makes the seal fit again after a change."""
    content = path.read_bytes()[SEAL_BYTES:]
    seal = (f"imcbench sealed file\nbytes {SEAL_BYTES + len(content)}\n"
            f"sha256 {hashlib.sha256(content).hexdigest()}\n")
    path.write_bytes(seal.encode().ljust(SEAL_BYTES, b"\0") + content)


class Damage(ProgramTest):
    def setUp(self):
        super().setUp()
        self.suite = self.write("suite.toml", suite_text(chips=40, samples=20, hardware=SWEEP))
        self.whole = self.folder / "whole.h5"
        self.succeed("run", self.suite, "--out", self.whole)

    def command(self, out, *more):
        return ["run", self.suite, "--out", out, "--chip-batch", 1, *more]

    def wait_for_shards(self, process, out, count):
        while len(sealed(out)) < count:
            self.assertIsNone(process.poll(), "over too early")
            time.sleep(0.01)

    def assert_finishes(self, out):
        kept = len(sealed(out))
        process = self.succeed(*self.command(out, "--resume"))
        self.assertEqual(new_trials(process), ALL_TRIALS - 2 * kept)  # a shard: one chip, two times
        self.assertEqual(read_everything(out), read_everything(self.whole))
        self.assertFalse(parts_of(out).exists())
        return process

    def test_a_cut_shard_is_named_and_only_its_chips_are_run_again(self):
        out = self.folder / "out.h5"
        process = start(*self.command(out))
        self.wait_for_shards(process, out, 8)
        process.kill()
        process.communicate()
        cut, flipped = sorted(parts_of(out).glob("*.h5"))[:2]
        cut.write_bytes(cut.read_bytes()[:1000])
        content = bytearray(flipped.read_bytes())
        content[len(content) // 2] ^= 1
        flipped.write_bytes(content)
        kept = len(sealed(out)) - 2
        process = self.succeed(*self.command(out, "--resume"))
        for name in (cut.name, flipped.name):
            self.assertRegex(process.stderr, f"note: .*{name}: .*its chips will be run again")
        self.assertEqual(new_trials(process), ALL_TRIALS - 2 * kept)
        self.assertEqual(read_everything(out), read_everything(self.whole))
        self.assertFalse(parts_of(out).exists())

    def small_disk(self):
        mount = self.folder / "disk"
        mount.mkdir()
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", SMALL_DISK, "tmpfs", str(mount)],
                              capture_output=True)
        if made.returncode != 0:
            self.skipTest("SKIPPED: cannot mount a small file system here")
        self.addCleanup(subprocess.run, ["umount", str(mount)])
        return mount

    def assert_disk_full(self, process, out, exit_codes):
        self.assertIn(process.returncode, exit_codes, process.stderr)
        self.assertRegex(process.stderr, r"imcbench: error: .*out\.h5.*No space left on device")
        self.assertGreater(len(sealed(out)), 5)
        for shard in parts_of(out).glob("*.h5"):
            read_trials(shard)  # whole
        self.assertFalse(out.exists())
        subprocess.run(["mount", "-o", f"remount,{LARGE_DISK}", str(out.parent)], check=True)

    def test_a_disk_that_fills_up(self):
        out = self.small_disk() / "out.h5"
        self.assert_disk_full(run(*self.command(out)), out, [2])
        self.assert_finishes(out)

    def test_a_disk_that_fills_up_under_ranks(self):
        if mpi_reason():
            self.skipTest(mpi_reason())
        out = self.small_disk() / "out.h5"
        process = subprocess.run(on_ranks(3, *self.command(out)), capture_output=True, text=True,
                                 timeout=120)
        self.assert_disk_full(process, out, [2])
        self.assert_finishes(out)

    def test_a_result_too_large_for_the_disk(self):
        # Shards are small enough for the limit of a file's size, their sum is not.
        out = self.folder / "out.h5"
        largest = self.whole.stat().st_size - 1000
        full = subprocess.run([PROGRAM, *map(str, self.command(out))], capture_output=True,
                              text=True, preexec_fn=lambda: resource.setrlimit(
                                  resource.RLIMIT_FSIZE, (largest, largest)))
        self.assertEqual(full.returncode, 2, full.stderr)
        self.assertRegex(full.stderr, r"imcbench: error: .*out\.h5.*File too large")
        self.assertFalse(out.exists())
        self.assertEqual(len(sealed(out)), 80)
        self.assert_finishes(out)

    def test_another_schema_is_refused_with_the_reason(self):
        old = self.folder / "old.h5"
        old.write_bytes(self.whole.read_bytes())
        with h5py.File(old, "r+") as file:
            file.attrs.modify("schema_version", 1)
        reseal(old)
        for command in (["report", old], ["export", "--csv", old],
                        ["merge", old, "--out", self.folder / "m.h5"],
                        self.command(old, "--resume")):
            process = run(*command)
            self.assertEqual(process.returncode, 2, process.stderr)
            self.assertRegex(process.stderr,
                             "old.h5: schema version 1; this program reads version 3 only")
        self.assertFalse((self.folder / "m.h5").exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
