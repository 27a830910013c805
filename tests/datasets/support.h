// SPDX-License-Identifier: Apache-2.0
// What the tests of datasets/ share: a temporary folder, files in it, environment variables.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <zlib.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "datasets/list.h"
#include "kernels/core/check.h"

namespace imcbench::test {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (fs::temp_directory_path() / "imcbench-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }
  fs::path operator/(const fs::path& below) const { return path_ / below; }

 private:
  fs::path path_;
};

// Sets (or, with nullopt, removes) a variable and puts the old state back at the end.
class ScopedEnvironment {
 public:
  ScopedEnvironment(std::string name, std::optional<std::string> value) : name_(std::move(name)) {
    if (const char* old = ::getenv(name_.c_str())) old_ = old;
    put(value);
  }
  ScopedEnvironment(const ScopedEnvironment&) = delete;
  ScopedEnvironment& operator=(const ScopedEnvironment&) = delete;
  ~ScopedEnvironment() { put(old_); }

 private:
  void put(const std::optional<std::string>& value) {
    if (value) {
      ::setenv(name_.c_str(), value->c_str(), 1);
    } else {
      ::unsetenv(name_.c_str());
    }
  }
  std::string name_;
  std::optional<std::string> old_;
};

inline void write_plain(const fs::path& path, const Bytes& bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
}

inline Bytes read_plain(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

inline void write_gzip(const fs::path& path, const Bytes& bytes, const char* mode = "wb6") {
  fs::create_directories(path.parent_path());
  gzFile out = gzopen(path.c_str(), mode);
  if (!bytes.empty()) gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(out);
}

// The message of the InputError that `call` throws; a test failure if it throws none.
template <class Call>
std::string input_error_of(Call&& call) {
  try {
    call();
  } catch (const InputError& error) {
    return error.what();
  }
  ADD_FAILURE() << "no InputError";
  return "";
}

inline void expect_contains(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' is not in: " << text;
}

// Are all files of the data set found in the standard folders of this machine?
inline bool is_present(const DatasetRecord& record) {
  for (const SplitRecord& split : record.splits) {
    for (const FileRecord& file : split.files) {
      if (!find_file(record, file, standard_search())) return false;
    }
  }
  return true;
}

// "NAME is not on this machine; ..." for GTEST_SKIP.
inline std::string skip_reason(const DatasetRecord& record) {
  return fmt::format("{} is not on this machine; name its folder with IMCBENCH_DATA", record.name);
}

}  // namespace imcbench::test
