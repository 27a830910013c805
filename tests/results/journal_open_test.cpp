// SPDX-License-Identifier: Apache-2.0
// Open plans: scenarios are asked for while the run goes on, and finished work is never lost.
#include "results/shard.h"
#include "tests/results/journal_fixture.h"

namespace imcbench::testing {
namespace {

class OpenJournal : public JournalTest {
 protected:
  Journal open_plan(JournalMode mode, std::vector<ScenarioRecord> start = {}) const {
    return Journal(file(), make_provenance(), std::move(start), mode, PlanKind::open);
  }
  static void expect_trials(const Trials& found, std::size_t scenario, const Chips& chips) {
    EXPECT_TRUE(found == make_trials(plan()[scenario], chips));
  }
};

TEST_F(OpenJournal, ScenariosAreAddedAtAnyTime) {
  Journal journal = open_plan(JournalMode::fresh);
  EXPECT_EQ(journal.scenario_count(), 0u);
  EXPECT_EQ(journal.add_scenario(plan()[1]), 0u);
  journal.seal(0, make_trials(plan()[1], {4, 6}));
  EXPECT_EQ(journal.add_scenario(plan()[0]), 1u);
  EXPECT_EQ(journal.add_scenario(plan()[1]), 0u);  // it is there already
  journal.seal(1, make_trials(plan()[0], {1}));
  EXPECT_EQ(journal.record(1).model, "mlp");
  journal.finish();
  const ResultFile result = read_result(file());
  ASSERT_EQ(result.scenarios.size(), 2u);
  expect_trials(result.scenarios[0].trials, 1, {4, 6});
  expect_trials(result.scenarios[1].trials, 0, {1});
}

TEST_F(OpenJournal, SealedWorkWaitsForTheScenarioToBeAskedFor) {
  leave_unfinished();
  Journal journal = open_plan(JournalMode::resume, {plan()[1]});
  EXPECT_EQ(journal.scenario_count(), 1u);
  EXPECT_EQ(journal.done_chips(0), Chips{1});
  ScenarioRecord asked = plan()[0];
  asked.study = "tolerance";
  asked.planned_chips = 77;
  EXPECT_EQ(journal.add_scenario(asked), 1u);
  EXPECT_EQ(journal.done_chips(1), (Chips{0, 1, 2}));
  journal.finish();
  EXPECT_EQ(read_result(file()).scenarios[1].record.study, "tolerance");
  EXPECT_EQ(read_result(file()).scenarios[1].record.planned_chips, 77u);
}

TEST_F(OpenJournal, WorkThatNobodyAskedForStaysInTheFile) {
  leave_unfinished();
  Journal journal = open_plan(JournalMode::resume, {plan()[1]});
  journal.finish();
  EXPECT_EQ(files(), Names{"run.h5"});
  const ResultFile result = read_result(file());
  ASSERT_EQ(result.scenarios.size(), 2u);
  expect_trials(result.scenarios[0].trials, 1, {1});
  expect_trials(result.scenarios[1].trials, 0, {0, 1, 2});
  Journal again = open_plan(JournalMode::resume);
  EXPECT_EQ(again.done_chips(again.add_scenario(plan()[0])), (Chips{0, 1, 2}));
}

TEST_F(OpenJournal, TrialsOfAnyDoneChipsAreAtHand) {
  leave_unfinished();
  Journal journal = open_plan(JournalMode::resume, plan());
  journal.seal(0, make_trials(plan()[0], {7, 9, 100}));
  for (const Chips& chips : {Chips{}, Chips{0}, Chips{0, 1, 2, 7, 9, 100}, Chips{1, 7, 100}}) {
    expect_trials(journal.trials(0, chips), 0, chips);
  }
  expect_trials(journal.trials(1, Chips{1}), 1, {1});
  EXPECT_THROW(journal.trials(0, Chips{0, 3}), std::logic_error);
}

TEST_F(OpenJournal, OutcomesAndStoppingAreWrittenAndFoundAgain) {
  {
    Journal journal = open_plan(JournalMode::fresh, plan());
    EXPECT_EQ(journal.finished(), nullptr);
    journal.seal(0, make_trials(plan()[0], {0}));
    journal.set_planned_chips(0, 12);
    journal.set_stopping(0, "half-width 0.001", "reached");
    journal.set_outcome("tolerance", "[1]");
    journal.set_outcome("sources", "[2]");
    journal.set_outcome("tolerance", "[3]");
    EXPECT_THROW(journal.set_outcome("tolerance", "[3"), std::logic_error);
    journal.finish();
  }
  Journal journal = open_plan(JournalMode::resume, {plan()[0]});
  ASSERT_NE(journal.finished(), nullptr);
  EXPECT_FALSE(journal.already_complete());
  const ScenarioRecord& record = journal.finished()->scenarios[0].record;
  EXPECT_EQ(record.planned_chips, 12u);
  EXPECT_EQ(record.stopping_rule, "half-width 0.001");
  EXPECT_EQ(record.stopping_reason, "reached");
  const auto& studies = journal.finished()->studies;
  ASSERT_EQ(studies.size(), 2u);
  EXPECT_EQ(studies[0].name + studies[0].json, "sources[2]");
  EXPECT_EQ(studies[1].name + studies[1].json, "tolerance[3]");
}

// A resumed run that comes to the same end.
TEST_F(OpenJournal, AFileThatSaysItAllAlreadyIsNotWrittenAgain) {
  const auto run = [&](JournalMode mode, const char* reason) {
    Provenance provenance = make_provenance();
    provenance.command_line += mode == JournalMode::resume ? " --resume" : "";
    Journal journal(file(), provenance, {}, mode, PlanKind::open);
    const std::size_t index = journal.add_scenario(plan()[0]);
    if (journal.done_chips(index).empty()) journal.seal(index, make_trials(plan()[0], {0, 1}));
    journal.set_stopping(index, "rule", reason);
    journal.set_outcome("sources", "[2]");
    journal.finish();
    EXPECT_EQ(files(), Names{"run.h5"});
    return read_text(file());
  };
  const std::string first = run(JournalMode::fresh, "reached");
  EXPECT_EQ(run(JournalMode::resume, "reached"), first);
  EXPECT_NE(run(JournalMode::resume, "another"), first);
}

// What a study found before more chips came says nothing about now.
TEST_F(OpenJournal, OldOutcomesStayUntilAChipIsAdded) {
  ResultFile finished = make_result({0});
  finished.studies = {{"sources", "[1]"}, {"tolerance", "[1]"}};
  write_result(file(), finished);
  {
    Journal journal = open_plan(JournalMode::resume);
    journal.set_outcome("sources", "[2]");
    journal.finish();
  }
  ResultFile expected = finished;
  expected.studies[0].json = "[2]";
  expect_same_studies(read_result(file()), expected);
  Journal journal = open_plan(JournalMode::resume, {plan()[0]});
  journal.seal(0, make_trials(plan()[0], {5}));
  journal.set_outcome("sources", "[3]");
  journal.finish();
  expected.studies = {{"sources", "[3]"}};
  expect_same_studies(read_result(file()), expected);
}

TEST_F(OpenJournal, OnlyTheSameSeedAndProgramGoOn) {
  leave_unfinished();
  const auto resume = [&](const std::function<void(Provenance&)>& change) {
    return [=, this] {
      Provenance provenance = make_provenance();
      change(provenance);
      Journal(file(), provenance, {}, JournalMode::resume, PlanKind::open);
    };
  };
  expect_input_error(resume([](Provenance& p) { p.seed = 5; }), {"seed: "});
  expect_input_error(resume([](Provenance& p) { p.program_version = "9"; }), {"program_version"});
  Journal journal = open_plan(JournalMode::resume);
  ScenarioRecord other_data = plan()[0];
  other_data.data_sha256 = "0";
  expect_input_error([&] { journal.add_scenario(other_data); },
                     {"mlp/none is not as in this run: data_sha256"});
  ScenarioRecord broken = plan()[0];
  broken.canonical_text += "x";
  expect_input_error([&] { journal.add_scenario(broken); }, {"the plan of the run", "sha256"});
  EXPECT_EQ(journal.scenario_count(), 0u);
  EXPECT_EQ(shards().size(), 3u);
}

TEST_F(OpenJournal, AnotherTextOfTheSuiteKeepsWhatItAsksForAndNothingElse) {
  leave_unfinished();
  Provenance provenance = make_provenance();
  provenance.suite_text += "#";
  Journal journal(file(), provenance, {plan()[1]}, JournalMode::resume, PlanKind::open);
  EXPECT_EQ(journal.done_chips(0), Chips{1});
  EXPECT_EQ(journal.left_out(), 1u);
  journal.finish();
  const ResultFile result = read_result(file());
  ASSERT_EQ(result.scenarios.size(), 1u);
  expect_trials(result.scenarios[0].trials, 1, {1});
}

TEST_F(OpenJournal, AFixedPlanTakesNoScenario) {
  Journal journal = open(JournalMode::fresh);
  EXPECT_THROW(journal.add_scenario(make_record("resnet")), std::logic_error);
}

TEST_F(OpenJournal, OnlyTheChipsOfADamagedShardAreRunAgain) {
  leave_unfinished();
  const std::string cut = parts() + "/" + shard_name(plan()[0], Chips{0, 1});
  write_text(cut, read_text(cut).substr(0, 1000));
  Journal journal = open_plan(JournalMode::resume);
  ASSERT_EQ(journal.bad_shards().size(), 1u);
  EXPECT_NE(journal.bad_shards()[0].find(cut + ": 1000 bytes long"), std::string::npos);
  journal.add_scenario(plan()[0]);
  EXPECT_EQ(journal.done_chips(0), Chips{2});
  journal.seal(0, make_trials(plan()[0], {0, 1}));
  journal.finish();
  expect_trials(read_result(file()).scenarios[0].trials, 0, {0, 1, 2});
}

}  // namespace
}  // namespace imcbench::testing
