# SPDX-License-Identifier: Apache-2.0
"""Read imcbench result files (results/README.md) and explain them: tables, pictures, one HTML page.

    import imc_analysis
    result = imc_analysis.load("mine.h5")  # a Result
    result.summary()                       # a row per scenario and time, with intervals
    result.trials()                        # a row per chip and time
    result.studies["tolerance"]            # what a study found, as it stands in the file
    page, pictures = imc_analysis.build(result)

`imc_analysis.statistics` holds the statistics, `imc_analysis.figures` the pictures. Reads only.
"""
from .frames import Result, ResultError, Scenario, load

__all__ = ["Result", "ResultError", "Scenario", "build", "load"]
__version__ = "0.1.0"


def build(result):
    """(text of the HTML page, [Picture]) of a Result. Imports matplotlib only when called."""
    from .report import build as build_report
    return build_report(result)
