// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/hardware_aware/step_weights.h"

#include <algorithm>

#include "kernels/core/draws.h"
#include "kernels/core/stream.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kRowsAtATime = 16;

// Draws of the elements of some rows: where those of the first row start.
class RowDraws {
 public:
  explicit RowDraws(std::uint32_t outputs)
      : values_((std::size_t{kRowsAtATime} * outputs + 2 * kDrawGroup) / kDrawGroup * kDrawGroup) {}

  template <class Fill>
  const float* draw(Fill fill, const DrawAddress& address, std::uint32_t first,
                    std::uint32_t count) {
    const std::uint32_t skip = first % kDrawGroup;
    fill(address, first - skip, count + skip, values_.data());
    return values_.data() + skip;
  }

 private:
  std::vector<float> values_;
};

// One row of weights on one tile.
struct Row {
  const float* m;  // [N]
  float phi;
};

class RowMaker {
 public:
  RowMaker(const Ingredients& on, const StepStreams& streams, const StepPoint& at,
           const StepWeights& job, Isa isa)
      : noise_(on.get<WeightNoise>()),
        states_(job.devices != nullptr ? &*on.get<DeviceStates>() : nullptr),
        drop_(on.get<DropConnect>()),
        strength_(noise_ ? noise_->strength(at) : 0.0f),
        streams_(streams),
        step_(at.step),
        job_(job),
        outputs_(job.clean.geometry.outputs),
        draws_(draw_kernels(isa)),
        xi_(outputs_),
        plus_(outputs_),
        minus_(outputs_),
        uniform_(outputs_) {}

  // Rows [first, last) of the product.
  void make(std::uint32_t first, std::uint32_t last) {
    const std::size_t ld = job_.clean.ld();
    const std::uint32_t at = first * outputs_, count = (last - first) * outputs_;
    std::copy(job_.clean.weight.begin() + first * ld, job_.clean.weight.begin() + last * ld,
              job_.used.weight.begin() + first * ld);
    if (strength_ > 0.0f) {
      const float* xi = xi_.draw(draws_.fill_normals, {streams_.weight_noise, 0, step_}, at, count);
      for (std::uint32_t k = first; k < last; ++k) add_noise(k, xi + (k - first) * outputs_);
    }
    if (states_) {
      const float* plus = draw_states(0, plus_, at, count);
      const float* minus = draw_states(1, minus_, at, count);
      for (std::uint32_t k = first; k < last; ++k) {
        const std::size_t row = (k - first) * std::size_t{outputs_};
        add_states(k, plus + row, minus + row);
      }
    }
    if (drop_) {
      const float* u =
          uniform_.draw(draws_.fill_uniforms, {streams_.drop_connect, 0, step_}, at, count);
      for (std::uint32_t k = first; k < last; ++k) drop(k, u + (k - first) * outputs_);
    }
    for (std::uint32_t k = first; k < last; ++k) finish(k);
  }

 private:
  Row row(std::uint32_t k) const {
    std::size_t t = 0;
    const auto& tiles = job_.scales.tiles;
    while (k >= tiles[t].first_input + tiles[t].inputs) ++t;
    return {job_.scales.of_tile(t),
            ir_position(k - tiles[t].first_input, tiles[t].inputs, job_.ir_reversed)};
  }
  float* used(std::uint32_t k) const { return job_.used.weight.data() + k * job_.clean.ld(); }

  void add_noise(std::uint32_t k, const float* IMC_RESTRICT xi) const {
    const WeightNoise noise = *noise_;
    const float* IMC_RESTRICT m = row(k).m;
    float* IMC_RESTRICT w = used(k);
    for (std::uint32_t n = 0; n < outputs_; ++n) {
      const float sigma = m[n] * (strength_ * noise.sigma(abs_f(w[n]) / m[n]));
      w[n] = fma_rn(sigma, xi[n], w[n]);
    }
  }
  // Uniform draws, or normal ones of Gaussian states.
  const float* draw_states(int polarity, RowDraws& draws, std::uint32_t first,
                           std::uint32_t count) const {
    const bool gaussian = states_->states == DeviceStates::States::gaussian;
    const DrawAddress address{streams_.states[polarity], 0, states_->snapshot(step_)};
    return draws.draw(gaussian ? draws_.fill_normals : draws_.fill_uniforms, address, first, count);
  }
  float state(float draw) const {
    if (states_->states == DeviceStates::States::gaussian) return draw;
    return RtnStates{states_->states == DeviceStates::States::four}(draw);
  }
  void add_states(std::uint32_t k, const float* plus, const float* minus) const {
    const StepDevices& devices = *job_.devices;
    const float* m = row(k).m;
    float* w = used(k);
    const float per_range = devices.scale / devices.g_range_uS;
    for (std::uint32_t n = 0; n < outputs_; ++n) {
      const std::size_t place = k * job_.clean.ld() + n;
      const RtnAmplitude& sigma = devices.of_output(n);
      const float u = w[n] / m[n];
      const bool positive = u >= 0.0f;
      const float carrier = fma_rn(abs_f(u), devices.g_range_uS, devices.g_min_uS);
      // Of the device that carries the weight, then of the idle one; w counts as |w|.
      const float s = state(positive ? plus[n] : minus[n]);
      const float idle = devices.single ? 0.0f : state(positive ? minus[n] : plus[n]);
      const float sign = positive ? 1.0f : -1.0f, unit = sign * m[n] * per_range;
      const float g_min = devices.g_min_uS;
      w[n] = fma_rn(unit, fma_rn(sigma(carrier), s, -(sigma(g_min) * idle)), w[n]);
      devices.by_weight[place] = fma_rn(devices.scale * sigma.slope(carrier), s, 1.0f);
      devices.by_log_rho[place] =
          unit * fma_rn(sigma.by_log_rho(carrier), s, -(sigma.by_log_rho(g_min) * idle));
    }
  }
  void drop(std::uint32_t k, const float* u) const {
    float* w = used(k);
    for (std::uint32_t n = 0; n < outputs_; ++n) {
      if (!drop_->drops(u[n])) continue;
      w[n] = 0.0f;
      if (states_) job_.devices->by_log_rho[k * job_.clean.ld() + n] = 0.0f;
    }
  }
  // Panels for tiles, and the column scale.
  void finish(std::uint32_t k) const {
    const Row at = row(k);
    float* w = used(k);
    for (std::uint32_t n = 0; n < outputs_; ++n) {
      const std::size_t place = k * job_.clean.ld() + n;
      const float scaled = w[n] / at.m[n];
      if (job_.w != nullptr) job_.w[place] = scaled;
      if (job_.w_phi != nullptr) job_.w_phi[place] = scaled * at.phi;
      if (job_.gamma != nullptr) w[n] *= job_.gamma[n];
    }
  }

  const std::optional<WeightNoise>& noise_;
  const DeviceStates* states_;  // null: none, or drawn at every read
  const std::optional<DropConnect>& drop_;
  float strength_;
  const StepStreams& streams_;
  std::uint32_t step_;
  const StepWeights& job_;
  std::uint32_t outputs_;
  const DrawKernels& draws_;
  RowDraws xi_, plus_, minus_, uniform_;
};

}  // namespace

StepStreams::StepStreams(std::uint64_t seed, const std::string& product)
    : weight_noise(stream_key(seed, "train/weight_noise/" + product)),
      drop_connect(stream_key(seed, "train/drop_connect/" + product)),
      states{stream_key(seed, "train/device_states/" + product + "/positive"),
             stream_key(seed, "train/device_states/" + product + "/negative")},
      reads(stream_key(seed, "train/device_states/" + product + "/reads")) {}

void draw_step_weights(const Ingredients& ingredients, const StepStreams& streams,
                       const StepPoint& at, const StepWeights& job, int threads, Isa isa) {
  const std::uint32_t rows = job.clean.geometry.inputs;
#pragma omp parallel num_threads(threads)
  {
    RowMaker maker(ingredients, streams, at, job, isa);
#pragma omp for schedule(static)
    for (std::uint32_t first = 0; first < rows; first += kRowsAtATime) {
      maker.make(first, std::min(rows, first + kRowsAtATime));
    }
  }
}

}  // namespace imcbench
