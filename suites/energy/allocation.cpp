// SPDX-License-Identifier: Apache-2.0
#include "suites/energy/allocation.h"

#include <cmath>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

template <class Value>
double total(std::span<const LayerCost> layers, Value value) {
  double sum = 0.0;
  for (const LayerCost& layer : layers) sum += value(layer);
  return sum;
}

double energy_of(const LayerCost& layer) { return layer.energy; }
double noise_of(const LayerCost& layer) { return layer.noise; }
// E^(2/3) T^(1/3)
double mixed(const LayerCost& layer) {
  return std::cbrt(layer.energy * layer.energy * layer.noise);
}

}  // namespace

double best_energy_coefficient(const LayerCost& layer, double kappa, double beta, double lambda) {
  IMC_EXPECT(layer.noise > 0.0 && layer.energy > 0.0 && lambda > 0.0 && beta > 0.0);
  return std::pow(beta * kappa * kappa * layer.noise / (lambda * layer.energy),
                  1.0 / (2.0 * beta + 1.0));
}

std::vector<double> best_allocation(std::span<const LayerCost> layers, double energy) {
  const double scale = energy * total(layers, energy_of) / total(layers, mixed);
  std::vector<double> rho;
  for (const LayerCost& layer : layers) {
    rho.push_back(scale * std::cbrt(layer.noise / layer.energy));
  }
  return rho;
}

double allocation_gain(std::span<const LayerCost> layers) {
  return std::sqrt(total(layers, noise_of)) * total(layers, energy_of) /
         std::pow(total(layers, mixed), 1.5);
}

}  // namespace imcbench
