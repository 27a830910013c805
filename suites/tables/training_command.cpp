// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/training_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "suites/config/shipped_files.h"

namespace imcbench {

namespace {

constexpr ShippedFiles kTrainings{"IMCBENCH_TRAINING", IMCBENCH_SOURCE_TRAINING, "training",
                                  ".toml"};

// The shipped file whose name, or name and "-", the model's begins with; the longest one.
std::string training_of(const std::string& model) {
  std::string longest;
  for (const std::string& name : kTrainings.names()) {
    const bool begins = model == name || model.starts_with(name + "-");
    if (begins && name.size() > longest.size()) longest = name;
  }
  return longest;
}

// " --variant pool-16 --seed 2" of "-pool-16-s2".
std::string options_of(const std::string& ending) {
  static const std::regex parts(R"((?:(-no-|-)(.+?)){0,1}?(-s([0-9]+))?)");
  std::smatch found;
  std::regex_match(ending, found, parts);
  const bool without = found[1] == "-no-";
  std::string text, change = found[2];
  if (without) std::ranges::replace(change, '-', '_');
  if (!change.empty()) text += (without ? " --without " : " --variant ") + change;
  if (found[4].matched) text += " --seed " + found[4].str();
  return text;
}

}  // namespace

std::string training_command(const std::string& model) {
  const std::string name = std::filesystem::path(model).stem().string();
  const std::string training = training_of(name);
  if (training.empty()) return "";
  const std::string out = name == model ? fmt::format("suites/models/zoo/{}.h5", name) : model;
  return fmt::format("imcbench train suites/training/{}.toml{} --out {}", training,
                     options_of(name.substr(training.size())), out);
}

}  // namespace imcbench
