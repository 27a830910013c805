// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/run_training.h"

#include <fmt/chrono.h>

#include <chrono>
#include <cmath>
#include <filesystem>

#include "kernels/core/check.h"
#include "kernels/network/evaluator.h"
#include "suites/trainer/gemm_speed.h"
#include "suites/trainer/gpu/gradient_cuda.h"
#include "version.h"

namespace imcbench {

namespace {

constexpr double kSecondsBetweenLines = 10.0;
constexpr double kGemmSeconds = 0.1;  // to find out how fast the machine is

// "accuracy 91.20 %", with the perplexity of texts.
std::string score_text(double loss, double accuracy, bool text) {
  const std::string score = fmt::format("loss {:.4f} accuracy {:.2f} %", loss, 100.0 * accuracy);
  return text ? score + fmt::format(" perplexity {:.2f}", std::exp(loss)) : score;
}

// One line now and then.
class Log {
 public:
  // gemm_gflops: how fast the processor multiplies matrices; 0 where something else trains.
  Log(std::ostream& out, bool text, double gemm_gflops)
      : out_(out), text_(text), gemm_gflops_(gemm_gflops) {}

  void operator()(const TrainingProgress& p) {
    if (!p.epoch_ends && p.seconds < last_line_s_ + kSecondsBetweenLines) return;
    last_line_s_ = p.seconds;
    std::string text = fmt::format("epoch {}/{} step {}/{}: {}", p.epoch, p.epochs, p.step, p.steps,
                                   score_text(p.loss, p.accuracy, text_));
    if (p.validation) {
      text += ", validation " +
              score_text(p.validation->mean_loss(), p.validation->accuracy(), text_);
      if (p.best_epoch == p.epoch) text += " (best)";
    }
    const std::string share =
        gemm_gflops_ > 0.0 ? fmt::format(" ({:.0f} % of gemm)", 100.0 * p.gflops / gemm_gflops_) : "";
    text += fmt::format("; rate {:.3g}, {:.0f} samples/s, {:.1f} GFLOP/s{}, {:.0f} s left\n",
                        p.learning_rate, p.samples_per_s, p.gflops, share, p.seconds_left);
    out_ << text << std::flush;
  }

 private:
  std::ostream& out_;
  bool text_;
  double gemm_gflops_;
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
  if (plan.test_split != "test") origin.test_split = plan.test_split;
  origin.created_utc = now_utc();
  if (!plan.start.empty()) {
    const ModelFile start = load_model(find_model(plan.start));
    origin.source = fmt::format("trained from '{}' (content sha256 {})", plan.start,
                                content_sha256(start.network));
    if (!start.origin.source.empty()) origin.source += ": " + start.origin.source;
    origin.licence = start.origin.licence;
  }
  return origin;
}

void check_no_checkpoint(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return;
  input_error("{}: a training that was killed left this; use --resume to go on from it, or "
              "--overwrite to start anew",
              path);
}

}  // namespace

std::string checkpoint_path(const std::string& out) { return out + ".checkpoint"; }

TrainingRun run_training(const std::string& path, const std::string& out,
                         const TrainingMachine& machine, const std::string& data_dir, std::ostream& log,
                         const std::string& command, Resume resume,
                         const TrainingChanges& changes, bool (*stop)()) {
  const TrainingPlan plan = parse_training(path, changes);
  check_writable(out);
  const bool on_cuda =
      machine.backend == "cuda" || (machine.backend == "auto" && cuda_device_count() > 0);
  if (on_cuda) cuda_description(machine.device);  // or a clear error, before the work
  CheckpointPlan checkpoint{checkpoint_path(out), resume == Resume::resume};
  checkpoint.stop = stop;
  if (resume == Resume::none_there) check_no_checkpoint(checkpoint.path);
  const DataSearch search = standard_search(data_dir);
  const Dataset data = load_dataset(plan.dataset, plan.split, search);
  const Dataset test_data = load_dataset(plan.dataset, plan.test_split, search);
  for (const Dataset* part : {&data, &test_data}) {
    if (const std::string note = computed_note(*part); !note.empty()) log << "note: " << note << '\n';
  }
  const double gemm_gflops = on_cuda ? 0.0 : measure_gemm_gflops(machine.threads, kGemmSeconds);
  log << fmt::format("{}: {} on {}, {} samples, {} epochs; {}; {}\n", plan.name,
                     plan.start.empty() ? plan.topology : plan.start, plan.dataset,
                     data.count - plan.validation, plan.epochs, plan.optimizer_text(),
                     on_cuda ? "gradients on " + cuda_description(machine.device)
                             : fmt::format("{} threads, gemm {:.1f} GFLOP/s", machine.threads,
                                           gemm_gflops));
  TrainingData training(data);
  Dataset validation;
  if (!plan.validation_split.empty()) {
    validation = load_dataset(plan.dataset, plan.validation_split, search);
    training.validation = &validation;
  }
  TokenStream text;
  if (plan.order != SampleOrder::samples) {
    text = load_tokens(plan.dataset, plan.split, search);
    training.tokens = text.tokens;
  }
  const auto callback = [log = Log(log, data.predictions > 1, gemm_gflops)](
                            const TrainingProgress& p) mutable { log(p); };
  const MakeGradient on_device = [&](const GradientJob& job) {
    return cuda_gradient(job, machine.device);
  };
  TrainingResult result = train(plan, training, machine.threads, callback, active_isa(),
                                &checkpoint, on_cuda ? on_device : cpu_gradient);
  if (result.stopped) return {{}, {}, result.last, true};
  const Evaluation test = evaluate(result.network, test_data, machine.threads);
  const std::string used = command.empty() ? fmt::format("imcbench train {} --out {}", path, out)
                                           : command;
  TrainingRun run{{std::move(result.network), plan.summary, origin_of(plan, data, test, used)},
                  test, result.last};
  save_model(run.model, out);
  std::filesystem::remove(checkpoint.path);
  log << fmt::format("{}: test accuracy {:.2f} % ({} of {}), loss {:.4f}; {:.0f} s, "
                     "{:.1f} GFLOP/s\nweights {}\nwritten to {}\n",
                     plan.name, 100.0 * test.accuracy(), test.correct, test.samples,
                     test.mean_loss(), run.last.seconds, run.last.gflops,
                     content_sha256(run.model.network), out);
  return run;
}

}  // namespace imcbench
