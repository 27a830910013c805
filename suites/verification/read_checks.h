// SPDX-License-Identifier: Apache-2.0
// Everything that must hold for what columns say of one kind, at one setting, from any source:
//
//   laws          results of all subjects, at every time, pooled over columns and chips; and over
//                 reads, where reads are drawn
//   draws         of columns (1, 16 and 64 apart), of chips next to each other and far apart, of
//                 tiles and layers: independent
//   lifetime      the same result at other positions, samples and times, or independent ones, or, of
//                 a process in time, as correlated as declared
//   patterns      as many different ones as chips and as reads
//   settings      not a bit changes beside drift compensation or other kinds at strength 0; at
//                 strength 0 a kind does nothing
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "suites/verification/check.h"
#include "suites/verification/source.h"

namespace imcbench {

struct ReadCase {
  const ReadSource* source;
  Lifetime lifetime;
  std::vector<double> times_s;
  std::vector<ReadSubject> subjects;  // the first that chance touches is looked at most closely
  ReadSubject on_tiles;               // of kRows inputs and kColumns columns
  std::function<Law(const ReadSubject& subject, std::size_t time)> law;
  std::vector<std::string> strengths;  // parameters at whose 0 the kind must do nothing
  // Draws of two lifetimes: reads of a column are uncorrelated, not independent.
  bool mixed = false;
  // Correlation of one device's results, so many reads apart; none: independent.
  std::function<double(std::uint64_t reads)> autocorrelation;
};

std::vector<CheckRow> read_rows(const ReadCase& c);

}  // namespace imcbench
