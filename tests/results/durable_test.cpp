// SPDX-License-Identifier: Apache-2.0
#include "results/durable.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdio>

#include "tests/results/child_process.h"
#include "tests/results/fixtures.h"

namespace imcbench::testing {
namespace {

using Names = std::vector<std::string>;

// Replacing `path` by a large result must fail with `reason` and leave the folder as it was.
int check_refused_write(const TempFolder& folder, const std::string& path, const char* reason) {
  const std::string before = read_text(path);
  ScenarioRecord record = make_record("big", 10000, 10);
  std::vector<std::uint32_t> chips(4000);
  for (std::size_t c = 0; c < chips.size(); ++c) chips[c] = static_cast<std::uint32_t>(c);
  const Trials trials = make_trials(record, chips);
  try {
    write_result(path, {make_provenance(), {{record, trials}}});
    std::fprintf(stderr, "the write succeeded\n");
    return kFailed;
  } catch (const InputError& error) {
    const bool as_expected = std::string(error.what()).find(reason) != std::string::npos &&
                             read_text(path) == before && folder.names().size() == 1;
    if (!as_expected) std::fprintf(stderr, "message: %s\n", error.what());
    return as_expected ? kPassed : kFailed;
  }
}

TEST(Durable, ReplacesTheWholeFileAndLeavesNothingElse) {
  const TempFolder folder;
  for (const char* text : {"first", "second, longer", "3"}) {
    write_durably(folder.file("a"), [&](const std::string& path) { write_text(path, text); });
    EXPECT_EQ(read_text(folder.file("a")), text);
    EXPECT_EQ(folder.names(), Names{"a"});
  }
}

TEST(Durable, AFailingWriterLeavesTheOldFileAndNoTemporary) {
  const TempFolder folder;
  write_text(folder.file("a"), "old");
  EXPECT_THROW(write_durably(folder.file("a"),
                             [&](const std::string& path) {
                               write_text(path, "half of the new");
                               EXPECT_EQ(folder.names().size(), 2u);
                               throw std::runtime_error("writer");
                             }),
               std::runtime_error);
  EXPECT_EQ(read_text(folder.file("a")), "old");
  EXPECT_EQ(folder.names(), Names{"a"});
}

TEST(Durable, TheOldFileIsWholeUntilTheNewOneIs) {
  const TempFolder folder;
  write_text(folder.file("a"), "old");
  const int status = in_child([&] {
    write_durably(folder.file("a"), [](const std::string& path) {
      write_text(path, "half of the new");
      ::kill(::getpid(), SIGKILL);
    });
    return kFailed;
  });
  EXPECT_EQ(status, 128 + SIGKILL);
  EXPECT_EQ(read_text(folder.file("a")), "old");
  EXPECT_EQ(folder.names().size(), 2u);  // the killed process could not clean up
  remove_stale_temporaries(folder.file(""), "a");
  EXPECT_EQ(folder.names(), Names{"a"});
}

TEST(Durable, OnlyTemporariesOfTheGivenNameAreStale) {
  const TempFolder folder;
  for (const char* name : {"a.tmp-12", "a.tmp-", "a.tmp-12x", "b.tmp-12", "tmp-12", "a.h5"}) {
    write_text(folder.file(name), "");
  }
  remove_stale_temporaries(folder.file(""), "a");
  EXPECT_EQ(folder.names(), (Names{"a.h5", "a.tmp-", "a.tmp-12x", "b.tmp-12", "tmp-12"}));
  remove_stale_temporaries(folder.file("no such folder"));
}

TEST(Durable, ImpossibleTargetsAreRefusedBeforeTheWriterRuns) {
  const TempFolder folder;
  const auto write_to = [&](const std::string& path) {
    return [path] { write_durably(path, [](const std::string&) { FAIL(); }); };
  };
  expect_input_error(write_to(""), {"not a file name"});
  expect_input_error(write_to(folder.file("")), {"not a file name"});
  expect_input_error(write_to("/dev/full"), {"/dev/full: exists and is not a regular file"});
  expect_input_error(write_to(folder.file("none/a")), {"none/a", "cannot create", "No such file"});
}

TEST(Durable, AnUnwritableFolderIsReported) {
  const TempFolder folder;
  const int status = in_child([&] {
    ::chmod(folder.file("").c_str(), 0555);
    if (::geteuid() == 0 && ::seteuid(65534) != 0) return kUnavailable;  // root may write anywhere
    try {
      write_durably(folder.file("a"), [](const std::string&) {});
    } catch (const InputError& error) {
      return std::string(error.what()).find("Permission denied") == std::string::npos ? kFailed
                                                                                      : kPassed;
    }
    return kFailed;
  });
  ::chmod(folder.file("").c_str(), 0755);
  if (status == kUnavailable) GTEST_SKIP() << "cannot become an ordinary user";
  EXPECT_EQ(status, kPassed);
}

TEST(Durable, AFileSizeLimitIsReportedAndTheOldResultStays) {
  const TempFolder folder;
  write_result(folder.file("r.h5"), make_result({0, 1}));
  EXPECT_EQ(kPassed, in_child([&] {
              std::signal(SIGXFSZ, SIG_IGN);
              const rlimit limit{65536, 65536};
              if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return kUnavailable;
              return check_refused_write(folder, folder.file("r.h5"), "File too large");
            }));
}

TEST(Durable, AFullDiskIsReportedAndTheOldResultStays) {
  const TempFolder folder;
  const int status = in_child([&] {
    if (!mount_small_disk(folder.file(""), "128k")) return kUnavailable;
    write_result(folder.file("r.h5"), make_result({0, 1}));
    return check_refused_write(folder, folder.file("r.h5"), "No space left on device");
  });
  if (status == kUnavailable) GTEST_SKIP() << "needs the right to mount a small disk";
  EXPECT_EQ(status, kPassed);
}

}  // namespace
}  // namespace imcbench::testing
