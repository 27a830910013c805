// SPDX-License-Identifier: Apache-2.0
// THE LIST of weight files made elsewhere that can become models. A new layout is a file in this
// folder and one record in list.cpp. The weights are not ours and are not shipped.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "results/hdf5.h"
#include "suites/models/model_file.h"

namespace imcbench {

struct ImportRecord {
  const char* name;
  const char* summary;  // one sentence
  const char* source;   // where the weights come from
  const char* licence;
  const char* group;     // of the file that holds the network; "/" for the whole file
  const char* original;  // of original_list(): the authors' files and what converts them
  const char* dataset;   // whose inputs it takes
  const char* split;     // that published accuracies are of
  // The network of such a group. InputError "<file>: <object>: ..." for anything wrong.
  Network (*read)(const H5Group& group);
};

std::span<const ImportRecord> import_list();

// The network of `path` with its origin. InputError for an unknown layout or a file of another one.
ModelFile import_model(std::string_view layout, const std::string& path);
const ImportRecord& find_import(std::string_view layout);

}  // namespace imcbench
