// SPDX-License-Identifier: Apache-2.0
// What a nonideality is: one header, one struct with
//
//   static constexpr NonidealityInfo info;        name, stage, lifetime, formula, sources ...
//   static constexpr ParamInfo params[];          every parameter, declared once
//   static T bind(const ParamValues&, const TileContext&);   checked parameters -> functor
//   IMC_HD ... operator()(...) const;             the formula, the same lines on CPU and GPU
//
// Three shapes of functor, by stage:
//   program, age   void operator()(Cell& cell, float xi)                 once per device
//   input          float operator()(float x)                             once per tile input
//   read, output   float operator()(float s, const Products& p, float xi) once per column and MVM
// `xi` is a standard normal drawn from the nonideality's own stream; kDraws says whether it is used.
#pragma once

#include <cstdint>
#include <string_view>

#include "kernels/core/math.h"
#include "kernels/core/param.h"
#include "kernels/core/philox.h"

namespace imcbench {

// In the order in which a chip meets them.
enum class Stage { fabricate, program, age, input, read, output, digital };

// How long one draw lives. It decides the address of the draw, and so is part of the type.
enum class Lifetime { none, per_chip, per_evaluation_time, per_read };

std::string_view name_of(Stage stage);
std::string_view name_of(Lifetime lifetime);

struct NonidealityInfo {
  const char* name;
  Stage stage;
  Lifetime lifetime;
  const char* summary;   // one sentence
  const char* formula;
  const char* symbols;   // every symbol with its unit
  const char* validity;  // where the formula holds
  const char* neglected; // what is not modelled
  const char* source;
};

// What a functor may depend on besides its parameters.
struct TileContext {
  std::uint32_t inputs;   // n, inputs used on this tile
  std::uint32_t outputs;  // columns used on this tile
  float g_max_uS;
  double time_s;  // since the end of programming
};

// One device of a differential pair on its way from target to aged conductance.
struct Cell {
  float target_uS;
  float programmed_uS;  // after the program stage
  float g_uS;           // now
};

// The exact sums over the inputs j of one tile that a column's nonidealities may need.
// Weights w and inputs x are in units of full scale. Only those asked for are computed.
struct Products {
  float ir_dot;       // sum w_j x_j phi_j,  phi_j = 1 - (1 - j/n)^2
  float abs_current;  // sum |w_j| |x_j|
  float read_power;   // sum |w_j| x_j^2
};

}  // namespace imcbench
