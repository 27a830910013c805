// SPDX-License-Identifier: Apache-2.0
// Random telegraph noise in time: one two-state trap per device, a Markov process along the reads.
//
// The process refreshes, that is, redraws its state from the stationary law, with probability
// 1 - exp(-dt / tau) per read: the same transition probabilities as those of the trap. Reads are
// cut into windows of W = ceil(tau / dt). Where a window's refreshes are, and what they draw, has
// addresses of the window alone, so the state at any read is found from there, walking back until
// a window has a refresh: no read depends on having made another.
#pragma once

#include "kernels/core/check.h"
#include "kernels/nonidealities/fluctuation.h"
#include "kernels/nonidealities/rtn.h"

namespace imcbench {

struct RtnTelegraph {
  static constexpr NonidealityInfo info{
      .name = "rtn_telegraph",
      .stage = Stage::read,
      .lifetime = Lifetime::per_read,
      .summary = "A trap in every device captures and emits in time, read after read (exact).",
      .formula =
          "g <- g + sigma(g) s; full: s = -sqrt((1 - q) / q), empty: s = sqrt(q / (1 - q)); "
          "q = tau_e / (tau_c + tau_e); dt later P(full) = q + (now - q) exp(-dt / tau), now = "
          "1 if full, else 0; tau = tau_c tau_e / (tau_c + tau_e); " IMC_RTN_SIGMA,
      .symbols = IMC_RTN_SYMBOLS
      ", tau_c mean time to capture, tau_e to emission [s], q occupancy "
      "[1], dt time between reads [s]",
      .validity =
          "reads of a tile follow each other every dt: read number (sample * positions + "
          "position) * digits + digit, digits of bit-serial inputs, else 1; s has mean 0, variance "
          "1 and autocorrelation exp(-n dt / tau) over n reads; cost: 4.5 random words per device "
          "and read on average for tau >> dt, 2 for tau << dt",
      .neglected =
          "more traps, spread of tau; averaging within a read (variance times 0.97 for reads "
          "of 0.1 tau, 0.74 for tau, 0.18 for 10 tau); repeats of a read see one state; the "
          "process is stationary and starts anew at every evaluation time; conductances are not "
          "clipped at zero",
      .source = sources::kOurs};
  static constexpr std::array params{
      kRtnLaw,
      kRtnKappa,
      kRtnBeta,
      kRtnRho,
      kRtnCells,
      ParamInfo{"tau_c_s", "s", 1e-3, 1e-9, 1e6, "Mean time to capture, of an empty trap.",
                sources::kOurs},
      ParamInfo{"tau_e_s", "s", 1e-3, 1e-9, 1e6, "Mean time to emission, of a full trap.",
                sources::kOurs},
      ParamInfo{"read_interval_s", "s", 1e-6, 1e-9, 1e6,
                "Time from one read of a tile to the next.", sources::kOurs}};
  static constexpr const char* cases[] = {"tau_c_s = 3e-6, tau_e_s = 1e-6",
                                          "tau_c_s = 1, tau_e_s = 0.1, kappa = 0.04, beta = 0.5",
                                          "read_interval_s = 1, law = floor_and_proportional"};
  static constexpr bool kOneWord = false;
  static constexpr double kMaxReads = 0x1p30, kMaxRatio = 1e4;

  RtnAmplitude sigma_uS;
  float occupancy, full, empty;  // P(full), and the two states
  float mean_gap;                // -tau / dt: a gap is floor(mean_gap ln u)
  std::uint32_t window_reads;    // W
  bool single;

  static double tau_s(const ParamValues& p) {
    return p["tau_c_s"] * p["tau_e_s"] / (p["tau_c_s"] + p["tau_e_s"]);
  }

  static void check(const ParamValues& p, std::string_view place) {
    const double ratio = p["tau_e_s"] / p["tau_c_s"];
    if (ratio > kMaxRatio || ratio < 1.0 / kMaxRatio) {
      input_error("{}: rtn_telegraph: tau_e_s / tau_c_s = {} must lie between {} and {}", place,
                  ratio, 1.0 / kMaxRatio, kMaxRatio);
    }
    const double reads = tau_s(p) / p["read_interval_s"];
    if (reads > kMaxReads) {
      input_error(
          "{}: rtn_telegraph: tau is {} read intervals, at most {} are allowed; a trap this "
          "slow is rtn_per_chip",
          place, reads, kMaxReads);
    }
  }

  static RtnTelegraph bind(const ParamValues& p, const TileContext& tile) {
    const double q = p["tau_e_s"] / (p["tau_c_s"] + p["tau_e_s"]);
    const double reads = tau_s(p) / p["read_interval_s"];
    return {RtnAmplitude::bind(p, tile),
            static_cast<float>(q),
            static_cast<float>(-std::sqrt((1.0 - q) / q)),
            static_cast<float>(std::sqrt(q / (1.0 - q))),
            static_cast<float>(-reads),
            static_cast<std::uint32_t>(std::fmax(1.0, std::ceil(reads))),
            rtn_single_cell(p)};
  }

  static Law law(const ParamValues& p, const TileContext& tile, double g_uS) {
    const double sigma = rtn_sigma_uS(p, tile, g_uS), odds = p["tau_e_s"] / p["tau_c_s"];
    return Law::mixture({{odds / (1.0 + odds), Law::exact(g_uS - sigma / std::sqrt(odds))},
                         {1.0 / (1.0 + odds), Law::exact(g_uS + sigma * std::sqrt(odds))}});
  }

  // Of a device with itself, `reads` later.
  static double autocorrelation(const ParamValues& p, std::uint64_t reads) {
    return std::exp(-static_cast<double>(reads) * p["read_interval_s"] / tau_s(p));
  }

  // Draw `number` of a window: even numbers are gaps, each odd one the state of the refresh before
  // it. A window has about W dt / tau = 1 refreshes, far from 2^15; windows beyond 2^32 (up to 2^48
  // reads) continue in the upper half of the slot.
  static constexpr std::uint32_t kFirstState = 0xffffu;
  template <class Draws>
  static IMC_HD float uniform_at(const Draws& draws, std::uint64_t window, std::uint32_t number) {
    const auto high = static_cast<std::uint32_t>(window >> 32);
    return uniform_of(draws.word(static_cast<std::uint32_t>(window), (high << 16) | number));
  }

  // The number of the state drawn at the last refresh of a window's reads 0 ... last; kFirstState
  // if there is none.
  template <class Draws>
  IMC_HD std::uint32_t last_refresh(const Draws& draws, std::uint64_t window,
                                    std::uint32_t last) const {
    std::uint32_t found = kFirstState;
    std::uint32_t left = last + 1;  // reads not yet decided
    for (std::uint32_t number = 0;; number += 2) {
      const float gap = log_pos(uniform_at(draws, window, number)) * mean_gap;
      const auto skipped = static_cast<std::uint32_t>(min_f(gap, 0x1p31f));
      if (skipped >= left) return found;
      found = number + 1;
      left -= skipped + 1;
      if (left == 0) return found;
    }
  }

  // The state at a read.
  template <class Draws>
  IMC_HD float state(const Draws& draws, std::uint64_t read) const {
    std::uint64_t window = read / window_reads;
    auto last = static_cast<std::uint32_t>(read - window * window_reads);
    std::uint32_t number = last_refresh(draws, window, last);
    while (number == kFirstState && window > 0) {
      number = last_refresh(draws, --window, window_reads - 1);
    }
    return uniform_at(draws, window, number) < occupancy ? full : empty;
  }

  template <class Draws>
  IMC_HD float shift_uS(float g_uS, const Draws& draws) const {
    if (single && !draws.carries) return 0.0f;
    return sigma_uS(g_uS) * state(draws, draws.read_number());
  }
};

}  // namespace imcbench
