// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/layouts.h"

#include "kernels/core/check.h"

namespace imcbench {

namespace {

// THE LIST of layouts.
const TableLayout* const kLayouts[] = {&kInferenceLayout,           &kToleranceLayout,
                                       &kAblationLayout,            &kFluctuationAccuracyLayout,
                                       &kFluctuationEnergyLayout,   &kFluctuationParetoLayout};

}  // namespace

const TableLayout& find_layout(const std::string& name) {
  for (const TableLayout* layout : kLayouts) {
    if (name == layout->name) return *layout;
  }
  input_error("unknown layout '{}'{}", name, suggestion(name, layout_names()));
}

std::vector<std::string> layout_names() {
  std::vector<std::string> names;
  for (const TableLayout* layout : kLayouts) names.emplace_back(layout->name);
  return names;
}

}  // namespace imcbench
