// SPDX-License-Identifier: Apache-2.0
// The steps between the products, each a functor for for_each: input stage, digital layers, scores.
#pragma once

#include "kernels/crossbar/tile.h"
#include "kernels/layers/list.h"
#include "kernels/layers/softmax_cross_entropy.h"

namespace imcbench {

// Element i of samples in padded frames, of which x has the middles.
IMC_HD float padded_value(Shape in, Padding pad, const float* x, std::uint32_t i) {
  if (pad.none()) return x[i];
  const Shape frame = pad.around(in);
  const std::uint32_t row = frame.width * in.channels;
  const std::uint32_t line = i / row, rest = i - line * row;  // line: rows of all samples
  const std::uint32_t sample = line / frame.height;
  const std::uint32_t y = line - sample * frame.height - pad.top;  // wraps in the padding
  const std::uint32_t at = rest - pad.left * in.channels;
  if (y >= in.height || at >= in.width * in.channels) return 0.0f;
  return x[(static_cast<std::size_t>(sample) * in.height + y) * in.width * in.channels + at];
}

// for_each over (chip, sample * frame + i): the tile input of each element of the padded frame, or
// the element as it is.
struct ConvertInputs {
  TileMvm tile;
  bool convert;
  Shape in;
  Padding pad;
  const float* x;  // [C][samples][in.size()]
  std::size_t x_chip_stride;
  float* x_hat;  // [C][samples][frame]
  std::size_t x_hat_chip_stride;

  IMC_HD void operator()(std::uint32_t c, std::uint32_t i) const {
    const float value = padded_value(in, pad, x + c * x_chip_stride, i);
    x_hat[c * x_hat_chip_stride + i] = convert ? tile_input(tile, value) : value;
  }
};

// for_each over (chip, sample * outputs + output).
template <class Op>
struct ForwardDigital {
  Op op;
  const float* x;  // [C][samples][inputs]
  std::size_t x_chip_stride;
  const float* other;  // the second input, of the same shape; or null
  std::size_t other_chip_stride;
  const float* parameters;  // of kinds that have some
  std::uint32_t inputs;
  float* y;  // [C][samples][outputs]
  std::size_t y_chip_stride;

  IMC_HD void operator()(std::uint32_t c, std::uint32_t i) const {
    const std::uint32_t channels = op.channels(), outputs = op.positions() * channels;
    const std::uint32_t sample = i / outputs, output = i - sample * outputs;
    const std::uint32_t position = output / channels;
    const std::size_t first = static_cast<std::size_t>(sample) * inputs;
    const float* in = x + c * x_chip_stride + first;
    const float* second = kTwoInputs<Op> ? other + c * other_chip_stride + first : nullptr;
    y[c * y_chip_stride + i] =
        forward_element(op, in, second, parameters, position, output - position * channels);
  }
};

// for_each over (chip, sample * rows + row), for kinds of rows.
template <class Op>
struct ForwardRows {
  Op op;
  const float* x;  // [C][samples][rows][channels]
  std::size_t x_chip_stride;
  const float* parameters;
  float* y;  // the same
  std::size_t y_chip_stride;

  IMC_HD void operator()(std::uint32_t c, std::uint32_t row) const {
    const std::size_t at = static_cast<std::size_t>(row) * op.channels();
    op.forward_row(x + c * x_chip_stride + at, parameters, y + c * y_chip_stride + at);
  }
};

// for_each over (chip, sample * elements of the stage + element), for kinds of stages.
template <class Op>
struct ForwardStage {
  Op op;
  std::uint32_t stage;
  const float* x;  // [C][samples][inputs]
  std::size_t x_chip_stride;
  float* scratch;  // [C][samples][op.scratch_floats()]
  std::size_t scratch_stride;  // of one sample
  std::uint32_t samples, inputs, outputs;
  float* y;  // [C][samples][outputs]
  std::size_t y_chip_stride;

  IMC_HD void operator()(std::uint32_t c, std::uint32_t i) const {
    const std::uint32_t elements = op.stage_elements(stage), sample = i / elements;
    op.stage(stage, x + c * x_chip_stride + static_cast<std::size_t>(sample) * inputs,
             scratch + (static_cast<std::size_t>(c) * samples + sample) * scratch_stride,
             y + c * y_chip_stride + static_cast<std::size_t>(sample) * outputs,
             i - sample * elements);
  }
};

struct SampleScore {
  std::int32_t loss_q24;
  std::uint16_t correct, rejected;
};

// for_each over (chip, sample * predictions + prediction).
struct ScoreSamples {
  const float* outputs;  // [C][samples][outputs_of_sample]
  std::uint32_t samples, classes, predictions;
  std::size_t outputs_of_sample, first_scored;
  const std::uint16_t* labels;  // [samples][predictions]
  SampleScore* out;             // [C][samples][predictions]

  IMC_HD void operator()(std::uint32_t c, std::uint32_t i) const {
    const std::uint32_t sample = i / predictions, prediction = i - sample * predictions;
    const std::size_t row = static_cast<std::size_t>(c) * samples + sample;
    const float* logits = outputs + row * outputs_of_sample + first_scored +
                          static_cast<std::size_t>(prediction) * classes;
    const Score result = score(logits, classes, labels[i]);
    out[row * predictions + prediction] = {result.loss_q24, static_cast<std::uint16_t>(result.correct),
               static_cast<std::uint16_t>(!result.finite)};
  }
};

struct Tally {
  std::int64_t loss_q24;
  std::uint32_t correct, rejected;
  IMC_HD Tally operator+(const Tally& other) const {
    return {loss_q24 + other.loss_q24, correct + other.correct, rejected + other.rejected};
  }
};

struct TallyOf {
  const SampleScore* scores;
  IMC_HD Tally operator()(std::uint64_t index) const {
    const SampleScore s = scores[index];
    return {s.loss_q24, s.correct, s.rejected};
  }
};

// for_each over (chip, 0).
struct AddTallies {
  const Tally* more;
  Tally* total;
  IMC_HD void operator()(std::uint32_t c, std::uint32_t) const { total[c] = total[c] + more[c]; }
};

// for_each over (chip, byte): bit i of byte b is prediction 8 b + i.
struct PackBits {
  const SampleScore* scores;  // [C][predictions]
  std::uint32_t predictions;
  std::uint8_t* bits;  // [C][row_bytes], at the first byte of this block of samples
  std::size_t row_bytes;

  IMC_HD void operator()(std::uint32_t c, std::uint32_t byte) const {
    std::uint32_t value = 0;
    for (std::uint32_t i = 0; i < 8 && 8 * byte + i < predictions; ++i) {
      const std::size_t at = static_cast<std::size_t>(c) * predictions + 8 * byte + i;
      value |= static_cast<std::uint32_t>(scores[at].correct) << i;
    }
    bits[c * row_bytes + byte] = static_cast<std::uint8_t>(value);
  }
};

}  // namespace imcbench
