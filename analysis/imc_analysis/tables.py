# SPDX-License-Identifier: Apache-2.0
"""Tidy frames of a Result: one observation a row, units in the column names."""
import numpy as np
import pandas as pd

from . import settings
from .statistics import LEVEL

LOSS_UNIT_NAT = 2.0**-24
NAME_COLUMNS = 5  # of _names


def with_chips(scenarios):
    """Those that ran at all: a cap over all scenarios may leave some without chips."""
    return [s for s in scenarios if len(s.chip)]


def scenario_frame(result):
    """One row per scenario, index `scenario`: names, what an experiment changed, how it ended."""
    rows = [{"scenario": s.name, "model": s.model, "optimization": s.optimization,
             "study": s.study, "dataset": s.dataset, "split": s.split, "samples": s.samples,
             "predictions_per_sample": s.predictions_per_sample,
             "chips": len(s.chip), "planned_chips": s.planned_chips, "times": len(s.time_s),
             "fp_accuracy": s.fp_accuracy, "chance_accuracy": s.chance_accuracy,
             "accuracy_target": s.accuracy_target, "stopping_rule": s.stopping_rule,
             "stopping_reason": s.stopping_reason} for s in result.scenarios]
    return pd.DataFrame(rows).set_index("scenario").join(settings_frame(result))


def settings_frame(result):
    """One row per scenario, one column per swept setting: numbers where all values are numbers."""
    index = pd.Index([s.name for s in result.scenarios], name="scenario")
    known = settings.columns(result.scenarios)
    known.pop("samples", None)  # a column of its own everywhere
    return pd.DataFrame({name: pd.Series(values, index, dtype=_dtype(values))
                         for name, values in known.items()}, index=index)


def _dtype(values):
    return float if all(isinstance(v, float) for v in values) else object


def trials(result):
    """See Result.trials."""
    parts = []
    for s in with_chips(result.scenarios) or result.scenarios:
        chips, times = s.correct.shape
        parts.append(pd.DataFrame({
            **_names(s), "chip": np.repeat(s.chip, times), "time_s": np.tile(s.time_s, chips),
            "samples": s.samples, "correct": s.correct.ravel(), "rejected": s.rejected.ravel(),
            "accuracy": s.correct.ravel() / s.predictions,
            "loss_nat": s.loss_q24.ravel() * LOSS_UNIT_NAT / s.predictions,
            **{name: np.repeat(column, times)
               for name, column in zip(s.factor_names, s.factor.T)}}))
    return _with_settings(pd.concat(parts, ignore_index=True), result)


def summary(result, level=LEVEL):
    """See Result.summary."""
    rows = [{**_names(s), "time_s": float(time_s), **s.summary(i, level)}
            for s in result.scenarios for i, time_s in enumerate(s.time_s)]
    return _with_settings(pd.DataFrame(rows), result)


def _names(s):
    return {"scenario": s.name, "model": s.model, "optimization": s.optimization, "study": s.study,
            "factors": "; ".join(s.factors.splitlines())}


def _with_settings(frame, result):
    """The settings' columns after the names; a value of a chip of its own goes before."""
    known = settings_frame(result)
    for place, name in enumerate(known.columns, NAME_COLUMNS):
        column = known[name].reindex(frame["scenario"]).to_numpy()
        if name in frame.columns:
            own = frame.pop(name)
            column = np.where(own.isna(), column, own)
        frame.insert(place, name, column)
    return frame
