# SPDX-License-Identifier: Apache-2.0
"""imc_analysis.statistics against textbook formulas written out here, and by brute force."""
import math
import unittest
from fractions import Fraction

import numpy as np

from imc_analysis import statistics as st


def binomial_cdf(k, n, p):
    p = Fraction(p)
    return sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))


class Proportions(unittest.TestCase):
    def test_known_upper_limits_of_no_success(self):
        # Closed form for k = 0: 1 - (alpha / 2)^(1 / n)
        for n, percent in ((5, 52.2), (10, 30.8), (25, 13.7), (1000, 0.368), (10000, 0.0369)):
            low, high = st.clopper_pearson(0, n)
            self.assertEqual(low, 0.0)
            self.assertAlmostEqual(high, 1 - 0.025 ** (1 / n), places=12)
            self.assertAlmostEqual(100 * high, percent, delta=0.06 if n < 1000 else 0.0005)

    def test_ends_leave_two_and_a_half_percent_outside(self):
        for k, n in ((3, 10), (17, 20), (40, 200)):
            low, high = map(float, st.clopper_pearson(k, n))
            self.assertAlmostEqual(float(1 - binomial_cdf(k - 1, n, low)), 0.025, places=10)
            self.assertAlmostEqual(float(binomial_cdf(k, n, high)), 0.025, places=10)

    def test_all_good_none_known(self):
        self.assertEqual(float(st.clopper_pearson(7, 7)[1]), 1.0)
        self.assertEqual([float(x) for x in st.clopper_pearson(0, 0)], [0.0, 1.0])

    def test_threshold_is_the_integer_meant(self):
        for percent in range(101):
            self.assertEqual(st.good_threshold(percent / 100, 10000), 100 * percent)
        self.assertEqual(st.good_threshold(0.8501, 1000), 851)


class Quantiles(unittest.TestCase):
    def test_ranks_are_the_tightest_that_leave_alpha_half(self):
        for n, q in ((6, 0.5), (72, 0.05), (100, 0.95), (31, 0.5)):
            low, high, coverage = st.quantile_ranks(n, q)
            self.assertLessEqual(float(binomial_cdf(low - 1, n, q)), 0.025 + 1e-12)
            self.assertGreater(float(binomial_cdf(low, n, q)), 0.025)
            self.assertLessEqual(float(1 - binomial_cdf(high - 1, n, q)), 0.025 + 1e-12)
            self.assertGreater(float(1 - binomial_cdf(high - 2, n, q)), 0.025)
            exact = binomial_cdf(high - 1, n, q) - binomial_cdf(low - 1, n, q)
            self.assertAlmostEqual(coverage, float(exact), places=10)

    def test_too_few_chips_give_the_range_and_its_true_coverage(self):
        low, high, coverage = st.quantile_ranks(5, 0.5)
        self.assertEqual((low, high), (1, 5))
        self.assertAlmostEqual(coverage, 1 - 2 / 2**5, places=12)


class Summary(unittest.TestCase):
    correct = [8400, 8512, 8499, 8500, 8731, 8233, 8650, 8601, 8555, 8477]

    def test_moments_and_interval(self):
        row = st.summarize(self.correct, 10000, 0.85, 8850, 0.1)
        mean = sum(self.correct) / 1e5
        std = math.sqrt(sum((c / 1e4 - mean) ** 2 for c in self.correct) / 9)
        self.assertAlmostEqual(row["accuracy_mean"], mean, places=14)
        self.assertAlmostEqual(row["accuracy_std"], std, places=14)
        half = 2.262157162798205 * std / math.sqrt(10)  # t(9, 0.975): see intervals_test.cpp
        self.assertAlmostEqual(row["ci_low"], mean - half, places=10)
        self.assertAlmostEqual(row["ci_high"], mean + half, places=10)
        # Chi-square ends: see population_test.cpp
        self.assertAlmostEqual(row["std_low"], 0.009413088957975218, places=10)
        self.assertAlmostEqual(row["std_high"], 0.024983645620386262, places=10)
        self.assertEqual((row["good_chips"], row["yield"]), (6, 0.6))
        self.assertAlmostEqual(row["normalized_accuracy"], 1 - (0.885 - mean) / 0.785, places=12)

    def test_type_seven_by_hand(self):
        row = st.summarize(self.correct, 10000, 0.85, 8850, 0.1)
        x = sorted(self.correct)
        self.assertAlmostEqual(row["q05"], (x[0] + 0.45 * (x[1] - x[0])) / 1e4, places=12)
        self.assertAlmostEqual(row["q50"], (x[4] + x[5]) / 2e4, places=12)

    def test_one_chip_has_no_spread(self):
        row = st.summarize([870], 1000, 0.85, 890, 0.1)
        self.assertTrue(all(math.isnan(row[k]) for k in ("accuracy_std", "ci_low", "std_high")))
        self.assertEqual(row["q05"], 0.87)

    def test_normalized_accuracy_needs_a_network_that_knows_something(self):
        self.assertTrue(math.isnan(st.summarize([1, 2], 10, 0.5, 1, 0.1)["normalized_accuracy"]))

    def test_guaranteed_count_is_reached_by_95_percent(self):
        for n in (1, 10, 19, 20, 100, 1000):
            counts = np.random.default_rng(n).integers(0, 50, n)
            reached = st.guaranteed_count(counts)
            self.assertGreaterEqual(np.count_nonzero(counts >= reached), 0.95 * n)
            self.assertLess(np.count_nonzero(counts >= reached + 1), 0.95 * n)


if __name__ == "__main__":
    unittest.main()
