# SPDX-License-Identifier: Apache-2.0
"""A result file with a sweep and an outcome of every study, made from smooth laws by hand: what the
page of a whole experiment is looked at and tested with."""
import hashlib
import math

import numpy as np
import synthetic

MODELS = ("mlp-fashion-mnist", "lenet-fashion-mnist", "resnet20-cifar10", "vgg9-cifar10")
DAY_S = 86400.0
LEVELS = (0.985, 0.971, 0.946, 0.99)  # normalized accuracy of the bases after a day

# name, unit, scale, base, from, to, direction, tolerance of the first model
PARAMETERS = (
    ("program_noise.scale", "1", "log", 1.0, 0.1, 20.0, "rising", 2.1),
    ("read_noise.scale", "1", "log", 1.0, 0.1, 30.0, "rising", 4.7),
    ("pcm_drift.nu_std", "1", "log", 0.02, 0.002, 0.5, "rising", 0.061),
    ("output_noise.sigma", "1", "log", 0.04, 0.004, 1.0, "rising", 0.083),
    ("input_noise.sigma", "1", "log", 0.01, 0.001, 1.0, "rising", 0.046),
    ("ir_drop.scale", "1", "log", 1.0, 0.1, 100.0, "rising", 7.4),
    ("dac.bits", "bit", "linear", 8.0, 2.0, 10.0, "falling", 5.2),
    ("adc.bits", "bit", "linear", 8.0, 2.0, 10.0, "falling", 6.1),
    ("stuck_cells.rate", "1", "log", 1e-4, 1e-5, 0.1, "rising", 0.0042),
    ("column_offset.sigma_uA", "µA", "log", 0.1, 0.01, 10.0, "rising", 0.62))
STAGES = ("program", "age", "input", "read", "output")
FACTORS = (("program_noise.scale", "uniform(0.5, 2)"), ("pcm_drift.nu_std", "lognormal(0.02, 0.3)"),
           ("output_noise.sigma", "uniform(0, 0.08)"), ("chip instance", "all other draws"))


def hex_of(*words):
    return hashlib.sha256(repr(words).encode()).hexdigest()


def sweep(chips=120):
    """Two models with three optimizations, and one parameter swept around each base. Chips of one
    model are the same chips: they share most of their luck."""
    random = np.random.default_rng(7)

    def shared(luck, **how):
        made = synthetic.scenario(chips, seed=luck, **how)
        own = np.rint(random.normal(0, 35, made["correct"].shape)).astype(np.int64)
        made["correct"] = np.clip(made["correct"] + own, 0, 10000).astype(np.uint32)
        return made

    out, seed = [], 1
    for m, model in enumerate(MODELS[1:3]):
        for o, optimization in enumerate(("none", "gdc", "hwa+gdc")):
            better = np.array([0.0, 0.1, 0.4, 0.9, 1.4]) * 0.01 * o
            out.append(shared(
                seed, model=model, optimization=optimization,
                means=np.array(synthetic.MEANS) + better - 0.02 * m,
                canonical_text="hardware.output_noise.sigma = 0.04\nsamples = 10000\n"))
        for sigma in (0.0, 0.01, 0.02, 0.06, 0.08, 0.12):
            drop = 2.0 * (sigma**2 - 0.04**2) * (1 + m)
            out.append(shared(
                seed, model=model, optimization="none",
                means=np.array(synthetic.MEANS) - drop - 0.02 * m,
                settings=f"output_noise.sigma = {sigma}",
                canonical_text=f"hardware.output_noise.sigma = {sigma}\nsamples = 10000\n"))
        seed += 1
    return out


def bases(chips=60):
    """Of the models that only the studies know."""
    return [synthetic.scenario(chips, model=MODELS[m], study="tolerance", times_s=(DAY_S,),
                               means=(0.8912 - 0.7912 * (1 - LEVELS[m]),), stds=(0.004,),
                               skew=False) for m in (0, 3)]


def _accuracy(value, tolerance, direction, scale, far):
    """Normalized accuracy over that of the base: 0.99 at the tolerance, falling with harm."""
    if scale == "log":
        harm = value / tolerance
    else:
        harm = 2.0 ** ((tolerance - value) if direction == "falling" else (value - tolerance))
    return max(0.0, 1.003 - 0.013 * harm ** 1.7) if far else 1.0


def _tolerance_row(m, model, parameter):
    name, unit, scale, base, low, high, direction, first = parameter
    factor = 1.0 + 0.45 * math.sin(2.3 * m + len(name))
    tolerance = first * factor if scale == "log" else first + (factor - 1)
    values = np.geomspace(low, high, 9) if scale == "log" else np.linspace(low, high, 9)
    verdict = "found"
    if (m, name) in ((0, "ir_drop.scale"), (2, "input_noise.sigma")):
        verdict = "beyond_range"
    if (m, name) == (3, "adc.bits"):
        verdict = "below_range"
    if (m, name) == (1, "stuck_cells.rate"):
        verdict = "not_enough_chips"
    points = []
    for value in values:
        a = LEVELS[m] * _accuracy(value, tolerance, direction, scale, verdict != "beyond_range")
        half = 0.004 + 0.03 * (1 - a)
        points.append({"value": float(f"{value:.4g}"), "normalized_accuracy": a, "low": a - half,
                       "high": a + half, "chips": 60, "sha256": hex_of(model, name, value)})
    known = verdict == "found"
    return {"model": model, "optimization": "none", "parameter": name, "unit": unit, "scale": scale,
            "base_value": base, "from": low, "to": high, "direction": direction,
            "verdict": verdict, "tolerance": tolerance if known else None,
            "low": tolerance * 0.86 if known else None,
            "high": tolerance * 1.13 if known else None, "chips": 60,
            "mvm_error": 0.14 + 0.02 * m if known else None, "points": points}


def tolerance():
    rows = [_tolerance_row(m, model, p) for m, model in enumerate(MODELS) for p in PARAMETERS]
    equal = []
    for m, model in enumerate(MODELS):
        for k, (name, unit, *_) in enumerate(PARAMETERS[:6]):
            found = (m, k) != (3, 5)
            a = 0.995 - 0.04 * abs(math.sin(1.3 * k + m)) * (1 + 0.4 * m)
            equal.append({"model": model, "optimization": "none", "parameter": name, "unit": unit,
                          "verdict": "found" if found else "out_of_range",
                          "value": 0.2 * (k + 1) if found else None,
                          "normalized_accuracy": a if found else None,
                          "low": a - 0.006 if found else None, "high": a + 0.006 if found else None,
                          "chips": 60, "sha256": hex_of(model, name)})
    return {"study": "tolerance", "normalized_accuracy": 0.99, "time_s": DAY_S, "level": 0.95,
            "rows": rows, "equal_mvm_error": {"mvm_error": 0.2, "rows": equal}}


def sources():
    rows = []
    for m, model in enumerate(MODELS):
        parts = []
        for k, stage in enumerate(STAGES):
            alone = 0.012 * abs(math.sin(1.7 * k + 0.6 * m + 0.5)) + 0.0005
            parts.append({"stage": stage, "alone_loss": alone, "alone_low": alone - 0.0011,
                          "alone_high": alone + 0.0011, "without_gain": 1.3 * alone,
                          "without_low": 1.3 * alone - 0.0016, "without_high": 1.3 * alone + 0.0016,
                          "shapley_loss": 1.15 * alone, "shapley_low": 1.15 * alone - 0.0008,
                          "shapley_high": 1.15 * alone + 0.0008})
        lost = sum(p["shapley_loss"] for p in parts)
        rows.append({"model": model, "optimization": "none", "chips": 60, "fp_accuracy": 0.912,
                     "all_accuracy": 0.911 - lost, "none_accuracy": 0.911, "sources": parts})
    return {"study": "sources", "time_s": DAY_S, "level": 0.95, "rows": rows}


def variance():
    rows = []
    for m, model in enumerate(MODELS[:3]):
        first = np.array([0.42 - 0.1 * m, 0.08 + 0.07 * m, 0.25, 0.12])
        shapley = first + (1 - first.sum()) / 4
        total = first + 2 * (1 - first.sum()) / 4
        factors = [{"factor": name, "first": f, "first_low": f - 0.07, "first_high": f + 0.07,
                    "total": t, "total_low": t - 0.05, "total_high": t + 0.05,
                    "shapley": s, "shapley_low": s - 0.04, "shapley_high": s + 0.04}
                   for (name, _), f, t, s in zip(FACTORS, first, total, shapley)]
        rows.append({"model": model, "optimization": "none", "mean": 0.86, "std": 0.021,
                     "factors": factors})
    return {"study": "variance", "time_s": DAY_S, "level": 0.95, "quantity": "accuracy",
            "rows_of_design": 256,
            "factors": [{"name": name, "law": law} for name, law in FACTORS], "rows": rows}


def rare_failure():
    estimated = {
        "model": MODELS[1], "optimization": "none", "verdict": "estimated", "reason": "",
        "probability": 1.13e-3, "low": 0.92e-3, "high": 1.39e-3, "effective_sample_size": 214.0,
        "largest_weight_share": 0.021, "chips": 2000, "failures": 611, "pilot_chips": 600,
        "shift": [{"factor": "program_noise.scale", "shift": 2.1},
                  {"factor": "output_noise.sigma", "shift": 1.4}],
        "brute_force": {"chips": 20000, "failures": 23, "probability": 1.15e-3, "low": 0.73e-3,
                        "high": 1.73e-3}}
    refused = {**estimated, "model": MODELS[2], "verdict": "refused", "probability": None,
               "reason": "effective sample size of the failures 6.1 < 30",
               "low": None, "high": None, "effective_sample_size": 6.1,
               "largest_weight_share": 0.44, "failures": 17, "brute_force": None}
    return {"study": "rare_failure", "time_s": DAY_S, "level": 0.95, "accuracy_target": 0.8,
            "rows": [estimated, refused]}


def studies():
    return {"tolerance": tolerance(), "sources": sources(), "variance": variance(),
            "rare_failure": rare_failure()}


def write(path, chips=120):
    return synthetic.write(path, sweep(chips) + bases(), studies())
