// SPDX-License-Identifier: Apache-2.0
// Where trained models are looked for.
#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "kernels/core/check.h"
#include "suites/models/model_file.h"

namespace imcbench {

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> zoo_folders() {
  std::vector<fs::path> folders;
  const char* own = std::getenv("IMCBENCH_ZOO");
  if (own != nullptr && *own != '\0') folders.emplace_back(own);
  folders.emplace_back(IMCBENCH_SOURCE_ZOO);
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) folders.push_back(program.parent_path().parent_path() / "share/imcbench/zoo");
  return folders;
}

bool is_path(const std::string& name) {
  return name.ends_with(".h5") || name.find('/') != std::string::npos;
}

}  // namespace

std::string find_model(const std::string& name_or_path) {
  std::error_code error;
  if (is_path(name_or_path)) {
    if (fs::is_regular_file(name_or_path, error)) return name_or_path;
    input_error("{}: no such model file", name_or_path);
  }
  std::string searched;
  for (const fs::path& folder : zoo_folders()) {
    const fs::path path = folder / (name_or_path + ".h5");
    if (fs::is_regular_file(path, error)) return path.string();
    searched += (searched.empty() ? "" : ", ") + folder.string();
  }
  input_error("model '{}': not in the zoo ({}){}", name_or_path, searched,
              suggestion(name_or_path, zoo_models()));
}

std::vector<std::string> zoo_models() {
  std::vector<std::string> names;
  for (const fs::path& folder : zoo_folders()) {
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      if (at->path().extension() == ".h5") names.push_back(at->path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace imcbench
