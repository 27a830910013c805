// SPDX-License-Identifier: Apache-2.0
#include "datasets/recent.h"

#include <algorithm>

namespace imcbench {

namespace {

template <class T>
void keep_first(std::vector<T>& rows, std::size_t count) {
  if (rows.size() > count) rows = std::vector<T>(rows.data(), rows.data() + count);
}

FirstSamples first_samples(Dataset data, std::uint32_t samples) {
  const std::uint32_t split_count = data.count;
  data.count = std::min(samples, split_count);
  keep_first(data.pixels, data.count * data.sample_size());
  keep_first(data.values, data.count * data.sample_size());
  keep_first(data.labels, std::size_t{data.count} * data.predictions);
  return {std::move(data), split_count};
}

}  // namespace

std::shared_ptr<const FirstSamples> RecentDatasets::get(std::string_view name,
                                                        std::string_view split,
                                                        std::uint32_t samples) {
  const auto found = std::ranges::find_if(recent_, [&](const auto& kept) {
    return kept->data.name == name && kept->data.split == split &&
           kept->data.count >= std::min(samples, kept->split_count);
  });
  if (found != recent_.end()) {
    recent_.splice(recent_.begin(), recent_, found);
  } else {
    recent_.push_front(std::make_shared<const FirstSamples>(
        first_samples(load_dataset(name, split, search_), samples)));
    if (recent_.size() > kKept) recent_.pop_back();
  }
  return recent_.front();
}

}  // namespace imcbench
