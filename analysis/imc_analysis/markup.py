# SPDX-License-Identifier: Apache-2.0
"""Pieces of HTML. Everything that goes in is plain text and is escaped here."""
import html
import re

import numpy as np
import pandas as pd

MAX_TABLE_ROWS = 60


def esc(value):
    return html.escape(str(value))


def prose(text):
    """Escaped, and no line ends between a number and its unit."""
    return re.sub(r"(?<=\d) (?=(?:%|s|h|min|days?|years?)(?:\W|$))", "\u00a0", esc(text))


def facts(rows):
    """(name, value) pairs as a table."""
    body = "".join(f'<tr><th scope="row">{esc(k)}</th><td>{esc(v)}</td></tr>' for k, v in rows)
    return f'<div class="scroll"><table class="facts"><tbody>{body}</tbody></table></div>'


def data_table(caption, heads, rows, kind=""):
    """rows: finished <tr> elements."""
    head = "".join(f'<th scope="col">{prose(h)}</th>' for h in heads)
    caption = f"<caption>{prose(caption)}</caption>" if caption else ""
    return (f'<div class="scroll"><table class="{kind}">{caption}'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>")


def range_cell(value, low, high, mark=""):
    """A fraction as % with its interval below it."""
    if value != value:
        return "<td>undefined</td>"
    if low != low:
        return f"<td>{100 * value:.2f}<small>no interval</small></td>"
    return f"<td>{100 * value:.2f}{mark}<small>{100 * low:.2f}–{100 * high:.2f}</small></td>"


def folded(summary, content):
    return f"<details><summary>{prose(summary)}</summary>{content}</details>"


def numbers_table(frame):
    """A frame as a small table; of a long one, rows evenly spread over it."""
    total = len(frame)
    if total > MAX_TABLE_ROWS:
        frame = frame.iloc[np.linspace(0, total - 1, MAX_TABLE_ROWS).round().astype(int)]
    frame = frame.drop(columns="label", errors="ignore")
    frame = frame.loc[:, [name for name in frame if not (frame[name].astype(str) == "").all()]]
    rows = ["<tr>" + "".join(f"<td>{esc(_text(v))}</td>" for v in row) + "</tr>"
            for row in frame.itertuples(index=False)]
    caption = (f"{MAX_TABLE_ROWS} of {total} rows; the CSV file has them all."
               if total > MAX_TABLE_ROWS else "")
    return data_table(caption, frame.columns, rows, "numbers")


def _text(value):
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, (float, np.floating)):
        return f"{value:.0f}" if value % 1 == 0 and abs(value) < 1e12 else f"{value:.6g}"
    return value
