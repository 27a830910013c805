# SPDX-License-Identifier: Apache-2.0
"""Numbers behind pictures of scenarios, as frames."""
import pandas as pd


def summary_rows(scenarios, columns):
    """One row per scenario and time: names, and these figures of its summary."""
    rows = []
    for s in scenarios:
        for i, time_s in enumerate(s.time_s):
            figures = {"time_s": float(time_s), **s.summary(i)}
            rows.append({**names(s), **{column: figures[column] for column in columns}})
    return pd.DataFrame(rows)


def names(s):
    """Columns that say which scenario a row belongs to."""
    return {"scenario": s.name, "model": s.model, "optimization": s.optimization,
            "settings": "; ".join(s.settings.splitlines())}
