// SPDX-License-Identifier: Apache-2.0
#include "datasets/idx.h"

#include <ostream>

#include "tests/datasets/support.h"

namespace imcbench {
namespace {

using test::Bytes;
using test::TempFolder;

Bytes idx(std::uint32_t magic, const std::vector<std::uint32_t>& dims, const Bytes& values) {
  Bytes bytes;
  const auto put = [&bytes](std::uint32_t v) {
    for (int shift = 24; shift >= 0; shift -= 8)
      bytes.push_back(static_cast<std::uint8_t>(v >> shift));
  };
  put(magic);
  for (const std::uint32_t dim : dims) put(dim);
  bytes.insert(bytes.end(), values.begin(), values.end());
  return bytes;
}

const Bytes kTwelve = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255};
const Bytes kImages = idx(0x803, {3, 2, 2}, kTwelve);
const Bytes kLabels = idx(0x801, {3}, {0, 2, 1});

Bytes first(const Bytes& bytes, std::size_t n) { return Bytes(bytes.begin(), bytes.begin() + n); }

Bytes gzipped(const Bytes& bytes) {
  TempFolder folder;
  test::write_gzip(folder / "x", bytes);
  return test::read_plain(folder / "x");
}

TEST(Idx, ReadsPlainAndGzipAlike) {
  TempFolder folder;
  test::write_plain(folder / "images", kImages);
  test::write_gzip(folder / "images.gz", kImages);
  for (const char* name : {"images", "images.gz"}) {
    const IdxArray array = read_idx(folder / name, 3);
    EXPECT_EQ(array.dims, (std::vector<std::uint32_t>{3, 2, 2}));
    EXPECT_EQ(array.values, kTwelve);
  }
}

TEST(Idx, JoinsImagesAndLabels) {
  TempFolder folder;
  test::write_plain(folder / "images", kImages);
  test::write_gzip(folder / "labels", kLabels);
  const Dataset data = read_idx_pair(folder / "images", folder / "labels", 3);
  EXPECT_EQ(data.count, 3u);
  EXPECT_EQ(data.height, 2u);
  EXPECT_EQ(data.width, 2u);
  EXPECT_EQ(data.channels, 1u);
  EXPECT_EQ(data.classes, 3u);
  EXPECT_EQ(data.pixels, kTwelve);
  EXPECT_EQ(data.labels, (std::vector<std::uint16_t>{0, 2, 1}));
}

struct BadFile {
  const char* name;     // of the case
  Bytes bytes;          // of the file on disk
  std::uint32_t rank;   // asked for
  const char* problem;  // part of the message
};

void PrintTo(const BadFile& file, std::ostream* out) { *out << file.name; }

// Bytes 60 to 89 are in the middle of the gzip stream of a noisy label file.
Bytes damaged_gzip() {
  Bytes noisy(4096);
  for (std::size_t i = 0; i < noisy.size(); ++i)
    noisy[i] = static_cast<std::uint8_t>(i * i * 131 >> 5);
  Bytes bytes = gzipped(idx(0x801, {4096}, noisy));
  for (std::size_t i = 60; i < 90; ++i) bytes[i] ^= 0xff;
  return bytes;
}

Bytes wrong_crc() {
  Bytes bytes = gzipped(kImages);
  bytes[bytes.size() - 8] ^= 1;
  return bytes;
}

std::vector<BadFile> bad_files() {
  const Bytes gz = gzipped(kImages);
  Bytes longer = kImages;
  longer.push_back(0);
  return {
      {"Empty", {}, 3, "0 of the 4 bytes of the magic number"},
      {"CutInMagic", first(kImages, 3), 3, "3 of the 4 bytes of the magic number"},
      {"CutBeforeDimensions", first(kImages, 4), 3, "0 of the 4 bytes of a dimension"},
      {"CutInDimensions", first(kImages, 14), 3, "2 of the 4 bytes of a dimension"},
      {"CutBeforeData", first(kImages, 16), 3, "the data end after 0 bytes; expected 12"},
      {"CutInData", first(kImages, 27), 3, "the data end after 11 bytes; expected 12"},
      {"BytesAfterData", longer, 3, "bytes follow the data; expected the end after 12 bytes"},
      {"GzipBytesAfterData", gzipped(longer), 3, "bytes follow the data"},
      {"LabelsForImages", kLabels, 3, "an idx file with 1 dimensions); expected 0x00000803"},
      {"ImagesForLabels", kImages, 1, "an idx file with 3 dimensions); expected 0x00000801"},
      {"FloatElements", idx(0xd03, {3, 2, 2}, kTwelve), 3, "element type 0x0d"},
      {"LittleEndian", idx(0x03080000, {3, 2, 2}, kTwelve), 3, "0x03080000 (not an idx file)"},
      {"Text", {'<', 'h', 't', 'm', 'l', '>', '<', 'b'}, 3, "(not an idx file)"},
      {"ZippedTwice", gzipped(gz), 3, "0x1f8b08"},
      {"NoSamples", idx(0x803, {0, 2, 2}, {}), 3, "dimension 0 is 0; expected at least 1"},
      {"NoWidth", idx(0x803, {3, 2, 0}, {}), 3, "dimension 2 is 0; expected at least 1"},
      {"Huge", idx(0x803, {0xffffffff, 0xffffffff, 0xffffffff}, {}), 3, "at most 1073741824"},
      {"OverflowToSmall", idx(0x803, {0x80000000, 0x80000000, 4}, kTwelve), 3, "asks for"},
      {"ClaimsAGibibyte", idx(0x801, {1u << 30}, kTwelve), 1, "expected 1073741824"},
      {"JustOverTheLimit", idx(0x801, {(1u << 30) + 1}, kTwelve), 1, "at most 1073741824"},
      {"GzipCutInHeader", first(gz, 7), 3, "the gzip stream ends early"},
      {"GzipCutInData", first(gz, gz.size() - 12), 3, "the gzip stream ends early"},
      {"GzipCutInTrailer", first(gz, gz.size() - 3), 3, "the gzip stream ends early"},
      {"GzipDamaged", damaged_gzip(), 1, "the gzip stream is damaged"},
      {"GzipWrongChecksum", wrong_crc(), 3, "the gzip stream is damaged"},
  };
}

class MalformedIdx : public testing::TestWithParam<BadFile> {};

TEST_P(MalformedIdx, IsAnInputErrorThatNamesFileAndProblem) {
  TempFolder folder;
  const auto path = folder / "bad-idx-file";
  test::write_plain(path, GetParam().bytes);
  const std::string message = test::input_error_of([&] { read_idx(path, GetParam().rank); });
  test::expect_contains(message, path.string());
  test::expect_contains(message, GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(Idx, MalformedIdx, testing::ValuesIn(bad_files()),
                         [](const auto& info) { return std::string(info.param.name); });

// Every single-byte change and every cut of a small file either reads or ends in an InputError.
TEST(Idx, NoChangedByteAndNoCutCrashes) {
  TempFolder folder;
  const auto path = folder / "changed";
  int read = 0;
  const auto attempt = [&](const Bytes& bytes) {
    test::write_plain(path, bytes);
    try {
      read_idx(path, 3);
      ++read;
    } catch (const InputError&) {
    }
  };
  for (const Bytes& whole : {kImages, gzipped(kImages)}) {
    for (std::size_t i = 0; i < whole.size(); ++i) {
      attempt(first(whole, i));
      for (const std::uint8_t flip : {0x01, 0x80, 0xff}) {
        Bytes bytes = whole;
        bytes[i] ^= flip;
        attempt(bytes);
      }
    }
  }
  // Changed pixels of the plain file cannot be noticed here: 12 places, 3 changes each.
  EXPECT_GE(read, 36);
}

TEST(Idx, MissingFileAndFolderAreInputErrors) {
  TempFolder folder;
  test::expect_contains(test::input_error_of([&] { read_idx(folder / "none", 1); }),
                        (folder / "none").string() + ": no such file");
  test::expect_contains(test::input_error_of([&] { read_idx(folder.path(), 1); }),
                        "not a regular file");
}

TEST(Idx, CountsOfImagesAndLabelsMustAgree) {
  TempFolder folder;
  test::write_plain(folder / "images", kImages);
  test::write_plain(folder / "labels", idx(0x801, {2}, {0, 1}));
  const std::string message =
      test::input_error_of([&] { read_idx_pair(folder / "images", folder / "labels", 3); });
  test::expect_contains(message, (folder / "labels").string() + ": 2 labels; expected 3");
  test::expect_contains(message, (folder / "images").string());
}

TEST(Idx, LabelsMustBeBelowTheNumberOfClasses) {
  TempFolder folder;
  test::write_plain(folder / "images", kImages);
  test::write_plain(folder / "labels", kLabels);
  const std::string message =
      test::input_error_of([&] { read_idx_pair(folder / "images", folder / "labels", 2); });
  test::expect_contains(message, (folder / "labels").string() + ": label 2 of sample 1");
  test::expect_contains(message, "expected 0 to 1");
}

}  // namespace
}  // namespace imcbench
