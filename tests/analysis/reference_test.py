# SPDX-License-Identifier: Apache-2.0
"""imc_analysis.statistics against scipy and closed forms."""
import math
import unittest

import numpy as np
from scipy import stats

from imc_analysis import statistics as st

RANDOM = np.random.default_rng(20260725)


class Proportions(unittest.TestCase):
    def test_clopper_pearson_is_that_of_binomtest(self):
        for k, n in ((0, 7), (3, 10), (299, 299), (970, 1000), (1, 100000)):
            exact = stats.binomtest(k, n).proportion_ci(0.95, "exact")
            self.assertTrue(np.allclose(st.clopper_pearson(k, n), exact, rtol=1e-8, atol=1e-12))

    def test_sign_test_is_binomtest(self):
        for positive, negative in ((3, 9), (50, 20), (5, 5), (0, 12)):
            d = [1] * positive + [-1] * negative + [0] * 4
            self.assertAlmostEqual(st.sign_test(d)["p_value"],
                                   stats.binomtest(positive, positive + negative).pvalue, places=12)

    def test_wilks_numbers_of_chips(self):
        for share, confidence, chips in ((0.99, 0.95, 299), (0.95, 0.95, 59), (0.9, 0.95, 29),
                                         (0.99, 0.99, 459), (0.5, 0.75, 2)):
            self.assertEqual(st.chips_for_claim(share, confidence), chips)
        self.assertEqual(st.chips_for_claim(0.95, 0.95, failures=1), 93)


class Paired(unittest.TestCase):
    a = RANDOM.integers(700, 900, 60)
    b = a + RANDOM.integers(-6, 12, 60)

    def test_t_interval_is_that_of_ttest_rel(self):
        mine = st.compare_paired(self.a, self.b, 1000)["paired"]
        theirs = stats.ttest_rel(self.a / 1000, self.b / 1000)
        self.assertAlmostEqual(mine["p_value"], theirs.pvalue, places=12)
        ends = theirs.confidence_interval(0.95)
        self.assertAlmostEqual(mine["low"], ends.low, places=9)  # scipy's t quantile: 1e-9
        self.assertAlmostEqual(mine["high"], ends.high, places=9)

    def test_unpaired_is_welch(self):
        mine = st.compare_paired(self.a, self.b, 1000)["unpaired"]
        theirs = stats.ttest_ind(self.a / 1000, self.b / 1000, equal_var=False)
        self.assertAlmostEqual(mine["p_value"], theirs.pvalue, places=12)

    def test_sign_flips_are_those_of_permutation_test(self):
        for n in (2, 5, 11):  # 2^11 flips: every one is counted
            d = RANDOM.integers(-5, 9, n)
            theirs = stats.permutation_test((d,), lambda x: np.sum(x), permutation_type="samples",
                                            n_resamples=10**6)
            self.assertAlmostEqual(st.sign_flip_test(d)["p_value"], theirs.pvalue, places=12)

    def test_many_sign_flips_are_nearly_normal(self):
        d = RANDOM.integers(-30, 33, 4000)
        exact = st.sign_flip_test(d)
        z = (abs(d.sum()) - 1) / math.sqrt(float((d**2).sum()))
        self.assertEqual(exact["method"], "exact")
        self.assertAlmostEqual(exact["p_value"] / (2 * stats.norm.sf(z)), 1.0, delta=0.01)


class Components(unittest.TestCase):
    bits = RANDOM.random((12, 37)) < np.linspace(0.4, 0.95, 37)

    def test_mean_squares_are_those_of_a_two_way_table(self):
        x = self.bits.astype(float)
        packed = np.packbits(self.bits, axis=1, bitorder="little")
        v = st.variance_components(*st.correct_margins(packed, 37))
        rows, columns, mean = x.mean(1), x.mean(0), x.mean()
        self.assertAlmostEqual(v["ms_chip"], 37 * rows.var(ddof=1), places=12)
        self.assertAlmostEqual(v["ms_sample"], 12 * columns.var(ddof=1), places=12)
        rest = x - rows[:, None] - columns[None, :] + mean
        self.assertAlmostEqual(v["ms_residual"], (rest**2).sum() / (11 * 36), places=12)
        low, high = stats.t.interval(0.95, 11, mean, stats.sem(rows))
        self.assertAlmostEqual(st.these_samples_interval(v)[1], low, places=9)
        self.assertAlmostEqual(st.these_samples_interval(v)[2], high, places=9)

    def test_the_whole_split_leaves_only_the_chips(self):
        packed = np.packbits(self.bits, axis=1, bitorder="little")
        v = st.variance_components(*st.correct_margins(packed, 37))
        self.assertAlmostEqual(st.new_samples_interval(v, 37)["low"],
                               st.these_samples_interval(v)[1], places=14)

    def test_no_cheaper_plan_meets_the_target(self):
        v = {"sigma2_chip": 4e-4, "sigma2_sample": 0.05, "sigma2_residual": 0.09}
        plan = st.plan_samples(v, 0.02, 30.0, 700, 90)
        best = min(c * (30 + s) for c in range(2, 91) for s in range(2, 701)
                   if 1.959963984540054 * math.sqrt(st.predicted_variance(v, c, s)) <= 0.02)
        self.assertEqual(plan["cost"], best)


class Decompositions(unittest.TestCase):
    """y = x1 + 2 x2 + x1 x3 with independent standard normals: V = 6, first 1/6, 4/6, 0, total 2/6,
    4/6, 1/6, Shapley 1.5/6, 4/6, 0.5/6."""
    rows = 4000

    @classmethod
    def setUpClass(cls):
        a, b = RANDOM.standard_normal((2, 3, cls.rows))
        cls.y = []
        for mask in range(8):
            x = [b[k] if mask >> k & 1 else a[k] for k in range(3)]
            cls.y.append(x[0] + 2 * x[1] + x[0] * x[2])

    def holds(self, found, name, truth):
        for k, value in enumerate(truth):  # 4.5 standard errors, the interval being 1.96
            reach = 4.5 / 1.96 * (found[name + "_high"][k] - found[name][k])
            self.assertLess(abs(found[name][k] - value), reach)
            self.assertLess(reach, 0.25)

    def test_sobol_indices_of_a_known_function(self):
        y = np.array(self.y)
        found = st.sobol_indices(y[0][:800], y[7][:800], y[[1, 2, 4], :800])
        self.holds(found, "first", np.array([1, 4, 0]) / 6)
        self.holds(found, "total", np.array([2, 4, 1]) / 6)

    def test_shapley_effects_of_a_known_function(self):
        found = st.shapley_effects(self.y)
        self.holds(found, "shapley", np.array([1.5, 4, 0.5]) / 6)
        self.holds(found, "first", np.array([1, 4, 0]) / 6)
        self.assertAlmostEqual(found["shapley"].sum(), 1.0, places=12)

    def test_shapley_values_of_gloves(self):
        # One left glove and two right ones; a pair is worth 1: 2/3, 1/6, 1/6.
        worth = [float(mask & 1 and mask & 6 != 0) for mask in range(8)]
        self.assertTrue(np.allclose(st.shapley_values(worth), [2 / 3, 1 / 6, 1 / 6], atol=1e-15))


class Rare(unittest.TestCase):
    def test_a_normal_tail(self):
        """P(z > 3.5) by moving z to 3.5. Fails by chance once in 10^5."""
        n = 20000
        nominal = RANDOM.random(n) < 0.1
        z = RANDOM.standard_normal(n) + np.where(nominal, 0.0, 3.5)
        weights = st.importance_weight(z[:, None], [3.5], 0.1)
        self.assertTrue(np.allclose(weights, stats.norm.pdf(z) / (
            0.1 * stats.norm.pdf(z) + 0.9 * stats.norm.pdf(z, 3.5)), rtol=1e-10))
        found = st.rare_failure_estimate(weights, z > 3.5)
        truth = stats.norm.sf(3.5)
        self.assertLess(abs(found["probability"] - truth), 4.5 * found["std_error"])
        self.assertLess(found["std_error"], 0.03 * truth)
        self.assertFalse(found["degenerate"])


    def test_equal_weights_are_poisson_counts(self):
        for hits in (1, 5, 40):
            low, high = st.weighted_count_interval([0.25] * hits, 1000)
            self.assertAlmostEqual(low, 0.25e-3 * stats.chi2.ppf(0.025, 2 * hits) / 2, places=12)
            self.assertAlmostEqual(high, 0.25e-3 * stats.chi2.isf(0.025, 2 * hits + 2) / 2,
                                   places=12)


class Sequences(unittest.TestCase):
    def test_both_hold_the_mean_at_every_look(self):
        """200 runs, looked at again and again: at most 5 % may miss at any look. More than 20 of
        200 would be a false alarm once in 1000 seeds; this seed is fixed."""
        missed = {"mixture": 0, "betting": 0, "naive": 0}
        for _ in range(200):
            x = RANDOM.normal(0.85, 0.03, 300).clip(0, 1)
            looks = range(5, 301, 5)
            means = np.cumsum(x) / np.arange(1, 301)
            stds = [x[:n].std(ddof=1) for n in looks]
            ends = [st.normal_mixture_sequence(means[n - 1], s, n) for n, s in zip(looks, stds)]
            missed["mixture"] += any(not low <= 0.85 <= high for low, high in ends)
            naive = [st.mean_interval(means[n - 1], s, n) for n, s in zip(looks, stds)]
            missed["naive"] += any(not low <= 0.85 <= high for low, high in naive)
            betting = [st.betting_sequence(x[:n]) for n in (50, 150, 300)]
            missed["betting"] += any(not low <= 0.85 <= high for low, high in betting)
        self.assertLessEqual(missed["mixture"], 20)
        self.assertLessEqual(missed["betting"], 20)
        self.assertGreater(missed["naive"], 30)


if __name__ == "__main__":
    unittest.main()
