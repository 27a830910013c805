// SPDX-License-Identifier: Apache-2.0
// imcbench train TRAINING
#include <fmt/format.h>
#include <omp.h>

#include <fstream>
#include <iostream>

#include "kernels/core/check.h"
#include "suites/cli/command.h"
#include "suites/cli/model_page.h"
#include "suites/cli/run_options.h"
#include "suites/experiments/progress.h"
#include "suites/trainer/run_training.h"

namespace imcbench {

Action setup_train(CLI::App& app) {
  struct Arguments {
    std::string file, out, data_dir;
    TrainingMachine machine;
    bool overwrite = false, resume = false;
    TrainingChanges changes;
  };
  auto a = std::make_shared<Arguments>();
  app.add_option("file", a->file, "training file")->required();
  app.add_option("--out", a->out, "model file to write")->required();
  app.add_option("--threads", a->machine.threads,
                 "processor threads; never changes a weight (default: all)")
      ->check(CLI::Range(1, 4096));
  app.add_option("--backend", a->machine.backend,
                 "cpu, cuda, or auto: cuda where a device is; never changes a weight (default: cpu)");
  app.add_option("--device", a->machine.device, "number of the CUDA device (default: 0)")
      ->check(CLI::Range(0, 1023));
  app.add_option("--data-dir", a->data_dir, "folder to look for data sets first");
  app.add_flag("--overwrite", a->overwrite, "replace an existing model file and checkpoint");
  app.add_flag("--resume", a->resume,
               "go on from OUT.checkpoint, which a training that was killed left");
  app.add_option("--without", a->changes.without,
                 "leave out this ingredient of hardware-aware training; can be repeated")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--variant", a->changes.variant, "with the changes of [variant.NAME] of the file");
  app.add_option("--seed", a->changes.seed, "another seed than the file's")
      ->check(CLI::Range(std::int64_t{0}, kMaxTrainingSeed));
  return [a](const CommandContext& context) {
    if (!a->overwrite && std::ifstream(a->out).good()) {
      input_error("{}: the file exists; use --overwrite", a->out);
    }
    check_backend(a->machine.backend);
    if (a->machine.threads == 0) a->machine.threads = omp_get_num_procs();
    const Resume resume = a->resume      ? Resume::resume
                          : a->overwrite ? Resume::start_anew
                                         : Resume::none_there;
    watch_for_interrupt();
    const TrainingRun run = run_training(a->file, a->out, a->machine, a->data_dir, std::cerr,
                                         context.command_line, resume, a->changes, interrupted);
    if (run.stopped) {
      fmt::print(stderr, "interrupted: all is in {}; the same command with --resume goes on\n",
                 checkpoint_path(a->out));
      return kExitInterrupted;
    }
    fmt::print("{}: test accuracy {:.2f} %, loss {:.4f} nat\n{}", a->out,
               100.0 * run.test.accuracy(), run.test.mean_loss(), coverage_text(run.model.network));
    return kExitDone;
  };
}

}  // namespace imcbench
