# SPDX-License-Identifier: Apache-2.0
"""imc_analysis.statistics against statsmodels, where it is installed."""
import sys
import unittest

import numpy as np

from imc_analysis import statistics as st

try:
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.proportion import proportion_confint
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW
except ImportError:
    print("SKIPPED: statsmodels is not installed")
    sys.exit(0)

RANDOM = np.random.default_rng(20260725)


class Against(unittest.TestCase):
    first = RANDOM.integers(700, 900, 60)
    second = first + RANDOM.integers(-6, 12, 60)

    def test_clopper_pearson_is_that_of_statsmodels(self):
        for k, n in ((0, 7), (3, 10), (970, 1000), (1, 100000)):
            low, high = proportion_confint(k, n, 0.05, "beta")
            mine = st.clopper_pearson(k, n)
            self.assertAlmostEqual(float(mine[0]), 0.0 if k == 0 else low, places=12)
            self.assertAlmostEqual(float(mine[1]), high, places=12)

    def test_welch_interval_is_that_of_statsmodels(self):
        mine = st.compare_paired(self.first, self.second, 1000)["unpaired"]
        means = CompareMeans(DescrStatsW(self.first / 1000), DescrStatsW(self.second / 1000))
        low, high = means.tconfint_diff(0.05, usevar="unequal")
        self.assertAlmostEqual(mine["low"], low, places=9)
        self.assertAlmostEqual(mine["high"], high, places=9)

    def test_holm_is_that_of_multipletests(self):
        for n in (1, 2, 13):
            p = RANDOM.random(n) ** 3
            self.assertTrue(np.allclose(st.holm_adjusted(p), multipletests(p, method="holm")[1],
                                        rtol=0, atol=1e-15))


if __name__ == "__main__":
    unittest.main()
