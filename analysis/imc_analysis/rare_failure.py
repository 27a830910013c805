# SPDX-License-Identifier: Apache-2.0
"""The box of the rare-failure study: a probability too small to count chips for."""
from .canvas import percent
from .figures.common import number, row_name
from .markup import esc, facts, prose
from .time_axis import human_time


def box(study):
    rows = study["rows"]
    target = percent(study["accuracy_target"], 2)
    text = (f"How likely is a chip below {target} {human_time(study['time_s'])} after programming? "
            "Chips were drawn where failures are frequent, and every one counts with the ratio of "
            "the two probabilities of drawing it (importance sampling).")
    return f'<div class="box"><p>{prose(text)}</p>' + "".join(
        f"<h3>{esc(row_name(r, rows))}: {prose(_finding(r, study['level']))}</h3>"
        f"{facts(_facts(r))}" for r in rows) + "</div>"


def probability(p):
    return f"{p:.2e}"


def _finding(row, level):
    if row["verdict"] != "estimated":
        return f"refused: {row['reason']}"
    return (f"{probability(row['probability'])} ({100 * level:g} % interval "
            f"{probability(row['low'])} to {probability(row['high'])})")


def _facts(row):
    moved = ", ".join(f"{s['factor']} by {number(s['shift']):+.2f}" for s in row["shift"])
    if row["verdict"] == "estimated":
        out = [("chips", f"{row['chips']}, and {row['pilot_chips']} to find where failures are"),
               ("failing chips", row["failures"])]
    else:
        out = [("chips to find where failures are", row["pilot_chips"])]
    if row["effective_sample_size"] is not None:
        heaviest = percent(row["largest_weight_share"])
        out.append(("effective sample size", f"{row['effective_sample_size']:.1f} of the failing "
                    f"chips; the heaviest has {heaviest} of the weight"))
    out.append(("moved, in standard deviations", moved or "nothing"))
    if row["brute_force"]:
        b = row["brute_force"]
        out.append(("by counting instead", f"{probability(b['probability'])} "
                    f"({probability(b['low'])} to {probability(b['high'])}): {b['failures']} of "
                    f"{b['chips']} chips"))
    return out
