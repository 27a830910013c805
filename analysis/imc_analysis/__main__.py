# SPDX-License-Identifier: Apache-2.0
"""python3 -m imc_analysis FILE.h5 --html OUT.html [--png-dir DIR]

Exit code 0: written. 2: the input or the place to write to cannot be used (one line on stderr).
"""
import argparse
import sys


class _OneLineParser(argparse.ArgumentParser):
    def error(self, message):
        _stop(f"{message}; see --help")


def _stop(message):
    print(f"imc_analysis: {message}", file=sys.stderr)
    sys.exit(2)


def main(arguments=None):
    parser = _OneLineParser(prog="imc_analysis",
                            description="Explain an imcbench result file in one HTML page.")
    parser.add_argument("file", help="result file (HDF5, schema version 2)")
    parser.add_argument("--html", metavar="OUT", required=True, help="page to write")
    parser.add_argument("--png-dir", metavar="DIR", help="also write the pictures here as PNG")
    options = parser.parse_args(arguments)
    try:
        from .frames import ResultError, load
        from .report import build, write_pngs, write_text
    except ImportError as error:
        _stop(f"{error}; needs numpy, scipy, pandas, h5py and matplotlib for {sys.executable}")
    try:
        page, pictures = build(load(options.file))
        write_text(options.html, page)
        if options.png_dir:
            write_pngs(pictures, options.png_dir)
    except ResultError as error:
        _stop(error)
    except OSError as error:
        _stop(f"cannot write {error.filename or options.html}: {error.strerror or error}")


if __name__ == "__main__":
    main()
