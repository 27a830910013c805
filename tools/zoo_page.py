#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the tables of suites/models/zoo/README.md from the model files beside it.

    build/imcbench must be there, or IMCBENCH_PROGRAM name it.
    tools/zoo_page.py           writes the page
    tools/zoo_page.py --check   exit code 1, and the lines that differ, if it would change
"""
import difflib
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ZOO = ROOT / "suites" / "models" / "zoo"
PAGE = ZOO / "README.md"
BEGIN, END = "<!-- tables of tools/zoo_page.py -->", "<!-- end of tables -->"


def field(text, pattern):
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        raise SystemExit(f"zoo_page.py: 'imcbench describe' says nothing like {pattern!r}:\n{text}")
    return found.groups()


def describe(program, name):
    environment = {k: v for k, v in os.environ.items() if k != "IMCBENCH_ZOO"}
    return subprocess.run([program, "describe", str(ZOO / f"{name}.h5")], capture_output=True,
                          text=True, check=True, env=environment).stdout


def rows(program):
    for path in sorted(ZOO.glob("*.h5")):
        text = describe(program, path.stem)
        weights, macs = field(text, r"^on tiles: +(\d+) weights .*?, (\d+) multiply")
        biases, others = field(text, r"^in digital: (\d+) biases, (\d+) other parameters")
        (data,) = field(text, r"^trained on: (\S+)")
        accuracy, loss = field(text, r"^test: +accuracy ([\d.]+) %, loss ([\d.]+) nat")
        (sha,) = field(text, r"^weights: +sha256 ([0-9a-f]{64})")
        counts = [f"{int(n):,}" for n in (weights, biases, others, macs)]
        yield [f"`{path.stem}`", data, f"{accuracy} %", loss, *counts], sha


def table(header, lines):
    parts = [header, ["---"] * len(header), *lines]
    return "\n".join("| " + " | ".join(line) + " |" for line in parts) + "\n"


def tables(program):
    models = list(rows(program))
    return (
        table(["model", "data", "test accuracy", "test loss (nat)", "weights on tiles", "biases",
               "other digital parameters", "products per sample"], [line for line, _ in models])
        + "\n"
        + table(["model", "sha256 of its weights"], [[line[0], f"`{sha}`"] for line, sha in models])
    )


def main():
    program = os.environ.get("IMCBENCH_PROGRAM", str(ROOT / "build" / "imcbench"))
    before = PAGE.read_text()
    head, rest = before.split(BEGIN)
    _, tail = rest.split(END)
    after = f"{head}{BEGIN}\n\n{tables(program)}\n{END}{tail}"
    if sys.argv[1:] == ["--check"]:
        lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), "README.md",
                                          "zoo", lineterm="", n=0))
        print("\n".join(lines))
        return 1 if lines else 0
    PAGE.write_text(after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
