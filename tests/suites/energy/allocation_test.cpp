// SPDX-License-Identifier: Apache-2.0
// Closed forms of energy regularization against numerical minima.
#include "suites/energy/allocation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace imcbench {
namespace {

// The argument of the minimum of f(exp(theta)) by golden section: ln rho is convex here.
double minimum(const std::function<double(double)>& f, double low, double high) {
  const double golden = (std::sqrt(5.0) - 1.0) / 2.0;
  for (int i = 0; i < 200; ++i) {
    const double a = high - golden * (high - low), b = low + golden * (high - low);
    f(std::exp(a)) < f(std::exp(b)) ? high = b : low = a;
  }
  return std::exp(0.5 * (low + high));
}

TEST(Allocation, BestCoefficientMinimizesTheLoss) {
  for (const double beta : {0.5, 1.0}) {
    for (const double kappa : {0.01, 0.04}) {
      for (const LayerCost layer : {LayerCost{30.0, 1.0}, LayerCost{5000.0, 0.02}}) {
        const double lambda = 0.01;
        const double found = minimum(
            [&](double rho) {
              return 0.5 * kappa * kappa * layer.noise * std::pow(rho, -2.0 * beta) +
                     lambda * layer.energy * rho;
            },
            -12.0, 12.0);
        EXPECT_NEAR(best_energy_coefficient(layer, kappa, beta, lambda) / found, 1.0, 1e-6);
      }
    }
  }
}

// At beta = 1 rho* grows as kappa^(2/3) and as lambda^(-1/3): doubled intensity moves it by 1.59.
TEST(Allocation, BestCoefficientScales) {
  const LayerCost layer{100.0, 1.0};
  const double rho = best_energy_coefficient(layer, 0.02, 1.0, 0.1);
  EXPECT_NEAR(best_energy_coefficient(layer, 0.04, 1.0, 0.1) / rho, 1.5874, 1e-4);
  EXPECT_NEAR(best_energy_coefficient(layer, 0.02, 1.0, 0.8) / rho, 0.5, 1e-12);
}

double noise(const std::vector<LayerCost>& layers, const std::vector<double>& rho) {
  double sum = 0.0;
  for (std::size_t l = 0; l < layers.size(); ++l) sum += layers[l].noise / (rho[l] * rho[l]);
  return sum;
}

double energy(const std::vector<LayerCost>& layers, const std::vector<double>& rho) {
  double sum = 0.0;
  for (std::size_t l = 0; l < layers.size(); ++l) sum += layers[l].energy * rho[l];
  return sum;
}

const std::vector<LayerCost> kLayers = {{1.0, 5.0}, {20.0, 3.0}, {0.5, 0.1}, {7.0, 40.0}};

// No transfer of energy between two layers lowers the noise; and the gain is the energy that one
// rho for all needs for the same noise.
TEST(Allocation, NoTransferImprovesTheBestAllocation) {
  const std::vector<double> rho = best_allocation(kLayers);
  EXPECT_NEAR(energy(kLayers, rho), 48.1, 1e-9);
  const double least = noise(kLayers, rho);
  for (std::size_t from = 0; from < kLayers.size(); ++from) {
    for (std::size_t to = 0; to < kLayers.size(); ++to) {
      if (from == to) continue;
      for (const double moved : {1e-3, 0.1}) {
        std::vector<double> other = rho;
        other[from] -= moved * rho[from];
        other[to] += moved * rho[from] * kLayers[from].energy / kLayers[to].energy;
        EXPECT_NEAR(energy(kLayers, other), 48.1, 1e-9);
        EXPECT_GT(noise(kLayers, other), least);
      }
    }
  }
}

TEST(Allocation, GainIsTheEnergyOfOneCoefficientForAll) {
  const std::vector<double> rho = best_allocation(kLayers, 2.5);
  double noise_at_one = 0.0, energy_at_one = 0.0;
  for (const LayerCost& layer : kLayers) {
    noise_at_one += layer.noise;
    energy_at_one += layer.energy;
  }
  const double global = std::sqrt(noise_at_one / noise(kLayers, rho));  // of equal noise
  EXPECT_NEAR(allocation_gain(kLayers), global * energy_at_one / energy(kLayers, rho), 1e-12);
  EXPECT_GT(allocation_gain(kLayers), 1.1);
  const std::vector<LayerCost> alike = {{2.0, 3.0}, {4.0, 6.0}, {1.0, 1.5}};
  EXPECT_NEAR(allocation_gain(alike), 1.0, 1e-12);
}

}  // namespace
}  // namespace imcbench
