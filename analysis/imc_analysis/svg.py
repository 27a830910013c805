# SPDX-License-Identifier: Apache-2.0
"""A matplotlib Figure as SVG that lives inside an HTML page: no outside reference, ids of its own,
and colours that follow the page from light to dark."""
import html
import io
import re

from .canvas import save
from .palette import DARK


def variable(colour):
    return "--c-" + colour[1:]


def inline_svg(figure, prefix, alt):
    """prefix: unique on the page, letters and digits. alt: text for those who cannot see it."""
    buffer = io.StringIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    save(figure, buffer, format="svg", metadata=nothing)
    text = buffer.getvalue()
    body = text[text.index(">", text.index("<svg")) + 1:]
    view_box = re.search(r'viewBox="([-0-9. ]+)"', text).group(1)
    body = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", body, flags=re.DOTALL)
    body = body.replace("xlink:href=", "href=")
    body = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', body)
    body = re.sub(r'href="#([^"]+)"', rf'href="#{prefix}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", body)
    body = re.sub(r"(?<=: )#[0-9a-f]{6}\b", _themed, body)
    body = re.sub(r'(?<=[ "])(d|x|y)="[^"]*"', _rounded, body)
    body = re.sub(r"\s*\n\s*", "\n", body)
    return (f'<svg viewBox="{view_box}" role="img" aria-label="{html.escape(alt)}">'
            f"{body.strip()}")


def _rounded(match):
    return re.sub(r"(\.\d\d)\d+", r"\1", match.group(0))


def _themed(match):
    colour = match.group(0)
    return f"var({variable(colour)}, {colour})" if colour in DARK else colour


def dark_variables():
    """CSS declarations that give every colour its partner for a dark page."""
    return " ".join(f"{variable(light)}: {dark};" for light, dark in DARK.items())
