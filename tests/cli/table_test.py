# SPDX-License-Identifier: Apache-2.0
"""`imcbench table`: a table of one's own, its check and exit codes, wrong inputs."""
import json
import unittest

from support import ProgramTest, run, suite_text

TABLE = """schema = 1
name = "mine"
title = "A table of mine"
suite = "suite.toml"
figure = "accuracy"
[size]
chips = 4
samples = 10
[full]
chips = 6
samples = 20
{targets}"""

TARGET = """
[[target]]
model = "lenet-fashion-mnist"
optimization = "direct"
time_s = 86400
value = {value}
tolerance = {tolerance}
source = "a test"
tag = "ours"
"""

# What is changed in the table -> what the message must say.
EDITS = [
    (("schema = 1", "schema = 2"), "mine.toml:1:10: 'schema' = 2 is out of range"),
    (("\"mine\"", "\"yours\""), "'name' = 'yours' must be the file's name, 'mine'"),
    (("\"suite.toml\"", "\"none.toml\""), "suite 'none.toml': no such file"),
    (("\"accuracy\"", "\"acuracy\""), "did you mean 'accuracy'?"),
    (("chips = 4", "chips = 1"), "'chips' = 1 is out of range"),
    (("[full]", "[ful]"), "unknown key 'ful'; did you mean 'full'?"),
    (("[[target]]", "[target]"), "'target' must be an array of tables, not a table"),
    (("[[target]]", "[[tagret]]"), "unknown key 'tagret'; did you mean 'target'?"),
    (("value = 0.1", ""), "'value' is missing"),
    (("value = 0.1", "valeu = 0.1"), "unknown key 'valeu'; did you mean 'value'?"),
    (("tolerance = 1", "tolerance = -1"), "'tolerance' = -1 is out of range"),
    (("tolerance = 1", "tolerance = 1\nfigure = \"yeild\""), "did you mean 'yield'?"),
    (("tolerance = 1", "tolerance = 1\nfigure = \"tolerance\""), "'parameter' is missing"),
    (("tolerance = 1", "tolerance = 1\nsettngs = \"\""), "did you mean 'settings'?"),
    (("time_s = 86400", "time_s = 5"), "suite.toml has no time_s = 5; it has 1, 86400"),
    (("\"direct\"", "\"dirct\""), "has no optimization 'dirct'; did you mean 'direct'?"),
]


class Table(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("suite.toml", suite_text())

    def table(self, *options, targets="", expect=0):
        path = self.write("mine.toml", TABLE.format(targets=targets))
        process = run("table", path, *options, cwd=self.folder)
        self.assertEqual(process.returncode, expect, process.stderr)
        return process

    def test_a_table_is_filled_at_its_default_and_full_size(self):
        text = self.table().stdout
        self.assertIn("lenet-fashion-mnist / direct", text)
        self.assertIn("1 day", text)
        self.table("--full")
        for name, chips, samples in (("mine", 4, 10), ("mine-full", 6, 20)):
            report = self.succeed("report", self.folder / f"out/tables/{name}.h5", "--json").stdout
            row = json.loads(report)["scenarios"][0]
            self.assertEqual((row["chips"], row["samples"]), (chips, samples))

    def test_what_is_there_is_not_done_again(self):
        first = self.table()
        out = self.folder / "out/tables/mine.h5"
        before = out.read_bytes()
        self.assertEqual(self.table().stdout, first.stdout)
        self.assertEqual(out.read_bytes(), before)

    def test_check(self):
        wide = TARGET.format(value=0.1, tolerance=1)
        missed = TARGET.format(value=5, tolerance=0.1)
        mean = json.loads(self.table("--json").stdout)["cells"][1]["accuracy"]
        narrow = TARGET.format(value=mean, tolerance=1e-9)
        self.assertIn("  pass  ", self.table("--check", targets=wide).stdout)
        self.assertIn("  fail  ", self.table("--check", targets=wide + missed, expect=1).stdout)
        self.assertIn("not enough chips", self.table("--check", targets=narrow, expect=2).stdout)
        self.table(targets=missed)  # without --check nothing fails

    def test_json(self):
        targets = TARGET.format(value=0.1, tolerance=1)
        found = json.loads(self.table("--json", targets=targets).stdout)
        self.assertEqual(found["verdict"], "pass")
        self.assertEqual([cell["time_s"] for cell in found["cells"]], [1, 86400])
        self.assertEqual(found["targets"][0]["here"], found["cells"][1]["accuracy"])

    def test_shipped_tables(self):
        self.assertIn("inference", self.succeed("table", "--list").stdout)
        for name, text in (("inferense", "did you mean 'inference'?"), ("", "a NAME is needed")):
            process = run("table", *([name] if name else []))
            self.assertEqual(process.returncode, 2)
            self.assertIn(text, process.stderr)

    def test_wrong_tables(self):
        good = TABLE.format(targets=TARGET.format(value=0.1, tolerance=1))
        for (old, new), text in EDITS:
            with self.subTest(new=new):
                self.assertIn(old, good)
                path = self.write("mine.toml", good.replace(old, new, 1))
                process = run("table", path, "--check", cwd=self.folder)
                self.assertEqual(process.returncode, 2, process.stderr)
                self.assertIn(text, process.stderr)
        self.assertFalse((self.folder / "out").exists())

    def test_a_check_needs_targets(self):
        self.assertIn("--check needs a [[target]]", self.table("--check", expect=2).stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
