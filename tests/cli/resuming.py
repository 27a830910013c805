# SPDX-License-Identifier: Apache-2.0
"""Killing the program and going on: what the tests of whole runs share."""
import os
import re
import signal
import subprocess

import h5py

from support import PROGRAM, read_trials, suite_text

# A run's own: when and how it was made. It collects over resumptions and merges.
PROVENANCE = {"created_utc", "command_line", "overrides"}

TRAINING = """schema = 1
name = "mlp-glyphs"
summary = "A perceptron that knows the glyphs a little."
seed = 5
[model]
topology = "mlp"
[data]
set = "glyphs"
shift = 0
flip = false
[training]
epochs = 1
batch = 64
[optimizer]
kind = "adam"
rate = 0.001
weight_decay = 0.02
[schedule]
kind = "cosine"
warmup_epochs = 1
"""

SWEEP = """
[sweep]
[[sweep.axis]]
parameter = "output_noise.sigma"
values = [0.02, 0.08]
"""

STUDIES = SWEEP + """
[stopping]
rule = "half_width"
half_width = 0.01
[tolerance]
chips = {chips}
[[tolerance.parameter]]
name = "output_noise.sigma"
to = 0.5
[sources]
chips = {chips}
stages = ["pcm_drift", "output_noise"]
shapley = true
"""


def study_suite(test, chips=16):
    """A suite that decides from its trials what to run next, on a network made for it."""
    model = test.folder / "mlp.h5"
    test.succeed("train", test.write("training.toml", TRAINING), "--out", model)
    text = suite_text(chips=120, samples=100, hardware=STUDIES.format(chips=chips))
    return text.replace("lenet-fashion-mnist", str(model))


def parts_of(out):
    return out.with_name(out.name + ".parts")


def sealed(out):
    """Names of the sealed shards of `out`."""
    folder = parts_of(out)
    return {path.name for path in folder.glob("*.h5")} if folder.is_dir() else set()


def start(*arguments, **options):
    return subprocess.Popen([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL, text=True,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)


def kill_at(arguments, seconds):
    """Runs the program and kills it after so many seconds; True when it had not ended yet."""
    process = start(*arguments)
    try:
        process.communicate(timeout=seconds)
        return False
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        return True


def new_trials(process):
    """Trials that a finished run computed, from its last line of progress."""
    return int(re.findall(r", (\d+) new$", process.stderr, re.MULTILINE)[-1])


def all_trials(process):
    """Trials that are there, new ones and others, from the same line."""
    return int(re.findall(r": (\d+) trials, .* new$", process.stderr, re.MULTILINE)[-1])


def read_everything(path):
    """All that a result says, but for when and how it was made."""
    with h5py.File(path, "r") as file:
        root = {name: value for name, value in file.attrs.items() if name not in PROVENANCE}
        scenarios = [dict(group.attrs.items()) for group in file["scenarios"].values()]
        studies = {name: data[()].tobytes() for name, data in file.get("studies", {}).items()}
    return {"root": root, "scenarios": scenarios, "studies": studies, "trials": read_trials(path)}
