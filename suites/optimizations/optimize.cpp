// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/optimize.h"

#include <filesystem>

#include "kernels/core/check.h"
#include "suites/models/model_file.h"

namespace imcbench {

namespace {

[[noreturn]] void missing(const std::string& companion, const OptimizationRecord& record) {
  const std::string name = std::filesystem::path(companion).stem().string();
  input_error(
      "optimization '{}': there is no model '{}'; it is made beforehand: imcbench train "
      "suites/training/{}.toml --out {}",
      record.name, companion, name,
      companion == name ? fmt::format("suites/models/zoo/{}.h5", name) : companion);
}

Network companion_of(const Network& network, const OptimizationRecord& record,
                     const std::string& model) {
  const std::string companion = with_ending(model, record.companion_ending);
  if (!has_model(companion)) missing(companion, record);
  Network trained = load_model(find_model(companion)).network;
  if (!(trained.input == network.input) || trained.classes != network.classes ||
      trained.output().size() != network.output().size()) {
    input_error("model '{}': inputs or classes differ from those of '{}'", companion, model);
  }
  if (trained.mean != network.mean || trained.std != network.std) {
    input_error("model '{}': normalizes its inputs otherwise than '{}'", companion, model);
  }
  return trained;
}

}  // namespace

void optimize(Network& network, const OptimizationRecord& record, const ParamValues& values,
              const std::string& model) {
  if (record.is_companion()) {
    network = companion_of(network, record, model);
  } else {
    record.apply(network, values);
  }
}

}  // namespace imcbench
