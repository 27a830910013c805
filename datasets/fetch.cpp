// SPDX-License-Identifier: Apache-2.0
#include "datasets/fetch.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "datasets/archive.h"
#include "datasets/decoded.h"
#include "datasets/transfer.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace fs = std::filesystem;

namespace {

std::uint64_t size_or_zero(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  return error ? 0 : size;
}

// What is wrong with a whole download, or "".
using Check = std::function<std::string(const fs::path&)>;

// Brings `part` to the right content, or returns what went wrong. What must not be kept is removed.
std::string fetch_from(const std::string& address, const FileRecord& file, const Check& check,
                       const fs::path& part, const FetchOptions& options, FetchedFile& result) {
  std::error_code ignored;
  for (std::uint64_t have = size_or_zero(part);; have = 0) {
    const Transfer transfer = append_from(address, file, part, have, options);
    const bool ended = transfer.end == TransferEnd::complete;
    const std::string wrong = ended ? check(part) : "";
    if (ended && wrong.empty()) {
      result.resumed_at = have;
      result.received_bytes = transfer.received;
      return "";
    }
    const bool broken = transfer.end == TransferEnd::broken;  // what came is good, keep it
    if (!broken || size_or_zero(part) == 0) fs::remove(part, ignored);
    // The bytes of an earlier download may be to blame: once more, without them.
    if (have > 0 && (ended || transfer.end == TransferEnd::cannot_resume)) continue;
    if (!ended) return fmt::format("{}: {}", address, transfer.problem);
    return fmt::format("{}: {}; the file was not kept", address, wrong);
  }
}

// Held while a file is fetched, so that two programs do not append to the same .part.
class FetchLock {
 public:
  explicit FetchLock(const fs::path& folder)
      : handle_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (handle_ < 0) input_error("{}: {}", folder.string(), std::strerror(errno));
    if (::flock(handle_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(handle_);
    input_error("{}: another program is fetching into this folder; wait for it to end",
                folder.string());
  }
  FetchLock(const FetchLock&) = delete;
  FetchLock& operator=(const FetchLock&) = delete;
  ~FetchLock() { ::close(handle_); }

 private:
  int handle_;
};

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) input_error("{}: cannot be created: {}", folder.string(), error.message());
}

std::string with_slash(std::string address) {
  if (address.empty() || address.back() != '/') address += '/';
  return address;
}

std::string mirror_of(const FetchOptions& options) {
  const char* mirror = std::getenv("IMCBENCH_FETCH_BASE");
  return options.base_url.empty() && mirror != nullptr ? mirror : options.base_url;
}

// `folders`: those that have a file without an address of its own.
std::vector<std::string> addresses_of(std::string_view name, const FileRecord& file,
                                      std::span<const std::string_view> folders,
                                      const FetchOptions& options) {
  const std::string base = mirror_of(options);
  if (!base.empty()) return {fmt::format("{}{}/{}.gz", with_slash(base), name, file.name)};
  if (!file.address.empty()) return {std::string(file.address)};
  std::vector<std::string> addresses;
  for (const std::string_view url : folders) {
    addresses.push_back(fmt::format("{}{}.gz", with_slash(std::string(url)), file.name));
  }
  return addresses;
}

std::vector<std::string> archive_addresses(const DatasetRecord& record) {
  std::vector<std::string> addresses;
  for (const std::string_view url : record.urls) {
    addresses.push_back(with_slash(std::string(url)) + std::string(record.archive.name));
  }
  return addresses;
}

fs::path target_folder(const FetchOptions& options) {
  const fs::path base = options.folder.empty() ? cache_folder() : options.folder;
  if (base.empty()) input_error("fetch: no folder to write to; set HOME or XDG_CACHE_HOME");
  return base;
}

// Whether the file is gzip, by its first two bytes.
bool is_gzip(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return in.get() == 0x1f && in.get() == 0x8b;
}

// The first address that gives the right content; InputError when none does.
void fetch_from_any(std::span<const std::string> addresses, const FileRecord& file,
                    const Check& check, const fs::path& part, const FetchOptions& options,
                    FetchedFile& result) {
  std::string problems;
  for (const std::string& address : addresses) {
    const std::string problem = fetch_from(address, file, check, part, options, result);
    if (problem.empty()) return;
    problems += "\n  " + problem;
  }
  input_error("{}: not fetched; a mirror can be named with IMCBENCH_FETCH_BASE. Tried:{}",
              part.stem().string(), problems.empty() ? " no address" : problems);
}

}  // namespace

FetchedFile fetch_file(const FileRecord& file, std::span<const std::string> addresses,
                       const fs::path& folder, const FetchOptions& options) {
  make_folder(folder);
  const FetchLock lock(folder);
  FetchedFile result;
  const fs::path plain = folder / file.name, packed = plain.string() + ".gz";
  for (const fs::path& path : {packed, plain}) {
    result.path = path;
    result.already_there = content_problem(path, file.bytes, file.sha256).empty();
    if (result.already_there) return result;
  }
  const fs::path part = packed.string() + ".part";
  fetch_from_any(
      addresses, file,
      [&](const fs::path& path) { return content_problem(path, file.bytes, file.sha256); }, part,
      options, result);
  result.path = is_gzip(part) ? packed : plain;
  std::error_code error;
  for (const fs::path& wrong : {packed, plain}) fs::remove(wrong, error);
  fs::rename(part, result.path, error);
  if (error) input_error("{}: {}", result.path.string(), error.message());
  return result;
}

std::vector<FetchedFile> fetch_archive(const ArchiveRecord& archive,
                                       std::span<const FileRecord> files,
                                       std::span<const std::string> addresses,
                                       const fs::path& folder, const FetchOptions& options) {
  make_folder(folder);
  const FetchLock lock(folder);
  std::vector<FetchedFile> fetched;
  bool complete = true;
  for (const FileRecord& file : files) {
    FetchedFile result;
    result.path = folder / file.name;
    result.already_there = content_problem(result.path, file.bytes, file.sha256).empty();
    complete = complete && result.already_there;
    fetched.push_back(std::move(result));
  }
  if (complete) return fetched;
  const fs::path part = folder / fmt::format("{}.part", archive.name);
  const FileRecord whole{archive.name, archive.download_bytes / 10 * 11, "", 0};
  FetchedFile download;
  fetch_from_any(
      addresses, whole, [&](const fs::path& path) { return extract_archive(path, files, folder); },
      part, options, download);
  std::error_code ignored;
  fs::remove(part, ignored);
  for (FetchedFile& file : fetched) file.already_there = false;
  fetched.front().resumed_at = download.resumed_at;
  fetched.front().received_bytes = download.received_bytes;
  return fetched;
}

std::vector<FetchedFile> fetch_data(std::string_view name, const FetchOptions& options) {
  const DatasetRecord& record = find_dataset(name);
  const fs::path base = target_folder(options);
  if (!record.archive.name.empty() && mirror_of(options).empty()) {
    return fetch_archive(record.archive, distinct_files(record), archive_addresses(record),
                         base / record.name, options);
  }
  if (!record.preparation.empty() && mirror_of(options).empty()) {
    input_error("{}: no address has these files; {}", name, record.preparation);
  }
  std::vector<FetchedFile> fetched;
  for (const FileRecord& file : distinct_files(record)) {
    fetched.push_back(
        fetch_file(file, addresses_of(name, file, record.urls, options), base / name, options));
  }
  return fetched;
}

std::vector<FetchedFile> fetch_files(std::string_view name, std::span<const FileRecord> files,
                                     const FetchOptions& options) {
  const fs::path base = target_folder(options);
  std::vector<FetchedFile> fetched;
  for (const FileRecord& file : files) {
    fetched.push_back(
        fetch_file(file, addresses_of(name, file, {}, options), base / name, options));
  }
  return fetched;
}

}  // namespace imcbench
