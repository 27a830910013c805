// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/run_training.h"

#include <fmt/chrono.h>

#include <chrono>
#include <filesystem>

#include "kernels/core/check.h"
#include "version.h"

namespace imcbench {

namespace {

constexpr double kSecondsBetweenLines = 10.0;

// One line now and then.
class Log {
 public:
  explicit Log(std::ostream& out) : out_(out) {}

  void operator()(const TrainingProgress& p) {
    if (!p.epoch_ends && p.seconds < last_line_s_ + kSecondsBetweenLines) return;
    last_line_s_ = p.seconds;
    std::string text = fmt::format("epoch {}/{} step {}/{}: loss {:.4f} accuracy {:.2f} %", p.epoch,
                                   p.epochs, p.step, p.steps, p.loss, 100.0 * p.accuracy);
    if (p.validation) {
      text += fmt::format(", validation loss {:.4f} accuracy {:.2f} %", p.validation->mean_loss(),
                          100.0 * p.validation->accuracy());
    }
    text += fmt::format("; rate {:.3g}, {:.0f} samples/s, {:.1f} GFLOP/s, {:.0f} s left\n",
                        p.learning_rate, p.samples_per_s, p.gflops, p.seconds_left);
    out_ << text << std::flush;
  }

 private:
  std::ostream& out_;
  double last_line_s_ = 0.0;
};

// Found out before the work, not after it.
void check_writable(const std::string& out) {
  const std::filesystem::path folder = std::filesystem::path(out).parent_path();
  std::error_code error;
  if (!folder.empty() && !std::filesystem::is_directory(folder, error)) {
    input_error("{}: folder '{}' does not exist", out, folder.string());
  }
  if (std::filesystem::is_directory(out, error)) input_error("{}: is a folder; give a file", out);
}

std::string now_utc() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

ModelOrigin origin_of(const TrainingPlan& plan, const Dataset& data, const Evaluation& test,
                      const std::string& command) {
  ModelOrigin origin;
  origin.dataset = plan.dataset;
  origin.dataset_sha256 = data.sha256;
  origin.seed = plan.seed;
  origin.training_text = plan.text;
  origin.command = command;
  origin.program_version = IMCBENCH_VERSION;
  origin.git_sha = IMCBENCH_GIT_SHA;
  origin.optimizer = plan.optimizer_text();
  origin.epochs = plan.epochs;
  origin.test_accuracy = test.accuracy();
  origin.test_loss = test.mean_loss();
  origin.created_utc = now_utc();
  return origin;
}

}  // namespace

TrainingRun run_training(const std::string& path, const std::string& out, int threads,
                         const std::string& data_dir, std::ostream& log,
                         const std::string& command) {
  const TrainingPlan plan = parse_training(path);
  check_writable(out);
  const DataSearch search = standard_search(data_dir);
  const Dataset data = load_dataset(plan.dataset, "train", search);
  const Dataset test_data = load_dataset(plan.dataset, "test", search);
  log << fmt::format("{}: {} on {}, {} samples, {} epochs; {}\n", plan.name,
                     plan.start.empty() ? plan.topology : plan.start,
                     plan.dataset, data.count - plan.validation, plan.epochs,
                     plan.optimizer_text());
  const auto callback = [log = Log(log)](const TrainingProgress& p) mutable { log(p); };
  TrainingResult result = train(plan, data, threads, callback);
  const Evaluation test = evaluate(result.network, test_data, threads);
  const std::string used = command.empty() ? fmt::format("imcbench train {} --out {}", path, out)
                                           : command;
  TrainingRun run{{std::move(result.network), plan.summary, origin_of(plan, data, test, used)},
                  test, result.last};
  save_model(run.model, out);
  log << fmt::format("{}: test accuracy {:.2f} % ({} of {}), loss {:.4f}; {:.0f} s, "
                     "{:.1f} GFLOP/s\nweights {}\nwritten to {}\n",
                     plan.name, 100.0 * test.accuracy(), test.correct, test.samples,
                     test.mean_loss(), run.last.seconds, run.last.gflops,
                     content_sha256(run.model.network), out);
  return run;
}

}  // namespace imcbench
