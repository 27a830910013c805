# SPDX-License-Identifier: Apache-2.0
"""What an experiment changed in a scenario: "name = value" lines, as columns and as curves."""
import math
from dataclasses import dataclass


def number(text):
    """The float that a value spells, or None."""
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


def parse(text):
    """"a.b = 0.04" lines -> {name: value as text}, in order; a later line wins."""
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _settled(name, canonical):
    """The value that a canonical text gives to a setting, or None."""
    return canonical.get(name, canonical.get("hardware." + name))


def varied(s):
    """Parameters of a scenario that differ from chip to chip: "a.x ~ uniform(0, 1)" -> "a.x"."""
    return [line.split(" ~ ")[0].strip() for line in s.factors.splitlines() if " ~ " in line]


def columns(scenarios):
    """{name: [value per scenario]} of every setting that any scenario changed. A scenario that left
    it alone has the value of its canonical text, if it stands there, else None; None, too, where it
    differs from chip to chip. All numbers if all are; else texts."""
    changed = [parse(s.settings) for s in scenarios]
    canonical_texts = [parse(s.canonical_text) for s in scenarios]
    names = list(dict.fromkeys(name for settings in changed for name in settings))
    out = {}
    for name in names:
        texts = [None if name in varied(s) else settings.get(name, _settled(name, canonical))
                 for s, settings, canonical in zip(scenarios, changed, canonical_texts)]
        values = [number(text) for text in texts]
        numeric = all((v is None) == (t is None) for v, t in zip(values, texts))
        out[name] = [math.nan if v is None else v for v in values] if numeric else texts
    return out


@dataclass(frozen=True)
class Curve:
    """Scenarios that differ in one parameter (and what follows it), ascending in its value."""
    model: str
    optimization: str
    others: str  # the other settings, "name = value, ..."
    values: list
    scenarios: list


def swept(scenarios):
    """{parameter: [Curve]} of every numeric parameter that takes two values or more while nothing
    else changes. Zipped axes, where others change with it, count once, under the first of them."""
    sweep = [s for s in scenarios if s.study == "sweep"]
    table = {name: values for name, values in columns(sweep).items()
             if all(isinstance(v, float) for v in values)}
    settings = [parse(s.settings) for s in sweep]
    out, covered = {}, set()
    for name in table:
        curves = _curves(name, table[name], sweep, settings, followers=())
        if not curves and name not in covered:
            followers = _followers(name, table)
            curves = _curves(name, table[name], sweep, settings, followers)
            covered.update(followers)
        if curves:
            out[name] = curves
    return out


def _followers(name, table):
    """Parameters whose value is a function of this one's."""
    return tuple(other for other in table if other != name
                 and len(set(zip(table[name], table[other]))) == len(set(table[name])))


def _curves(name, values, scenarios, settings, followers):
    groups = {}
    for s, value, changed in zip(scenarios, values, settings):
        if not math.isnan(value):
            others = ", ".join(f"{k} = {v}" for k, v in changed.items()
                               if k != name and k not in followers)
            groups.setdefault((s.model, s.optimization, others), []).append((value, s))
    curves = []
    for (model, optimization, others), points in groups.items():
        points.sort(key=lambda point: point[0])
        if len({value for value, _ in points}) > 1:
            curves.append(Curve(model, optimization, others, [v for v, _ in points],
                                [s for _, s in points]))
    return curves
