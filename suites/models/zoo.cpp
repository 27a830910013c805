// SPDX-License-Identifier: Apache-2.0
// Where trained models are looked for.
#include <filesystem>

#include "kernels/core/check.h"
#include "suites/config/shipped_files.h"
#include "suites/models/model_file.h"

namespace imcbench {

namespace {

constexpr ShippedFiles kZoo{"IMCBENCH_ZOO", IMCBENCH_SOURCE_ZOO, "zoo", ".h5"};

}  // namespace

bool has_model(const std::string& name_or_path) {
  std::error_code error;
  return kZoo.is_path(name_or_path) ? std::filesystem::is_regular_file(name_or_path, error)
                                    : !kZoo.find(name_or_path).empty();
}

std::string with_ending(const std::string& name_or_path, const std::string& ending) {
  const std::string extension = name_or_path.ends_with(kZoo.extension) ? kZoo.extension : "";
  return name_or_path.substr(0, name_or_path.size() - extension.size()) + ending + extension;
}

std::string model_beside(const std::string& name_or_path, const std::string& file) {
  if (name_or_path.find('/') == std::string::npos) return name_or_path;
  const auto path = std::filesystem::path(file).parent_path() / name_or_path;
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) ? path.lexically_normal().string()
                                                       : name_or_path;
}

std::string find_model(const std::string& name_or_path) {
  if (kZoo.is_path(name_or_path)) {
    if (has_model(name_or_path)) return name_or_path;
    input_error("{}: no such model file", name_or_path);
  }
  const std::string path = kZoo.find(name_or_path);
  if (!path.empty()) return path;
  input_error("model '{}': not in the zoo ({}){}", name_or_path, kZoo.folders_text(),
              suggestion(name_or_path, zoo_models()));
}

std::vector<std::string> zoo_models() { return kZoo.names(); }

}  // namespace imcbench
