// SPDX-License-Identifier: Apache-2.0
// Downloads data sets. A file is written as <file>.gz.part, checked against the list, then renamed
// to <file>.gz, or to <file> if the official one is not packed;
// so a file with its final name is always whole and right. A .part left by a broken download is
// resumed. Requests are bounded: two per address at most, http and https only, five redirects, no
// more bytes than the decoded file could need, and time limits.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/list.h"

namespace imcbench {

struct FetchProgress {
  std::string_view file;
  std::uint64_t received;  // bytes of the file now on disk, including a resumed part
  std::uint64_t total;     // 0 while unknown
};

struct FetchOptions {
  // Files go to <folder>/<data set>/<file>.gz. Empty: the cache folder of search.h.
  std::filesystem::path folder;
  // A mirror that holds <base_url>/<data set>/<file>.gz, the layout of the data folder. Empty: the
  // environment variable IMCBENCH_FETCH_BASE, and without it the official addresses of the list.
  std::string base_url;
  std::function<void(const FetchProgress&)> progress;  // may be empty; called often
  long connect_timeout_s = 20;
  long stall_timeout_s = 30;  // gives up after this long below 100 bytes/s
  long total_timeout_s = 3600;
};

struct FetchedFile {
  std::filesystem::path path;
  bool already_there = false;        // it was there and right: nothing requested
  std::uint64_t resumed_at = 0;      // bytes that an earlier download had left
  std::uint64_t received_bytes = 0;  // bytes over the network for the kept file
};

// Fetches every file of a data set. A built-in one needs none: the result is empty. InputError for
// an unknown name, for a file that no address gave (one line per address with the reason), and for
// a data set that no address has, unless a mirror is named: what to do instead.
std::vector<FetchedFile> fetch_data(std::string_view name, const FetchOptions& options = {});

// Fetches files of something of that name that is no data set, each from its own address or from the
// mirror, into <folder>/<name>.
std::vector<FetchedFile> fetch_files(std::string_view name, std::span<const FileRecord> files,
                                     const FetchOptions& options = {});

// Fetches one file into `folder` from the first of the full addresses that gives the right content.
FetchedFile fetch_file(const FileRecord& file, std::span<const std::string> addresses,
                       const std::filesystem::path& folder, const FetchOptions& options = {});

// Fetches an archive and leaves its members in `folder`, under their own names, each checked.
std::vector<FetchedFile> fetch_archive(const ArchiveRecord& archive,
                                       std::span<const FileRecord> files,
                                       std::span<const std::string> addresses,
                                       const std::filesystem::path& folder,
                                       const FetchOptions& options = {});

}  // namespace imcbench
