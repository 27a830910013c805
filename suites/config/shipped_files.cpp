// SPDX-License-Identifier: Apache-2.0
#include "suites/config/shipped_files.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace imcbench {

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> folders(const ShippedFiles& files) {
  std::vector<fs::path> result;
  const char* own = std::getenv(files.environment);
  if (own != nullptr && *own != '\0') result.emplace_back(own);
  result.emplace_back(files.source_folder);
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error)
    result.push_back(program.parent_path().parent_path() / "share/imcbench" / files.share);
  return result;
}

}  // namespace

std::string ShippedFiles::find(const std::string& name) const {
  std::error_code error;
  for (const fs::path& folder : folders(*this)) {
    const fs::path path = folder / (name + extension);
    if (fs::is_regular_file(path, error)) return path.string();
  }
  return "";
}

std::vector<std::string> ShippedFiles::names() const {
  std::vector<std::string> names;
  for (const fs::path& folder : folders(*this)) {
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      std::error_code ignored;
      if (at->path().extension() != extension || !at->is_regular_file(ignored)) continue;
      names.push_back(at->path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string ShippedFiles::folders_text() const {
  std::string text;
  for (const fs::path& folder : folders(*this))
    text += (text.empty() ? "" : ", ") + folder.string();
  return text;
}

bool ShippedFiles::is_path(std::string_view name_or_path) const {
  return name_or_path.ends_with(extension) || name_or_path.find('/') != std::string_view::npos;
}

}  // namespace imcbench
