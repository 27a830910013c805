# SPDX-License-Identifier: Apache-2.0
"""Writing the page, and its pictures and numbers as files of their own."""
import os
import re
import tempfile
from pathlib import Path

from .canvas import save

PNG_DPI = 160
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


def file_name(picture):
    """Without ending: letters, digits, dots, lines."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", picture.name)


def write_text(path, text):
    """Write aside, then rename: a reader never sees half a page."""
    path = Path(path)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False,
                                     prefix=f".{path.name}.") as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def write_pngs(pictures, folder):
    for path, p in _paths(pictures, folder, ".png"):
        save(p.figure, path, dpi=PNG_DPI, facecolor="white")


def write_svgs(pictures, folder):
    for path, p in _paths(pictures, folder, ".svg"):
        save(p.figure, path, facecolor="white", metadata=NO_METADATA)


def write_csvs(pictures, folder):
    for path, p in _paths(pictures, folder, ".csv"):
        p.numbers.drop(columns="label", errors="ignore").to_csv(path, index=False)


def _paths(pictures, folder, ending):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return [(folder / (file_name(p) + ending), p) for p in pictures]
