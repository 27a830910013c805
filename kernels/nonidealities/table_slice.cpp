// SPDX-License-Identifier: Apache-2.0
#include "kernels/nonidealities/table_slice.h"

#include <algorithm>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

// Slopes that start from where the evaluation has arrived, not from the tabulated value, so that
// rounding errors do not add up along the knots.
void fit_slopes(const TableSlice& slice, std::span<const double> values, float first,
                float* slopes) {
  float reached = first;
  for (std::size_t k = 0; k + 1 < values.size(); ++k) {
    const float width = slice.knot_uS[k + 1] - slice.knot_uS[k];
    slopes[k] = static_cast<float>((values[k + 1] - static_cast<double>(reached)) /
                                   static_cast<double>(width));
    reached = fma_rn(slopes[k], width, reached);
  }
}

}  // namespace

TableSlice make_table_slice(std::span<const double> targets_uS, std::span<const double> mean,
                            std::span<const double> sigma) {
  const std::size_t knots = targets_uS.size();
  IMC_EXPECT(knots >= 2 && knots <= kTableKnots && mean.size() == knots && sigma.size() == knots);
  TableSlice slice{};
  for (std::size_t k = 0; k < kTableKnots; ++k) {
    slice.knot_uS[k] = static_cast<float>(targets_uS[std::min(k, knots - 1)]);
    IMC_EXPECT(k == 0 || k >= knots || slice.knot_uS[k - 1] < slice.knot_uS[k]);
  }
  slice.first = {static_cast<float>(mean[0]), static_cast<float>(sigma[0])};
  fit_slopes(slice, mean, slice.first.mean, slice.mean_slope);
  fit_slopes(slice, sigma, slice.first.sigma, slice.sigma_slope);
  return slice;
}

}  // namespace imcbench
