# SPDX-License-Identifier: Apache-2.0
"""imc_analysis.statistics against the C++ statistics, to 1e-12, on the inputs that statistics_dump
made up. The dump's path is in IMCBENCH_STATISTICS_DUMP."""
import json
import math
import os
import subprocess
import unittest

import numpy as np

from imc_analysis import statistics as st

TOLERANCE = 1e-12


def dump():
    program = os.environ["IMCBENCH_STATISTICS_DUMP"]
    return json.loads(subprocess.run([program], capture_output=True, check=True, text=True).stdout)


class Parity(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cases = dump()

    def each(self, name):
        cases = self.cases[name]
        self.assertGreater(len(cases), 0)
        for i, case in enumerate(cases):
            with self.subTest(f"{name} {i}"):
                yield case["in"], case["out"]

    def same(self, mine, theirs, path=""):
        """JSON has null for what is not finite. Lists, dicts and numbers alike."""
        if isinstance(theirs, dict):
            for key, value in theirs.items():
                self.same(mine[key], value, f"{path}.{key}")
        elif isinstance(theirs, list):
            self.assertEqual(len(mine), len(theirs), path)
            for i, value in enumerate(theirs):
                self.same(mine[i], value, f"{path}[{i}]")
        elif theirs is None:
            self.assertTrue(mine is None or not math.isfinite(mine), (path, mine))
        elif isinstance(theirs, (str, bool)):
            self.assertEqual(mine, theirs, path)
        else:
            bound = TOLERANCE * max(1.0, abs(theirs))
            self.assertLessEqual(abs(float(mine) - theirs), bound, (path, mine, theirs))

    def test_clopper_pearson(self):
        for given, out in self.each("clopper_pearson"):
            self.same([float(x) for x in st.clopper_pearson(**given)], out)

    def test_means_and_spreads(self):
        for given, out in self.each("mean_interval"):
            self.same(st.mean_interval(**given), out)
        for given, out in self.each("std_interval"):
            self.same(st.std_interval(given["std"], given["n"], given["level"]), out)

    def test_confidence_sequences(self):
        for given, out in self.each("normal_mixture"):
            self.same(st.normal_mixture_sequence(**given), out)
        for given, out in self.each("betting"):
            self.same(st.betting_sequence(**given), out)

    def test_populations(self):
        for given, out in self.each("summary"):
            self.same(st.summarize(given["correct"], 10000, 0.85, 8912, 0.1), out)
        for given, out in self.each("yield_curve"):
            self.same(st.yield_curve(given["correct"], 10000), out)

    def test_claims(self):
        for given, out in self.each("tolerance_bound"):
            self.same(st.tolerance_bound(given["correct"], 10000, given["share"], 0.95), out)
        for given, out in self.each("chips_for_claim"):
            self.same(st.chips_for_claim(given["share"], 0.95, given["failures"]), out)
        for given, out in self.each("judge_claim"):
            self.same(st.judge_claim(**given, confidence=0.95), out)

    def test_paired_comparisons(self):
        for given, out in self.each("paired"):
            found = st.compare_paired(**given)
            found["sign"], found["sign_flip"] = (found[k]["p_value"] for k in ("sign", "sign_flip"))
            self.same(found, out)
            for test in ("sign", "sign_flip"):  # small p-values, relative to their size
                self.assertAlmostEqual(found[test] / out[test], 1.0, delta=1e-10)
        for given, out in self.each("holm"):
            self.same(list(st.holm_adjusted(given["p"])), out)

    def test_verdicts(self):
        for given, out in self.each("verdict"):
            self.assertEqual(st.equivalence_verdict(**given), out)
        for given, out in self.each("iso_verdict"):
            self.assertEqual(st.iso_accuracy_verdict(*given), out)

    def test_two_variance_components(self):
        for given, out in self.each("components"):
            bits = np.array(given["bits"], dtype=np.uint8).reshape(given["chips"], -1)
            v = st.variance_components(*st.correct_margins(bits, given["samples"],
                                                              given["predictions"]))
            self.same(v, out["components"])
            self.same(st.these_samples_interval(v), out["these_samples"])
            for new in out["new_samples"]:
                self.same({"population": new["population"],
                           **st.new_samples_interval(v, new["population"])}, new)
            for plan in out["plans"]:
                mine = st.plan_samples(v, plan["target"], 37.0, 1000, 5000)
                self.same({"target": plan["target"], **mine}, plan)

    def triples(self, found, name):
        return list(zip(found[name], found[name + "_low"], found[name + "_high"]))

    def test_sobol_and_shapley(self):
        for given, out in self.each("sobol"):
            y = np.array(given["y"])
            found = st.sobol_indices(y[0], y[7], y[[1, 2, 4]])
            self.same({**found, **{k: self.triples(found, k) for k in ("first", "total")}}, out)
        for given, out in self.each("shapley"):
            found = st.shapley_effects(given["y"])
            names = ("first", "total", "shapley")
            self.same({**found, **{k: self.triples(found, k) for k in names}}, out)
        for given, out in self.each("shapley_over_chips"):
            self.same(st.shapley_over_chips(given["worth"]), out)

    def test_rare_failures(self):
        for given, out in self.each("rare_failure"):
            weights = st.importance_weight(given["z"], given["shift"], given["nominal_share"])
            found = st.rare_failure_estimate(weights, given["failed"])
            self.same({"weights": weights, **found}, out)


if __name__ == "__main__":
    unittest.main()
