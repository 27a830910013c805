// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/samples.h"

#include <algorithm>
#include <numeric>

#include "kernels/core/check.h"
#include "kernels/core/stream.h"

namespace imcbench {

namespace {

class DatasetSamples : public TrainingSamples {
 public:
  DatasetSamples(const Network& network, const Dataset& data, std::vector<std::uint32_t> which,
                 Augmentation augmentation, std::uint64_t seed)
      : data_(data),
        which_(std::move(which)),
        seed_(seed),
        inputs_(network, data, augmentation, seed, which_) {}

  std::uint32_t predictions() const override { return data_.predictions; }
  std::size_t size() const override { return which_.size(); }
  std::vector<std::uint32_t> order(std::uint32_t epoch) const override {
    return epoch_order(which_, epoch, seed_);
  }
  void make(std::uint32_t sample, std::uint32_t epoch, float* x,
            std::uint16_t* labels) const override {
    inputs_.make(sample, epoch, x);
    const std::size_t count = data_.predictions;
    std::copy_n(data_.labels.data() + sample * count, count, labels);
  }

 private:
  const Dataset& data_;
  std::vector<std::uint32_t> which_;
  std::uint64_t seed_;
  InputMaker inputs_;
};

// The window of `tokens` that starts at `start`.
void copy_window(std::span<const std::uint16_t> tokens, std::size_t start, std::uint32_t steps,
                 std::uint32_t predictions, float* x, std::uint16_t* labels) {
  const std::uint16_t* window = tokens.data() + start;
  for (std::uint32_t t = 0; t < steps; ++t) x[t] = static_cast<float>(window[t]);
  std::copy_n(window + steps - predictions + 1, predictions, labels);
}

std::vector<std::uint32_t> ascending(std::size_t count) {
  std::vector<std::uint32_t> all(count);
  std::iota(all.begin(), all.end(), 0u);
  return all;
}

// Where an epoch begins to read, 0 ... steps - 1.
std::size_t window_offset(std::uint64_t seed, std::uint32_t epoch, std::uint32_t steps) {
  const std::uint32_t word = draw_word({stream_key(seed, "train/window"), 0, epoch}, 0);
  return std::uint64_t{word} * steps >> 32;
}

class WindowSamples : public TrainingSamples {
 public:
  WindowSamples(std::span<const std::uint16_t> tokens, std::uint32_t steps,
                std::uint32_t predictions, std::uint64_t seed)
      : tokens_(tokens), steps_(steps), predictions_(predictions), seed_(seed) {}

  std::uint32_t predictions() const override { return predictions_; }
  // As many as fit behind the largest offset, and the word behind the last one.
  std::size_t size() const override { return (tokens_.size() - steps_) / steps_; }
  std::vector<std::uint32_t> order(std::uint32_t epoch) const override {
    return epoch_order(ascending(size()), epoch, seed_);
  }
  void make(std::uint32_t sample, std::uint32_t epoch, float* x,
            std::uint16_t* labels) const override {
    const std::size_t start =
        window_offset(seed_, epoch, steps_) + std::size_t{sample} * steps_;
    copy_window(tokens_, start, steps_, predictions_, x, labels);
  }

 private:
  std::span<const std::uint16_t> tokens_;
  std::uint32_t steps_, predictions_;
  std::uint64_t seed_;
};

class StreamSamples : public TrainingSamples {
 public:
  StreamSamples(std::span<const std::uint16_t> tokens, std::uint32_t steps,
                std::uint32_t predictions, std::uint32_t streams, std::uint64_t seed)
      : tokens_(tokens), steps_(steps), predictions_(predictions), streams_(streams), seed_(seed) {}

  std::uint32_t predictions() const override { return predictions_; }
  bool carries_states() const override { return true; }
  std::size_t size() const override { return length() / steps_ * streams_; }
  std::vector<std::uint32_t> order(std::uint32_t) const override { return ascending(size()); }
  void make(std::uint32_t sample, std::uint32_t epoch, float* x,
            std::uint16_t* labels) const override {
    const std::size_t start = window_offset(seed_, epoch, steps_) +
                              sample % streams_ * length() +
                              std::size_t{sample / streams_} * steps_;
    copy_window(tokens_, start, steps_, predictions_, x, labels);
  }

 private:
  // The largest offset, and the word behind the last one, fit behind the last stream.
  std::size_t length() const { return (tokens_.size() - steps_) / streams_; }

  std::span<const std::uint16_t> tokens_;
  std::uint32_t steps_, predictions_, streams_;
  std::uint64_t seed_;
};

}  // namespace

std::unique_ptr<TrainingSamples> samples_of(const Network& network, const Dataset& data,
                                            std::vector<std::uint32_t> which,
                                            Augmentation augmentation, std::uint64_t seed) {
  return std::make_unique<DatasetSamples>(network, data, std::move(which), augmentation, seed);
}

std::unique_ptr<TrainingSamples> windows_of(const Network& network,
                                            std::span<const std::uint16_t> tokens,
                                            std::uint32_t predictions, std::uint64_t seed,
                                            const std::string& place) {
  const std::uint32_t steps = network.input.size();
  IMC_EXPECT(predictions >= 1 && predictions <= steps);
  if (tokens.size() < 2 * std::size_t{steps}) {
    input_error("{}: a text of {} tokens; windows of {} need at least {}", place, tokens.size(),
                steps, 2 * std::size_t{steps});
  }
  return std::make_unique<WindowSamples>(tokens, steps, predictions, seed);
}

std::unique_ptr<TrainingSamples> streams_of(const Network& network,
                                            std::span<const std::uint16_t> tokens,
                                            std::uint32_t predictions, std::uint32_t streams,
                                            std::uint64_t seed, const std::string& place) {
  const std::uint32_t steps = network.input.size();
  IMC_EXPECT(predictions >= 1 && predictions <= steps);
  const std::size_t needed = std::size_t{steps} * (std::size_t{streams} + 1);
  if (tokens.size() < needed) {
    input_error("{}: a text of {} tokens; {} streams with windows of {} need at least {}", place,
                tokens.size(), streams, steps, needed);
  }
  return std::make_unique<StreamSamples>(tokens, steps, predictions, streams, seed);
}

}  // namespace imcbench
