// SPDX-License-Identifier: Apache-2.0
#include "suites/report/analysis_page.h"

#include <cstdlib>
#include <filesystem>

#include "kernels/core/check.h"
#include "suites/config/shipped_files.h"
#include "suites/report/program.h"

namespace imcbench {

namespace {

constexpr ShippedFiles kAnalysis{"IMCBENCH_ANALYSIS", IMCBENCH_SOURCE_ANALYSIS, "analysis", ".py"};

std::string analysis_folder() {
  const std::string found = kAnalysis.find("imc_analysis/__main__");
  if (found.empty()) {
    input_error("--html: the Python package imc_analysis was not found (looked in {})",
                kAnalysis.folders_text());
  }
  return std::filesystem::path(found).parent_path().parent_path().string();
}

std::vector<std::string> interpreters() {
  std::vector<std::string> result{"/usr/bin/python3", "python3"};
  const char* own = std::getenv("IMCBENCH_PYTHON");
  if (own != nullptr && *own != '\0') result = {own};
  return result;
}

std::string last_line(std::string text) {
  text.erase(text.find_last_not_of('\n') + 1);
  return text.substr(text.find_last_of('\n') + 1);
}

// The first interpreter with the libraries.
std::string find_python() {
  std::string problems;
  for (const std::string& python : interpreters()) {
    const ProgramEnd end =
        run_program({python, "-c", "import h5py, numpy, scipy, matplotlib, pandas"}, {}, true);
    if (end.exit_code == 0) return python;
    problems += fmt::format("; {}: {}", python,
                            end.errors.empty() ? "cannot be started" : last_line(end.errors));
  }
  input_error("--html needs a python3 with h5py, numpy, scipy, pandas and matplotlib{}", problems);
}

}  // namespace

int write_analysis_page(const std::string& file, const std::string& out) {
  std::string path = "PYTHONPATH=" + analysis_folder();
  const char* own = std::getenv("PYTHONPATH");
  if (own != nullptr && *own != '\0') path += std::string(":") + own;
  const std::string python = find_python();
  // Absolute, so that a name that starts with a dash is a name.
  const auto absolute = [](const std::string& name) {
    return std::filesystem::absolute(name).string();
  };
  const ProgramEnd end = run_program(
      {python, "-m", "imc_analysis", absolute(file), "--html", absolute(out)}, {path}, false);
  if (end.exit_code < 0) input_error("--html: {} could not be run to its end", python);
  return end.exit_code;
}

}  // namespace imcbench
