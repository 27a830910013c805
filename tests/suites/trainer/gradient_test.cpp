// SPDX-License-Identifier: Apache-2.0
// The backward pass of every layer kind against finite differences. The differences are taken in
// the double-precision reference network, so the step can be tiny: no kink of relu or max is
// crossed, and forward and backward are checked against code that shares nothing with them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "suites/trainer/slice_pass.h"
#include "tests/layers/layer_cases.h"
#include "tests/layers/reference_network.h"

namespace imcbench {
namespace {

using test::Doubles;
using test::LayerCase;
using test::ReferenceLayer;

constexpr std::uint32_t kSamples = 3;
constexpr double kStep = 1e-6;
constexpr double kTolerance = 2e-5;  // of the sum of |terms|: float32 sums, and the differences
constexpr int kDirections = 4;

// L = sum over samples and outputs of dy * y: linear in the outputs, so dL/dy = dy.
struct Problem {
  Network network;
  std::vector<ReferenceLayer> reference;
  std::vector<float> x, dy;

  explicit Problem(const LayerCase& c) : network(c.network), reference(test::randomize(network)) {
    x = test::inputs("gradient/x", kSamples * network.input.size(), c.vocabulary);
    dy = test::normals("gradient/dy", kSamples * network.output().size());
  }

  double loss(const std::vector<ReferenceLayer>& parameters, const Doubles& inputs) const {
    const std::size_t in = network.input.size(), out = network.output().size();
    double sum = 0.0;
    for (std::uint32_t s = 0; s < kSamples; ++s) {
      const Doubles sample(inputs.begin() + s * in, inputs.begin() + (s + 1) * in);
      const Doubles y = test::reference_forward(network, parameters, sample);
      for (std::size_t i = 0; i < out; ++i) sum += dy[s * out + i] * y[i];
    }
    return sum;
  }
};

// (f(+step) - f(-step)) / (2 step).
template <class Function>
double central_difference(Function f) {
  return (f(kStep) - f(-kStep)) / (2.0 * kStep);
}

Doubles moved(Doubles values, double step, const Doubles& direction) {
  for (std::size_t i = 0; i < values.size(); ++i) values[i] += step * direction[i];
  return values;
}

struct Gradients {
  ParameterLayout layout;
  std::vector<float> parameters, inputs;
};

Gradients gradients_of(const Problem& p, Isa isa) {
  Gradients g{parameter_layout(p.network), {}, {}};
  g.parameters.assign(g.layout.total, 0.0f);
  g.inputs.assign(p.x.size(), NAN);
  SlicePass pass(p.network, kSamples + 2, isa);
  pass.forward(p.x.data(), kSamples);
  pass.backward(p.dy.data(), g.layout, backward_weights(p.network), g.parameters.data(),
                g.inputs.data());
  return g;
}

// Directional derivatives: a few random directions see every element.
template <class Slope>
void expect_slopes(const std::string& what, const Doubles& gradient, Slope slope,
                   double tolerance = kTolerance) {
  for (int d = 0; d < kDirections; ++d) {
    const auto name = fmt::format("direction/{}/{}", what, d);
    const Doubles direction = test::to_doubles(test::normals(name, gradient.size()));
    double expected = 0.0, size = 0.0;
    for (std::size_t i = 0; i < gradient.size(); ++i) {
      expected += gradient[i] * direction[i];
      size += std::abs(gradient[i] * direction[i]);
    }
    EXPECT_NEAR(slope(direction), expected, tolerance * size + 1e-7) << what << " direction " << d;
  }
}

class Gradient : public testing::TestWithParam<LayerCase> {};

TEST_P(Gradient, OfInputsEqualsFiniteDifferences) {
  const Problem p(GetParam());
  const Gradients g = gradients_of(p, active_isa());
  if (GetParam().vocabulary > 0) {  // token numbers do not move
    EXPECT_EQ(g.inputs, std::vector<float>(g.inputs.size(), 0.0f));
    return;
  }
  expect_slopes("inputs", test::to_doubles(g.inputs), [&](const Doubles& direction) {
    return central_difference([&](double step) {
      return p.loss(p.reference, moved(test::to_doubles(p.x), step, direction));
    });
  });
}

// The panel [K][ld] of a slot as [out][in].
Doubles standard_order(const ProductLayer& layer, const float* panel) {
  Doubles values;
  for (std::uint32_t n = 0; n < layer.geometry.outputs; ++n) {
    for (std::uint32_t k = 0; k < layer.geometry.inputs; ++k) {
      values.push_back(panel[k * layer.ld() + n]);
    }
  }
  return values;
}

// The reference reads the parameters of recurrent layers where they are, in float32: larger steps.
void expect_recurrent_slopes(const Problem& p, const ParameterSlot& slot, const float* gradient) {
  constexpr float kFloatStep = 0x1p-9f;
  const auto loss_at = [&](float step, const Doubles& direction) {
    Problem other = p;
    const std::span<float> values = parameters_of(other.network, slot);
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] += step * static_cast<float>(direction[i]);
    }
    return other.loss(other.reference, test::to_doubles(p.x));
  };
  const auto what = fmt::format("{}/{}/{}", p.network.layers[slot.layer].name, slot.product,
                                static_cast<int>(slot.part));
  expect_slopes(
      what, Doubles(gradient, gradient + slot.count),
      [&](const Doubles& direction) {
        return (loss_at(kFloatStep, direction) - loss_at(-kFloatStep, direction)) /
               (2.0 * kFloatStep);
      },
      1e-3);
}

TEST_P(Gradient, OfParametersEqualsFiniteDifferences) {
  const Problem p(GetParam());
  const Gradients g = gradients_of(p, active_isa());
  for (const ParameterSlot& slot : g.layout.slots) {
    const Layer& layer = p.network.layers[slot.layer];
    if (layer.recurrent() != nullptr) {
      expect_recurrent_slopes(p, slot, g.parameters.data() + slot.first);
      continue;
    }
    const bool weight = slot.part == ParameterPart::weight;
    const bool digital = slot.part == ParameterPart::digital;
    Doubles ReferenceLayer::*member = weight    ? &ReferenceLayer::weight
                                      : digital ? &ReferenceLayer::parameters
                                                : &ReferenceLayer::bias;
    const auto slope = [&](const Doubles& direction) {
      return central_difference([&](double step) {
        auto parameters = p.reference;
        Doubles& values = parameters[slot.layer].*member;
        values = moved(values, step, direction);
        return p.loss(parameters, test::to_doubles(p.x));
      });
    };
    const float* start = g.parameters.data() + slot.first;
    expect_slopes(layer.name + (weight ? "/weight" : digital ? "/parameters" : "/bias"),
                  weight ? standard_order(*layer.product(), start)
                         : Doubles(start, start + slot.count),
                  slope);
  }
}

// A few elements of every slot of recurrent layers, whose reference reads the float parameters: that
// the gradients are where the layout says. recurrent_pass_test has them all.
TEST_P(Gradient, OfRecurrentParametersIsInItsSlot) {
  Problem p(GetParam());
  const Gradients g = gradients_of(p, active_isa());
  for (const ParameterSlot& slot : g.layout.slots) {
    if (p.network.layers[slot.layer].recurrent() == nullptr) continue;
    const std::span<float> values = parameters_of(p.network, slot);
    for (const std::size_t i : {std::size_t{0}, std::size_t{2}}) {
      const float kept = values[i];
      const auto loss_at = [&](float value) {
        values[i] = value;
        return p.loss(p.reference, test::to_doubles(p.x));
      };
      const double slope = (loss_at(kept + 0x1p-8f) - loss_at(kept - 0x1p-8f)) /
                           (double{kept + 0x1p-8f} - double{kept - 0x1p-8f});
      values[i] = kept;
      EXPECT_NEAR(g.parameters[slot.first + i], slope, 3e-4 * std::max(1.0, std::abs(slope)))
          << p.network.layers[slot.layer].name << " " << static_cast<int>(slot.part);
    }
  }
}

TEST_P(Gradient, HasTheSameBitsOnEveryInstructionSet) {
  const Problem p(GetParam());
  const Gradients first = gradients_of(p, available_isas().front());
  for (const Isa isa : available_isas()) {
    const Gradients other = gradients_of(p, isa);
    EXPECT_EQ(first.parameters, other.parameters) << name_of(isa);
    EXPECT_EQ(first.inputs, other.inputs) << name_of(isa);
  }
}

TEST_P(Gradient, LeavesThePaddingOfPanelsAlone) {
  const Problem p(GetParam());
  const Gradients g = gradients_of(p, active_isa());
  for (const ParameterSlot& slot : g.layout.slots) {
    if (slot.part != ParameterPart::weight) continue;
    const ProductLayer& layer = p.network.layers[slot.layer].products()[slot.product];
    for (std::uint32_t k = 0; k < layer.geometry.inputs; ++k) {
      for (std::size_t n = layer.geometry.outputs; n < layer.ld(); ++n) {
        ASSERT_EQ(g.parameters[slot.first + k * layer.ld() + n], 0.0f);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Layers, Gradient, testing::ValuesIn(test::layer_cases()),
                         [](const auto& info) { return info.param.name; });

TEST(SlicePass, CountsTheOperationsOfLeNet) {
  // conv1 24*24*25*16, conv2 8*8*400*32, fc1 512*128, fc2 128*10 multiply-adds; conv1 needs no dX.
  Network net;
  net.input = {28, 28, 1};
  append_product(net, "conv1", make_conv2d(net.output(), 16, 5, 1, 0));
  append_digital(net, "pool1", MaxPool2d::make(net.output(), 2));
  append_product(net, "conv2", make_conv2d(net.output(), 32, 5, 1, 0));
  append_digital(net, "pool2", MaxPool2d::make(net.output(), 2));
  append_product(net, "fc1", make_linear(net.output(), 128));
  append_product(net, "fc2", make_linear(net.output(), 10));
  EXPECT_EQ(SlicePass::flops_per_sample(net), 4.0 * 230400 + 6.0 * (819200 + 65536 + 1280));
}

}  // namespace
}  // namespace imcbench
