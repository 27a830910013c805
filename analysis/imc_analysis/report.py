# SPDX-License-Identifier: Apache-2.0
"""One result file -> one HTML page that needs nothing else: no network, no scripts, no fonts."""
from pathlib import Path

from . import provenance, rare_failure, scenario_section, svg, wording
from .figures import (forest, histogram, over_time, sensitivity, sobol_bars, sweep, tolerance_map,
                      tornado, tracks, yields)
from .figures.common import scenario_name, study_name
from .markup import data_table, esc, folded, numbers_table, prose, range_cell
from .settings import swept
from .statistics import guaranteed_count
from .tables import with_chips
from .time_axis import human_time

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
MAX_DETAILED = 12  # scenarios with a section of their own, once there are more than that


def _alone(pictures):
    """For a study whose pictures need no scenarios."""
    return lambda study, scenarios: pictures(study)


# Study -> heading, and who draws it. A study without pictures here has a box or is only text.
STUDY_SECTIONS = (
    ("tolerance", "How much of each nonideality is tolerated",
     (_alone(tolerance_map.pictures), sensitivity.pictures)),
    ("sources", "Where the loss comes from", (_alone(tornado.pictures),)),
    ("variance", "What makes chips differ", (_alone(sobol_bars.pictures),)))


class _Page:
    """Parts of the page in order; figures are numbered as they come."""

    def __init__(self):
        self.parts, self.pictures, self.captions = [], [], {}

    def add(self, part):
        self.parts.append(part)

    def heading(self, text):
        self.add(f"<h2>{esc(text)}</h2>")

    def figures(self, pictures):
        for p in pictures:
            self.pictures.append(p)
            number = len(self.pictures)
            first = self.captions.setdefault(p.caption, number)
            caption = p.caption if first == number else f"To be read like figure {first}."
            picture = svg.inline_svg(p.figure, f"f{number}", p.alt)
            table = folded(f"Numbers of figure {number}", numbers_table(p.numbers))
            self.add(f'<figure><div class="scroll">{picture}</div><figcaption><strong>Figure '
                     f"{number}.</strong> {prose(caption)}</figcaption>{table}</figure>")


def choose_detailed(scenarios):
    """Scenarios with a section of their own: all of a few; of many, those that no sweep curve and
    no study stands for."""
    scenarios = [s for s in scenarios if s.study == "sweep"] or scenarios
    if len(scenarios) <= MAX_DETAILED:
        return list(scenarios)
    plain = [s for s in scenarios if s.study == "sweep" and not s.settings]
    rest = [s for s in outside_curves(scenarios) if s not in plain]
    return (plain + rest or list(scenarios))[:MAX_DETAILED]


def outside_curves(scenarios):
    """Scenarios of the sweep that no sweep curve shows, and its bases."""
    shown = {s.name for curves in swept(scenarios).values() for c in curves for s in c.scenarios}
    return [s for s in scenarios
            if s.study == "sweep" and not (s.settings and s.name in shown)]


def build(result):
    """(html text, [Picture]). Scenarios without chips are in the tables only."""
    page = _Page()
    a = result.attributes
    title = f"{a['suite_name']}: accuracy over chips"
    page.add(f"<h1>{esc(title)}</h1>")
    page.add(f'<p class="byline">imcbench report on {esc(Path(result.path).name)}, run on '
             f"{esc(a['created_utc'])}</p>")
    for warning in wording.warnings(result):
        page.add(f'<div class="warning" role="note"><strong>Caution.</strong> {prose(warning)}'
                 "</div>")
    ran = with_chips(result.scenarios)
    detailed = choose_detailed(ran)
    page.add(_summary(result.scenarios, detailed))
    sweeps = [s for s in ran if s.study == "sweep"]
    page.figures(over_time.pictures(outside_curves(sweeps) or sweeps or ran))
    _comparisons(page, sweeps)
    _studies(page, result.studies, ran)
    for s in detailed:
        _scenario(page, s, len(result.scenarios) > 1)
    notes = "".join(f"<li>{prose(note)}</li>" for note in wording.INTERVAL_NOTES)
    page.add(f"<h2>What the intervals mean</h2><ul>{notes}</ul>")
    page.add(provenance.section(result, detailed))
    return _document(title, page.parts), page.pictures


def _comparisons(page, sweeps):
    differences, curves = forest.pictures(sweeps), sweep.pictures(sweeps)
    if differences:
        page.heading("Compared on the same chips")
        page.figures(differences)
    if curves:
        page.heading("Swept parameters")
        page.figures(curves)


def _studies(page, studies, scenarios):
    for name, heading, drawers in STUDY_SECTIONS:
        if studies.get(name, {}).get("rows"):
            page.heading(heading)
            for pictures in drawers:
                page.figures(pictures(studies[name], scenarios))
    if studies.get("rare_failure", {}).get("rows"):
        page.heading("Rare failures")
        page.add(rare_failure.box(studies["rare_failure"]))


def _scenario(page, s, several):
    page.add(f'<section id="s{esc(s.name)}">')
    page.heading(f"{scenario_name(s)}: {s.dataset} ({s.split})")
    if several:
        page.add(f"<p>{prose(wording.headline(s))}</p>")
    page.add(scenario_section.tables(s))
    drawn = [histogram.picture(s), yields.picture(s), tracks.picture(s)]
    page.figures([p for p in drawn if p])
    page.add("</section>")


def _summary(scenarios, detailed):
    ran = with_chips(scenarios)
    sweeps = [s for s in ran if s.study == "sweep"] or ran
    words = ("No chip ran." if not sweeps else wording.headline(sweeps[0]) if len(sweeps) == 1
             else wording.lead(sweeps))
    out = f'<p class="summary">{prose(words)}</p>'
    if len(scenarios) == 1 and ran:
        return out
    empty = [s for s in scenarios if s.study == "sweep" and not len(s.chip)][:MAX_DETAILED]
    listed = [s for s in scenarios if s in detailed or s in empty]
    out += _overview(listed, detailed)
    others = [s for s in scenarios if s not in listed]
    for study in dict.fromkeys(s.study for s in others):
        mine = [s for s in others if s.study == study]
        count = wording.plural(len(mine), "scenario")
        head = (f"The other {count} of the sweep" if study == "sweep" else
                f"{count} of the {study_name(study)}")
        out += folded(head, _overview(mine, detailed))
    return out


def _overview(scenarios, detailed):
    rows = []
    for s in scenarios:
        name = esc(scenario_name(s))
        link = f'<a href="#s{esc(s.name)}">{name}</a>' if s in detailed else name
        rows.append(f'<tr><th scope="row">{link}</th><td>{prose(human_time(s.time_s[-1]))}</td>'
                    f"{_population(s) if len(s.chip) else _no_chips(s)}</tr>")
    heads = ("scenario", "time", "chips", "mean", "95 % of the chips reach", "target", "yield",
             "floating point")
    caption = ("Each scenario at its last time. Test accuracy and yield in %; below a figure its "
               "95 % interval over chips.")
    return data_table(caption, heads, rows, "overview")


def _population(s):
    r = s.summary(len(s.time_s) - 1)
    reached = wording.percent_down(guaranteed_count(s.correct[:, -1]) / s.predictions)
    return (f"<td>{r['chips']}</td>" + range_cell(r["accuracy_mean"], r["ci_low"], r["ci_high"])
            + f"<td>{esc(reached.split()[0])}</td><td>{100 * s.accuracy_target:.2f}</td>"
            + range_cell(r["yield"], r["yield_low"], r["yield_high"])
            + f"<td>{100 * r['fp_accuracy']:.2f}</td>")


def _no_chips(s):
    return (f'<td class="words" colspan="6">no chips<small>{prose(wording.stopping(s))}</small>'
            "</td>")


def _document(title, parts):
    css = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    css = css.replace("/*DARK*/", svg.dark_variables())
    return ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{esc(title)}</title><style>\n{css}</style></head>\n<body><main>\n"
            + "\n".join(parts) + "\n</main></body></html>\n")
