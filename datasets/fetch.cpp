// SPDX-License-Identifier: Apache-2.0
#include "datasets/fetch.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "datasets/decoded.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kCompressionSlack = 64 * 1024;  // a .gz is never much larger than its content
constexpr long kStallBytesPerSecond = 100;
constexpr long kMaxRedirects = 5;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
struct CloseCurl {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};

// What the callbacks of one request need.
struct Sink {
  std::FILE* out;
  std::string_view file;
  std::uint64_t size;   // bytes in the .part now
  std::uint64_t limit;  // size it may reach
  bool too_long = false;
  const FetchOptions* options;
};

std::size_t on_data(char* bytes, std::size_t unit, std::size_t n, void* context) {
  auto& sink = *static_cast<Sink*>(context);
  sink.too_long = sink.size + unit * n > sink.limit;
  if (sink.too_long) return 0;  // any count but unit * n stops the transfer
  const std::size_t written = std::fwrite(bytes, 1, unit * n, sink.out);
  sink.size += written;
  return written;
}

int on_progress(void* context, curl_off_t total, curl_off_t now, curl_off_t, curl_off_t) {
  const auto& sink = *static_cast<const Sink*>(context);
  if (!sink.options->progress) return 0;
  const std::uint64_t before = sink.size - std::min<std::uint64_t>(sink.size, now);
  sink.options->progress({sink.file, sink.size, total > 0 ? before + total : 0});
  return 0;
}

struct Reply {
  CURLcode code = CURLE_OK;
  long status = 0;
  std::uint64_t received = 0;
  std::string problem;  // "" if the transfer came to its end
};

void allow_web_only(CURL* curl) {
#if LIBCURL_VERSION_NUM >= 0x075500
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
#else
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS,
                   static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

void set_limits(CURL* curl, const FetchOptions& options) {
  allow_web_only(curl);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, kMaxRedirects);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, options.connect_timeout_s);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, kStallBytesPerSecond);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, options.stall_timeout_s);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, options.total_timeout_s);
  curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);  // the page of a 404 is not our data
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "imcbench");
}

std::string problem_of(const Reply& reply, const Sink& sink, const char* detail) {
  if (sink.too_long) return fmt::format("sends more than {} bytes", sink.limit);
  if (reply.code == CURLE_WRITE_ERROR) return "the disk refuses more bytes";
  if (reply.code == CURLE_HTTP_RETURNED_ERROR) {
    return fmt::format("the server answers {}{}", reply.status,
                       reply.status == 404 ? " (no such file there)" : "");
  }
  const char* text = detail[0] != '\0' ? detail : curl_easy_strerror(reply.code);
  if (sink.size == 0) return text;
  return fmt::format("{}; {} bytes kept, the same command goes on from there", text, sink.size);
}

// One request. Bytes are appended to `part`, which already has `have` of them.
Reply request(const std::string& address, const FileRecord& file, const fs::path& part,
              std::uint64_t have, const FetchOptions& options) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::unique_ptr<CURL, CloseCurl> curl(curl_easy_init());
  IMC_EXPECT(ready == CURLE_OK && curl != nullptr);
  std::unique_ptr<std::FILE, CloseFile> out(std::fopen(part.c_str(), have > 0 ? "ab" : "wb"));
  if (!out) input_error("{}: cannot be written: {}", part.string(), std::strerror(errno));
  Sink sink{out.get(), file.name, have, file.bytes + kCompressionSlack, false, &options};
  std::array<char, CURL_ERROR_SIZE> detail{};
  set_limits(curl.get(), options);
  curl_easy_setopt(curl.get(), CURLOPT_URL, address.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, detail.data());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &on_data);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &sink);
  curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, &on_progress);
  curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &sink);
  curl_easy_setopt(curl.get(), CURLOPT_RESUME_FROM_LARGE, static_cast<curl_off_t>(have));
  Reply reply;
  reply.code = curl_easy_perform(curl.get());
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &reply.status);
  if (std::fclose(out.release()) != 0 && reply.code == CURLE_OK) reply.code = CURLE_WRITE_ERROR;
  reply.received = sink.size - have;
  if (reply.code != CURLE_OK) reply.problem = problem_of(reply, sink, detail.data());
  return reply;
}

std::uint64_t size_or_zero(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  return error ? 0 : size;
}

// Could the bytes that were already there be the reason for this reply?
bool may_blame_part(const Reply& reply) {
  return reply.code == CURLE_OK || reply.code == CURLE_RANGE_ERROR || reply.status == 416 ||
         reply.code == CURLE_BAD_DOWNLOAD_RESUME;
}

// Brings `part` to the right content, or returns what went wrong. What must not be kept is removed.
std::string fetch_from(const std::string& address, const FileRecord& file, const fs::path& part,
                       const FetchOptions& options, FetchedFile& result) {
  std::error_code ignored;
  for (std::uint64_t have = size_or_zero(part);; have = 0) {
    const Reply reply = request(address, file, part, have, options);
    const std::string wrong =
        reply.code == CURLE_OK ? content_problem(part, file.bytes, file.sha256) : "";
    if (reply.code == CURLE_OK && wrong.empty()) {
      result.resumed_at = have;
      result.received_bytes = reply.received;
      return "";
    }
    const bool restart = have > 0 && may_blame_part(reply);
    const bool too_long = reply.code == CURLE_WRITE_ERROR;
    if (restart || reply.code == CURLE_OK || too_long || size_or_zero(part) == 0) {
      fs::remove(part, ignored);
    }
    if (restart) continue;
    if (!reply.problem.empty()) return fmt::format("{}: {}", address, reply.problem);
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

std::vector<std::string> addresses_of(const DatasetRecord& record, const FileRecord& file,
                                      const FetchOptions& options) {
  const char* mirror = std::getenv("IMCBENCH_FETCH_BASE");
  std::string base = options.base_url;
  if (base.empty() && mirror != nullptr) base = mirror;
  if (!base.empty()) return {fmt::format("{}{}/{}.gz", with_slash(base), record.name, file.name)};
  std::vector<std::string> addresses;
  for (const std::string_view url : record.urls) {
    addresses.push_back(fmt::format("{}{}.gz", with_slash(std::string(url)), file.name));
  }
  return addresses;
}

}  // namespace

FetchedFile fetch_file(const FileRecord& file, std::span<const std::string> addresses,
                       const fs::path& folder, const FetchOptions& options) {
  make_folder(folder);
  const FetchLock lock(folder);
  FetchedFile result;
  result.path = folder / fmt::format("{}.gz", file.name);
  if (content_problem(result.path, file.bytes, file.sha256).empty()) {
    result.already_there = true;
    return result;
  }
  const fs::path part = result.path.string() + ".part";
  std::string problems;
  for (const std::string& address : addresses) {
    const std::string problem = fetch_from(address, file, part, options, result);
    if (!problem.empty()) {
      problems += "\n  " + problem;
      continue;
    }
    std::error_code error;
    fs::rename(part, result.path, error);
    if (error) input_error("{}: {}", result.path.string(), error.message());
    return result;
  }
  input_error("{}.gz: not fetched; a mirror can be named with IMCBENCH_FETCH_BASE. Tried:{}",
              file.name, problems.empty() ? " no address" : problems);
}

std::vector<FetchedFile> fetch_data(std::string_view name, const FetchOptions& options) {
  const DatasetRecord& record = find_dataset(name);
  const fs::path base = options.folder.empty() ? cache_folder() : options.folder;
  if (base.empty()) input_error("fetch: no folder to write to; set HOME or XDG_CACHE_HOME");
  std::vector<FetchedFile> fetched;
  for (const SplitRecord& split : record.splits) {
    for (const FileRecord& file : split.files) {
      fetched.push_back(
          fetch_file(file, addresses_of(record, file, options), base / record.name, options));
    }
  }
  return fetched;
}

}  // namespace imcbench
