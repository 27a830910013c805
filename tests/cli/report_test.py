# SPDX-License-Identifier: Apache-2.0
"""`imcbench report`: claims, the page in HTML, wrong inputs."""
import json
import unittest

from support import ProgramTest, run, suite_text


class Report(ProgramTest):
    def setUp(self):
        super().setUp()
        self.out = self.folder / "result.h5"
        self.succeed("run", self.write("suite.toml", suite_text()), "--out", self.out)

    def refuse(self, text, *arguments, env=None):
        process = run("report", self.out, *arguments, env=env, cwd=self.folder)
        self.assertEqual(process.returncode, 2, process.stdout)
        self.assertIn(text, process.stderr)

    def test_claims(self):
        arguments = ("--claim", "50% of chips above 0%", "--claim", "0.99:0.5", "--all-times")
        claims = json.loads(self.succeed("report", self.out, "--json", *arguments).stdout)["claims"]
        self.assertEqual([claim["time_s"] for claim in claims], [1, 1, 86400, 86400])
        self.assertEqual([claim["verdict"] for claim in claims], ["supported", "refuted"] * 2)
        self.assertIn("refuted", self.succeed("report", self.out, *arguments).stdout)

    def test_wrong_claims(self):
        self.refuse("99% of chips above 90%", "--claim", "all chips")
        self.refuse("share of chips = 1.5", "--claim", "1.5:0.9")
        self.refuse("--confidence 2 is out of range", "--confidence", 2)

    def test_bits_tell_the_two_intervals_apart(self):
        self.assertIn("new test samples [95 %]", self.succeed("report", self.out).stdout)

    def test_page(self):
        page = self.folder / "a page; touch 'x'.html"
        self.succeed("report", self.out, "--html", page, cwd=self.folder)
        self.assertIn("<html", page.read_text()[:2000].lower())
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()),
                         sorted([page.name, "result.h5", "suite.toml"]))

    def test_page_without_what_it_needs(self):
        page = self.folder / "page.html"
        python = self.write("python", "#!/bin/sh\necho \"No module named 'h5py'\" >&2\nexit 1\n")
        python.chmod(0o755)
        self.refuse("No module named 'h5py'", "--html", page, env={"IMCBENCH_PYTHON": str(python)})
        self.refuse("cannot be started", "--html", page, env={"IMCBENCH_PYTHON": "/no/python"})
        self.refuse("cannot write", "--html", self.folder / "no" / "page.html")
        self.assertFalse(page.exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
