// SPDX-License-Identifier: Apache-2.0
// Where a verification gets its numbers: conductances of devices and results of columns, of chips
// on which one nonideality is on. ChipSource (chip_source.h) asks the kernels; tests plant mistakes
// in sources of their own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace imcbench {

// What else is on.
enum class Beside {
  nothing,
  drift_compensation,
  others_at_zero,   // all kinds with a strength, at strength 0
  device_kinds,     // all kinds that program and age, at their defaults
  nothing_at_all,   // not even the kind itself
  zero_strength,    // the kind itself at its defaults, with the parameter `strength` at 0
};

struct Setting {
  Beside beside = Beside::nothing;
  std::string strength;
};

// Tiles of equal shape: two of a first layer, and the first of a second layer.
inline constexpr std::size_t kTiles = 3;

// The devices of tiles of kRows inputs and kColumns outputs.
inline constexpr std::uint32_t kRows = 32, kColumns = 64, kCells = kRows * kColumns;

struct DeviceQuery {
  double weight = 0.0;  // all devices of this polarity are targeted at this share of the window
  std::vector<std::uint32_t> chips = {0};
  std::size_t time = 0;
  std::size_t tile = 0;
  int polarity = 0;
  bool programmed = false;  // right after programming instead of at the time
  Setting setting;
};

class DeviceSource {
 public:
  virtual ~DeviceSource() = default;
  // [chip][row][column] in uS
  virtual std::vector<double> conductances_uS(const DeviceQuery& query) const = 0;
};

// Equal columns of devices under equal inputs.
struct ReadSubject {
  std::string name;
  std::vector<double> weights;  // [K] in [-1, 1], of every column
  std::vector<double> x;        // [K] in [-1, 1], of every position of every sample
  std::uint32_t columns;
  bool one_to_one = false;  // column n has weights[n] at input n alone: results are inputs
  std::uint32_t input_slice = 0;  // of inputs that are applied digit by digit
};

struct ReadQuery {
  const ReadSubject* subject;
  std::vector<std::uint32_t> chips = {0};
  std::uint32_t first_sample = 0, samples = 1, positions = 1;
  std::size_t time = 0;
  std::size_t tile = 0;  // above 0: the subject has kRows inputs and kColumns columns
  Setting setting;
};

class ReadSource {
 public:
  virtual ~ReadSource() = default;
  // [chip][sample][position][column], in units of full weight times full input
  virtual std::vector<double> results(const ReadQuery& query) const = 0;
};

}  // namespace imcbench
