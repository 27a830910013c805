# SPDX-License-Identifier: Apache-2.0
"""python3 -m imc_analysis FILE.h5 --html OUT.html [--svg-dir DIR] [--png-dir DIR] [--csv-dir DIR]

At least one of the four. Exit code 0: written. 2: the input or the place to write to cannot be used
(one line on stderr).
"""
import argparse
import sys


class _OneLineParser(argparse.ArgumentParser):
    def error(self, message):
        _stop(f"{message}; see --help")


def _stop(message):
    print(f"imc_analysis: {message}", file=sys.stderr)
    sys.exit(2)


def _options(arguments):
    parser = _OneLineParser(prog="imc-analysis",
                            description="Explain an imcbench result file in one HTML page.")
    parser.add_argument("file", help="result file (HDF5, schema version 3)")
    parser.add_argument("--html", metavar="OUT", help="page to write")
    parser.add_argument("--svg-dir", metavar="DIR", help="write the pictures here as SVG")
    parser.add_argument("--png-dir", metavar="DIR", help="write the pictures here as PNG")
    parser.add_argument("--csv-dir", metavar="DIR", help="write the numbers of the pictures here")
    options = parser.parse_args(arguments)
    if not (options.html or options.svg_dir or options.png_dir or options.csv_dir):
        parser.error("nothing to write: give --html, --svg-dir, --png-dir or --csv-dir")
    return options


def main(arguments=None):
    options = _options(arguments)
    try:
        from . import files
        from .frames import ResultError, load
        from .report import build
    except ImportError as error:
        _stop(f"{error}; needs numpy, scipy, pandas, h5py and matplotlib for {sys.executable}")
    try:
        page, pictures = build(load(options.file))
        if options.html:
            files.write_text(options.html, page)
        for folder, write in ((options.svg_dir, files.write_svgs),
                              (options.png_dir, files.write_pngs),
                              (options.csv_dir, files.write_csvs)):
            if folder:
                write(pictures, folder)
    except ResultError as error:
        _stop(error)
    except OSError as error:
        _stop(f"cannot write {error.filename or options.html}: {error.strerror or error}")


if __name__ == "__main__":
    main()
