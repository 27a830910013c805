# SPDX-License-Identifier: Apache-2.0
"""One figure of a report with what belongs to it."""
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure


@dataclass(frozen=True)
class Picture:
    name: str           # file name without ending
    figure: Figure
    alt: str            # for those who cannot see it
    caption: str        # plain text
    numbers: pd.DataFrame  # everything that is drawn, units in the column names; fractions, not %
