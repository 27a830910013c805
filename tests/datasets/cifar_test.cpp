// SPDX-License-Identifier: Apache-2.0
// The binary layout of CIFAR-10, plain, gzip and xz; archives of such files.
#include "datasets/cifar.h"

#include <lzma.h>

#include "datasets/archive.h"
#include "datasets/decoded.h"
#include "kernels/core/sha256.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

using test::Bytes;
using test::TempFolder;

// Pixel (y, x) of channel c of record r is r + 3 y + 5 x + 7 c, modulo 256; its label is r.
std::uint8_t pixel(std::uint32_t r, std::uint32_t y, std::uint32_t x, std::uint32_t c) {
  return static_cast<std::uint8_t>(r + 3 * y + 5 * x + 7 * c);
}

Bytes records(std::uint32_t count) {
  Bytes bytes;
  for (std::uint32_t r = 0; r < count; ++r) {
    bytes.push_back(static_cast<std::uint8_t>(r));
    for (std::uint32_t c = 0; c < 3; ++c) {
      for (std::uint32_t y = 0; y < 32; ++y) {
        for (std::uint32_t x = 0; x < 32; ++x) bytes.push_back(pixel(r, y, x, c));
      }
    }
  }
  return bytes;
}

Bytes xz_of(const Bytes& bytes) {
  Bytes out(lzma_stream_buffer_bound(bytes.size()));
  std::size_t size = 0;
  EXPECT_EQ(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, nullptr, bytes.data(), bytes.size(),
                                    out.data(), &size, out.size()),
            LZMA_OK);
  out.resize(size);
  return out;
}

Dataset read(const std::filesystem::path& path) {
  const std::filesystem::path paths[] = {path};
  return read_cifar(paths);
}

TEST(Cifar, PlanesBecomeChannelsLast) {
  TempFolder folder;
  test::write_plain(folder / "a", records(3));
  test::write_gzip(folder / "b", records(2));
  const std::filesystem::path paths[] = {folder / "a", folder / "b"};
  const Dataset data = read_cifar(paths);
  ASSERT_EQ(data.count, 5u);
  EXPECT_EQ(data.labels, (std::vector<std::uint16_t>{0, 1, 2, 0, 1}));
  for (std::uint32_t i = 0; i < 5; ++i) {
    for (std::uint32_t y = 0; y < 32; ++y) {
      for (std::uint32_t x = 0; x < 32; ++x) {
        for (std::uint32_t c = 0; c < 3; ++c) {
          ASSERT_EQ(data.pixels[((i * 32 + y) * 32 + x) * 3 + c], pixel(i % 3, y, x, c));
        }
      }
    }
  }
}

TEST(Cifar, XzIsReadAsWhatItHolds) {
  TempFolder folder;
  test::write_plain(folder / "plain", records(9));
  test::write_plain(folder / "packed.xz", xz_of(records(9)));
  EXPECT_EQ(read(folder / "packed.xz").pixels, read(folder / "plain").pixels);
  const Bytes content = records(9);
  const std::string sha = sha256_hex(std::as_bytes(std::span(content)));
  EXPECT_EQ(content_problem(folder / "packed.xz", 9 * kCifarRecordBytes, sha), "");
}

TEST(Cifar, CutAndDamagedXzAreInputErrors) {
  TempFolder folder;
  Bytes packed = xz_of(records(9));
  test::write_plain(folder / "cut", Bytes(packed.begin(), packed.end() - 40));
  test::expect_contains(test::input_error_of([&] { read(folder / "cut"); }), "ends early");
  packed[packed.size() / 2] ^= 0x40;
  test::write_plain(folder / "damaged", packed);
  test::expect_contains(test::input_error_of([&] { read(folder / "damaged"); }), "damaged");
}

TEST(Cifar, WrongContentIsAnInputErrorThatNamesTheRecord) {
  TempFolder folder;
  Bytes bytes = records(2);
  bytes[kCifarRecordBytes] = 10;
  test::write_plain(folder / "label", bytes);
  EXPECT_EQ(test::input_error_of([&] { read(folder / "label"); }),
            (folder / "label").string() + ": label 10 of record 1; expected 0 to 9");
  bytes.pop_back();
  test::write_plain(folder / "cut", bytes);
  EXPECT_EQ(test::input_error_of([&] { read(folder / "cut"); }),
            (folder / "cut").string() + ": record 1 has 3072 bytes; expected 3073");
  test::write_plain(folder / "empty", {});
  EXPECT_EQ(test::input_error_of([&] { read(folder / "empty"); }),
            (folder / "empty").string() + ": record 0 has 0 bytes; expected 3073");
}

TEST(Cifar, TestSplitHasTheKnownStart) {
  const DatasetRecord& record = find_dataset("cifar10");
  if (!test::is_present(record)) GTEST_SKIP() << test::skip_reason(record);
  const Dataset data = load_dataset("cifar10", "test");
  // By Python: labels, and the first pixel's red, green and blue (offsets 1, 1025 and 2049).
  const Bytes labels(data.labels.begin(), data.labels.begin() + 10);
  EXPECT_EQ(labels, (Bytes{3, 8, 8, 0, 6, 6, 1, 6, 3, 1}));
  EXPECT_EQ(Bytes(data.pixels.begin(), data.pixels.begin() + 3), (Bytes{158, 112, 49}));
}

}  // namespace
}  // namespace imcbench
