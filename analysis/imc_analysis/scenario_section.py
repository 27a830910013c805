# SPDX-License-Identifier: Apache-2.0
"""Tables of one scenario: its population at every time, what can be claimed of its yield, and,
where the bits were kept, chips and test samples told apart."""
import math

from .anytime import anytime_interval, looked, mean_interval
from .canvas import percent
from .markup import data_table, esc, prose, range_cell
from .statistics import (LEVEL, chips_for_claim, iso_accuracy_verdict, judge_claim,
                         new_samples_interval, normalized_accuracy, these_samples_interval,
                         tolerance_bound, variance_components)
from .time_axis import human_time
from .wording import percent_down, plural

CLAIMED_SHARES = (0.90, 0.95, 0.99)
ISO_WORDS = {"equal": "above 99 %", "different": "not above 99 %",
             "not enough chips": "99 %: not enough chips"}


def tables(s):
    return population_table(s) + claims_table(s) + components_table(s)


def population_table(s):
    anytime = looked(s)
    rows, missed = [], {}
    for i, time_s in enumerate(s.time_s):
        r = s.summary(i)
        cells = [f'<th scope="row">{prose(human_time(time_s))}</th>',
                 range_cell(r["accuracy_mean"], r["ci_low"], r["ci_high"])]
        if anytime:
            cells.append(_anytime(s, i))
        cells.append(range_cell(r["accuracy_std"], r["std_low"], r["std_high"]))
        for q in ("q05", "q50", "q95"):
            short = r[q + "_coverage"] < LEVEL
            cells.append(range_cell(r[q], r[q + "_low"], r[q + "_high"], " †" if short else ""))
            if short:
                missed[q] = r[q + "_coverage"]
        cells += [f"<td>{100 * r['min']:.2f}</td>",
                  range_cell(r["yield"], r["yield_low"], r["yield_high"]),
                  f"<td>{100 * r['fp_accuracy']:.2f}</td>", _normalized(s, i), *_perplexity(s, i)]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    heads = ["time", "mean", *(["mean, any time"] if anytime else []), "std. dev.", "5 % quantile",
             "median", "95 % quantile", "worst chip", f"yield at {percent(s.accuracy_target, 2)}",
             "floating point", "A*",
             *(["error", f"perplexity (floating point {math.exp(s.fp_loss):.2f})"]
               if s.predictions_per_sample > 1 else [])]
    caption = (f"Test accuracy in % of {plural(len(s.chip), 'chip')}, {s.samples_text} "
               "each; below each figure its 95 % interval over chips. Standard deviation in "
               "percentage points." + (" The interval for any time stays valid for a run that "
                                       "looked at it and then stopped." if anytime else ""))
    return data_table(caption, heads, rows) + _foot(missed)


def _anytime(s, i):
    low, high = anytime_interval(s, i)
    if low != low:
        return "<td>not yet</td>"
    return f"<td>{100 * low:.2f}–{100 * high:.2f}</td>"


def _perplexity(s, i):
    """Cells for models with several predictions per sample, such as language models."""
    found = s.perplexity(i)
    if found is None:
        return []
    value, low, high = found
    return [f"<td>{100 * (1 - s.summary(i)['accuracy_mean']):.2f}</td>",
            f"<td>{value:.2f}<small>{low:.2f}–{high:.2f}</small></td>"]


def _normalized(s, i):
    a, low, high = (normalized_accuracy(value, s.fp_accuracy, s.chance_accuracy)
                    for value in (s.summary(i)["accuracy_mean"], *mean_interval(s, i)))
    if a != a:
        return "<td>undefined</td>"
    return f"<td>{a:.4f}<small>{prose(ISO_WORDS[iso_accuracy_verdict(low, high)])}</small></td>"


def _foot(missed):
    if not missed:
        return ""
    names = {"q05": "5 % quantile", "q50": "median", "q95": "95 % quantile"}
    covers = ", ".join(f"{names[q]} {percent(c)}" for q, c in missed.items())
    return ('<p class="foot">† Too few chips for 95 %. These intervals cover at least: '
            f"{prose(covers)}.</p>")


def claims_table(s):
    """What so many of all chips reach, with 95 % confidence."""
    rows = []
    for i, time_s in enumerate(s.time_s):
        cells = [f'<th scope="row">{prose(human_time(time_s))}</th>']
        cells += [_bound(s, i, share) for share in CLAIMED_SHARES]
        r = s.summary(i)
        claim = judge_claim(r["good_chips"], r["chips"], CLAIMED_SHARES[-1], LEVEL)
        more = f"<small>{claim['more_chips']} more, all good</small>" if (
            claim["verdict"] == "not enough chips") else ""
        cells.append(f"<td>{esc(claim['verdict'])}{more}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    heads = ["time", *(f"{100 * share:g} % of chips reach" for share in CLAIMED_SHARES),
             f"99 % of chips reach {percent(s.accuracy_target, 2)}"]
    return data_table("What can be claimed of all chips of this kind, with 95 % confidence, one "
                      "claim at a time. Test accuracy in %.", heads, rows)


def _bound(s, i, share):
    bound = tolerance_bound(s.correct[:, i], s.predictions, share, LEVEL)
    if bound is None:
        return f"<td>–<small>takes {chips_for_claim(share, LEVEL)} chips</small></td>"
    return f"<td>{percent_down(bound['accuracy']).split()[0]}</td>"


def components_table(s):
    """Empty without the stored bits."""
    rows = []
    for i, time_s in enumerate(s.time_s):
        margins = s.correct_margins(i)
        if margins is None or len(s.chip) < 2 or s.samples < 2:
            return ""
        v = variance_components(*margins)
        new = new_samples_interval(v)
        cells = [range_cell(*these_samples_interval(v)),
                 range_cell(new["value"], new["low"], new["high"])]
        cells += [f"<td>{100 * v[key] ** 0.5:.2f}</td>"
                  for key in ("sigma2_chip", "sigma2_sample", "sigma2_residual")]
        rows.append(f'<tr><th scope="row">{prose(human_time(time_s))}</th>{"".join(cells)}</tr>')
    heads = ("time", "mean, these test samples", "mean, new test samples", "std. dev. of chips",
             "of samples", "of the rest")
    return data_table("Two sources of uncertainty: other chips, and other test samples. Mean "
                      "accuracy in % with 95 % intervals; standard deviations of the effects in "
                      "percentage points.", heads, rows)
