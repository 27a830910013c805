# SPDX-License-Identifier: Apache-2.0
"""What all pictures share: style, margins, legend, and the lines they are measured against."""
import functools
import math
import textwrap

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from . import palette as pal

WIDTH_IN, LEFT_IN, FONT_PT = 7.2, 0.72, 9.0
TITLE_STYLE = {"fontsize": 10.5, "fontweight": "bold", "linespacing": 1.25}
LABEL_CHARACTERS = 44
STYLE = {
    "font.size": FONT_PT, "axes.labelsize": FONT_PT, "legend.fontsize": FONT_PT,
    "xtick.labelsize": FONT_PT, "ytick.labelsize": FONT_PT, "text.color": pal.INK,
    "axes.labelcolor": pal.INK, "axes.titlecolor": pal.INK, "axes.edgecolor": pal.MUTED,
    "xtick.color": pal.MUTED, "ytick.color": pal.MUTED, "xtick.labelcolor": pal.INK,
    "ytick.labelcolor": pal.INK, "grid.color": pal.GRID, "grid.linewidth": 0.7,
    "axes.linewidth": 0.8, "lines.linewidth": 1.6, "legend.frameon": False,
    "axes.spines.top": False, "axes.spines.right": False, "figure.facecolor": "none",
    "axes.facecolor": "none", "savefig.facecolor": "none", "hatch.linewidth": 0.8,
    "svg.fonttype": "path", "svg.hashsalt": "imcbench",  # the same file gives the same bytes
    "text.parse_math": False}  # names are not formulas


def styled(draw):
    @functools.wraps(draw)
    def wrapped(*args, **kwargs):
        with matplotlib.rc_context(STYLE):
            return draw(*args, **kwargs)
    return wrapped


@styled
def save(figure, target, **options):
    figure.savefig(target, **options)


def percent(value, digits=1):
    return f"{100 * value:.{digits}f} %"


def optimization_name(scenario):
    return "no optimization" if scenario.optimization in ("", "none") else scenario.optimization


def short_label(text, characters=LABEL_CHARACTERS):
    return text if len(text) <= characters else text[:characters - 1] + "…"


def new_figure(height_in, rows=1, columns=1, title="", legend=(), left_in=LEFT_IN, right_in=0.2,
               panel_titles=False, row_gap=None, column_gap=0.12, foot_in=0.55, **subplots):
    """(Figure, axes [rows, columns]). height_in: of all axes together. The title above and the
    legend below get the room they need, so that nothing overlaps. panel_titles: their lines. Gaps:
    shares of an axis."""
    figure = Figure(figsize=(WIDTH_IN, height_in + 2))
    FigureCanvasAgg(figure)
    title = _wrapped(figure, title)
    top_in = 0.14 + 0.2 * (title.count("\n") + 1) + 0.2 * int(panel_titles)
    bottom_in = foot_in + _add_legend(figure, legend)
    total = height_in + top_in + bottom_in
    figure.set_size_inches(WIDTH_IN, total)
    axes = figure.subplots(rows, columns, squeeze=False, **subplots)
    if row_gap is None:
        row_gap = 0.34 if panel_titles else 0.16
    figure.subplots_adjust(left=left_in / WIDTH_IN, right=1 - right_in / WIDTH_IN,
                           bottom=bottom_in / total, top=1 - top_in / total,
                           hspace=row_gap, wspace=column_gap)
    figure.text(0.1 / WIDTH_IN, 1 - 0.06 / total, title, ha="left", va="top", **TITLE_STYLE)
    for ax in axes.flat:
        ax.set_axisbelow(True)
        ax.grid(axis="y")
    return figure, axes


def _wrapped(figure, title):
    """The title in as few lines as fit the width."""
    for lines in range(1, 6):
        text = textwrap.fill(title, math.ceil(len(title) / lines) + (8 if lines > 1 else 0),
                             break_on_hyphens=False)
        probe = figure.text(0, 0, text, **TITLE_STYLE)
        width = probe.get_window_extent(figure.canvas.get_renderer()).width
        probe.remove()
        if width <= figure.bbox.width - 14:
            break
    return text


def _add_legend(figure, handles):
    """Below the axes, in as many columns as fit. Returns its height in inches."""
    if not handles:
        return 0.0
    for columns in (4, 3, 2, 1):
        legend = figure.legend(handles=list(handles), loc="lower center", ncol=columns,
                               borderaxespad=0.3, columnspacing=1.6, handlelength=2.2,
                               labelspacing=0.35)
        box = legend.get_window_extent(figure.canvas.get_renderer())
        if columns == 1 or box.width <= figure.bbox.width - 8:
            return box.height / figure.dpi
        legend.remove()
    return 0.0


def panel_width_pt(columns=1):
    return 72 * (WIDTH_IN - LEFT_IN - 0.2) / columns * 0.96


def line_handle(colour, dash, label):
    return Line2D([], [], color=colour, linestyle=dash, linewidth=1.2, label=label)


def reference_lines(scenarios, colours):
    """([(accuracy, colour, dash)], legend handles) of the floating-point and target lines, every
    value once. A value that not all scenarios share has the colour of its scenario."""
    lines, handles = [], []
    for key, dash, name in (("fp_accuracy", (0, (4, 2)), "floating point, no chip"),
                            ("accuracy_target", (0, (1, 1.5)), "target")):
        values = [getattr(s, key) for s in scenarios]
        if len(set(values)) == 1:
            if values[0] > 0:
                lines.append((values[0], pal.INK, dash))
                handles.append(line_handle(pal.INK, dash, f"{name} ({percent(values[0], 2)})"))
            continue
        lines += [(v, colours[values.index(v)], dash) for v in sorted(set(values)) if v > 0]
        handles.append(line_handle(pal.MUTED, dash, f"{name} (of each)"))
    return lines, handles
