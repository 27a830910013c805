// SPDX-License-Identifier: Apache-2.0
// Where training samples come from: a data set, or windows of a text.
//
// A text of tokens t[0], t[1], ... trains a network of T steps with P predictions, the words behind
// its last P steps. In epoch e, sample w is the window
//
//     x = t[start] ... t[start + T - 1],   labels = t[start + T - P + 1] ... t[start + T],
//     start = offset(e) + w T,
//
// with offset(e) uniform on 0 ... T - 1: "train/window" of batches.h. So an epoch reads the text
// once, cut at other places every time.
//
// Or the text is cut into B streams of L = (tokens - T) / B each, read side by side: sample k * B +
// s is window k of stream s, start = offset(e) + s L + k T. A mini-batch is one window of every
// stream, in this order, and recurrent layers go on from the state that the window before left; an
// epoch begins with states of zero (truncated back-propagation through time). The trainer has P = T
// here: the states carry the context that windows at random offsets need their first steps for.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "suites/trainer/batches.h"

namespace imcbench {

class TrainingSamples {
 public:
  virtual ~TrainingSamples() = default;
  virtual std::uint32_t predictions() const = 0;
  // In the order of one epoch.
  virtual std::vector<std::uint32_t> order(std::uint32_t epoch) const = 0;
  // x: [input.size()], labels: [predictions].
  virtual void make(std::uint32_t sample, std::uint32_t epoch, float* x,
                    std::uint16_t* labels) const = 0;
  // Do the samples of a mini-batch go on where those of the one before ended?
  virtual bool carries_states() const { return false; }
  // Samples an epoch.
  virtual std::size_t size() const = 0;
};

// Keep references to what they are given.
std::unique_ptr<TrainingSamples> samples_of(const Network& network, const Dataset& data,
                                            std::vector<std::uint32_t> which,
                                            Augmentation augmentation, std::uint64_t seed);
// InputError when the text is shorter than two windows. `place` is named in the message.
std::unique_ptr<TrainingSamples> windows_of(const Network& network,
                                            std::span<const std::uint16_t> tokens,
                                            std::uint32_t predictions, std::uint64_t seed,
                                            const std::string& place);
// InputError when the text is too short for a window of every stream.
std::unique_ptr<TrainingSamples> streams_of(const Network& network,
                                            std::span<const std::uint16_t> tokens,
                                            std::uint32_t predictions, std::uint32_t streams,
                                            std::uint64_t seed, const std::string& place);

}  // namespace imcbench
