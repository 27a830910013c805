// SPDX-License-Identifier: Apache-2.0
// A table of many networks, each on data of its own: its rows, what of them is there, and what they
// gave. Every row has a result file of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "datasets/search.h"
#include "results/schema.h"
#include "suites/config/toml_reader.h"

namespace imcbench {

struct TableNetwork {
  std::string place;  // file:line:column
  std::string model;  // a zoo name, or a file
  std::string dataset, split;
  std::string family;                           // "CNN", "RNN", "transformer"
  std::string kind;                             // "LSTM language model": as in results/published
  std::string metric;                           // "accuracy" or "error"
  std::string note;                             // what is to be known of its data, or ""
  std::string get;                              // the command that makes the model; "": the zoo's
  std::vector<std::string> variants;            // endings of further models of this row
  std::vector<std::string> full_variants;       // and of those that --full adds
  std::uint32_t samples = 0, full_samples = 0;  // instead of the table's; 0: the table's
  std::uint32_t chips = 0, full_chips = 0;      // likewise
  bool full_only = false;                       // too long for the default size
};

struct NetworkResult {
  const TableNetwork* network;
  ResultFile result;
};

TableNetwork read_network(TomlTable table);

// "60 chips, 200 samples", of the row's first scenario.
std::string size_text(const NetworkResult& row);

// "": the model is there. Else what is missing and the command that gets it, one line.
std::string missing_model(const std::string& model, const std::string& get);
std::string missing_data(const std::string& dataset, const DataSearch& search);

}  // namespace imcbench
