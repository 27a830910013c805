# SPDX-License-Identifier: Apache-2.0
"""Statistics over chips, written independently of analysis/statistics/*.cpp to check it.

One file a subject; formulas and sources stand in the header of the same name there. C chips, S
samples per chip; every accuracy is a fraction. `level` is the two-sided confidence level. Nothing
here draws a random number.
"""
from .intervals import (FEW_CHIPS, LEVEL, clopper_pearson, mean_interval, std_interval,
                        t_quantile)
from .population import (QUANTILES, good_threshold, guaranteed_count, rank_correlation, summarize)
from .quantiles import quantile_ranks

__all__ = ["FEW_CHIPS", "LEVEL", "QUANTILES", "clopper_pearson", "good_threshold",
           "guaranteed_count", "mean_interval", "quantile_ranks", "rank_correlation",
           "std_interval", "summarize", "t_quantile"]
