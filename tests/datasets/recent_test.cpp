// SPDX-License-Identifier: Apache-2.0
// Data sets that stay in memory: the same object while it is one of the last two, and the errors of
// load_dataset().
#include "datasets/recent.h"

#include "tests/datasets/support.h"

namespace imcbench {
namespace {

TEST(RecentDatasets, TheLastTwoStayAndAreWhatLoadDatasetReads) {
  RecentDatasets recent(standard_search());
  const auto test = recent.get("hmm-text", "test");
  const auto train = recent.get("hmm-text", "train");
  EXPECT_EQ(recent.get("hmm-text", "test"), test);
  EXPECT_EQ(recent.get("hmm-text", "train"), train);
  EXPECT_EQ(test->split, "test");
  EXPECT_EQ(test->values, load_dataset("hmm-text", "test").values);

  const auto other = recent.get("associative-recall", "test");  // "test" of hmm-text is the oldest
  EXPECT_EQ(other->name, "associative-recall");
  EXPECT_EQ(recent.get("hmm-text", "train"), train);
  const auto again = recent.get("hmm-text", "test");
  EXPECT_NE(again, test);
  EXPECT_EQ(again->values, test->values) << "and what was handed out before is still there";
}

TEST(RecentDatasets, ErrorsAreThoseOfLoadingAndNothingIsKept) {
  RecentDatasets recent(standard_search());
  const auto train = recent.get("hmm-text", "train");
  const std::string message = test::input_error_of([&] { recent.get("hmm-text", "tests"); });
  EXPECT_EQ(message, test::input_error_of([] { load_dataset("hmm-text", "tests"); }));
  EXPECT_EQ(recent.get("hmm-text", "train"), train);
}

}  // namespace
}  // namespace imcbench
