// SPDX-License-Identifier: Apache-2.0
// Samples that stay in memory: the same object while it is one of the last two and long enough, and
// the errors of load_dataset().
#include "datasets/recent.h"

#include "tests/datasets/support.h"

namespace imcbench {
namespace {

TEST(RecentDatasets, TheLastTwoStay) {
  RecentDatasets recent(standard_search());
  const auto test = recent.get("hmm-text", "test", 5);
  const auto train = recent.get("hmm-text", "train", 5);
  EXPECT_EQ(recent.get("hmm-text", "test", 5), test);
  EXPECT_EQ(recent.get("hmm-text", "train", 5), train);

  const auto other = recent.get("associative-recall", "test", 5);  // "test" of hmm-text is the oldest
  EXPECT_EQ(other->data.name, "associative-recall");
  EXPECT_EQ(recent.get("hmm-text", "train", 5), train);
  const auto again = recent.get("hmm-text", "test", 5);
  EXPECT_NE(again, test);
  EXPECT_EQ(again->data.values, test->data.values) << "what was handed out before is still there";
}

TEST(RecentDatasets, ItIsTheFirstSamplesOfTheSplit) {
  RecentDatasets recent(standard_search());
  for (const char* name : {"hmm-text", "glyphs"}) {  // tokens, many predictions; pixels
    const Dataset whole = load_dataset(name, "test");
    const auto kept = recent.get(name, "test", 7);
    const Dataset& first = kept->data;
    EXPECT_EQ(first.count, 7u);
    EXPECT_EQ(kept->split_count, whole.count);
    EXPECT_EQ(first.sha256, whole.sha256);
    EXPECT_EQ(first.labels.size(), 7u * whole.predictions);
    EXPECT_TRUE(std::equal(first.labels.begin(), first.labels.end(), whole.labels.begin()));
    std::vector<float> a(7 * whole.sample_size()), b(a.size());
    to_float(first, 0, 7, a.data());
    to_float(whole, 0, 7, b.data());
    EXPECT_EQ(a, b);
  }
}

TEST(RecentDatasets, FewerServeAndMoreAreReadAnew) {
  RecentDatasets recent(standard_search());
  const auto seven = recent.get("hmm-text", "test", 7);
  EXPECT_EQ(recent.get("hmm-text", "test", 3), seven);
  const auto all = recent.get("hmm-text", "test", 1'000'000);
  EXPECT_NE(all, seven);
  EXPECT_EQ(all->data.count, all->split_count);
  EXPECT_EQ(recent.get("hmm-text", "test", 2'000'000), all);
}

TEST(RecentDatasets, ErrorsAreThoseOfLoadingAndNothingIsKept) {
  RecentDatasets recent(standard_search());
  const auto train = recent.get("hmm-text", "train", 1);
  const std::string message = test::input_error_of([&] { recent.get("hmm-text", "tests", 1); });
  EXPECT_EQ(message, test::input_error_of([] { load_dataset("hmm-text", "tests"); }));
  EXPECT_EQ(recent.get("hmm-text", "train", 1), train);
}

}  // namespace
}  // namespace imcbench
