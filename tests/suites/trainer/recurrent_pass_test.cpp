// SPDX-License-Identifier: Apache-2.0
// Back-propagation through time against central differences of the double-precision reference,
// which shares no code with it.
#include "suites/trainer/recurrent_pass.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/layers/reference_network.h"

namespace imcbench {
namespace {

using test::Doubles;

constexpr std::uint32_t kSamples = 3;
constexpr Shape kIn{4, 2, 3};

struct PassCase {
  const char* name;
  RecurrentLayer layer;
};
void PrintTo(const PassCase& c, std::ostream* out) { *out << c.name; }

std::vector<PassCase> pass_cases() {
  std::vector<PassCase> cases{{"lstm", make_lstm(kIn, 5)},
                              {"lstm_peepholes", make_lstm(kIn, 5, 0, true)},
                              {"lstm_projection", make_lstm(kIn, 6, 4)},
                              {"lstm_both", make_lstm(kIn, 7, 3, true)},
                              {"gru", make_gru(kIn, 5)}};
  for (PassCase& c : cases) test::randomize(c.name, c.layer);
  return cases;
}

// A layer on samples from given states; the loss is a fixed weighted sum of all outputs.
struct Problem {
  explicit Problem(const RecurrentLayer& l)
      : layer(l),
        states(state_floats(l)),
        x(test::normals("x", kSamples * l.in.size())),
        initial(test::normals("states", kSamples * states)),
        dy(test::normals("dy", kSamples * l.out.size())) {}

  // Outputs [S][T][H] and last states [S] of the reference.
  Doubles run(Doubles* last = nullptr) const {
    Doubles y;
    const std::size_t hidden = layer.out.channels;
    for (std::uint32_t s = 0; s < kSamples; ++s) {
      const auto from = initial.begin() + s * states;
      test::ReferenceState state{{from, from + hidden}, {from + hidden, from + states}};
      const Doubles sample(x.begin() + s * layer.in.size(), x.begin() + (s + 1) * layer.in.size());
      const Doubles of_sample = test::reference_recurrent(layer, sample, state);
      y.insert(y.end(), of_sample.begin(), of_sample.end());
      if (last == nullptr) continue;
      last->insert(last->end(), state.h.begin(), state.h.end());
      last->insert(last->end(), state.c.begin(), state.c.end());
    }
    return y;
  }
  double loss() const {
    const Doubles y = run();
    double sum = 0.0;
    for (std::size_t i = 0; i < y.size(); ++i) sum += double{dy[i]} * y[i];
    return sum;
  }
  // The slope of the loss by one of the values above.
  double slope(float& value) const {
    const float kept = value, up = kept + 0x1p-8f, down = kept - 0x1p-8f;
    value = up;
    const double high = loss();
    value = down;
    const double low = loss();
    value = kept;
    return (high - low) / (double{up} - double{down});
  }

  RecurrentLayer layer;
  std::size_t states;
  std::vector<float> x, initial, dy;
};

struct Backward {
  std::vector<float> y, last, dx, dweight[2], dbias[2], dparameters;
};

Backward run_pass(const Problem& p, Isa isa) {
  Backward b;
  b.y.resize(p.dy.size());
  b.last.resize(p.initial.size());
  b.dx.resize(p.x.size());
  b.dparameters.resize(p.layer.parameters.size());
  RecurrentPass pass(p.layer, kSamples + 1, isa);
  std::vector<BackwardWeights> weights;
  RecurrentPass::Gradients gradients{};
  for (std::size_t i = 0; i < p.layer.products.size(); ++i) {
    const ProductLayer& product = p.layer.products[i];
    weights.emplace_back(product.geometry).refresh(product);
    b.dweight[i].resize(product.weight.size());
    b.dbias[i].resize(product.bias.size());
    gradients.dweight[i] = b.dweight[i].data();
    gradients.dbias[i] = has_bias(p.layer, i) ? b.dbias[i].data() : nullptr;
  }
  gradients.dparameters = b.dparameters.data();
  pass.forward(p.x.data(), kSamples, {p.initial.data(), b.last.data(), p.states}, b.y.data());
  pass.backward(p.dy.data(), weights, gradients, b.dx.data());
  return b;
}

class RecurrentPassTest : public testing::TestWithParam<PassCase> {};

TEST_P(RecurrentPassTest, OutputsAndLastStatesEqualTheReference) {
  const Problem p(GetParam().layer);
  Doubles last;
  const Doubles y = p.run(&last);
  const Backward b = run_pass(p, active_isa());
  for (std::size_t i = 0; i < y.size(); ++i) ASSERT_NEAR(b.y[i], y[i], 4e-6) << i;
  for (std::size_t i = 0; i < b.last.size(); ++i) ASSERT_NEAR(b.last[i], last[i], 4e-6) << i;
}

// Central differences over 2^-7 are off by up to 1e-4 of the third derivative.
TEST_P(RecurrentPassTest, GradientsEqualCentralDifferences) {
  Problem p(GetParam().layer);
  const Backward b = run_pass(p, active_isa());
  const auto expect_slope = [&](float& value, float found, const std::string& what) {
    const double slope = p.slope(value);
    EXPECT_NEAR(found, slope, 2e-4 * std::max(1.0, std::fabs(slope))) << what;
  };
  for (std::size_t i = 0; i < p.layer.products.size(); ++i) {
    ProductLayer& product = p.layer.products[i];
    for (std::uint32_t k = 0; k < product.geometry.inputs; ++k) {
      for (std::uint32_t n = 0; n < product.geometry.outputs; ++n) {
        const std::size_t at = k * product.ld() + n;
        expect_slope(product.weight[at], b.dweight[i][at],
                     fmt::format("{} weight {} {}", product_name(p.layer, i), k, n));
      }
    }
    for (std::size_t n = 0; has_bias(p.layer, i) && n < product.bias.size(); ++n) {
      expect_slope(product.bias[n], b.dbias[i][n],
                   fmt::format("{} bias {}", product_name(p.layer, i), n));
    }
  }
  for (std::size_t n = 0; n < p.layer.parameters.size(); ++n) {
    expect_slope(p.layer.parameters[n], b.dparameters[n], fmt::format("peephole {}", n));
  }
  for (std::size_t n = 0; n < p.x.size(); ++n) {
    expect_slope(p.x[n], b.dx[n], fmt::format("input {}", n));
  }
}

TEST_P(RecurrentPassTest, IsTheSameOnEveryInstructionSet) {
  const Problem p(GetParam().layer);
  const Backward expected = run_pass(p, Isa::generic);
  for (const Isa isa : available_isas()) {
    const Backward b = run_pass(p, isa);
    EXPECT_EQ(b.y, expected.y);
    EXPECT_EQ(b.dx, expected.dx);
    EXPECT_EQ(b.dparameters, expected.dparameters);
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(b.dweight[i], expected.dweight[i]);
      EXPECT_EQ(b.dbias[i], expected.dbias[i]);
    }
  }
}

// Windows with the state carried from one to the next are one long sequence.
TEST_P(RecurrentPassTest, CarriesStatesBetweenWindows) {
  const Problem p(GetParam().layer);
  const Backward whole = run_pass(p, active_isa());
  RecurrentLayer half = p.layer;
  half.in.height = half.out.height = kIn.height / 2;
  const std::size_t in = half.in.size(), out = half.out.size();
  RecurrentPass pass(half, kSamples, active_isa());
  std::vector<float> state = p.initial;
  for (std::uint32_t window = 0; window < 2; ++window) {
    std::vector<float> x, y(kSamples * out);
    for (std::uint32_t s = 0; s < kSamples; ++s) {
      const auto from = p.x.begin() + (2 * s + window) * in;
      x.insert(x.end(), from, from + in);
    }
    pass.forward(x.data(), kSamples, {state.data(), state.data(), p.states}, y.data());
    for (std::size_t i = 0; i < y.size(); ++i) {
      EXPECT_EQ(y[i], whole.y[(2 * (i / out) + window) * out + i % out]);
    }
  }
  EXPECT_EQ(state, whole.last);
}

INSTANTIATE_TEST_SUITE_P(Layers, RecurrentPassTest, testing::ValuesIn(pass_cases()),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace imcbench
