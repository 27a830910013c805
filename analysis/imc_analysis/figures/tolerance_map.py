# SPDX-License-Identifier: Apache-2.0
"""Tolerances of all models side by side: models in rows, nonidealities in columns."""
import math
import re

from matplotlib.colors import LinearSegmentedColormap, Normalize, TwoSlopeNorm
from matplotlib.patches import Rectangle

from ..canvas import FONT_PT, WIDTH_IN, new_figure, short_label, styled
from ..picture import Picture
from ..time_axis import human_time
from .common import ISO_ACCURACY, row_name, study_frame
from .tolerance_cells import cell_key, log_ratios, tolerance_text, two_lines

MOST_COLUMNS = 6   # more make a second block of rows
HEAD_CHARACTERS = 15
RATIO_OCTAVES = 2  # colours end at 4 times more or less than the median
CELL_INK, UNKNOWN = "#1b1d22", "#dcdfe4"  # the same on a dark page: cells stay light
TOLERANT = LinearSegmentedColormap.from_list("tolerant", ("#ef9f67", "#f7f5ef", "#6db3e3"))
KEYS = {"model": "model", "optimization": "optimization", "parameter": "parameter", "unit": "unit",
        "base_value": "base_value", "verdict": "verdict", "tolerance": "tolerance",
        "low": "tolerance_low", "high": "tolerance_high", "chips": "chips",
        "mvm_error": "mvm_error"}
EQUAL_KEYS = {"model": "model", "optimization": "optimization", "parameter": "parameter",
              "unit": "unit", "verdict": "verdict", "value": "value",
              "normalized_accuracy": "normalized_accuracy", "low": "low", "high": "high",
              "chips": "chips"}


def pictures(study):
    rows = study["rows"]
    out = [Picture("tolerance-map", tolerance_map(study), _alt("Tolerance", rows, "tolerance"),
                   _caption(study), study_frame(rows, KEYS))]
    equal = study.get("equal_mvm_error")
    if equal and equal["rows"]:
        out.append(Picture("equal-mvm-error-map", equal_error_map(study),
                           _alt("Normalized accuracy at equal MVM error", equal["rows"],
                                "normalized_accuracy"),
                           _equal_caption(equal), study_frame(equal["rows"], EQUAL_KEYS)))
    return out


def _alt(kind, rows, key):
    known = [r for r in rows if r[key] is not None]
    return (f"{kind}: table of {len({r['parameter'] for r in rows})} nonidealities for "
            f"{len({(r['model'], r['optimization']) for r in rows})} models, "
            f"{len(known)} of {len(rows)} cells known.")


@styled
def tolerance_map(study):
    rows = study["rows"]
    texts = {cell_key(r): tolerance_text(r) for r in rows}
    return _map(rows, texts, log_ratios(rows), TOLERANT, Normalize(-RATIO_OCTAVES, RATIO_OCTAVES),
                f"Tolerance {human_time(study['time_s'])} after programming: the value at which "
                f"normalized accuracy falls to {100 * study['normalized_accuracy']:g} % of the "
                "base's",
                "less tolerant than the median model", "more tolerant", "")


@styled
def equal_error_map(study):
    equal = study["equal_mvm_error"]
    rows = equal["rows"]
    texts = {cell_key(r): "out of\nrange" if r["normalized_accuracy"] is None else
             two_lines(*(r[k] if r[k] is None else 100 * r[k]
                          for k in ("normalized_accuracy", "low", "high")), "{:.1f}")
             for r in rows}
    values = {cell_key(r): 100 * r["normalized_accuracy"] for r in rows
              if r["normalized_accuracy"] is not None}
    iso = 100 * ISO_ACCURACY
    lowest = min([iso - 1, *values.values()])
    return _map(rows, texts, values, TOLERANT, TwoSlopeNorm(iso, lowest, 100),
                "Normalized accuracy (%) with each nonideality in turn moved to the same MVM "
                f"error, {100 * equal['mvm_error']:g} %", f"{lowest:.1f} %", "100 %", f"{iso:g} %")


def _map(rows, texts, values, colours, scale, title, *key_labels):
    """Blocks of at most MOST_COLUMNS columns below each other, in one figure."""
    names = {(r["model"], r["optimization"]): row_name(r, rows) for r in rows}
    units = {r["parameter"]: r["unit"] for r in rows}
    parameters = list(units)
    blocks = math.ceil(len(parameters) / MOST_COLUMNS)
    per_block = math.ceil(len(parameters) / blocks)
    left_in = min(2.2, 0.25 + 0.068 * max(len(n) for n in names.values()))
    heads = {p: _head(p, units[p]) for p in parameters}
    cell_in, heads_in = 0.42, 0.2 + 0.13 * max(h.count("\n") + 1 for h in heads.values())
    block_in = cell_in * len(names) + heads_in
    figure, axes = new_figure(block_in * blocks, blocks, 1, title, left_in=left_in, row_gap=0,
                              foot_in=0.5)
    for block, ax in enumerate(axes[:, 0]):
        mine = parameters[block * per_block:(block + 1) * per_block]
        ax.set_xlim(0, per_block)
        ax.set_ylim(block_in / cell_in, 0)
        ax.axis("off")
        top = heads_in / cell_in
        for x, parameter in enumerate(mine):
            ax.text(x + 0.5, top - 0.12, heads[parameter], ha="center", va="bottom",
                    fontsize=FONT_PT - 1.2, linespacing=1.1)
        for y, (key, name) in enumerate(names.items()):
            ax.text(-0.08, top + y + 0.5, short_label(name, 30), ha="right", va="center")
            for x, parameter in enumerate(mine):
                cell = (*key, parameter)
                if cell in texts:
                    colour = colours(scale(values[cell])) if cell in values else UNKNOWN
                    _cell(ax, x, top + y, colour, texts[cell])
    if len(set(values.values())) > 1:
        _colour_key(figure, colours, *key_labels)
    return figure


def _head(parameter, unit):
    """"column_offset.sigma_uA" in lines that fit a column, with its unit."""
    lines = [""]
    for part in re.split(r"(?<=_)|(?=\.)", parameter):
        if lines[-1] and len(lines[-1] + part) > HEAD_CHARACTERS or part.startswith("."):
            lines.append("")
        lines[-1] += part
    return "\n".join(lines + ([f"({unit})"] if unit not in ("", "1") else []))


def _cell(ax, x, y, colour, text):
    ax.add_patch(Rectangle((x + 0.02, y + 0.04), 0.96, 0.92, facecolor=colour, linewidth=0))
    first, _, second = text.partition("\n")
    word = not second.startswith("[")
    ax.text(x + 0.5, y + (0.36 if second else 0.5), first, ha="center", va="center",
            color=CELL_INK, fontsize=FONT_PT - (1.2 if word else 0))
    ax.text(x + 0.5, y + 0.70, second, ha="center", va="center", color=CELL_INK,
            fontsize=FONT_PT - (1.2 if word else 2.6))


def _colour_key(figure, colours, low_label, high_label, middle_label=""):
    height = figure.get_size_inches()[1]
    ax = figure.add_axes([(WIDTH_IN - 1.6) / 2 / WIDTH_IN, 0.26 / height, 1.6 / WIDTH_IN,
                          0.13 / height])
    steps = 24
    for i in range(steps):
        ax.add_patch(Rectangle((i / steps, 0), 1.02 / steps, 1,
                               facecolor=colours((i + 0.5) / steps), linewidth=0))
    ax.axis("off")
    ax.text(-0.04, 0.5, low_label, ha="right", va="center", fontsize=FONT_PT - 1)
    ax.text(0.5, -0.15, middle_label, ha="center", va="top", fontsize=FONT_PT - 1)
    ax.text(1.04, 0.5, high_label, ha="left", va="center", fontsize=FONT_PT - 1)


def _caption(study):
    return ("Rows: models; columns: nonidealities; below each tolerance its "
            f"{100 * study['level']:g} % interval. > and < mark tolerances outside the range that "
            "was searched. Colour compares the models of one column with their median, on a "
            "logarithmic scale that ends at a factor of four; columns are not comparable with each "
            "other, as they have different units. Grey: not enough chips to say.")


def _equal_caption(equal):
    return ("Here columns can be compared: each nonideality in turn is moved, the rest of the "
            "hardware being as it is, until the error of a matrix-vector product is "
            f"{100 * equal['mvm_error']:g} %, and the accuracy of the network is measured there, "
            "with its interval. That error is the 2-norm of exact minus noisy product over the "
            "2-norm of the exact one, each averaged over input vectors, of a 512 x 512 product of "
            "the whole chip, with everything that is on and its drift compensation; then the mean "
            "over chips. The field compares input and output "
            "noise with weight noise this way.")
