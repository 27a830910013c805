// SPDX-License-Identifier: Apache-2.0
#include "datasets/transfer.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "datasets/decoded.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::uint64_t kCompressionSlack =
    64 * 1024;  // a .gz is never much larger than its content
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

TransferEnd end_of(CURLcode code, long status) {
  if (status == 416) return TransferEnd::cannot_resume;  // libcurl may call this one a success
  switch (code) {
    case CURLE_OK: return TransferEnd::complete;
    case CURLE_RANGE_ERROR:
    case CURLE_BAD_DOWNLOAD_RESUME: return TransferEnd::cannot_resume;
    case CURLE_WRITE_ERROR: return TransferEnd::unusable;
    default: return TransferEnd::broken;
  }
}

std::string problem_of(CURLcode code, long status, const Sink& sink, const char* detail) {
  if (sink.too_long) return fmt::format("sends more than {} bytes", sink.limit);
  if (code == CURLE_WRITE_ERROR) return "the disk refuses more bytes";
  if (status >= 400) {
    return fmt::format("the server answers {}{}", status,
                       status == 404 ? " (no such file there)" : "");
  }
  const char* text = detail[0] != '\0' ? detail : curl_easy_strerror(code);
  if (sink.size == 0) return text;
  return fmt::format("{}; {} bytes kept, the same command goes on from there", text, sink.size);
}

void set_callbacks(CURL* curl, Sink& sink) {
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &on_data);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &sink);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &sink);
}

}  // namespace

Transfer append_from(const std::string& address, const FileRecord& file,
                     const std::filesystem::path& part, std::uint64_t have,
                     const FetchOptions& options) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::unique_ptr<CURL, CloseCurl> curl(curl_easy_init());
  IMC_EXPECT(ready == CURLE_OK && curl != nullptr);
  std::unique_ptr<std::FILE, CloseFile> out(std::fopen(part.c_str(), have > 0 ? "ab" : "wb"));
  if (!out) input_error("{}: cannot be written: {}", part.string(), std::strerror(errno));
  Sink sink{out.get(), file.name, have, most_bytes(file.bytes) + kCompressionSlack, false, &options};
  std::array<char, CURL_ERROR_SIZE> detail{};
  set_limits(curl.get(), options);
  set_callbacks(curl.get(), sink);
  curl_easy_setopt(curl.get(), CURLOPT_URL, address.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, detail.data());
  curl_easy_setopt(curl.get(), CURLOPT_RESUME_FROM_LARGE, static_cast<curl_off_t>(have));
  CURLcode code = curl_easy_perform(curl.get());
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (std::fclose(out.release()) != 0 && code == CURLE_OK) code = CURLE_WRITE_ERROR;
  Transfer transfer;
  transfer.end = end_of(code, status);
  transfer.received = sink.size - have;
  if (transfer.end != TransferEnd::complete) {
    transfer.problem = problem_of(code, status, sink, detail.data());
  }
  return transfer;
}

}  // namespace imcbench
