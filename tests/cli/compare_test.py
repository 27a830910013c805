# SPDX-License-Identifier: Apache-2.0
"""`imcbench compare`: pairing, verdicts, exit codes, wrong inputs."""
import json
import unittest

from support import ProgramTest, run, suite_text


class Compare(ProgramTest):
    def setUp(self):
        super().setUp()
        self.a = self.result("a")

    def result(self, name, *options, **changes):
        suite = self.write(f"{name}.toml", suite_text(**changes))
        out = self.folder / f"{name}.h5"
        self.succeed("run", suite, "--out", out, *options)
        return out

    def compare(self, *arguments):
        process = run("compare", *arguments, "--json")
        return process.returncode, json.loads(process.stdout)

    def test_a_file_equals_itself(self):
        code, found = self.compare(self.a, self.a)
        self.assertEqual((code, found["verdict"]), (0, "equal"))
        for row in found["rows"]:
            self.assertTrue(row["paired"])
            self.assertEqual((row["difference"], row["difference_low"], row["difference_high"]),
                             (0, 0, 0))

    def test_other_chips_are_not_paired(self):
        other = self.result("b", "--seed", 8)
        code, found = self.compare(self.a, other)
        self.assertEqual(code, 2)  # 9 chips of 20 samples cannot tell half a point
        self.assertFalse(any(row["paired"] for row in found["rows"]))
        self.assertIn("not shared: Welch", run("compare", self.a, other).stdout)
        code, found = self.compare(self.a, other, "--margin", 1)
        self.assertEqual((code, found["verdict"]), (0, "equal"))

    def test_a_difference_beyond_the_margin_is_told(self):
        # Ideal chips are all the same, and so are those with converters of two steps: one mean
        # accuracy each, without any spread.
        files = []
        for name, hardware in (("fine", ""), ("coarse", "[hardware.adc]\nsteps = 2\nbound = 1")):
            text = suite_text(4, 200, hardware=hardware).replace("\"standard\"", "\"ideal\"")
            suite, out = self.write(f"{name}.toml", text), self.folder / f"{name}.h5"
            self.succeed("run", suite, "--out", out)
            files.append(out)
        code, found = self.compare(*files)
        self.assertEqual((code, found["verdict"]), (1, "different"))
        self.assertTrue(all(row["paired"] for row in found["rows"]))

    def test_pairing_narrows_the_interval_on_real_images(self):
        # 64 chips of the LeNet on Fashion-MNIST: more output noise, on the same chips. Nothing here
        # is random but for the fixed seed.
        out = self.folder / "noise.h5"
        sweep = ("[sweep]\n[[sweep.axis]]\nparameter = \"output_noise.sigma\"\n"
                 "values = [0.04, 0.06]\n")
        text = suite_text(64, 100, "[3600]", sweep).replace("glyphs", "fashion-mnist")
        process = run("run", self.write("noise.toml", text), "--out", out)
        if process.returncode == 2 and "dataset-fashion-mnist" in process.stderr:
            self.skipTest("SKIPPED: Fashion-MNIST is not here")
        self.assertEqual(process.returncode, 0, process.stderr)
        (row,) = json.loads(run("report", out, "--json").stdout)["comparisons"]
        paired = row["difference_high"] - row["difference_low"]
        unpaired = row["unpaired_high"] - row["unpaired_low"]
        print(f"width paired {paired:.5f}, unpaired {unpaired:.5f}, gain {row['gain']:.2f}")
        self.assertLess(row["difference_high"], 0)
        self.assertGreater(row["gain"], 1.2)
        self.assertAlmostEqual(row["gain"], unpaired / paired, places=9)

    def test_one_time(self):
        _, found = self.compare(self.a, self.a, "--time", 86400)
        self.assertEqual([row["time_s"] for row in found["rows"]], [86400])

    def test_shared_part_of_the_chips(self):
        fewer = self.result("fewer", "--chips", 4)
        _, found = self.compare(self.a, fewer)
        self.assertEqual({row["chips_a"] for row in found["rows"]}, {4})

    def test_wrong_inputs(self):
        for arguments, text in (
                ((self.a,), "b is required"),
                ((self.a, self.folder / "none.h5"), "none.h5"),
                ((self.a, self.write("x.h5", "text")), "x.h5"),
                ((self.a, self.a, "--margin", 0), "--margin 0 is out of range"),
                ((self.a, self.a, "--margin", "nan"), "--margin nan is out of range"),
                ((self.a, self.a, "--time", 3), "no time_s = 3 in both"),
                ((self.a, self.a, "--tim", 3), "did you mean '--time'?"),
                ((self.a, self.result("s", samples=10)), "the samples differ: 20, 10")):
            process = run("compare", *arguments)
            self.assertEqual(process.returncode, 2, process.stdout)
            self.assertIn(text, process.stderr)
            self.assertEqual(len(process.stderr.splitlines()), 1, process.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
