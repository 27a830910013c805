// SPDX-License-Identifier: Apache-2.0
// What a nonideality is: one header, one struct with
//
//   static constexpr NonidealityInfo info;        name, stage, lifetime, formula, sources ...
//   static constexpr ParamInfo params[];          every parameter, declared once
//   static constexpr const char* cases[];         optional: settings that `imcbench verify` tries
//                                                 besides the defaults: "sigma = 0.1, bound = 2"
//   static constexpr FittedWindow kWindow;        optional: conductances a fit was made for; bind()
//                                                 refuses others (fitted_window.h)
//   static T bind(const ParamValues&, const TileContext&);   checked parameters -> functor
//   static void check(const ParamValues&, std::string_view place);   optional: between parameters
//   static constexpr TableKind kTable;            optional: takes a table of a measured device
//   static DeviceTable example();                 and then: one that `imcbench verify` can use
//   static Law law(const ParamValues&, const TileContext&, subject);  the closed form, in double
//   IMC_HD ... operator()(...) const;             the formula, the same lines on CPU and GPU
//
// The shape of the functor and the subject of its law follow from the chain it stands in (list.h):
//
//   FabricateChain, ProgramChain, AgeChain: once per device
//       static constexpr Draw kDraw;
//       void operator()(Cell& cell, float draw) const
//     or, for a device that is drawn several times (tries), with
//       std::uint32_t passes() const
//       void operator()(Cell& cell, float draw, std::uint32_t pass) const
//     law: the conductance in uS of a device with this target in uS (double)
//   FaultChain: few devices of many; see faults.h
//       template <class Visit> void for_each(const CellRange&, const FaultStreams&, Visit) const
//       void expected(const ParamValues&, const TileContext&) -> FaultRates
//   FluctuationChain: the conductance of one read or image; see fluctuation.h
//   InputChain: once per tile input
//       static constexpr Draw kDraw;
//       IMC_HD bool draws() const;             when kDraw is not none: is a draw needed at all?
//       float operator()(float x, float draw) const
//     law: the value of an input x (double)
//   OutputChain: once per column and MVM
//       static constexpr OutputNeeds kNeeds;
//       float operator()(float s, const Read& read) const
//       bool uses_columns() const;   optional: false when Read::column would change nothing
//     and, with kNeeds.panels > 0, products with weights of its own:
//       float panel(int which, const DevicePair&) const;   float panel_input(int which, float x) const
//     law: the result of one column with these devices and inputs (ColumnSubject)
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "kernels/core/math.h"
#include "kernels/core/param.h"

namespace imcbench {

struct DeviceTable;

// In the order in which a chip meets them.
enum class Stage { fabricate, program, age, input, read, output, digital };

// How long one draw lives. It decides the address of the draw, and so is part of the type.
enum class Lifetime { none, per_chip, per_evaluation_time, per_image, per_read };

// What is drawn: nothing, a standard normal, or a uniform on (0, 1).
enum class Draw { none, normal, uniform };

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
  float g_min_uS = 0.0f;
  const DeviceTable* table = nullptr;  // the user's table; never null for kinds that take one
  std::uint32_t input_slice = 0;      // which of the reads that one MVM takes; see bit_serial
  float energy_coefficient = 1.0f;    // of the product, relative to the chip's; see product_layer.h

  float g_range_uS() const { return g_max_uS - g_min_uS; }
};

// One device of a differential pair on its way from target to aged conductance.
struct Cell {
  float target_uS;
  float programmed_uS;  // after the program stage
  float g_uS;           // now
  float spread = 1.0f;  // factor of this device on whatever is programmed
};

// Both devices of a weight, aged, and a normal for each that lives as long as the chip.
struct DevicePair {
  float plus_uS, minus_uS;
  float xi_plus = 0.0f, xi_minus = 0.0f;  // 0 unless kNeeds.device_draws
};

inline constexpr int kMaxPanels = 2, kMaxColumnDraws = 2;  // of one functor

// What one column's functors may know about one read. Weights w and inputs x are in units of full
// scale, sums go over the inputs j of the tile. Only what some functor asks for is computed.
struct Read {
  float ir_dot = 0.0f;       // sum w_j x_j phi_j
  float abs_current = 0.0f;  // sum |w_j| |x_j|
  float read_power = 0.0f;   // sum |w_j| x_j^2
  float input_sum = 0.0f;    // sum x_j
  float input_power = 0.0f;  // sum x_j^2
  float panel[kMaxPanels] = {};        // sum panel(i, pair_j) panel_input(i, x_j)
  float xi = 0.0f;                     // a normal of this read
  float column[kMaxColumnDraws] = {};  // normals of this column that live as long as the chip
};

struct OutputNeeds {
  bool draw = false;          // Read::xi
  bool ir_dot = false;        // Read::ir_dot and abs_current
  bool read_power = false;    // Read::read_power
  bool input_sums = false;    // Read::input_sum and input_power
  int column_draws = 0;       // Read::column
  int panels = 0;             // Read::panel
  bool device_draws = false;  // DevicePair::xi_plus and xi_minus, for the panels
  // What a GPU computes in its tiled product; the rest takes the general path.
  constexpr bool tiled() const { return !input_sums && panels == 0; }
};

}  // namespace imcbench
