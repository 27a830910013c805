# SPDX-License-Identifier: Apache-2.0
"""A trial's integers do not depend on threads, batch sizes, shards, interruption or processor."""
import itertools
import unittest

from networks import NETWORKS, write_network
from support import ProgramTest, read_trials, run, suite_text


def instruction_sets(suite):
    """Those that this processor has."""
    return [isa for isa in ("generic", "avx2", "avx512")
            if run("validate", suite, env={"IMCBENCH_ISA": isa}).returncode == 0]


class SameResult(ProgramTest):
    def setUp(self):
        super().setUp()
        self.suite = self.write("suite.toml", suite_text())
        self.reference = self.result("reference", "--threads", 1)

    def result(self, name, *options, env=None):
        out = self.folder / f"{name}.h5"
        self.succeed("run", self.suite, "--out", out, *options, env=env)
        return read_trials(out)

    def test_threads_and_batches(self):
        for threads, chips, samples in itertools.product((1, 2), (1, 7, 64), (1, 7, 20)):
            with self.subTest(threads=threads, chip_batch=chips, sample_batch=samples):
                result = self.result(f"{threads}-{chips}-{samples}", "--threads", threads,
                                     "--chip-batch", chips, "--sample-batch", samples)
                self.assertEqual(result, self.reference)

    def test_shards_merged_in_any_order(self):
        parts = []
        for index in (3, 1, 2):
            part = self.folder / f"part{index}.h5"
            self.succeed("run", self.suite, "--out", part, "--shard", f"{index}/3")
            parts.append(part)
        merged = self.folder / "merged.h5"
        self.succeed("merge", *parts, "--out", merged)
        self.assertEqual(read_trials(merged), self.reference)

    def test_extending_the_number_of_chips_only_adds(self):
        out = self.folder / "extended.h5"
        self.succeed("run", self.suite, "--out", out, "--chips", 4)
        self.succeed("run", self.suite, "--out", out, "--resume")
        self.assertEqual(read_trials(out), self.reference)

    def test_every_instruction_set(self):
        available = instruction_sets(self.suite)
        self.assertIn("generic", available)
        for isa in available:
            with self.subTest(isa=isa):
                result = self.result(isa, env={"IMCBENCH_ISA": isa})
                self.assertEqual(result, self.reference)

    def test_another_seed_gives_another_result(self):
        other = self.result("other", "--seed", 8)
        self.assertNotEqual(list(other.values()), list(self.reference.values()))

    def test_fewer_times_give_the_same_trials_at_those_times(self):
        self.suite = self.write("one_time.toml", suite_text(times="[86400]"))
        (one,) = self.result("one_time").values()
        (both,) = self.reference.values()
        correct = memoryview(both["correct"][1]).cast("I")
        self.assertEqual(list(memoryview(one["correct"][1]).cast("I")), list(correct[1::2]))


class SameResultOfFamilies(ProgramTest):
    """Recurrent networks and transformers, each part of the matrix once."""

    def trials(self, suite, name, *options, env=None):
        out = self.folder / f"{name}.h5"
        self.succeed("run", suite, "--out", out, *options, env=env)
        return read_trials(out)

    def check(self, name):
        model = write_network(self.folder / f"{name}.h5", name)
        suite = self.write("suite.toml", suite_text(model=model, chips=6, samples=14))
        reference = self.trials(suite, "reference", "--threads", 1)
        for threads, chips, samples in ((2, 1, 7), (1, 64, 1), (2, 7, 14)):
            with self.subTest(threads=threads, chip_batch=chips, sample_batch=samples):
                self.assertEqual(self.trials(suite, f"{threads}-{chips}-{samples}", "--threads",
                                             threads, "--chip-batch", chips, "--sample-batch",
                                             samples), reference)
        for isa in instruction_sets(suite):
            with self.subTest(isa=isa):
                self.assertEqual(self.trials(suite, isa, env={"IMCBENCH_ISA": isa}), reference)
        parts = [self.folder / f"part{i}.h5" for i in (2, 1)]
        for i, part in zip((2, 1), parts):
            self.succeed("run", suite, "--out", part, "--shard", f"{i}/2")
        self.succeed("merge", *parts, "--out", self.folder / "merged.h5")
        self.assertEqual(read_trials(self.folder / "merged.h5"), reference)
        out = self.folder / "extended.h5"
        self.succeed("run", suite, "--out", out, "--chips", 2)
        self.assertEqual(self.trials(suite, "extended", "--resume"), reference)
        correct = memoryview(next(iter(reference.values()))["correct"][1]).cast("I")
        self.assertGreater(len(set(correct)), 1, "all chips are alike")

    def test_networks(self):
        for name in NETWORKS:
            with self.subTest(network=name):
                self.folder.mkdir(exist_ok=True)
                self.check(name)
                for path in self.folder.glob("*.h5"):
                    path.unlink()


if __name__ == "__main__":
    unittest.main(verbosity=2)
