# SPDX-License-Identifier: Apache-2.0
"""Statistics over chips, written independently of analysis/statistics/*.cpp to check it.

One file a subject; formulas and sources stand in the header of the same name there. C chips, S
samples per chip; every accuracy is a fraction. `level` is the two-sided confidence level. Nothing
here draws a random number.
"""
from .claims import (chips_for_claim, judge_claim, share_lower_bound, share_upper_bound,
                     tolerance_bound)
from .confidence_sequence import betting_sequence, normal_mixture_sequence
from .importance import (effective_sample_size, importance_weight, rare_failure_estimate,
                         weighted_count_interval)
from .intervals import (FEW_CHIPS, LEVEL, clopper_pearson, mean_interval, std_interval,
                        t_quantile)
from .paired import compare_paired, holm_adjusted, sign_flip_test, sign_test, welch_difference
from .population import (QUANTILES, good_threshold, guaranteed_count, normalized_accuracy,
                         rank_correlation, summarize)
from .quantiles import quantile_ranks
from .sample_plan import plan_samples, predicted_variance
from .shapley import shapley_effects, shapley_over_chips, shapley_values
from .sobol import sobol_indices
from .two_components import (correct_margins, new_samples_interval, these_samples_interval,
                             variance_components)
from .verdict import EQUIVALENCE_MARGIN, ISO_ACCURACY, equivalence_verdict, iso_accuracy_verdict
from .yield_curve import yield_curve, yield_points

__all__ = [
    "EQUIVALENCE_MARGIN", "FEW_CHIPS", "ISO_ACCURACY", "LEVEL", "QUANTILES", "betting_sequence",
    "chips_for_claim", "clopper_pearson", "compare_paired", "correct_margins", "effective_sample_size",
    "equivalence_verdict", "good_threshold", "guaranteed_count", "holm_adjusted",
    "importance_weight", "iso_accuracy_verdict", "judge_claim", "mean_interval",
    "new_samples_interval", "normal_mixture_sequence", "normalized_accuracy", "plan_samples",
    "predicted_variance", "quantile_ranks", "rank_correlation", "rare_failure_estimate",
    "shapley_effects", "shapley_over_chips", "shapley_values", "share_lower_bound",
    "share_upper_bound", "sign_flip_test", "sign_test", "sobol_indices", "std_interval",
    "summarize", "t_quantile", "these_samples_interval", "tolerance_bound",
    "variance_components", "weighted_count_interval", "welch_difference", "yield_curve",
    "yield_points"]
