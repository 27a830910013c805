// SPDX-License-Identifier: Apache-2.0
// Runs chips on samples and counts. One interface, two backends; the integers do not depend on the
// backend, the threads or the batch sizes.
//
// Letters: C chips of the batch, T evaluation times, S samples, P predictions per sample,
// B = ceil(S P / 8).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "kernels/network/analog_network.h"

namespace imcbench {

// The test samples, already normalized: shared by all chips.
struct SampleSet {
  std::span<const float> x;               // [S][input.size()]
  std::span<const std::uint16_t> labels;  // [S][P]
  std::uint32_t count;                    // S
  // P: the last positions of the network's output, each compared with its label. What counts below
  // are predictions, not samples.
  std::uint32_t predictions = 1;

  std::uint32_t scored() const { return count * predictions; }
};

struct TrialCounts {
  std::vector<std::uint32_t> correct;     // [C][T]
  std::vector<std::uint32_t> rejected;    // [C][T] predictions with a non-finite output
  std::vector<std::int64_t> loss_q24;     // [C][T] sums in units of 2^-24 nat
  std::vector<std::uint8_t> correct_bits; // [C][T][B], or empty when not kept
};

// How the CUDA backend sums its products. `exact`: chains of fma over ascending k, the integers of
// the CPU backend. `fast`: cuBLAS in float32, which sums in an order of its own; a trial's integers
// then differ a little from the CPU's, and between devices and cuBLAS versions.
enum class ProductSums { exact, fast };

struct EvaluatorOptions {
  std::uint32_t threads = 1;        // CPU
  std::uint32_t sample_batch = 16;  // CPU
  bool keep_bits = false;
  ProductSums products = ProductSums::exact;  // CUDA; the CPU backend is always exact
  std::size_t device_bytes = 0;     // CUDA: memory to use at most; 0: nine tenths of what is free
};

class Evaluator {
 public:
  virtual ~Evaluator() = default;
  // Called after each finished (chip, time), from one thread at a time; returning false stops the
  // batch early, whose counts are then to be thrown away.
  using Progress = std::function<bool()>;
  // False if `progress` asked to stop.
  virtual bool evaluate(std::span<const std::uint32_t> chips, TrialCounts& out,
                        const Progress& progress) = 0;
  virtual std::string backend() const = 0;  // "cpu" or "cuda"
  virtual std::string device() const = 0;   // for provenance
  virtual std::size_t planned_bytes(std::uint32_t chips) const = 0;
};

std::unique_ptr<Evaluator> make_cpu_evaluator(const AnalogNetwork& analog, const SampleSet& samples,
                                              const EvaluatorOptions& options);

// Throws InputError when the program was built without CUDA or no such device is visible.
std::unique_ptr<Evaluator> make_cuda_evaluator(const AnalogNetwork& analog,
                                               const SampleSet& samples,
                                               const EvaluatorOptions& options, int device);

// Devices the CUDA backend can use; 0 when built without CUDA.
int cuda_device_count();

// "AMD EPYC ... (avx512)": the processor and the instruction set in use.
std::string cpu_description();

}  // namespace imcbench
