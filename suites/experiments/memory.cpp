// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/memory.h"

#include <fmt/format.h>

#include <fstream>

namespace imcbench {

namespace {

// The value of a line "key   123 kB" in a file of /proc, in bytes; 0 if there is none.
std::size_t proc_value(const char* file, const std::string& key) {
  std::ifstream info(file);
  for (std::string line; std::getline(info, line);) {
    if (line.starts_with(key)) return std::stoull(line.substr(key.size())) * 1024;
  }
  return 0;
}

}  // namespace

std::size_t available_memory_bytes() { return proc_value("/proc/meminfo", "MemAvailable:"); }

std::size_t resident_memory_bytes() { return proc_value("/proc/self/status", "VmRSS:"); }

std::string human_bytes(std::size_t bytes) {
  constexpr const char* kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  double value = static_cast<double>(bytes);
  int unit = 0;
  while (value >= 1024.0 && unit < 4) {
    value /= 1024.0;
    ++unit;
  }
  return fmt::format("{:.{}f} {}", value, unit == 0 ? 0 : 1, kUnits[unit]);
}

}  // namespace imcbench
