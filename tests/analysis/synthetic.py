# SPDX-License-Identifier: Apache-2.0
"""Makes result files by hand, from results/README.md alone, for the tests of analysis/."""
import json

import h5py
import numpy as np

TIMES_S = (1.0, 3600.0, 86400.0, 2592000.0, 31536000.0)
MEANS = (0.885, 0.878, 0.868, 0.855, 0.840)
STDS = (0.006, 0.008, 0.011, 0.015, 0.020)

ROOT = {
    "format": "imcbench-results", "schema_version": np.int32(3), "kind": "result",
    "program_version": "0.1.0", "git_sha": "6334126abcdef", "build": "gcc 12.2 Release, CUDA none",
    "backend": "cpu", "device": "avx512, Synthetic Processor",
    "created_utc": "2026-07-25T12:00:00Z",
    "command_line": "imcbench run suites/pcm.toml --chips 1000", "seed": np.uint64(2**64 - 3),
    "suite_name": "pcm-drift", "suite_version": np.int32(1),
    "suite_text": "[suite]\nname = \"pcm-drift\"\n# a < b & c > d\n", "overrides": ""}


def scenario(chips=1000, samples=10000, times_s=TIMES_S, means=MEANS, stds=STDS, model="lenet5",
             optimization="none", fp_accuracy=0.8912, target=0.85, seed=1, skew=True, factor=None,
             **attributes):
    """Chips with a lasting quality and a part that time adds; a tail towards bad chips.
    factor: [C, K] or None."""
    random = np.random.default_rng(seed)
    lasting = random.standard_normal((chips, 1))
    fresh = random.standard_normal((chips, len(times_s)))
    z = 0.7 * lasting + np.sqrt(1 - 0.7**2) * fresh
    if skew:
        z = (1.0 - np.exp(0.35 * z)) / 0.39 + 0.16
    accuracy = np.asarray(means) + np.asarray(stds) * z
    correct = np.clip(np.rint(accuracy * samples), 0, samples).astype(np.uint32)
    loss = (0.3 + 2.0 * (0.9 - accuracy)) * samples
    made = {
        "attributes": {
            "model": model, "optimization": optimization, "dataset": "fashion-mnist",
            "split": "test", "settings": "", "factors": "", "study": "sweep",
            "canonical_text": "device = pcm\nsigma = 0.02\n", "sha256": "a1" * 32,
            "model_sha256": "b2" * 32, "data_sha256": "c3" * 32, "samples": np.uint32(samples),
            "predictions_per_sample": np.uint32(1),
            "fp_correct": np.uint32(round(fp_accuracy * samples)), "fp_loss": 0.31,
            "chance_accuracy": 0.1, "accuracy_target": target, "planned_chips": np.uint32(chips),
            "stopping_rule": "fixed-chips", "stopping_reason": f"all {chips} chips ran",
            **attributes},
        "time_s": np.asarray(times_s, dtype=np.float64),
        "chip": np.arange(chips, dtype=np.uint32), "correct": correct,
        "loss_q24": np.rint(loss * 2**24).astype(np.int64),
        "rejected": np.zeros_like(correct)}
    if factor is not None:
        made["factor"] = np.asarray(factor, dtype=np.float64)
    return made


def without_chips(**how):
    """What a cap over all scenarios may leave: no chips, and a reason."""
    made = scenario(1, **{"planned_chips": np.uint32(0), "stopping_reason": "cap left 0 chips",
                          **how})
    made.update({key: made[key][:0] for key in ("chip", "correct", "loss_q24", "rejected")})
    return made


def write(path, scenarios, studies=None, **root):
    """studies: {name: what json can write, or text as it is}."""
    with h5py.File(path, "w") as file:
        for key, value in {**ROOT, **root}.items():
            if value is not None:
                file.attrs[key] = value
        for i, s in enumerate(scenarios):
            group = file.create_group(f"scenarios/{i:04d}")
            for key, value in s["attributes"].items():
                group.attrs[key] = value
            for key in ("time_s", "chip", "correct", "loss_q24", "rejected", "factor",
                        "correct_bits"):
                if key not in s:
                    continue
                data = group.create_dataset(key, data=s[key])
                data.attrs["unit"], data.attrs["meaning"] = "1", "synthetic"
        group = file.create_group("studies")
        for name, found in (studies or {}).items():
            text = found if isinstance(found, str) else json.dumps(found)
            group[name] = np.frombuffer(text.encode(), dtype=np.uint8)
    return path
