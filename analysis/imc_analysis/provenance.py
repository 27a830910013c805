# SPDX-License-Identifier: Apache-2.0
"""Where the numbers of a page come from."""
import hashlib
from pathlib import Path

from .figures.common import scenario_name
from .markup import data_table, esc, facts, folded
from .wording import stopping


def section(result, detailed):
    """detailed: the scenarios whose settings are written out; the others get a line each."""
    a = result.attributes
    out = ["<h2>Where the numbers come from</h2>", facts([
        ("program", f"imcbench {a['program_version']}"), ("git revision", a["git_sha"]),
        ("build", a["build"]), ("backend", a["backend"]), ("device", a["device"]),
        ("date (UTC)", a["created_utc"]), ("seed", a["seed"]), ("command line", a["command_line"]),
        ("changed settings", a["overrides"] or "none"),
        ("suite", f"{a['suite_name']}, version {a['suite_version']}"),
        ("result file", Path(result.path).name), ("its SHA-256", sha256_of(result.path))])]
    for s in detailed:
        out.append(f"<h3>{esc(scenario_name(s))}</h3>")
        out.append(facts([
            ("chips", f"{len(s.chip)} run of {s.planned_chips} planned"),
            ("stopping rule", s.stopping_rule), ("why it stopped", s.stopping_reason),
            ("per chip", s.samples_text), ("scenario SHA-256", s.sha256),
            ("weights SHA-256", s.model_sha256), ("data SHA-256", s.data_sha256)]))
        out.append(folded("All settings of this scenario", f"<pre>{esc(s.canonical_text)}</pre>"))
    others = [s for s in result.scenarios if s not in detailed]
    if others:
        out.append(folded(f"The other {len(others)} scenarios: chips, stopping, SHA-256",
                          _short_table(others)))
    out.append(folded("Text of the suite file", f"<pre>{esc(a['suite_text'])}</pre>"))
    return "\n".join(out)


def _short_table(scenarios):
    rows = [f'<tr><th scope="row">{esc(scenario_name(s))}</th><td>{len(s.chip)} of '
            f"{s.planned_chips}</td><td>{esc(stopping(s))}</td><td><code>{esc(s.sha256)}</code>"
            "</td></tr>" for s in scenarios]
    return data_table("", ("scenario", "chips", "stopping rule and reason", "SHA-256"), rows,
                      "short")


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
