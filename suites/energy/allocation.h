// SPDX-License-Identifier: Apache-2.0
// Closed forms of energy regularization: the best energy coefficient of a layer, and what a
// coefficient per layer gains over one for all. To second order in the noise, the loss of a layer
// is
//
//     J(rho) = L + 1/2 kappa^2 T rho^(-2 beta) + lambda E rho
//     T = M^2 sum_i (|w_i| / M)^(2 - 2 beta) H_ii,  H the curvature of the loss by the weights
//
// with E the energy at rho = 1 in units of the reference energy.
#pragma once

#include <span>
#include <vector>

namespace imcbench {

struct LayerCost {
  double noise;   // T
  double energy;  // E, at rho = 1
};

// The rho of the smallest J: (beta kappa^2 T / (lambda E))^(1 / (2 beta + 1)). All > 0.
double best_energy_coefficient(const LayerCost& layer, double kappa, double beta, double lambda);

// At beta = 1 and a given total energy sum rho_l E_l, the rho_l of the least noise sum T_l /
// rho_l^2: proportional to (T_l / E_l)^(1/3), scaled to mean energy `energy` sum E_l.
std::vector<double> best_allocation(std::span<const LayerCost> layers, double energy = 1.0);

// G_B: how much more energy one rho for all layers takes than best_allocation() at equal noise,
//     (sum T)^(1/2) (sum E) / (sum E^(2/3) T^(1/3))^(3/2) >= 1.
double allocation_gain(std::span<const LayerCost> layers);

}  // namespace imcbench
