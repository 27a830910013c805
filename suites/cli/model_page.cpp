// SPDX-License-Identifier: Apache-2.0
#include "suites/cli/model_page.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

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
  return fmt::format("  {:<{}}{:<16}{} x {} x {}{}{}\n", layer.name, width, layer.kind(),
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

// Why layers with parameters or multiplications of their own are not on tiles.
struct DigitalReason {
  const char *kind, *why;
};
constexpr DigitalReason kReasons[] = {
    {Attention::kind, "both factors of its products are activations"},
    {DepthwiseConv2d::kind, "a column would have the few inputs of one channel's kernel"},
    {Embedding::kind, "a look-up, no product"},
};

std::string reasons_text(const Network& network) {
  std::string text;
  for (const DigitalReason& reason : kReasons) {
    const bool used = std::any_of(network.layers.begin(), network.layers.end(),
                                  [&](const Layer& l) { return l.kind() == reason.kind; });
    if (used) text += fmt::format("            {}: {}\n", reason.kind, reason.why);
  }
  return text;
}

// How much of the network is on tiles, and what is not.
std::string coverage_text(const Network& network) {
  const Coverage c = coverage(network);
  std::map<std::string, std::uint64_t> digital;  // kind -> output values a sample
  for (const Layer& layer : network.layers) {
    if (layer.digital() != nullptr) digital[layer.kind()] += layer.out.size();
  }
  std::vector<std::string> kinds;
  for (const auto& [kind, values] : digital) kinds.push_back(fmt::format("{} {}", values, kind));
  const auto percent = [](std::uint64_t part, std::uint64_t rest) {
    return 100.0 * static_cast<double>(part) / static_cast<double>(part + rest);
  };
  const std::string macs = c.digital_macs == 0
                               ? "100 %"
                               : fmt::format("{:.2f} %", percent(c.macs, c.digital_macs));
  const std::uint64_t others = c.digital_parameters - c.biases;
  const std::string own = others == 0
                              ? "no weights, but "
                              : fmt::format("{} parameters of digital layers, {} "
                                            "multiply-accumulates a sample; ",
                                            others, c.digital_macs);
  return fmt::format(
      "on tiles:   {} weights ({:.2f} % of all parameters), {} multiply-accumulates "
      "a sample ({})\n"
      "in digital: {} biases, which are added behind the converters; {}"
      "values a sample: {}\n",
      c.weights, percent(c.weights, c.digital_parameters), c.macs, macs, c.biases, own,
      fmt::join(kinds, ", ")) +
      reasons_text(network);
}

std::string origin_text(const ModelOrigin& o) {
  std::string text;
  if (!o.source.empty())
    text += fmt::format("source:     {}\nlicence:    {}\n", o.source, o.licence);
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
  return fmt::format("{}: {}\n\n{}{}{}", name, model.summary, topology(model.network),
                     coverage_text(model.network), origin_text(model.origin));
}

}  // namespace imcbench
