// SPDX-License-Identifier: Apache-2.0
// Properties of every data set in the list, and the real files where this machine has them.
#include "datasets/list.h"

#include <algorithm>
#include <iterator>
#include <ostream>
#include <set>

#include "datasets/inventory.h"
#include "tests/datasets/support.h"

namespace imcbench {

// How a record is called in the names of tests.
void PrintTo(const DatasetRecord& record, std::ostream* out) { *out << record.name; }

namespace {

using test::TempFolder;

std::string test_name(const DatasetRecord& record) {
  std::string name(record.name);
  std::erase(name, '-');
  return name;
}

class EveryDataset : public testing::TestWithParam<DatasetRecord> {};

INSTANTIATE_TEST_SUITE_P(List, EveryDataset,
                         testing::ValuesIn(dataset_list().begin(), dataset_list().end()),
                         [](const auto& info) { return test_name(info.param); });

TEST_P(EveryDataset, RecordIsComplete) {
  const DatasetRecord& record = GetParam();
  EXPECT_EQ(find_dataset(record.name).title, record.title);
  EXPECT_FALSE(record.title.empty());
  EXPECT_FALSE(record.licence.empty());
  EXPECT_FALSE(record.citation.empty());
  EXPECT_GT(record.height * record.width * record.channels, 0u);
  EXPECT_GE(record.classes, 2u);
  ASSERT_NE(record.read, nullptr);
  std::set<std::string_view> splits;
  for (const SplitRecord& split : record.splits) {
    EXPECT_TRUE(splits.insert(split.name).second) << split.name;
    EXPECT_GT(split.count, 0u);
    EXPECT_EQ(split.sha256.size(), 64u);
    EXPECT_EQ(split.files.empty(), record.built_in());
    for (const FileRecord& file : split.files) {
      EXPECT_EQ(file.sha256.size(), 64u);
      EXPECT_GT(file.bytes, 0u);
      // Every file has an address, or the record says how it is made.
      EXPECT_NE(record.preparation.empty(), record.urls.empty() && file.address.empty());
      if (record.preparation.empty()) {
        EXPECT_TRUE(file.download_bytes > 0u || record.archive.download_bytes > 0u);
      }
      EXPECT_FALSE(file.name.ends_with(".gz"));
    }
  }
  EXPECT_TRUE(splits.count("train") == 1 && splits.count("test") == 1);
  for (const std::string_view url : record.urls) {
    EXPECT_TRUE(url.starts_with("http") && url.ends_with("/")) << url;
  }
}

TEST_P(EveryDataset, LoadsWithTheListedShapeAndChecksum) {
  const DatasetRecord& record = GetParam();
  if (!test::is_present(record)) GTEST_SKIP() << test::skip_reason(record);
  for (const SplitRecord& split : record.splits) {
    const Dataset data = load_dataset(record.name, split.name);
    EXPECT_EQ(data.name, record.name);
    EXPECT_EQ(data.split, split.name);
    EXPECT_EQ(data.sha256, split.sha256);
    EXPECT_EQ(data.count, split.count);
    EXPECT_EQ(data.images(), record.kind == DataKind::images);
    EXPECT_EQ(data.pixels.size() + data.values.size(), split.count * data.sample_size());
    EXPECT_EQ(data.labels.size(), std::size_t{split.count} * record.predictions);
    EXPECT_EQ(data.vocabulary.size(), record.vocabulary);
    const std::set<std::uint16_t> labels(data.labels.begin(), data.labels.end());
    // Of characters and words, and where silence is left out, not every class need occur.
    const bool all = record.predictions == 1 && !record.name.starts_with("speech-commands-mfcc");
    if (all) {
      EXPECT_EQ(labels.size(), record.classes) << "every class occurs";
    }
    EXPECT_LT(*labels.rbegin(), record.classes);
  }
}

std::vector<DatasetRecord> sorted_datasets() {
  std::vector<DatasetRecord> sorted;
  std::ranges::copy_if(dataset_list(), std::back_inserter(sorted), &DatasetRecord::sorted_by_class);
  return sorted;
}

class SortedDataset : public testing::TestWithParam<DatasetRecord> {};

INSTANTIATE_TEST_SUITE_P(List, SortedDataset, testing::ValuesIn(sorted_datasets()),
                         [](const auto& info) { return test_name(info.param); });

TEST_P(SortedDataset, StartsWithEveryClass) {
  const DatasetRecord& record = GetParam();
  if (!test::is_present(record)) GTEST_SKIP() << test::skip_reason(record);
  for (const SplitRecord& split : record.splits) {
    const Dataset data = load_dataset(record.name, split.name);
    const std::set<std::uint16_t> all(data.labels.begin(), data.labels.end());
    const std::set<std::uint16_t> first(
        data.labels.begin(), data.labels.begin() + static_cast<std::ptrdiff_t>(all.size()));
    EXPECT_EQ(first, all) << split.name;
  }
}

TEST_P(EveryDataset, VerifiesFileByFile) {
  const DatasetRecord& record = GetParam();
  if (!test::is_present(record)) GTEST_SKIP() << test::skip_reason(record);
  for (const FileVerdict& file : verify_data(record.name)) {
    EXPECT_EQ(file.verdict, Verdict::ok) << file.split << ' ' << file.file << ": " << file.problem;
  }
}

TEST(List, NamesAreDistinct) {
  std::set<std::string_view> names;
  for (const DatasetRecord& record : dataset_list()) {
    EXPECT_TRUE(names.insert(record.name).second) << record.name;
  }
}

TEST(List, UnknownNameAndSplitAreInputErrorsWithSuggestion) {
  EXPECT_EQ(test::input_error_of([] { find_dataset("fashion_mnist"); }),
            "unknown data set 'fashion_mnist'; did you mean 'fashion-mnist'?");
  EXPECT_EQ(test::input_error_of([] { load_dataset("imagenet", "test"); }),
            "unknown data set 'imagenet'; valid: fashion-mnist, mnist, cifar10, "
            "speech-commands-mfcc49x10, speech-commands-mfcc25x10, speech-commands-mfcc98x40, "
            "speech-commands-mlperf, japanese-vowels, italy-power-demand, spoken-digits, ptb, "
            "tiny-shakespeare, ...");
  EXPECT_EQ(test::input_error_of([] { load_dataset("glyphs", "tests"); }),
            "glyphs: unknown split 'tests'; did you mean 'test'?");
}

TEST(Dataset, FashionMnistTestSplitHasTenThousandSamplesAndTheKnownStart) {
  const DatasetRecord& record = find_dataset("fashion-mnist");
  if (!test::is_present(record)) GTEST_SKIP() << test::skip_reason(record);
  const Dataset data = load_dataset("fashion-mnist", "test");
  EXPECT_EQ(data.count, 10000u);
  // sha256sum of the decoded files without their headers, by shell.
  EXPECT_EQ(data.sha256, "9f1ec356a747bfe4ebab3cfb722d3694c9ca737e2570f6f90cf31d7b6fd689d4");
  // od -An -tu1 on the label file.
  const std::vector<std::uint8_t> start(data.labels.begin(), data.labels.begin() + 10);
  EXPECT_EQ(start, (std::vector<std::uint8_t>{9, 2, 1, 1, 6, 1, 4, 6, 5, 7}));
}

TEST(Dataset, ToFloatDividesBy255) {
  const Dataset data = load_dataset("glyphs", "test");
  std::vector<float> values(2 * data.sample_size());
  to_float(data, 9998, 2, values.data());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::uint8_t pixel = data.pixels[9998 * data.sample_size() + i];
    ASSERT_EQ(values[i], static_cast<float>(pixel) / 255.0f);
  }
  EXPECT_THROW(to_float(data, 9999, 2, values.data()), std::logic_error);
  EXPECT_THROW(to_float(data, 10001, 0, values.data()), std::logic_error);
}

// MNIST and Fashion-MNIST share file names and shape: only the checksum tells them apart.
TEST(Dataset, ClassesTakeTurns) {
  Dataset data;
  data.count = 6;
  data.height = 2;
  data.width = 1;
  data.classes = 3;
  data.labels = {2, 2, 2, 0, 1, 1};
  data.values = {0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5};
  take_turns(data);
  EXPECT_EQ(data.labels, (std::vector<std::uint16_t>{0, 1, 2, 1, 2, 2}));
  EXPECT_EQ(data.values,
            (std::vector<float>{3, 3.5, 4, 4.5, 0, 0.5, 5, 5.5, 1, 1.5, 2, 2.5}));
}

TEST(Dataset, FilesOfAnotherDataSetAreNamed) {
  const DatasetRecord& fashion = find_dataset("fashion-mnist");
  if (!test::is_present(fashion)) GTEST_SKIP() << test::skip_reason(fashion);
  const auto found = find_file(fashion, fashion.splits[1].files[0], standard_search());
  const DataSearch swapped{{{found->parent_path(), "--data-dir"}}};
  const std::string message = test::input_error_of([&] { load_dataset("mnist", "test", swapped); });
  test::expect_contains(message, found->string());
  test::expect_contains(message, "expected 0fa7898d");
  test::expect_contains(message, "belongs to fashion-mnist, not to mnist test");
}

TEST(Inventory, WrongAndMissingFilesAreReported) {
  TempFolder folder;
  test::write_gzip(folder / "mnist" / "t10k-labels-idx1-ubyte.gz", test::Bytes(10008, 1));
  test::write_gzip(folder / "mnist" / "t10k-images-idx3-ubyte.gz", test::Bytes(100, 1));
  test::write_gzip(folder / "mnist" / "train-labels-idx1-ubyte.gz", test::Bytes(60009, 1));
  const DataSearch search{{{folder.path(), "--data-dir"}}};
  const std::vector<FileVerdict> files = verify_data("mnist", search);
  ASSERT_EQ(files.size(), 4u);
  EXPECT_EQ(files[0].verdict, Verdict::missing);
  EXPECT_EQ(files[1].verdict, Verdict::wrong);
  test::expect_contains(files[1].problem, "longer than the expected 60008 bytes");
  test::expect_contains(files[2].problem, "ends after 100 of 7840016 bytes");
  test::expect_contains(files[3].problem, "expected ff7bcfd4");
  test::expect_contains(files[3].problem, files[3].path.string());
}

TEST(Inventory, ListShowsWhatIsWhere) {
  TempFolder folder;
  test::write_plain(folder / "mnist" / "t10k-labels-idx1-ubyte", {1});
  const std::vector<DataRow> rows = list_data({{{folder.path(), "--data-dir"}}});
  ASSERT_EQ(rows.size(), dataset_list().size());
  EXPECT_EQ(rows[0].name, "fashion-mnist");
  EXPECT_EQ(rows[0].presence, Presence::missing);
  EXPECT_EQ(rows[0].missing.size(), 4u);
  EXPECT_EQ(rows[1].presence, Presence::partial);
  EXPECT_EQ(rows[1].missing.size(), 3u);
  EXPECT_EQ(rows[1].folders, std::vector<std::string>{(folder / "mnist").string()});
  EXPECT_EQ(rows[1].download_bytes, 11594722u);
  EXPECT_EQ(rows.back().presence, Presence::built_in);
}

}  // namespace
}  // namespace imcbench
