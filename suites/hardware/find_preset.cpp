// SPDX-License-Identifier: Apache-2.0
// Where hardware presets are looked for.
#include <filesystem>

#include "kernels/core/check.h"
#include "suites/config/shipped_files.h"
#include "suites/hardware/preset.h"

namespace imcbench {

namespace {

constexpr ShippedFiles kPresets{"IMCBENCH_PRESETS", IMCBENCH_SOURCE_PRESETS, "hardware", ".toml"};

std::string find_beside(const std::string& relative, const std::string& from,
                        const std::string& place) {
  const auto path = std::filesystem::path(from).parent_path() / relative;
  std::error_code error;
  if (std::filesystem::is_regular_file(path, error)) return path.lexically_normal().string();
  input_error("{}: hardware preset '{}': no such file; relative to '{}' it is '{}'", place,
              relative, from, path.lexically_normal().string());
}

}  // namespace

std::string find_preset(const std::string& name_or_path, const std::string& from,
                        const std::string& place) {
  if (kPresets.is_path(name_or_path)) return find_beside(name_or_path, from, place);
  const std::string path = kPresets.find(name_or_path);
  if (!path.empty()) return path;
  input_error("{}: unknown hardware preset '{}' (looked in {}){}", place, name_or_path,
              kPresets.folders_text(), suggestion(name_or_path, preset_names()));
}

std::vector<std::string> preset_names() { return kPresets.names(); }

}  // namespace imcbench
