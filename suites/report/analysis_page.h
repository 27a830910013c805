// SPDX-License-Identifier: Apache-2.0
// The HTML page of a result file, which the Python package imc_analysis draws.
#pragma once

#include <string>

namespace imcbench {

// Runs `python3 -m imc_analysis FILE --html OUT` and returns its exit code. The interpreter is
// IMCBENCH_PYTHON, else the first of /usr/bin/python3 and python3 on PATH that has the libraries.
// The package is looked for in IMCBENCH_ANALYSIS, the source tree, and ../share/imcbench/analysis
// beside the program. InputError when one of them is missing, naming the library that is.
int write_analysis_page(const std::string& file, const std::string& out);

}  // namespace imcbench
