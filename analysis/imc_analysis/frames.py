# SPDX-License-Identifier: Apache-2.0
"""Result file -> checked arrays -> pandas frames. The schema is results/README.md, version 3."""
import json
import math
from dataclasses import dataclass, field

import h5py
import numpy as np

from . import settings, tables
from .statistics import LEVEL, correct_margins, summarize, t_quantile

FORMAT = "imcbench-results"
SCHEMA_VERSION = 3

ROOT_ATTRIBUTES = {
    "program_version": str, "git_sha": str, "build": str, "backend": str, "device": str,
    "created_utc": str, "command_line": str, "seed": int, "suite_name": str, "suite_version": int,
    "suite_text": str, "overrides": str}
SCENARIO_ATTRIBUTES = {
    "model": str, "optimization": str, "dataset": str, "split": str, "settings": str,
    "factors": str, "study": str, "canonical_text": str, "sha256": str, "model_sha256": str,
    "data_sha256": str, "samples": int, "predictions_per_sample": int, "fp_correct": int, "fp_loss": float,
    "chance_accuracy": float, "accuracy_target": float, "planned_chips": int,
    "stopping_rule": str, "stopping_reason": str}
SUMMARY_KEYS = (
    "model", "optimization", "time_s", "chips", "samples", "accuracy_mean", "ci_low", "ci_high",
    "accuracy_std", "q05", "q50", "q95", "yield", "yield_low", "yield_high", "fp_accuracy")


class ResultError(Exception):
    """The file cannot be used; the message is one line for the user."""


@dataclass(frozen=True, eq=False, repr=False)
class Scenario:
    """C chips, T times, S samples of P predictions each, K factors. Arrays as in the schema. C is 0 where a cap over all
    scenarios left this one none."""
    name: str            # the group, e.g. "0000"
    attributes: dict
    time_s: np.ndarray   # float64 [T], ascending here whatever the file's order
    chip: np.ndarray     # uint32 [C]
    correct: np.ndarray  # int64 [C, T]
    loss_q24: np.ndarray  # int64 [C, T]
    rejected: np.ndarray  # int64 [C, T]
    factor: np.ndarray   # float64 [C, K]; K is 0 when no parameter differs from chip to chip
    correct_bits: np.ndarray = None  # uint8 [C, T, B], if they were kept
    summaries: dict = field(default_factory=dict, repr=False)

    def __getattr__(self, key):  # scenario.model, scenario.samples, ...
        try:
            return self.__dict__["attributes"][key]
        except KeyError:
            raise AttributeError(key) from None

    def __repr__(self):
        what = [self.model, self.optimization, *self.settings.splitlines()]
        what += ["chips vary"] if self.factors else []
        return (f"<Scenario {self.name} ({self.study}): {', '.join(w for w in what if w)}; "
                f"{len(self.chip)} chips, {len(self.time_s)} times, {self.samples_text}>")

    @property
    def factor_names(self):
        """Parameter of every column of `factor`: "output_noise.sigma ~ ..." -> the part before."""
        names = settings.varied(self)
        columns = self.factor.shape[1]
        return names if len(names) == columns else [f"factor {i}" for i in range(columns)]

    @property
    def predictions(self):
        """S P: what the counts count."""
        return self.samples * self.predictions_per_sample

    @property
    def samples_text(self):
        """'200 samples', '40 samples of 35 predictions'."""
        each = self.predictions_per_sample
        return f"{self.samples} samples" + (f" of {each} predictions" if each > 1 else "")

    @property
    def fp_accuracy(self):
        return self.fp_correct / self.predictions

    def loss(self, time_index, level=LEVEL):
        """Mean loss over chips, nat per prediction, with Student's interval: (value, low, high)."""
        each = self.loss_q24[:, time_index] * tables.LOSS_UNIT_NAT / self.predictions
        if len(each) < 2:
            return (float(each.mean()) if len(each) else math.nan, math.nan, math.nan)
        half = t_quantile((1 - level) / 2, len(each) - 1) * each.std(ddof=1) / math.sqrt(len(each))
        return float(each.mean()), float(each.mean() - half), float(each.mean() + half)

    def perplexity(self, time_index, level=LEVEL):
        """exp(mean loss) with its interval; None where a sample has one prediction."""
        if self.predictions_per_sample == 1:
            return None
        return tuple(math.exp(x) for x in self.loss(time_index, level))

    def summary(self, time_index, level=LEVEL):
        """statistics.summarize of the chips at one time; counted once."""
        key = (time_index, level)
        if key not in self.summaries:
            self.summaries[key] = summarize(
                self.correct[:, time_index], self.predictions, self.accuracy_target, self.fp_correct,
                self.chance_accuracy, level, self.rejected[:, time_index])
            self.summaries[key]["samples"] = self.samples
        return self.summaries[key]

    def correct_margins(self, time_index):
        """What statistics.variance_components takes; needs the stored bits (None without)."""
        if self.correct_bits is None:
            return None
        return correct_margins(self.correct_bits[:, time_index], self.samples,
                               self.predictions_per_sample)


@dataclass(frozen=True, repr=False)
class Result:
    """A result file, read and checked by load()."""
    path: str
    attributes: dict  # ROOT_ATTRIBUTES
    scenarios: list
    studies: dict = field(default_factory=dict)  # name -> what the study found, as parsed JSON

    def __repr__(self):
        studies = f", studies: {', '.join(self.studies)}" if self.studies else ""
        return f"<Result {self.path}: {len(self.scenarios)} scenarios{studies}>"

    @property
    def settings(self):
        """What the experiment changed: a frame with one row per scenario and one column per
        setting, such as "output_noise.sigma"; numbers where all its values are. A scenario that
        left a setting alone has the value of its canonical text, if it stands there; NaN where the
        setting differs from chip to chip."""
        return tables.settings_frame(self)

    def scenario_table(self):
        """One row per scenario (index `scenario`): names, study, samples, chips, fp_accuracy,
        accuracy_target, why it stopped, and the settings."""
        return tables.scenario_frame(self)

    def trials(self):
        """One row per chip and time.

        scenario, model, optimization, study, factors (what differs from chip to chip, and its law,
        joined by "; "); one column per setting; chip (index), time_s (since
        programming), samples, correct and rejected (predictions), accuracy (fraction), loss_nat (mean
        per prediction); one column per parameter that differs from chip to chip, with its value.
        """
        return tables.trials(self)

    def summary(self, level=LEVEL):
        """One row per scenario and time, with intervals over chips at this level.

        Names and settings as in trials(); time_s, chips, samples, rejected; accuracy_mean with
        ci_low, ci_high; accuracy_std with std_low, std_high; q05, q50, q95 with _low, _high and
        what these cover, _coverage; min, max; good_chips, yield with yield_low, yield_high;
        fp_accuracy; normalized_accuracy. Accuracies are fractions. NaN where undefined, as without
        chips; a setting is NaN where it differs from chip to chip.
        """
        return tables.summary(self, level)


def load(path):
    """Read and check a finished result file; raises ResultError."""
    try:
        with h5py.File(path, "r") as file:
            return _read_file(str(path), file)
    except ResultError:
        raise
    except FileNotFoundError:
        raise ResultError(f"{path}: no such file") from None
    except (OSError, RuntimeError, KeyError, ValueError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise ResultError(f"{path}: not a readable HDF5 file (damaged or cut short?): "
                          f"{reason}") from None


def _read_file(path, file):
    kind_of_file = _attribute(file, "format", str, path)
    if kind_of_file != FORMAT:
        raise ResultError(f"{path}: format is {kind_of_file!r}; expected {FORMAT!r}")
    version = _attribute(file, "schema_version", int, path)
    if version != SCHEMA_VERSION:
        raise ResultError(f"{path}: schema version {version}; this program reads only version "
                          f"{SCHEMA_VERSION}: run the suite again, or use the imc_analysis of the "
                          "imcbench version that wrote the file")
    kind = _attribute(file, "kind", str, path)
    if kind != "result":
        raise ResultError(f"{path}: kind is {kind!r}; only finished files, of kind 'result', are "
                          "read")
    attributes = {key: _attribute(file, key, of, path) for key, of in ROOT_ATTRIBUTES.items()}
    groups = file.get("scenarios")
    if not isinstance(groups, h5py.Group) or not len(groups):
        raise ResultError(f"{path}: holds no scenarios")
    if not all(isinstance(groups[name], h5py.Group) for name in groups):
        raise ResultError(f"{path}: /scenarios holds something that is not a group")
    scenarios = [_read_scenario(f"{path}: /scenarios/{name}", name, groups[name])
                 for name in sorted(groups)]
    return Result(path, attributes, scenarios, _read_studies(f"{path}: /studies", file))


def _read_studies(place, file):
    group = file.get("studies")
    if not isinstance(group, h5py.Group):
        raise ResultError(f"{place}: missing")
    studies = {}
    for name in sorted(group):
        data = group[name]
        if not isinstance(data, h5py.Dataset) or data.dtype != np.uint8 or len(data.shape) != 1:
            raise ResultError(f"{place}/{name}: should be a row of bytes")
        try:
            studies[name] = json.loads(data[...].tobytes().decode("utf-8"))
        except ValueError as error:
            raise ResultError(f"{place}/{name}: not JSON: {error}") from None
    return studies


def _read_scenario(place, name, group):
    a = {key: _attribute(group, key, of, place) for key, of in SCENARIO_ATTRIBUTES.items()}
    time_s = _dataset(group, "time_s", 1, np.float64, place)
    chip = _dataset(group, "chip", 1, np.int64, place)
    shape = (len(chip), len(time_s))
    grids = {key: _dataset(group, key, 2, np.int64, place)
             for key in ("correct", "loss_q24", "rejected")}

    def check(condition, message):
        if not condition:
            raise ResultError(f"{place}: {message}")

    check(shape[1] >= 1, "no times; at least one is needed")
    for key, grid in grids.items():
        check(grid.shape == shape, f"{key} has shape {grid.shape}; chip and time_s need {shape}")
    check(a["samples"] >= 1, "samples is 0")
    check(a["predictions_per_sample"] >= 1, "predictions_per_sample is 0")
    predictions = a["samples"] * a["predictions_per_sample"]
    check(0 <= a["fp_correct"] <= predictions, "fp_correct is more than there are predictions")
    for key in ("chance_accuracy", "accuracy_target"):
        check(0.0 <= a[key] <= 1.0, f"{key} is {a[key]}; allowed: 0 to 1")
    check(np.all(np.isfinite(time_s)) and np.all(time_s >= 0), "time_s has a negative or no number")
    check(len(np.unique(time_s)) == len(time_s), "time_s has duplicates")
    check(np.all(np.diff(chip) > 0), "chip is not ascending without duplicates")
    in_range = (grids["correct"] >= 0) & (grids["rejected"] >= 0)
    in_range &= grids["correct"] + grids["rejected"] <= predictions
    check(np.all(in_range), "correct + rejected is more than the predictions for some chip")
    factor = np.empty((len(chip), 0))
    if "factor" in group:
        factor = _dataset(group, "factor", 2, np.float64, place)
        check(len(factor) == len(chip), f"factor has {len(factor)} rows for {len(chip)} chips")
        check(np.all(np.isfinite(factor)), "factor has a value that is not finite")
    order = np.argsort(time_s)
    bits = None
    if "correct_bits" in group:
        bits = _dataset(group, "correct_bits", 3, np.uint8, place)[:, order]
        check(bits.shape == (*shape, -(-predictions // 8)), f"correct_bits has shape {bits.shape}")
    return Scenario(name, a, time_s[order], chip,
                    **{key: grid[:, order] for key, grid in grids.items()}, factor=factor,
                    correct_bits=bits)


def _attribute(holder, key, of, place):
    if key not in holder.attrs:
        raise ResultError(f"{place}: attribute '{key}' is missing; not an imcbench result file of "
                          f"schema version {SCHEMA_VERSION}")
    value = holder.attrs[key]
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.reshape(-1)[0]
    if of is str and isinstance(value, h5py.Empty):
        value = ""
    if of is str and isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    fits = {str: str, int: (int, np.integer), float: (float, int, np.floating, np.integer)}[of]
    if not isinstance(value, fits):
        raise ResultError(f"{place}: attribute '{key}' should be a {of.__name__}")
    return of(value)


def _dataset(group, key, rank, dtype, place):
    data = group.get(key)
    if not isinstance(data, h5py.Dataset) or len(data.shape) != rank:
        raise ResultError(f"{place}: dataset '{key}' with {rank} dimension(s) is missing")
    if dtype is np.int64 and data.dtype.kind not in "iu":
        raise ResultError(f"{place}: dataset '{key}' should hold integers")
    return data[...].astype(dtype)


def summaries(source, level=LEVEL):
    """Of a path or a Result: its summary as a list of dicts with SUMMARY_KEYS, as `imcbench report
    --json` prints them: None (null in JSON) where a figure is undefined, such as the spread of one
    chip."""
    result = source if isinstance(source, Result) else load(source)
    rows = result.summary(level).to_dict("records")
    return [{key: _plain(row[key]) for key in SUMMARY_KEYS} for row in rows]


def _plain(value):
    return None if isinstance(value, float) and math.isnan(value) else value
