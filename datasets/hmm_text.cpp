// SPDX-License-Identifier: Apache-2.0
#include "datasets/hmm_text.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "datasets/windows.h"
#include "kernels/core/check.h"
#include "kernels/core/random.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kTurnSlot = 0, kMoveSlot = 1, kTokenSlot = 2, kFirstSlot = 3;
constexpr double kTurn = 1.0 / 32.0, kStay = 1.0 / 8.0, kAny = 1.0 / 8.0;

using Law = std::array<double, kHmmStates>;

// The place next to `place`: up for direction 0, down for direction 1.
std::uint32_t neighbour(std::uint32_t place, std::uint32_t direction) {
  return (place + (direction == 0 ? 1 : kHmmPlaces - 1)) % kHmmPlaces;
}

Law after_a_step(const Law& law) {
  Law next{};
  for (std::uint32_t from = 0; from < kHmmStates; ++from) {
    for (std::uint32_t to = 0; to < kHmmStates; ++to) {
      next[to] += law[from] * hmm_transition(from, to);
    }
  }
  return next;
}

std::array<double, kHmmPlaces> token_law(const Law& law) {
  std::array<double, kHmmPlaces> tokens{};
  for (std::uint32_t state = 0; state < kHmmStates; ++state) {
    for (std::uint32_t token = 0; token < kHmmPlaces; ++token) {
      tokens[token] += law[state] * hmm_emission(state, token);
    }
  }
  return tokens;
}

// The law of the state once its token is known.
Law given(const Law& law, std::uint32_t token) {
  Law posterior{};
  double sum = 0.0;
  for (std::uint32_t state = 0; state < kHmmStates; ++state) {
    posterior[state] = law[state] * hmm_emission(state, token);
    sum += posterior[state];
  }
  for (double& probability : posterior) probability /= sum;
  return posterior;
}

}  // namespace

double hmm_transition(std::uint32_t from, std::uint32_t to) {
  const std::uint32_t place = from % kHmmPlaces, next = to % kHmmPlaces;
  const std::uint32_t direction = to / kHmmPlaces;  // turns first, then moves
  const double turn = from / kHmmPlaces == direction ? 1.0 - kTurn : kTurn;
  if (next == place) return turn * kStay;
  return next == neighbour(place, direction) ? turn * (1.0 - kStay) : 0.0;
}

double hmm_emission(std::uint32_t state, std::uint32_t token) {
  return kAny / kHmmPlaces + (state % kHmmPlaces == token ? 1.0 - kAny : 0.0);
}

std::vector<std::uint16_t> hmm_tokens(std::uint32_t split, std::uint32_t count) {
  const DrawAddress turn{kHmmStream, split, 0, kTurnSlot}, move{kHmmStream, split, 0, kMoveSlot},
      emit{kHmmStream, split, 0, kTokenSlot}, first{kHmmStream, split, 0, kFirstSlot};
  const std::uint32_t start = draw_word(first, 0) >> 28;  // one of 16 states
  std::uint32_t direction = start / kHmmPlaces, place = start % kHmmPlaces;
  std::vector<std::uint16_t> tokens(count);
  for (std::uint32_t step = 0; step < count; ++step) {
    if (step > 0) {
      if (draw_word(turn, step) >> 27 == 0) direction = 1 - direction;
      if (draw_word(move, step) >> 29 != 0) place = neighbour(place, direction);
    }
    const std::uint32_t word = draw_word(emit, step);
    tokens[step] = static_cast<std::uint16_t>(word >> 29 == 0 ? word >> 26 & 7u : place);
  }
  return tokens;
}

TokenStream make_hmm_text(std::string_view split, std::uint32_t windows) {
  const std::uint32_t tokens = windows * kHmmPredictions + kHmmLength - kHmmPredictions + 1;
  IMC_EXPECT(split == "train" || split == "test");
  TokenStream stream{hmm_tokens(split == "train" ? 0 : 1, tokens), {}};
  for (std::uint32_t token = 0; token < kHmmPlaces; ++token) {
    stream.vocabulary.push_back(std::to_string(token));
  }
  return stream;
}

HmmScore score_best_predictor(const Dataset& windows) {
  HmmScore score;
  const std::uint32_t first_scored = windows.height - windows.predictions;
  for (std::uint32_t sample = 0; sample < windows.count; ++sample) {
    Law law;
    law.fill(1.0 / kHmmStates);
    for (std::uint32_t step = 0; step < windows.height; ++step) {
      const float token = windows.values[std::size_t{sample} * windows.height + step];
      law = after_a_step(given(law, static_cast<std::uint32_t>(token)));
      if (step < first_scored) continue;
      const auto next = token_law(law);
      const std::uint16_t label =
          windows.labels[std::size_t{sample} * windows.predictions + step - first_scored];
      score.correct += std::max_element(next.begin(), next.end()) - next.begin() == label;
      score.loss_nat -= std::log(next[label]);
      ++score.predictions;
    }
  }
  score.loss_nat /= static_cast<double>(score.predictions);
  return score;
}

}  // namespace imcbench
