// SPDX-License-Identifier: Apache-2.0
#include "suites/cli/model_page.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace imcbench {

namespace {

// What runs at every step of a recurrent layer: "  gates [246 x 472], projection [118 x 64]".
std::string recurrent_text(const Layer& layer) {
  const RecurrentLayer* recurrent = layer.recurrent();
  if (recurrent == nullptr) return "";
  std::vector<std::string> parts;
  for (std::size_t p = 0; p < recurrent->products.size(); ++p) {
    const ProductGeometry& g = recurrent->products[p].geometry;
    parts.push_back(fmt::format("{} [{} x {}]", product_name(*recurrent, p), g.inputs, g.outputs));
  }
  if (!recurrent->parameters.empty()) parts.emplace_back("peepholes");
  return fmt::format("  {} steps of {}", recurrent->steps(), fmt::join(parts, ", "));
}

std::string layer_line(const Network& network, std::size_t i, std::size_t width) {
  const Layer& layer = network.layers[i];
  const auto name_of = [&](std::size_t tensor) {
    return tensor == 0 ? std::string("input") : network.layers[tensor - 1].name;
  };
  std::string reads;
  if (layer.input != i) reads = "  of " + name_of(layer.input);
  if (layer.other != kNoTensor) reads += "  with " + name_of(layer.other);
  return fmt::format("  {:<{}}{:<20}{} x {} x {}{}{}\n", layer.name, width, layer.kind(),
                     layer.out.height, layer.out.width, layer.out.channels, reads,
                     recurrent_text(layer));
}

std::string topology(const Network& network) {
  std::size_t width = 8;
  for (const Layer& layer : network.layers) width = std::max(width, layer.name.size() + 2);
  std::string text;
  for (std::size_t i = 0; i < network.layers.size(); ++i) text += layer_line(network, i, width);
  return text;
}

std::string product_text(const Layer& layer, std::size_t p) {
  const RecurrentLayer* recurrent = layer.recurrent();
  return recurrent == nullptr ? layer.name
                              : fmt::format("{}/{}", layer.name, product_name(*recurrent, p));
}

// "input range 3.21, energy coefficient 0.25": what training chose beside the weights.
std::string chosen_text(const ProductLayer& product) {
  std::vector<std::string> parts;
  if (product.input_range > 0.0f) {
    parts.push_back(fmt::format("input range {:.4g}", product.input_range));
  }
  const std::vector<float>& rho = product.energy_coefficient;
  if (rho.size() == 1) parts.push_back(fmt::format("energy coefficient {:.4g}", rho[0]));
  if (rho.size() > 1) {
    const auto [low, high] = std::ranges::minmax(rho);
    parts.push_back(fmt::format("energy coefficients {:.4g} to {:.4g} of {} outputs", low, high,
                                rho.size()));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string learned_lines(const Network& network) {
  std::string text;
  for (const Layer& layer : network.layers) {
    for (std::size_t p = 0; p < layer.products().size(); ++p) {
      const std::string chosen = chosen_text(layer.products()[p]);
      if (chosen.empty()) continue;
      text += fmt::format("{:<12}{}: {}\n", text.empty() ? "learned:" : "", product_text(layer, p),
                          chosen);
    }
  }
  return text;
}

// Why what is digital is not on tiles. Every kind has a reason.
struct DigitalReason {
  std::string_view kind;
  const char* why;
};
constexpr const char* kValueByValue = "one value at a time, no weights";
constexpr const char* kMoves = "moves values, no weights";
constexpr const char* kGates = "gates and states: products of activations with each other";
constexpr DigitalReason kReasons[] = {
    {Add::kind, "a sum of activations, no weights"},
    {Attention::kind, "both factors of its products are activations"},
    {AvgPool2d::kind, "a mean, no weights"},
    {ClassToken::kind, "puts a vector in front, no product"},
    {DepthwiseConv2d::kind, "a column would have the few inputs of one channel's kernel"},
    {Embedding::kind, "a look-up, no product"},
    {GeluTanh::kind, kValueByValue},
    {GlobalAvgPool::kind, "a mean, no weights"},
    {GruCell::kind, kGates},
    {LayerNorm::kind, "its factors are statistics of the activations"},
    {LstmCell::kind, kGates},
    {MaxPool2d::kind, kMoves},
    {PositionEmbedding::kind, "adds a table, no product"},
    {Relu::kind, kValueByValue},
    {ShortcutA::kind, kMoves},
    {Sigmoid::kind, kValueByValue},
    {TakeSteps::kind, kMoves},
    {Tanh::kind, kValueByValue},
};

constexpr const char* reason_of(std::string_view kind) {
  for (const DigitalReason& reason : kReasons) {
    if (reason.kind == kind) return reason.why;
  }
  return nullptr;
}

template <std::size_t... I>
consteval bool all_have_reasons(std::index_sequence<I...>) {
  return ((reason_of(std::variant_alternative_t<I, DigitalOp>::kind) != nullptr) && ...);
}
static_assert(all_have_reasons(std::make_index_sequence<std::variant_size_v<DigitalOp>>{}));

// What layers of a kind have and do in digital.
struct DigitalWork {
  std::uint64_t parameters = 0, macs = 0, values = 0;  // of one sample

  void add(const Layer& layer) {
    parameters += layer.digital_parameters().size();
    if (layer.digital() != nullptr) macs += digital_macs(*layer.digital());
    if (layer.recurrent() != nullptr) macs += layer.digital_parameters().size() * layer.steps();
    values += layer.out.size();
  }
};

// One line a kind, in the order of the names.
std::string digital_lines(const Network& network) {
  std::map<std::string, DigitalWork> kinds;
  for (const Layer& layer : network.layers) {
    const char* why = reason_of(layer.kind());
    if (why != nullptr) kinds[layer.kind()].add(layer);
  }
  std::string text;
  for (const auto& [kind, work] : kinds) {
    text += fmt::format("            {} (", kind);
    if (work.parameters > 0) text += fmt::format("{} parameters, ", work.parameters);
    if (work.macs > 0) text += fmt::format("{} multiply-accumulates, ", work.macs);
    text += fmt::format("{} values a sample): {}\n", work.values, reason_of(kind));
  }
  return text;
}

double percent(std::uint64_t part, std::uint64_t rest) {
  return 100.0 * static_cast<double>(part) / static_cast<double>(part + rest);
}

std::string percent_text(std::uint64_t part, std::uint64_t rest) {
  return rest == 0 ? "100 %" : fmt::format("{:.2f} %", percent(part, rest));
}

}  // namespace

std::string coverage_text(const Network& network) {
  const Coverage c = coverage(network);
  return fmt::format(
             "on tiles:   {} weights ({} of all parameters), {} multiply-accumulates a sample "
             "({})\n"
             "in digital: {} biases, {} other parameters, {} multiply-accumulates a sample\n"
             "            biases: added behind the converters\n",
             c.weights, percent_text(c.weights, c.digital_parameters), c.macs,
             percent_text(c.macs, c.digital_macs), c.biases, c.digital_parameters - c.biases,
             c.digital_macs) +
         digital_lines(network);
}

namespace {

std::string origin_text(const ModelOrigin& o) {
  std::string text;
  if (!o.source.empty()) text += fmt::format("source:     {}\n", o.source);
  if (!o.licence.empty()) text += fmt::format("licence:    {}\n", o.licence);
  text += fmt::format("trained on: {}", o.dataset);
  if (!o.dataset_sha256.empty())
    text += fmt::format(" (sha256 {})", o.dataset_sha256.substr(0, 16));
  if (o.test_accuracy > 0.0) {
    text += fmt::format("\n{:<12}accuracy {:.2f} %, loss {:.4f} nat",
                        (o.test_split.empty() ? "test" : o.test_split) + ":",
                        100.0 * o.test_accuracy, o.test_loss);
  }
  if (!o.optimizer.empty()) {
    text += fmt::format("\noptimizer:  {}, {} epochs, seed {}", o.optimizer, o.epochs, o.seed);
  }
  return text + fmt::format("\ncommand:    {}\n", o.command);
}

}  // namespace

std::string model_page(const std::string& name, const ModelFile& model) {
  return fmt::format("{}: {}\n\n{}{}{}weights:    sha256 {}\n{}", name, model.summary,
                     topology(model.network), coverage_text(model.network),
                     learned_lines(model.network), content_sha256(model.network),
                     origin_text(model.origin));
}

}  // namespace imcbench
