# SPDX-License-Identifier: Apache-2.0
"""One result file -> one HTML page that needs nothing else: no network, no scripts, no fonts."""
import hashlib
import html
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import plots, svg, wording
from .canvas import percent, save
from .statistics import LEVEL, guaranteed_count
from .time_axis import human_time

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@dataclass(frozen=True)
class Picture:
    name: str  # file name without ending
    figure: Any
    alt: str
    caption: str


def esc(value):
    return html.escape(str(value))


def prose(text):
    """Escaped, and no line ends between a number and its unit."""
    return re.sub(r"(?<=\d) (?=(?:%|s|h|min|days?|years?)(?:\W|$))", "\u00a0", esc(text))


def overview_pictures(result):
    """Accuracy over time, one picture per model."""
    out = []
    for model in dict.fromkeys(s.model for s in result.scenarios):
        group = [s for s in result.scenarios if s.model == model]
        alt = " ".join(wording.picture_alt("Accuracy over time", s) for s in group)
        out.append(Picture(f"accuracy-over-time-{group[0].name}", plots.accuracy_over_time(group),
                           alt, wording.time_caption(group)))
    return out


def scenario_pictures(s):
    out = [Picture(f"histogram-{s.name}", plots.histogram(s),
                   wording.picture_alt("Histograms of accuracy over the chips, one per time,", s),
                   wording.histogram_caption(s)),
           Picture(f"yield-{s.name}", plots.yield_curve(s),
                   wording.picture_alt("Share of chips against the accuracy target", s),
                   wording.yield_caption(s))]
    if len(s.time_s) > 1 and len(s.chip) > 1:
        out.append(Picture(f"chips-{s.name}", plots.chip_tracks(s),
                           wording.picture_alt("Accuracy of single chips over time", s),
                           wording.tracks_caption(s)))
    return out


def build(result):
    """(html text, [Picture])."""
    overview = overview_pictures(result)
    per_scenario = [scenario_pictures(s) for s in result.scenarios]
    pictures = overview + [p for group in per_scenario for p in group]
    numbers = {id(p): i for i, p in enumerate(pictures, 1)}

    def figures(group):
        return "".join(_figure(p, numbers[id(p)]) for p in group)

    a = result.attributes
    title = f"{a['suite_name']}: accuracy over chips"
    parts = [f"<h1>{esc(title)}</h1>",
             f'<p class="byline">imcbench report on {esc(Path(result.path).name)}, run on '
             f"{esc(a['created_utc'])}</p>"]
    parts += [f'<div class="warning" role="note"><strong>Caution.</strong> {prose(w)}</div>'
              for w in wording.warnings(result)]
    parts.append(_summary(result.scenarios))
    parts.append(figures(overview))
    for s, group in zip(result.scenarios, per_scenario):
        heading = f"{wording.scenario_name(s)}: {s.dataset} ({s.split})"
        text = f"<p>{prose(wording.headline(s))}</p>" if len(result.scenarios) > 1 else ""
        parts.append(f'<section id="s{esc(s.name)}"><h2>{esc(heading)}</h2>{text}{_table(s)}'
                     f"{figures(group)}</section>")
    notes = "".join(f"<li>{prose(note)}</li>" for note in wording.INTERVAL_NOTES)
    parts.append(f"<h2>What the intervals mean</h2><ul>{notes}</ul>")
    parts.append(_provenance(result))
    css = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    css = css.replace("/*DARK*/", svg.dark_variables())
    page = ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{esc(title)}</title><style>\n{css}</style></head>\n<body><main>\n"
            + "\n".join(parts) + "\n</main></body></html>\n")
    return page, pictures


def _figure(picture, number):
    return (f"<figure>{svg.inline_svg(picture.figure, f'f{number}', picture.alt)}<figcaption>"
            f"<strong>Figure {number}.</strong> {prose(picture.caption)}</figcaption></figure>")


def _summary(scenarios):
    if len(scenarios) == 1:
        return f'<p class="summary">{prose(wording.headline(scenarios[0]))}</p>'
    rows = []
    for s in scenarios:
        r = s.summary(len(s.time_s) - 1)
        reached = wording.percent_down(guaranteed_count(s.correct[:, -1]) / s.samples)
        rows.append(f'<tr><th scope="row"><a href="#s{esc(s.name)}">'
                    f"{esc(wording.scenario_name(s))}</a></th><td>{prose(human_time(s.time_s[-1]))}"
                    f"</td><td>{r['chips']}</td>"
                    + _range(r["accuracy_mean"], r["ci_low"], r["ci_high"])
                    + f"<td>{esc(reached.split()[0])}</td><td>{100 * s.accuracy_target:.2f}</td>"
                    + _range(r["yield"], r["yield_low"], r["yield_high"])
                    + f"<td>{100 * r['fp_accuracy']:.2f}</td></tr>")
    heads = ("scenario", "time", "chips", "mean", "95 % of the chips reach", "target", "yield",
             "floating point")
    caption = ("Each scenario at its last time. Test accuracy and yield in %; below a figure its "
               "95 % interval over chips.")
    return (f'<p class="summary">{prose(wording.lead(scenarios))}</p>'
            + _data_table(caption, heads, rows, "overview"))


def _data_table(caption, heads, rows, kind=""):
    head = "".join(f'<th scope="col">{prose(h)}</th>' for h in heads)
    return (f'<div class="scroll"><table class="{kind}"><caption>{prose(caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>")


def _range(value, low, high, mark=""):
    if value != value:
        return "<td>undefined</td>"
    if low != low:
        return f"<td>{100 * value:.2f}<small>no interval</small></td>"
    return f"<td>{100 * value:.2f}{mark}<small>{100 * low:.2f}–{100 * high:.2f}</small></td>"


def _table(s):
    rows, missed = [], []
    for i, time_s in enumerate(s.time_s):
        r = s.summary(i)
        cells = [f'<th scope="row">{prose(human_time(time_s))}</th>',
                 _range(r["accuracy_mean"], r["ci_low"], r["ci_high"]),
                 _range(r["accuracy_std"], r["std_low"], r["std_high"])]
        for q in ("q05", "q50", "q95"):
            short = r[q + "_coverage"] < LEVEL
            cells.append(_range(r[q], r[q + "_low"], r[q + "_high"], " †" if short else ""))
            if short:
                missed.append((q, r[q + "_coverage"]))
        cells += [f"<td>{100 * r['min']:.2f}</td>",
                  _range(r["yield"], r["yield_low"], r["yield_high"]),
                  f"<td>{100 * r['fp_accuracy']:.2f}</td>",
                  f"<td>{_number(r['normalized_accuracy'])}</td>"]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    heads = ("time", "mean", "std. dev.", "5 % quantile", "median", "95 % quantile", "worst chip",
             f"yield at {percent(s.accuracy_target, 2)}", "floating point", "A*")
    caption = (f"Test accuracy in % of {wording.plural(len(s.chip), 'chip')}, {s.samples} samples "
               "each; below each figure its 95 % interval over chips. Standard deviation in "
               "percentage points.")
    foot = ""
    if missed:
        names = {"q05": "5 % quantile", "q50": "median", "q95": "95 % quantile"}
        covers = ", ".join(f"{names[q]} {percent(c)}" for q, c in dict(missed).items())
        foot = ('<p class="foot">† Too few chips for 95 %. These intervals cover at least: '
                f"{prose(covers)}.</p>")
    return _data_table(caption, heads, rows) + foot


def _number(value):
    return "undefined" if value != value else f"{value:.4f}"


def _facts(rows):
    body = "".join(f'<tr><th scope="row">{esc(k)}</th><td>{esc(v)}</td></tr>' for k, v in rows)
    return f'<div class="scroll"><table class="facts"><tbody>{body}</tbody></table></div>'


def _provenance(result):
    a = result.attributes
    out = ["<h2>Where the numbers come from</h2>", _facts([
        ("program", f"imcbench {a['program_version']}"), ("git revision", a["git_sha"]),
        ("build", a["build"]), ("backend", a["backend"]), ("device", a["device"]),
        ("date (UTC)", a["created_utc"]), ("seed", a["seed"]), ("command line", a["command_line"]),
        ("changed settings", a["overrides"] or "none"),
        ("suite", f"{a['suite_name']}, version {a['suite_version']}"),
        ("result file", Path(result.path).name), ("its SHA-256", sha256_of(result.path))])]
    for s in result.scenarios:
        out.append(f"<h3>{esc(wording.scenario_name(s))}</h3>")
        out.append(_facts([
            ("chips", f"{len(s.chip)} run of {s.planned_chips} planned"),
            ("stopping rule", wording.stopping(s)),
            ("samples per chip", s.samples), ("scenario SHA-256", s.sha256),
            ("weights SHA-256", s.model_sha256), ("data SHA-256", s.data_sha256)]))
        out.append("<details><summary>All settings of this scenario</summary>"
                   f"<pre>{esc(s.canonical_text)}</pre></details>")
    out.append("<details><summary>Text of the suite file</summary>"
               f"<pre>{esc(a['suite_text'])}</pre></details>")
    return "\n".join(out)


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def write_text(path, text):
    """Write aside, then rename: a reader never sees half a page."""
    path = Path(path)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False,
                                     prefix=f".{path.name}.") as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def write_pngs(pictures, folder, dpi=160):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for p in pictures:
        save(p.figure, folder / f"{p.name}.png", dpi=dpi, facecolor="white")
