// SPDX-License-Identifier: Apache-2.0
// Trials as CSV (RFC 4180, '\n' line ends): one line per scenario, chip and time.
#pragma once

#include <ostream>

#include "results/schema.h"

namespace imcbench {

// Header: scenario,chip,time_s,correct,total,loss,settings, then one column per factor of any
// scenario, empty where a scenario has not got it. scenario is model/optimization#index, loss the
// mean in nat per sample, settings are joined with "; "; numbers are the shortest text that reads
// back as the same double.
// The caller checks the stream.
void write_csv(std::ostream& out, const ResultFile& result);

}  // namespace imcbench
