// SPDX-License-Identifier: Apache-2.0
// The limit of all products: OpenBLAS sgemm of n x n matrices on one thread.
#pragma once

#include <cblas.h>

#include <vector>

namespace imcbench::performance {

class SgemmPeak {
 public:
  explicit SgemmPeak(int n) : n_(n), a_(size(), 0.5f), b_(size(), 0.25f), c_(size()) {
    openblas_set_num_threads(1);
    for (std::size_t i = 0; i < size(); ++i) a_[i] += 1e-3f * static_cast<float>(i % 997);
  }
  void run() {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n_, n_, n_, 1.0f, a_.data(), n_,
                b_.data(), n_, 0.0f, c_.data(), n_);
  }
  double flops() const { return 2.0 * n_ * n_ * n_; }

 private:
  std::size_t size() const { return static_cast<std::size_t>(n_) * n_; }
  int n_;
  std::vector<float> a_, b_, c_;
};

}  // namespace imcbench::performance
