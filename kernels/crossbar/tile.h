// SPDX-License-Identifier: Apache-2.0
// One crossbar tile as plain data, the same on CPU and GPU, and the definition of what happens to a
// device and to a column.
//
// K: inputs of the tile (rows of devices), N: outputs (columns), ld: N padded to kPanelPad.
// Weights are in units of full scale: w = (g+ - g-) / (g_max - g_min), in about [-1, 1].
#pragma once

#include <cstdint>
#include <type_traits>

#include "kernels/core/random.h"
#include "kernels/crossbar/management.h"
#include "kernels/nonidealities/list.h"

namespace imcbench {

inline constexpr int kPanels = kPanelsBefore<OutputChain>;
inline constexpr int kColumnDraws = kColumnDrawsBefore<OutputChain>;

// What programming a tile needs. Chip-independent; shared by all chips at one evaluation time.
struct TileCells {
  std::uint32_t inputs, outputs;  // K, N
  std::uint32_t ld;
  float g_min_uS, g_range_uS, per_g_range;  // g_max - g_min and its reciprocal
  bool ir_reversed;  // columns are read at the last input
  FabricateChain fabricate;
  FaultChain faults;
  ProgramChain program;
  AgeChain age;
};

// Sums of |w| over the tile, or over a column of it, in units of 2^-24: integers, so that any order
// gives the same sum.
struct TileReadout {
  std::int64_t programmed;  // right after programming
  std::int64_t aged;        // at the evaluation time
};

inline constexpr float kReadoutUnit = 0x1p24f;
// Larger magnitudes count as this, so that one cell fits an int32. Hardware::check keeps weights,
// in units of the conductance window, below it.
inline constexpr float kReadoutCap = 127.0f;

IMC_HD std::int32_t readout_units(float magnitude) {
  return static_cast<std::int32_t>(round_even(min_f(magnitude, kReadoutCap) * kReadoutUnit));
}

// phi_j of the IR-drop formula: 1 - (1 - j/n)^2, j from the end that is read.
IMC_HD float ir_position(std::uint32_t j, std::uint32_t inputs, bool reversed) {
  const std::uint32_t from_end = reversed ? inputs - 1 - j : j;
  const float rest = 1.0f - static_cast<float>(from_end) * (1.0f / static_cast<float>(inputs));
  return 1.0f - rest * rest;
}

template <Draw kDraw>
IMC_HD float drawn(std::uint32_t word) {
  if constexpr (kDraw == Draw::normal) return normal_of(word);
  if constexpr (kDraw == Draw::uniform) return uniform_of(word);
  return 0.0f;
}

IMC_HD Cell new_cell(const TileCells& t, float weight, int polarity) {
  const float wanted = max_f(polarity == 0 ? weight : -weight, 0.0f);
  const float target = fma_rn(wanted, t.g_range_uS, t.g_min_uS);
  return {target, target, target};
}

template <class Chain>
IMC_HD void apply_chain(const Chain& chain, Cell& cell, int polarity, std::uint32_t chip,
                        std::uint32_t element) {
  chain.for_each([&](const auto& slot) IMC_INLINE {
    if (!slot.enabled) return;
    using F = typename std::remove_cvref_t<decltype(slot)>::Functor;
    apply_to_cell(slot.functor, cell, [&](std::uint32_t pass) IMC_INLINE {
      if constexpr (F::kDraw == Draw::none) return 0.0f;
      return drawn<F::kDraw>(draw_word({slot.stream[polarity], chip, 0, pass}, element));
    });
  });
}

// One device of a pair: target -> programmed -> aged, drawing its own numbers. `polarity` is 0 for
// g+ and 1 for g-. This is the definition; the CPU loops in tile_isa.cpp do the same in blocks.
IMC_HD Cell make_cell(const TileCells& t, float weight, int polarity, std::uint32_t chip,
                      std::uint32_t element) {
  Cell cell = new_cell(t, weight, polarity);
  apply_chain(t.fabricate, cell, polarity, chip, element);
  apply_chain(t.program, cell, polarity, chip, element);
  cell.programmed_uS = cell.g_uS;
  apply_chain(t.age, cell, polarity, chip, element);
  visit_faults(t.faults, chip, {element, 1, polarity, t.inputs, t.outputs},
               [&](std::uint32_t, float g_uS) IMC_INLINE { cell.programmed_uS = cell.g_uS = g_uS; });
  return cell;
}

// What an MVM needs besides the weights of the chip. Chip-independent.
struct TileMvm {
  std::uint32_t inputs, outputs;
  std::uint32_t ld;
  InputChain input;
  FluctuationChain fluctuation;
  OutputChain output;
  Management management;
  float input_range, per_input_range;  // alpha: a tile input of this size is 1
  float per_g_range;
  bool ir_reversed;
  std::uint32_t digit = 0, digits = 1;  // of bit-serial inputs: which read this is, of how many

  // Do inputs differ from MVM to MVM even where they are equal?
  IMC_HD bool draws_inputs() const {
    bool draws = false;
    input.for_each([&](const auto& slot) IMC_INLINE {
      using F = typename std::remove_cvref_t<decltype(slot)>::Functor;
      if constexpr (F::kDraw != Draw::none) draws = draws || (slot.enabled && slot.functor.draws());
    });
    return draws;
  }
  // Does every MVM need inputs or weights of its own? If not, inputs are converted once per sample.
  IMC_HD bool row_by_row() const {
    return draws_inputs() || fluctuation.any_enabled() || management.any();
  }
  // Can a GPU use its tiled product?
  IMC_HD bool tiled() const {
    return !row_by_row() && !output.any_needs([](const OutputNeeds& n) IMC_INLINE { return !n.tiled(); });
  }
};

// The address of an input's draws: element k of MVM (sample, position), repeat `tries`.
struct InputAddress {
  std::uint32_t chip, sample, element, tries;
};

// Input stage: clipping to the input range, then the chain. `factor` divides the input before: 1
// unless inputs are managed.
IMC_HD float tile_input(const TileMvm& t, float x, float factor, const InputAddress& address) {
  float value = clamp_f(x * t.per_input_range / factor, -1.0f, 1.0f);
  t.input.for_each([&](const auto& slot) IMC_INLINE {
    using F = typename std::remove_cvref_t<decltype(slot)>::Functor;
    if (!slot.enabled) return;
    float draw = 0.0f;
    if constexpr (F::kDraw != Draw::none) {
      if (slot.functor.draws()) {
        draw = drawn<F::kDraw>(draw_word(
            {slot.stream[0], address.chip, address.sample, address.tries}, address.element));
      }
    }
    value = slot.functor(value, draw);
  });
  return value;
}

// The same where no draw is needed.
IMC_HD float tile_input(const TileMvm& t, float x) {
  float value = clamp_f(x * t.per_input_range, -1.0f, 1.0f);
  t.input.for_each([&](const auto& slot) IMC_INLINE {
    if (slot.enabled) value = slot.functor(value, 0.0f);
  });
  return value;
}

// Read and output stages of one column for one MVM. `read` is the sample, `element` the output
// within the sample (position * N + column), `base` the sums that do not belong to one functor.
// panels(i) and columns(i): sums and draws number i of the chain, of this column.
template <class Panels, class Columns>
IMC_HD float tile_output(const OutputChain& chain, float s, const Read& base,
                         const DrawAddress& address, std::uint32_t element, Panels&& panels,
                         Columns&& columns) {
  chain.for_each([&](const auto& slot) IMC_INLINE {
    if (!slot.enabled) return;
    using F = typename std::remove_cvref_t<decltype(slot)>::Functor;
    Read read = base;
    if constexpr (F::kNeeds.draw) {
      read.xi = normal_of(
          draw_word({slot.stream[0], address.chip, address.read, address.slot}, element));
    }
    for (int i = 0; i < F::kNeeds.panels; ++i) {
      read.panel[i] = panels(kPanelsBefore<OutputChain, F> + i);
    }
    for (int i = 0; uses_columns(slot.functor) && i < F::kNeeds.column_draws; ++i) {
      read.column[i] = columns(kColumnDrawsBefore<OutputChain, F> + i);
    }
    s = slot.functor(s, read);
  });
  return s;
}

// Draw number i of column n, in the order of the chain: normals that live as long as the chip.
IMC_HD float column_draw(const OutputChain& chain, int i, std::uint32_t chip, std::uint32_t n) {
  float value = 0.0f;
  chain.for_each([&](const auto& slot) IMC_INLINE {
    using F = typename std::remove_cvref_t<decltype(slot)>::Functor;
    constexpr int kFirst = kColumnDrawsBefore<OutputChain, F>;
    if (!slot.enabled || i < kFirst || i >= kFirst + F::kNeeds.column_draws) return;
    value = normal_of(draw_word({slot.stream[1], chip, 0, static_cast<std::uint32_t>(i - kFirst)}, n));
  });
  return value;
}

// visit(panel number, functor, which of its panels) for the panels of the members that are on.
template <class Visit>
IMC_HD void for_each_panel(const OutputChain& chain, Visit&& visit) {
  chain.for_each([&](const auto& slot) IMC_INLINE {
    using F = typename std::remove_cvref_t<decltype(slot)>::Functor;
    if constexpr (F::kNeeds.panels > 0) {
      if (!slot.enabled) return;
      for (int i = 0; i < F::kNeeds.panels; ++i) {
        visit(kPanelsBefore<OutputChain, F> + i, slot, i);
      }
    }
  });
}

// The weight of a pair in panel i of a slot.
template <class Slot>
IMC_HD float panel_weight(const Slot& slot, int i, float plus_uS, float minus_uS,
                          std::uint32_t chip, std::uint32_t element) {
  DevicePair pair{plus_uS, minus_uS};
  if constexpr (Slot::Functor::kNeeds.device_draws) {
    pair.xi_plus = normal_of(draw_word({slot.stream[1], chip}, element));
    pair.xi_minus = normal_of(draw_word({slot.stream[2], chip}, element));
  }
  return slot.functor.panel(i, pair);
}

// What the circuits say of one weight when its input line alone is at full scale: the read-out for
// drift compensation. The magnitude in units of 2^-24.
IMC_HD std::int32_t read_alone(const TileMvm& t, float plus_uS, float minus_uS, std::uint32_t chip,
                               std::uint32_t element) {
  const std::uint32_t k = element / t.outputs, n = element - k * t.outputs;
  const float x = tile_input(t, t.input_range, 1.0f, {chip, 0, k, 0});
  const ReadTime time{0, 0, 1, 0, t.digit, t.digits};
  float plus = plus_uS, minus = minus_uS;
  if (t.fluctuation.any_enabled()) {
    plus += fluctuation_uS(t.fluctuation, plus_uS, minus_uS, 0, chip, element, time);
    minus += fluctuation_uS(t.fluctuation, minus_uS, plus_uS, 1, chip, element, time);
  }
  const float w = (plus - minus) * t.per_g_range, magnitude = abs_f(w * x);
  Read read;
  read.ir_dot = w * ir_position(k, t.inputs, t.ir_reversed) * x;
  read.abs_current = magnitude;
  read.read_power = magnitude * abs_f(x);
  read.input_sum = x;
  read.input_power = x * x;
  const auto panels = [&](int panel) IMC_INLINE {
    float sum = 0.0f;
    for_each_panel(t.output, [&](int number, const auto& slot, int i) IMC_INLINE {
      if (number == panel) {
        sum = panel_weight(slot, i, plus_uS, minus_uS, chip, element) * slot.functor.panel_input(i, x);
      }
    });
    return sum;
  };
  const float s = tile_output(t.output, w * x, read, {{}, chip}, element, panels,
                              [&](int i) IMC_INLINE { return column_draw(t.output, i, chip, n); });
  return readout_units(abs_f(s));
}

}  // namespace imcbench
