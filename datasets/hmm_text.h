// SPDX-License-Identifier: Apache-2.0
// "hmm-text": running text from a hidden Markov model, whose best possible predictor is known.
//
// The hidden state is a place on a ring of eight and a direction. At every step
//
//   direction  turns round with probability 1/32
//   place      moves by one in the direction with probability 7/8, else stays
//   token      is the number of the place with probability 7/8, else any of the eight alike
//
// and the first state is uniform, which is the stationary law. So the next token depends on a
// direction that only the last tokens together tell: a predictor without memory gets about half of
// what the best one gets. All probabilities are dyadic and the draws exact:
//
//   draw_word({stream, split, 0, slot}, step): slot 0 the turn, 1 the move, 2 the token, 3 (step 0
//   only) the first state; split is 0 for train, 1 for test
//
// The best predictor is the forward algorithm: the law of the state given the window so far, from a
// uniform state before its first token, then the law of the next token.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "datasets/dataset.h"
#include "kernels/core/philox.h"

namespace imcbench {

inline constexpr std::uint32_t kHmmPlaces = 8;
inline constexpr std::uint32_t kHmmStates = 2 * kHmmPlaces;  // direction * 8 + place
inline constexpr std::uint32_t kHmmLength = 64, kHmmPredictions = 32;
// Of the best predictor on the last 32 positions of a window: means of ten streams of 3.2 million
// predictions (numbers 2 to 11), standard errors 1e-4 and 3e-4. On the test split it gets 45,642 of
// 64,000 right with a mean loss of 1.02351 nat; the best that looks at one token alone gets 0.366.
inline constexpr double kHmmBestAccuracy = 0.71360, kHmmBestLossNat = 1.02563;
// ASCII "hmmt", "ext1". A change of the constant or of a probability is a new data set.
inline constexpr PhiloxKey kHmmStream{0x686d6d74u, 0x65787431u};

// The first `count` tokens of the stream whose number is `split`.
std::vector<std::uint16_t> hmm_tokens(std::uint32_t split, std::uint32_t count);

// The running text whose windows are the first `windows` of "train" or "test".
TokenStream make_hmm_text(std::string_view split, std::uint32_t windows);

// [state][next state] and [state][token].
double hmm_transition(std::uint32_t from, std::uint32_t to);
double hmm_emission(std::uint32_t state, std::uint32_t token);

// The best predictor on windows of this text: what it gets right, and its mean loss in nats. Ties
// (exactly equal probabilities) go to the smaller token.
struct HmmScore {
  std::uint64_t predictions = 0, correct = 0;
  double loss_nat = 0;
};
HmmScore score_best_predictor(const Dataset& windows);

}  // namespace imcbench
