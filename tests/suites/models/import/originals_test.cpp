// SPDX-License-Identifier: Apache-2.0
// The list of published weights: complete, distinct, and fetched and verified where IMCBENCH_DATA
// has an original to serve from this machine.
#include "suites/models/import/originals.h"

#include <gtest/gtest.h>

#include <set>

#include "suites/models/import/list.h"
#include "tests/datasets/support.h"
#include "tests/datasets/web_server.h"

namespace imcbench {
namespace {

namespace fs = std::filesystem;

TEST(Originals, EveryRecordIsComplete) {
  std::set<std::string_view> names;
  for (const DatasetRecord& record : dataset_list()) names.insert(record.name);
  for (const ImportRecord& record : import_list()) names.insert(record.name);
  for (const OriginalRecord& record : original_list()) {
    EXPECT_TRUE(names.insert(record.name).second) << record.name;
    EXPECT_EQ(find_original(record.name), &record);
    EXPECT_FALSE(record.title.empty());
    EXPECT_FALSE(record.licence.empty());
    EXPECT_NE(record.files.empty(), record.preparation.empty()) << record.name;
    for (const FileRecord& file : record.files) {
      EXPECT_EQ(file.sha256.size(), 64u) << file.name;
      EXPECT_EQ(file.sha256.find_first_not_of("0123456789abcdef"), file.sha256.npos) << file.name;
      EXPECT_TRUE(file.address.starts_with("https://")) << file.name;
      EXPECT_TRUE(file.address.ends_with(fmt::format("/{}", file.name))) << file.address;
    }
  }
  EXPECT_EQ(find_original("mnist"), nullptr);
}

TEST(Originals, EveryImportHasOne) {
  for (const ImportRecord& record : import_list()) {
    EXPECT_NE(find_original(record.original), nullptr) << record.name;
  }
}

// The authors of the ResNets put the start of the checksum into the name.
TEST(Originals, ChecksumsOfTheResnetsStartAsTheirNamesSay) {
  for (const FileRecord& file : find_original("resnet-cifar-weights")->files) {
    EXPECT_EQ(file.name.substr(9, 8), file.sha256.substr(0, 8)) << file.name;
  }
}

TEST(Originals, WhatHasNoChecksumsIsNotFetched) {
  test::expect_contains(
      test::input_error_of([] { fetch_original(*find_original("char-lstm-weights")); }),
      "char-lstm-weights: no checksums of its files are known; get the folder");
}

TEST(Originals, AreListedAsMissingPartlyThereOrPresent) {
  test::TempFolder folder;
  const OriginalRecord& record = *find_original("resnet-cifar-weights");
  const DataSearch search{{{folder.path(), "test"}}};
  const auto row = [&] {
    for (const OriginalRow& one : list_originals(search)) {
      if (one.record == &record) return one;
    }
    return OriginalRow{};
  };
  EXPECT_EQ(row().presence, Presence::missing);
  test::write_plain(folder / "models" / std::string(record.files[0].name), {1});
  EXPECT_EQ(row().presence, Presence::partial);
  EXPECT_EQ(verify_original(record, search)[0].verdict, Verdict::wrong);
  EXPECT_EQ(verify_original(record, search)[1].verdict, Verdict::missing);
  for (const FileRecord& file : record.files) {
    test::write_plain(folder / std::string(record.name) / std::string(file.name), {1});
  }
  EXPECT_EQ(row().presence, Presence::complete);
  EXPECT_EQ(row().folders, std::vector<std::string>{(folder / std::string(record.name)).string()});
}

// A real original, from a web server on this machine.
TEST(Originals, FetchedFilesAreVerified) {
  const char* data = std::getenv("IMCBENCH_DATA");
  const fs::path real =
      fs::path(data == nullptr ? "" : data) / "models" / "kws_ref_model_mlperf_tiny_int8.tflite";
  if (!fs::exists(real)) GTEST_SKIP() << real.filename() << " is not in IMCBENCH_DATA/models";
  const test::ScopedEnvironment no_proxy("no_proxy", "127.0.0.1");
  test::TempFolder served, target;
  test::WebServer server(served.path());
  if (!server.runs()) GTEST_SKIP() << "python3 is needed for the local web server";
  const OriginalRecord& record = *find_original("mlperf-tiny-dscnn-weights");
  test::write_plain(served / std::string(record.name) / "kws_ref_model.tflite.gz",
                    test::read_plain(real));
  FetchOptions options;
  options.folder = target.path();
  options.base_url = server.url("ok");
  const auto fetched = fetch_original(record, options);
  ASSERT_EQ(fetched.size(), 1u);
  EXPECT_EQ(fetched[0].path, target / std::string(record.name) / "kws_ref_model.tflite");
  const DataSearch search{{{target.path(), "test"}}};
  EXPECT_EQ(verify_original(record, search)[0].verdict, Verdict::ok);
  EXPECT_TRUE(fetch_original(record, options)[0].already_there);
}

}  // namespace
}  // namespace imcbench
