// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/hardware_aware/energy_coefficients.h"

#include <cmath>
#include <numeric>

namespace imcbench {

namespace {

// [count], 1 or N: sum over the weights of each of |w| / m.
std::vector<double> loads(const ProductLayer& layer, const FullScales& scales, std::size_t count) {
  std::vector<double> sums(count, 0.0);
  for_each_weight(layer, scales, [&](std::size_t i, std::uint32_t n, float m) {
    sums[count == 1 ? 0 : n] +=
        std::fabs(static_cast<double>(layer.weight[i])) / static_cast<double>(m);
  });
  return sums;
}

}  // namespace

EnergyCoefficients::EnergyCoefficients(const EnergyRegularization& rule, const ProductLayer& layer,
                                       const FullScales& scales, double reads)
    : rule_(rule), reads_(reads), start_load_(loads(layer, scales, 1).front()) {
  const bool channel = rule.scope == EnergyRegularization::Scope::channel;
  const std::size_t count = channel ? layer.geometry.outputs : 1;
  const std::vector<float>& before = layer.energy_coefficient;
  for (std::size_t n = 0; n < count; ++n) {
    auto rho = static_cast<float>(rule.start);
    if (!before.empty()) {
      rho = before.size() == count ? before[n] : layer.largest_energy_coefficient();
    }
    theta_.push_back(log_pos(rho));
  }
  clear();
}

std::vector<float> EnergyCoefficients::rho() const {
  std::vector<float> rho;
  for (const float t : theta_) rho.push_back(exp_f(t));
  return rho;
}

void EnergyCoefficients::see(const InputSums& inputs, float range, std::uint32_t step) {
  const double full = range > 0.0f ? static_cast<double>(range) : inputs.largest;
  const double mean = inputs.magnitudes / static_cast<double>(inputs.count);
  const double cost = full > 0.0 ? mean / full : 0.0, before = static_cast<double>(input_cost_);
  const double steps = std::min(step + 1.0, EnergyRegularization::kMeanOfSteps);
  input_cost_ = static_cast<float>(before + (cost - before) / steps);
}

void EnergyCoefficients::add_price(const ProductLayer& clean, const FullScales& scales,
                                   double reference, float* by_weight) {
  if (reference == 0.0) return;  // all inputs were zero
  const double price = rule_.lambda * reads_ * static_cast<double>(input_cost_) / reference;
  std::vector<double> pull;  // [1] or [N]: by sum |w| / m
  for (const float one : rho()) pull.push_back(price * static_cast<double>(one));
  const std::vector<double> load = loads(clean, scales, theta_.size());
  for (std::size_t n = 0; n < load.size(); ++n) gradient_[n] += pull[n] * load[n];
  if (!rule_.weight_gradient) return;
  for_each_weight(clean, scales, [&](std::size_t i, std::uint32_t n, float m) {
    const float w = clean.weight[i];
    if (w == 0.0f) return;
    const auto slope = static_cast<float>(pull[pull.size() == 1 ? 0 : n] / static_cast<double>(m));
    by_weight[i] += w > 0.0f ? slope : -slope;
  });
}

double EnergyCoefficients::gradient_sum() const {
  return std::accumulate(gradient_.begin(), gradient_.end(), 0.0);
}

void EnergyCoefficients::step(const double* sum_of_all, double rate_factor) {
  for (std::size_t n = 0; n < theta_.size(); ++n) {
    const double slope = sum_of_all != nullptr ? *sum_of_all : gradient_[n];
    theta_[n] = rule_.after_step(theta_[n], slope, rate_factor);
  }
}

void EnergyCoefficients::append_state(std::vector<float>& state) const {
  state.insert(state.end(), theta_.begin(), theta_.end());
  state.push_back(input_cost_);
}

const float* EnergyCoefficients::restore(const float* next) {
  for (float& theta : theta_) theta = *next++;
  input_cost_ = *next++;
  return next;
}

}  // namespace imcbench
