// SPDX-License-Identifier: Apache-2.0
// Against a web server on 127.0.0.1; skipped, and seen as skipped, without python3.
#include "datasets/fetch.h"

#include <fcntl.h>
#include <sys/file.h>

#include "datasets/decoded.h"
#include "datasets/inventory.h"
#include "kernels/core/sha256.h"
#include "tests/datasets/support.h"
#include "tests/datasets/web_server.h"

namespace imcbench {
namespace {

using test::Bytes;
namespace fs = std::filesystem;

class Fetch : public testing::Test {
 protected:
  void SetUp() override {
    if (!server_.runs()) GTEST_SKIP() << "python3 is needed for the local web server";
    for (std::size_t i = 0; i < content_.size(); ++i) {
      content_[i] = static_cast<std::uint8_t>(i * i * 2654435761u >> 13);
    }
    sha256_ = sha256_hex(std::as_bytes(std::span(content_)));
    test::write_gzip(served_ / "set" / "file.gz", content_);
    packed_ = test::read_plain(served_ / "set" / "file.gz");
    file_ = {"file", content_.size(), sha256_, packed_.size()};
    options_.stall_timeout_s = 2;
  }

  FetchedFile fetch(const std::vector<std::string>& addresses) {
    return fetch_file(file_, addresses, target_.path(), options_);
  }
  FetchedFile fetch_from(const std::string& path) { return fetch({server_.url(path)}); }
  std::string failure(const std::string& path) {
    return test::input_error_of([&] { fetch_from(path); });
  }
  void put_part(const Bytes& bytes) { test::write_plain(part(), bytes); }
  Bytes first(std::size_t n) const { return Bytes(packed_.begin(), packed_.begin() + n); }
  fs::path whole() const { return target_ / "file.gz"; }
  fs::path part() const { return target_ / "file.gz.part"; }

  void expect_whole() {
    EXPECT_EQ(content_problem(whole(), file_.bytes, file_.sha256), "");
    EXPECT_FALSE(fs::exists(part()));
  }
  void expect_nothing() {
    EXPECT_FALSE(fs::exists(whole()));
    EXPECT_FALSE(fs::exists(part()));
  }

  const test::ScopedEnvironment no_proxy_{"no_proxy", "127.0.0.1"};
  const test::ScopedEnvironment no_mirror_{"IMCBENCH_FETCH_BASE", std::nullopt};
  test::TempFolder served_, target_;
  test::WebServer server_{served_.path()};
  Bytes content_ = Bytes(300000);
  Bytes packed_;
  std::string sha256_;
  FileRecord file_{};
  FetchOptions options_;
};

TEST_F(Fetch, Succeeds) {
  std::uint64_t last = 0, total = 0;
  options_.progress = [&](const FetchProgress& now) {
    EXPECT_GE(now.received, last);
    last = now.received;
    total = now.total;
  };
  const FetchedFile result = fetch_from("ok/set/file.gz");
  expect_whole();
  EXPECT_EQ(result.path, whole());
  EXPECT_EQ(result.received_bytes, packed_.size());
  EXPECT_EQ(result.resumed_at, 0u);
  EXPECT_EQ(last, packed_.size());
  EXPECT_EQ(total, packed_.size());
}

TEST_F(Fetch, FileThatIsThereIsNotRequestedAgain) {
  fetch_from("ok/set/file.gz");
  EXPECT_TRUE(fetch_from("ok/set/file.gz").already_there);
  EXPECT_EQ(server_.requests().size(), 1u);
}

TEST_F(Fetch, WrongFileUnderTheFinalNameIsReplaced) {
  test::write_gzip(whole(), {1, 2, 3});
  EXPECT_FALSE(fetch_from("ok/set/file.gz").already_there);
  expect_whole();
}

TEST_F(Fetch, PartIsResumed) {
  put_part(first(1000));
  std::uint64_t total = 0;
  options_.progress = [&](const FetchProgress& now) { total = std::max(total, now.total); };
  const FetchedFile result = fetch_from("ok/set/file.gz");
  expect_whole();
  EXPECT_EQ(result.resumed_at, 1000u);
  EXPECT_EQ(result.received_bytes, packed_.size() - 1000);
  EXPECT_EQ(total, packed_.size());
  EXPECT_EQ(server_.requests(), std::vector<std::string>{"/ok/set/file.gz bytes=1000-"});
}

TEST_F(Fetch, BrokenTransferKeepsThePartAndTheNextRunGoesOn) {
  const std::string message = failure("cut/set/file.gz");
  test::expect_contains(message, "bytes kept, the same command goes on from there");
  const std::uint64_t kept = fs::file_size(part());
  EXPECT_EQ(kept, packed_.size() / 2);
  EXPECT_EQ(fetch_from("ok/set/file.gz").resumed_at, kept);
  expect_whole();
}

TEST_F(Fetch, SecondAddressGoesOnWhereTheFirstBroke) {
  const FetchedFile result = fetch({server_.url("cut/set/file.gz"), server_.url("ok/set/file.gz")});
  EXPECT_EQ(result.resumed_at, packed_.size() / 2);
  expect_whole();
}

TEST_F(Fetch, PartStartsAnewWhereTheServerCannotResume) {
  put_part(first(1000));
  EXPECT_EQ(fetch_from("norange/set/file.gz").resumed_at, 0u);
  expect_whole();
  EXPECT_EQ(server_.requests().size(), 2u);
}

TEST_F(Fetch, PartOfAnotherFileStartsAnew) {
  put_part(Bytes(1000, 7));
  EXPECT_EQ(fetch_from("ok/set/file.gz").resumed_at, 0u);
  expect_whole();
  EXPECT_EQ(server_.requests().size(), 2u);
}

TEST_F(Fetch, WholeOrTooLongPartIsSettled) {
  put_part(packed_);
  fetch_from("ok/set/file.gz");
  expect_whole();
  fs::remove(whole());
  put_part(Bytes(packed_.size() + 50, 7));
  fetch_from("ok/set/file.gz");
  expect_whole();
}

TEST_F(Fetch, WrongContentIsNotKept) {
  const std::string other(64, '0');
  file_.sha256 = other;
  const std::string message = failure("ok/set/file.gz");
  test::expect_contains(message, "/ok/set/file.gz");
  test::expect_contains(message, "sha256 " + sha256_ + ", expected " + other);
  test::expect_contains(message, "the file was not kept");
  expect_nothing();
  EXPECT_EQ(server_.requests().size(), 1u);
}

TEST_F(Fetch, WrongContentAfterResumingIsTriedOnceMoreOnly) {
  const std::string other(64, '0');
  file_.sha256 = other;
  put_part(first(1000));
  test::expect_contains(failure("ok/set/file.gz"), "the file was not kept");
  expect_nothing();
  EXPECT_EQ(server_.requests().size(), 2u);
}

TEST_F(Fetch, NotFoundSaysSo) {
  const std::string message = failure("ok/set/none.gz");
  test::expect_contains(message, "/ok/set/none.gz: the server answers 404 (no such file there)");
  test::expect_contains(message, "IMCBENCH_FETCH_BASE");
  expect_nothing();
}

TEST_F(Fetch, NotFoundKeepsAnEarlierPart) {
  put_part(first(1000));
  failure("ok/set/none.gz");
  EXPECT_EQ(fs::file_size(part()), 1000u);
}

TEST_F(Fetch, ServerDownSaysSo) {
  const std::string address = fmt::format("http://127.0.0.1:{}/set/file.gz", test::closed_port());
  const std::string message = test::input_error_of([&] { fetch({address}); });
  test::expect_contains(message, address);
  test::expect_contains(message, "connect");
  expect_nothing();
}

TEST_F(Fetch, StalledServerIsGivenUp) {
  test::expect_contains(failure("stall/set/file.gz"), "100 bytes/sec");
  EXPECT_EQ(fs::file_size(part()), 10u);
}

TEST_F(Fetch, EndlessAnswerIsCutOff) {
  const std::string message = failure("long/set/file.gz");
  test::expect_contains(message, fmt::format("sends more than {} bytes", 300000 + 65536));
  expect_nothing();
}

TEST_F(Fetch, RedirectsAreFollowedButBoundedAndStayOnTheWeb) {
  fetch_from("moved/set/file.gz");
  expect_whole();
  fs::remove(whole());
  test::expect_contains(failure("loop/set/file.gz"), "redirects");
  EXPECT_EQ(server_.requests().size(), 2u + 6u);
  test::expect_contains(failure("scheme/set/file.gz"), "file");
  expect_nothing();
}

TEST_F(Fetch, OnlyWebAddresses) {
  const std::string address = "file://" + (served_ / "set" / "file.gz").string();
  test::input_error_of([&] { fetch({address}); });
  expect_nothing();
}

TEST_F(Fetch, TwoProgramsDoNotWriteTheSamePart) {
  const int handle = ::open(target_.path().c_str(), O_RDONLY | O_DIRECTORY);
  ASSERT_EQ(::flock(handle, LOCK_EX), 0);
  test::expect_contains(failure("ok/set/file.gz"), "another program is fetching");
  ::close(handle);
  fetch_from("ok/set/file.gz");
  expect_whole();
}

TEST_F(Fetch, FolderThatCannotBeWrittenIsAnInputError) {
  test::write_plain(target_ / "taken", {1});
  const std::string message = test::input_error_of([&] {
    const std::vector<std::string> addresses{server_.url("ok/set/file.gz")};
    fetch_file(file_, addresses, target_ / "taken" / "below", options_);
  });
  test::expect_contains(message, (target_ / "taken").string());
}

TEST_F(Fetch, MirrorIsTakenFromTheEnvironmentAndTheOptionWins) {
  const test::ScopedEnvironment mirror("IMCBENCH_FETCH_BASE", server_.url("ok/from-env"));
  options_.folder = target_.path();
  test::expect_contains(test::input_error_of([&] { fetch_data("mnist", options_); }),
                        server_.url("ok/from-env/mnist/train-images-idx3-ubyte.gz"));
  options_.base_url = server_.url("ok/from-option/");
  test::expect_contains(test::input_error_of([&] { fetch_data("mnist", options_); }),
                        server_.url("ok/from-option/mnist/train-images-idx3-ubyte.gz"));
  EXPECT_EQ(server_.requests().size(), 2u) << "the first failure ends the work";
}

TEST_F(Fetch, BuiltInNeedsNothingAndUnknownIsAnInputError) {
  EXPECT_TRUE(fetch_data("glyphs", options_).empty());
  test::expect_contains(test::input_error_of([&] { fetch_data("mnits", options_); }),
                        "did you mean 'mnist'?");
}

// The checksum decides where no size is known.
TEST_F(Fetch, UnknownSizeIsNoObstacle) {
  file_.bytes = kUnknownBytes;
  fetch_from("ok/set/file.gz");
  expect_whole();
  fs::remove(whole());
  const std::string other(64, '0');
  file_.sha256 = other;
  test::expect_contains(failure("ok/set/file.gz"), "the file was not kept");
  expect_nothing();
}

TEST_F(Fetch, FilesThatAreNoDataSetComeFromTheirOwnAddressOrTheMirror) {
  options_.folder = target_.path();
  const std::string address = server_.url("ok/set/file.gz");
  file_.address = address;
  const FileRecord files[] = {file_};
  EXPECT_EQ(fetch_files("thing", files, options_)[0].path, target_ / "thing" / "file.gz");
  options_.base_url = server_.url("ok");
  const std::string other(64, '0');
  const FileRecord wrong[] = {{"file", 7, other, 0, address}};
  test::expect_contains(test::input_error_of([&] { fetch_files("thing", wrong, options_); }),
                        server_.url("ok/thing/file.gz"));
}

TEST_F(Fetch, AFileThatIsNotPackedKeepsItsOwnName) {
  test::write_plain(served_ / "set" / "file", content_);
  test::write_gzip(whole(), {1, 2, 3});  // a wrong one that would be found first
  const FetchedFile result = fetch_from("ok/set/file");
  EXPECT_EQ(result.path, target_ / "file");
  EXPECT_EQ(test::read_plain(target_ / "file"), content_);
  expect_nothing();
  EXPECT_TRUE(fetch_from("ok/set/file").already_there);
}

TEST_F(Fetch, WhatNoAddressHasSaysHowItIsMadeUnlessThereIsAMirror) {
  options_.folder = target_.path();
  test::expect_contains(test::input_error_of([&] { fetch_data("spoken-digits", options_); }),
                        "spoken-digits: no address has these files; tools/convert/spoken_digits");
  options_.base_url = server_.url("ok");
  test::expect_contains(test::input_error_of([&] { fetch_data("spoken-digits", options_); }),
                        server_.url("ok/spoken-digits/fsdd_mfcc13.h5.gz"));
}

// The real files, from a mirror on this machine into the cache folder, then loaded from there.
TEST_F(Fetch, FetchedDataSetIsFoundVerifiedAndLoaded) {
  const DatasetRecord& record = find_dataset("fashion-mnist");
  if (!test::is_present(record)) GTEST_SKIP() << test::skip_reason(record);
  const auto found = find_file(record, record.splits[0].files[0], standard_search());
  if (found->extension() != ".gz") GTEST_SKIP() << "the mirror needs .gz files";
  fs::create_directory_symlink(found->parent_path(), served_ / "fashion-mnist");
  const test::ScopedEnvironment cache("XDG_CACHE_HOME", target_.path().string());
  const test::ScopedEnvironment data("IMCBENCH_DATA", std::nullopt);
  options_.base_url = server_.url("ok");
  EXPECT_EQ(fetch_data("fashion-mnist", options_).size(), 4u);
  for (const FileVerdict& file : verify_data("fashion-mnist")) {
    EXPECT_EQ(file.verdict, Verdict::ok) << file.problem;
    EXPECT_EQ(file.path.parent_path(), target_ / "imcbench" / "fashion-mnist");
  }
  EXPECT_EQ(load_dataset("fashion-mnist", "test").count, 10000u);
}

// A gzipped tar archive made by Python's own tar, with a member that nobody asked for.
class FetchArchive : public Fetch {
 protected:
  void SetUp() override {
    Fetch::SetUp();
    if (IsSkipped()) return;
    test::write_plain(served_ / "in" / "file", content_);
    test::write_plain(served_ / "in" / "notes.txt", {'x'});
    const std::string folder = served_.path().string();
    const std::string command = "python3 -c \"import tarfile; t = tarfile.open('" + folder +
                                "/all.tar.gz', 'w:gz'); t.add('" + folder +
                                "/in', 'in'); t.close()\"";
    ASSERT_EQ(std::system(command.c_str()), 0);
    archive_ = {"all.tar.gz", test::read_plain(served_ / "all.tar.gz").size()};
  }
  std::vector<FetchedFile> fetch_all(const std::string& path) {
    const FileRecord files[] = {file_};
    const std::string addresses[] = {server_.url(path)};
    return fetch_archive(archive_, files, addresses, target_.path(), options_);
  }
  ArchiveRecord archive_{};
};

TEST_F(FetchArchive, LeavesTheListedMembersAndNothingElse) {
  const auto fetched = fetch_all("ok/all.tar.gz");
  ASSERT_EQ(fetched.size(), 1u);
  EXPECT_EQ(fetched[0].received_bytes, archive_.download_bytes);
  EXPECT_EQ(test::read_plain(target_ / "file"), content_);
  EXPECT_EQ(std::distance(fs::directory_iterator(target_.path()), fs::directory_iterator()), 1);
  EXPECT_TRUE(fetch_all("ok/all.tar.gz")[0].already_there);
  EXPECT_EQ(server_.requests().size(), 1u);
}

TEST_F(FetchArchive, ABrokenDownloadIsResumed) {
  EXPECT_THROW(fetch_all("cut/all.tar.gz"), InputError);
  const std::uint64_t kept = fs::file_size(target_ / "all.tar.gz.part");
  EXPECT_EQ(fetch_all("ok/all.tar.gz")[0].resumed_at, kept);
  EXPECT_EQ(test::read_plain(target_ / "file"), content_);
}

TEST_F(FetchArchive, WrongOrMissingMembersAreNotKept) {
  file_.sha256 = "0000000000000000000000000000000000000000000000000000000000000000";
  const std::string wrong = test::input_error_of([&] { fetch_all("ok/all.tar.gz"); });
  test::expect_contains(wrong, "all.tar.gz: not fetched");
  test::expect_contains(wrong, "expected 00000000");
  EXPECT_TRUE(fs::is_empty(target_.path()));
  file_ = {"other", content_.size(), sha256_, 0};
  test::expect_contains(test::input_error_of([&] { fetch_all("ok/all.tar.gz"); }),
                        "holds 0 of the 1 files");
  EXPECT_TRUE(fs::is_empty(target_.path()));
}

TEST_F(FetchArchive, WhatIsNoArchiveIsRefused) {
  test::write_gzip(served_ / "text.gz", Bytes(600, 'x'));
  test::expect_contains(test::input_error_of([&] { fetch_all("ok/text.gz"); }),
                        "not a tar archive");
  EXPECT_TRUE(fs::is_empty(target_.path()));
}

}  // namespace
}  // namespace imcbench
