// SPDX-License-Identifier: Apache-2.0
// gather_gemm is, bit for bit, a chain of fma over ascending k.
#include "kernels/core/gemm.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "kernels/core/draws.h"

namespace imcbench {
namespace {

struct Problem {
  std::uint32_t rows, k, columns;
  bool accumulate;
  std::vector<float> x, b, y;
  std::vector<std::int32_t> row_base, k_offset;
  std::size_t ldb, ldy;
};

std::uint32_t pick(std::uint32_t trial, std::uint32_t slot, std::uint32_t choices) {
  return draw_word({{3, 9}, trial, 0, slot}, 0) % choices;
}

std::vector<float> normals(std::uint32_t trial, std::uint32_t slot, std::size_t count) {
  std::vector<float> z((count + kDrawGroup) / kDrawGroup * kDrawGroup);
  draw_kernels().fill_normals({{4, 9}, trial, 0, slot}, 0, static_cast<std::uint32_t>(count),
                              z.data());
  z.resize(count);
  return z;
}

// Offsets in no order and with repeats, as a convolution with overlapping windows has them.
Problem make_problem(std::uint32_t trial, std::uint32_t rows, std::uint32_t k,
                     std::uint32_t columns, bool accumulate) {
  Problem p{rows, k, columns, accumulate, {}, {}, {}, {}, {}, padded_columns(columns), 0};
  p.ldy = columns + pick(trial, 4, 5);
  p.x = normals(trial, 0, 4096);
  p.b.assign(k * p.ldb, 0.0f);
  const std::vector<float> dense = normals(trial, 1, static_cast<std::size_t>(k) * columns);
  for (std::uint32_t i = 0; i < k; ++i) {
    std::memcpy(&p.b[i * p.ldb], &dense[static_cast<std::size_t>(i) * columns],
                columns * sizeof(float));
  }
  p.y = normals(trial, 2, rows * p.ldy);
  for (std::uint32_t r = 0; r < rows; ++r) {
    p.row_base.push_back(static_cast<std::int32_t>(draw_word({{5, 9}, trial}, r) % 2048));
  }
  for (std::uint32_t i = 0; i < k; ++i) {
    p.k_offset.push_back(static_cast<std::int32_t>(draw_word({{6, 9}, trial}, i) % 2048));
  }
  return p;
}

std::vector<float> by_definition(const Problem& p) {
  std::vector<float> y = p.y;
  for (std::uint32_t r = 0; r < p.rows; ++r) {
    for (std::uint32_t n = 0; n < p.columns; ++n) {
      float sum = p.accumulate ? y[r * p.ldy + n] : 0.0f;
      for (std::uint32_t k = 0; k < p.k; ++k) {
        sum = fma_rn(p.x[p.row_base[r] + p.k_offset[k]], p.b[k * p.ldb + n], sum);
      }
      y[r * p.ldy + n] = sum;
    }
  }
  return y;
}

void expect_same_bits(const Problem& p) {
  const std::vector<float> expected = by_definition(p);
  for (const Isa isa : available_isas()) {
    std::vector<float> y = p.y;
    gemm_kernels(isa).gather_gemm({p.x.data(), p.row_base.data(), p.k_offset.data(), p.b.data(),
                                   p.ldb, y.data(), p.ldy, p.rows, p.k, p.columns, p.accumulate});
    EXPECT_EQ(std::memcmp(y.data(), expected.data(), y.size() * sizeof(float)), 0)
        << name_of(isa) << ": " << p.rows << " x " << p.k << " x " << p.columns
        << (p.accumulate ? " accumulating" : "");
  }
}

TEST(Gemm, RandomSizes) {
  for (std::uint32_t trial = 0; trial < 300; ++trial) {
    expect_same_bits(make_problem(trial, 1 + pick(trial, 0, 20), 1 + pick(trial, 1, 200),
                                  1 + pick(trial, 2, 70), pick(trial, 3, 2) == 1));
  }
}

TEST(Gemm, EveryRemainderOfColumnsAndRows) {
  std::uint32_t trial = 1000;
  for (std::uint32_t columns = 1; columns <= 66; ++columns) {
    expect_same_bits(make_problem(++trial, 1 + columns % 17, 9, columns, columns % 2 == 0));
  }
}

// Longer than one block of k: the chain goes on where the block before ended.
TEST(Gemm, LongChains) {
  std::uint32_t trial = 2000;
  for (const std::uint32_t k : {511u, 512u, 513u, 1024u, 1500u}) {
    for (const std::uint32_t columns : {1u, 16u, 31u, 48u}) {
      expect_same_bits(make_problem(++trial, 9, k, columns, false));
      expect_same_bits(make_problem(++trial, 9, k, columns, true));
    }
  }
}

TEST(Gemm, NoInputsGiveZeroOrLeaveTheSum) {
  expect_same_bits(make_problem(3000, 3, 0, 20, false));
  expect_same_bits(make_problem(3001, 3, 0, 20, true));
}

}  // namespace
}  // namespace imcbench
