// SPDX-License-Identifier: Apache-2.0
#include "datasets/recent.h"

#include <algorithm>

namespace imcbench {

std::shared_ptr<const Dataset> RecentDatasets::get(std::string_view name, std::string_view split) {
  const auto found = std::ranges::find_if(
      recent_, [&](const auto& data) { return data->name == name && data->split == split; });
  if (found != recent_.end()) {
    recent_.splice(recent_.begin(), recent_, found);
  } else {
    recent_.push_front(std::make_shared<const Dataset>(load_dataset(name, split, search_)));
    if (recent_.size() > kKept) recent_.pop_back();
  }
  return recent_.front();
}

}  // namespace imcbench
