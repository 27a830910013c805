// SPDX-License-Identifier: Apache-2.0
// Speech features in HDF5: keyword clips, spoken digits.
#include "datasets/speech.h"

#include <numeric>
#include <span>

#include "datasets/digits.h"
#include "datasets/inventory.h"
#include "kernels/core/sha256.h"
#include "tests/datasets/h5_samples.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

using test::H5Sample;
using test::TempFolder;

std::vector<float> counted(std::size_t n) {
  std::vector<float> values(n);
  std::iota(values.begin(), values.end(), 0.0f);
  return values;
}

constexpr SpeechFormat kSmall{.classes = 3, .frames = 3, .coefficients = 2};

// Seven clips of three frames of two coefficients; every value is its place.
std::filesystem::path seven_clips(const TempFolder& folder) {
  const std::filesystem::path path = folder / "clips.h5";
  H5Sample file(path);
  file.half("mfcc", counted(7 * 6), {7, 3, 2});
  file.bytes("label", {0, 0, 1, 1, 1, 2, 2});
  return path;
}

TEST(Speech, FirstHalfOfEveryClassIsTrainAndTheRestTest) {
  TempFolder folder;
  const auto path = seven_clips(folder);
  const Dataset train = read_speech(path, kSmall, "train");
  EXPECT_EQ(train.labels, (std::vector<std::uint16_t>{0, 1, 2}));
  EXPECT_EQ(train.values[0], 0.0f);
  EXPECT_EQ(train.values[6], 2 * 6.0f);
  EXPECT_EQ(train.values[12], 5 * 6.0f);
  EXPECT_EQ(read_speech(path, kSmall, "test").labels, (std::vector<std::uint16_t>{0, 1, 1, 2}));
  const Dataset all = read_speech(path, kSmall, "all");
  EXPECT_EQ(all.values, counted(7 * 6));
  EXPECT_EQ(all.count, 7u);
  EXPECT_EQ(std::vector({all.height, all.width, all.channels}), (std::vector{3u, 1u, 2u}));
}

TEST(Speech, FramesAndTheFirstClassCanBeLeftOut) {
  TempFolder folder;
  SpeechFormat format = kSmall;
  format.frame_step = 2;
  format.drop_first_class = true;
  const Dataset data = read_speech(seven_clips(folder), format, "all");
  EXPECT_EQ(data.height, 2u);
  EXPECT_EQ(data.labels, (std::vector<std::uint16_t>{1, 1, 1, 2, 2}));
  const std::vector<float> first(data.values.begin(), data.values.begin() + 4);
  EXPECT_EQ(first, (std::vector<float>{12, 13, 16, 17}));
}

TEST(Speech, QuantizedFeaturesAreScaledBack) {
  TempFolder folder;
  {
    H5Sample file(folder / "codes.h5");
    file.codes("mfcc_int8", {-128, 83, 127}, {1, 3, 1});
    file.bytes("label", {1});
    file.attribute("scale", 0.5f);
    file.attribute("zero_point", 83);
  }
  const SpeechFormat format{.classes = 2, .frames = 3, .coefficients = 1, .quantized = true};
  EXPECT_EQ(read_speech(folder / "codes.h5", format, "all").values,
            (std::vector<float>{-105.5f, 0.0f, 22.0f}));
}

TEST(Speech, WrongFilesAreInputErrorsThatNameThePlace) {
  TempFolder folder;
  const auto path = seven_clips(folder);
  SpeechFormat format = kSmall;
  format.frames = 4;
  test::expect_contains(test::input_error_of([&] { read_speech(path, format, "all"); }),
                        "clips.h5: /mfcc: shape 7 x 3 x 2; expected 7 x 4 x 2");
  format = kSmall;
  format.classes = 2;
  test::expect_contains(test::input_error_of([&] { read_speech(path, format, "all"); }),
                        "/label: label 2 of clip 5; expected 0 to 1");
  format.quantized = true;
  format.classes = 3;
  test::expect_contains(test::input_error_of([&] { read_speech(path, format, "all"); }),
                        "mfcc_int8: missing");
  test::write_plain(folder / "text.h5", {'n', 'o'});
  test::expect_contains(
      test::input_error_of([&] { read_speech(folder / "text.h5", kSmall, "all"); }),
      "text.h5: cannot open as HDF5");
}

TEST(Speech, PackedFilesAreRead) {
  TempFolder folder;
  test::write_gzip(folder / "clips.h5.gz", test::read_plain(seven_clips(folder)));
  EXPECT_EQ(read_speech(folder / "clips.h5.gz", kSmall, "all").values, counted(7 * 6));
}

// Clips per class of the file's own README: 408 unknown, 419 yes, ...; half of each, rounded down.
TEST(Speech, TheRealClipsHaveTheKnownCounts) {
  const DatasetRecord& record = find_dataset("speech-commands-mfcc49x10");
  if (!test::is_present(record)) GTEST_SKIP() << test::skip_reason(record);
  const Dataset data = load_dataset(record.name, "train");
  std::vector<std::uint32_t> counts(12);
  for (const std::uint16_t label : data.labels) ++counts[label];
  EXPECT_EQ(counts, (std::vector<std::uint32_t>{0, 204, 209, 202, 212, 203, 206, 198, 198, 201, 205,
                                                201}));
}

// As many clips of each class as the set has, all zeros, in a file that is not the published one.
constexpr std::size_t kInClass[] = {406, 402, 412, 405, 402, 396, 396, 411, 425, 419, 408, 408};
DataSearch zero_features(const TempFolder& folder, const std::string& computed_by) {
  std::vector<std::uint8_t> labels;
  for (std::uint8_t c = 0; c < 12; ++c) labels.insert(labels.end(), kInClass[c], c);
  const DatasetRecord& record = find_dataset("speech-commands-mlperf");
  H5Sample file(folder / std::string(record.splits[0].files[0].name));
  file.codes("mfcc_int8", std::vector<std::int8_t>(labels.size() * 490), {labels.size(), 49, 10});
  file.bytes("label", labels);
  file.attribute("scale", 0.5f);
  file.attribute("zero_point", 83);
  if (!computed_by.empty()) file.attribute("computed_by", computed_by);
  return {{{folder.path(), "--data-dir"}}};
}

TEST(Speech, FeaturesThatSayWhatComputedThemAreReadWithANote) {
  TempFolder folder;
  const DataSearch search = zero_features(folder, "a test");
  const Dataset data = load_dataset("speech-commands-mlperf", "test", search);
  EXPECT_EQ(data.count, 2447u);
  // Of the content in the file's order: 2447 clips of zeros, class after class, each with 490 codes
  // of 0 at a scale of 0.5 around 83; half of each class, rounded up.
  std::vector<std::uint8_t> labels;
  for (std::size_t c = 0; c < std::size(kInClass); ++c) {
    labels.insert(labels.end(), kInClass[c] - kInClass[c] / 2, static_cast<std::uint8_t>(c));
  }
  const std::vector<float> features(labels.size() * 490, 0.5f * (0 - 83));
  Sha256 sha;
  sha.update(std::as_bytes(std::span(features)));
  sha.update(std::as_bytes(std::span(labels)));
  EXPECT_EQ(data.sha256, sha.hex());
  test::expect_contains(computed_note(data),
                        "speech-commands-mlperf test: not the published features, but computed by "
                        "a test; sha256 " +
                            data.sha256.substr(0, 16));
  const std::vector<FileVerdict> verdicts = verify_data("speech-commands-mlperf", search);
  ASSERT_EQ(verdicts.size(), 1u);
  EXPECT_EQ(verdicts[0].verdict, Verdict::computed);
  test::expect_contains(verdicts[0].problem, "computed by a test");
}

TEST(Speech, FeaturesThatDoNotSaySoAreRefused) {
  TempFolder folder;
  const DataSearch search = zero_features(folder, "");
  test::expect_contains(
      test::input_error_of([&] { load_dataset("speech-commands-mlperf", "test", search); }),
      "this is not the test file of speech-commands-mlperf");
  EXPECT_EQ(verify_data("speech-commands-mlperf", search)[0].verdict, Verdict::wrong);
}

// Three clips of 1, 70 and 2 frames by two speakers.
std::filesystem::path three_clips(const TempFolder& folder, std::int32_t last = 73) {
  const std::filesystem::path path = folder / "digits.h5";
  H5Sample file(path);
  file.half("mfcc", counted(73 * 13), {73, 13});
  file.integers("offset", {0, 1, 71, last});
  file.bytes("label", {4, 5, 6});
  file.bytes("speaker", {0, 1, 0});
  file.bytes("is_test", {1, 0, 0});
  file.attribute("speakers", std::string("ada,bob"));
  return path;
}

TEST(Digits, ShortClipsArePaddedInFrontAndLongOnesKeepTheirEnd) {
  TempFolder folder;
  const auto path = three_clips(folder);
  const Dataset test_split = read_digits(path, "test");
  EXPECT_EQ(test_split.labels, std::vector<std::uint16_t>{4});
  ASSERT_EQ(test_split.values.size(), 64u * 13u);
  EXPECT_EQ(test_split.values[63 * 13 - 1], 0.0f);
  EXPECT_EQ(test_split.values[63 * 13 + 12], 12.0f);
  const Dataset train = read_digits(path, "train");
  EXPECT_EQ(train.labels, (std::vector<std::uint16_t>{5, 6}));
  EXPECT_EQ(train.values[0], 7 * 13.0f);  // 70 frames from 1 on: the last 64 start at 7
  EXPECT_EQ(train.values[64 * 13 - 1], 71 * 13.0f - 1);
}

TEST(Digits, AFileSaysWhatComputedIt) {
  TempFolder folder;
  EXPECT_EQ(read_digits(three_clips(folder), "test").computed_by, "");
  {
    H5Sample file(folder / "own.h5");
    file.half("mfcc", counted(13), {1, 13});
    file.integers("offset", {0, 1});
    for (const char* name : {"label", "speaker", "is_test"}) file.bytes(name, {0});
    file.attribute("speakers", std::string("ada"));
    file.attribute("computed_by", std::string("a script"));
  }
  EXPECT_EQ(read_digits(folder / "own.h5", "train").computed_by, "a script");
}

TEST(Digits, OneSpeakerIsLeftOut) {
  TempFolder folder;
  const auto path = three_clips(folder);
  EXPECT_EQ(read_digits(path, "test-ada").labels, (std::vector<std::uint16_t>{4, 6}));
  EXPECT_EQ(read_digits(path, "train-without-ada").labels, std::vector<std::uint16_t>{5});
  test::expect_contains(test::input_error_of([&] { read_digits(path, "test-bib"); }),
                        "unknown speaker 'bib'; did you mean 'bob'?");
}

TEST(Digits, OffsetsMustCoverTheFrames) {
  TempFolder folder;
  const auto path = three_clips(folder, 72);
  test::expect_contains(test::input_error_of([&] { read_digits(path, "test"); }),
                        "/offset: expected numbers that rise from 0 to 73, the frames");
}

}  // namespace
}  // namespace imcbench
