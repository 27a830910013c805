// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/trainer.h"

#include <algorithm>
#include <chrono>

#include "kernels/core/check.h"
#include "suites/optimizations/hardware_aware/hardware_aware.h"
#include "suites/trainer/checkpoint.h"
#include "suites/trainer/gradient_sum.h"
#include "suites/trainer/inference_network.h"
#include "suites/trainer/start_network.h"
#include "suites/trainer/weight_update.h"

namespace imcbench {

namespace {

Split split_of(const TrainingPlan& plan, const Dataset& data) {
  if (plan.validation >= data.count) {
    input_error("{}: validation takes {} of {} samples; at least one must be left to train on",
                plan.path, plan.validation, data.count);
  }
  if (plan.validation_block > 0) return split_blocks(data, plan.validation, plan.validation_block);
  return split_samples(data.count, plan.validation, plan.seed);
}

std::unique_ptr<TrainingSamples> training_samples(const TrainingPlan& plan,
                                                  const TrainingData& data, const Network& network,
                                                  const Split& split) {
  if (plan.order == SampleOrder::random_windows) {
    return windows_of(network, data.tokens, data.train->predictions, plan.seed, plan.path);
  }
  if (plan.order == SampleOrder::streams) {
    // The states carry what came before a window: all of its steps are predicted.
    return streams_of(network, data.tokens, network.input.size(), plan.batch, plan.seed, plan.path);
  }
  return samples_of(network, *data.train, split.training, plan.augmentation, plan.seed);
}

class Training {
 public:
  Training(const TrainingPlan& plan, const TrainingData& data, int threads, Isa isa,
           const CheckpointPlan* checkpoint, const MakeGradient& make_gradient)
      : plan_(plan),
        data_(data),
        threads_(threads),
        isa_(isa),
        checkpoint_(checkpoint),
        split_(split_of(plan, *data.train)),
        network_(start_network(plan, *data.train, split_.training)),
        start_(plan.hardware_aware.empty() ? Network{} : network_),
        hardware_aware_(make_hardware_aware()),
        samples_(training_samples(plan, data, network_, split_)),
        gradient_(make_gradient({hardware_aware_ ? hardware_aware_->used() : network_, *samples_,
                                 plan.batch, plan.label_smoothing, plan.seed, threads, isa,
                                 pass_options()})),
        gradients_(*gradient_),
        weights_(network_, gradients_, optimizer_record(plan.optimizer).bind(plan.optimizer_values),
                 plan.clip_norm, threads),
        schedule_(schedule_record(plan.schedule).bind(plan.schedule_values)) {
    result();  // found out before the work that it can be made
    state_.training_text = plan.text;
    state_.data_sha256 = data.train->sha256;
    if (checkpoint_ != nullptr && checkpoint_->resume) restore();
  }

  TrainingResult run(const TrainingCallback& callback) {
    while (state_.epoch < plan_.epochs) {
      run_epoch(callback);
      if (stopped_) return {{}, progress_, true};
    }
    if (state_.best_epoch > 0) set_weights(state_.best);
    Network network = result();
    round_weights(network, plan_.kept_bits);
    return {std::move(network), progress_};
  }

 private:
  using Clock = std::chrono::steady_clock;

  std::unique_ptr<HardwareAware> make_hardware_aware() const {
    if (plan_.hardware_aware.empty()) return nullptr;
    return std::make_unique<HardwareAware>(plan_.hardware_aware, network_, plan_.seed, threads_,
                                           isa_);
  }
  PassOptions pass_options() const {
    if (!hardware_aware_) return {};
    return {hardware_aware_->hardware(), &start_,
            plan_.hardware_aware.ingredients.get<Distillation>()};
  }
  // The network as it is evaluated and stored.
  Network result() const {
    Network network =
        inference_network(hardware_aware_ ? hardware_aware_->deployed(network_) : network_);
    const Dataset& data = *data_.train;
    const bool streams = plan_.order == SampleOrder::streams && plan_.start.empty();
    if (!streams || data.predictions == data.height) return network;
    return scoring_what_is_predicted(plan_, data, network);
  }

  std::uint32_t steps_per_epoch() const {
    return static_cast<std::uint32_t>((samples_->size() + plan_.batch - 1) / plan_.batch);
  }
  std::uint64_t steps_done() const {
    return std::uint64_t{state_.epoch} * steps_per_epoch() + state_.step;
  }

  void run_epoch(const TrainingCallback& callback) {
    const std::uint32_t epoch = state_.epoch;
    const std::vector<std::uint32_t> order = samples_->order(epoch);
    if (state_.step == 0) std::ranges::fill(gradients_.states(), 0.0f);
    while (state_.epoch == epoch && !stopped_) {
      const Clock::time_point start = Clock::now();
      const std::size_t first = std::size_t{state_.step} * plan_.batch;
      const std::size_t count = std::min<std::size_t>(plan_.batch, order.size() - first);
      const StepPoint at{static_cast<std::uint32_t>(steps_done()), epochs_done()};
      if (hardware_aware_) hardware_aware_->begin_step(network_, at);
      const BatchScore score = gradients_.compute(std::span(order).subspan(first, count), epoch,
                                                  at.step);
      if (score.not_finite > 0) diverged();
      gradients_.update_statistics(network_);
      update(at);
      state_.seconds += std::chrono::duration<double>(Clock::now() - start).count();
      state_.predictions += score.predictions;
      state_.correct += score.correct;
      state_.loss_q24 += score.loss_q24;
      finish_step(callback);
    }
  }

  double epochs_done() const {
    return state_.epoch + static_cast<double>(state_.step) / static_cast<double>(steps_per_epoch());
  }

  double factor_of_rate() const {
    std::vector<double> losses;
    for (const Evaluation& e : state_.validation) losses.push_back(e.mean_loss());
    return rate_factor(schedule_, {epochs_done(), static_cast<double>(plan_.epochs), losses});
  }

  void update(const StepPoint& at) {
    const double factor = factor_of_rate();
    rate_ = static_cast<float>(plan_.optimizer_values["rate"] * factor);
    if (hardware_aware_) {
      const std::span<float> gradient =
          hardware_aware_->changes_gradient() ? gradients_.fold() : std::span<float>();
      hardware_aware_->end_backward(gradient, gradients_.input_sums(), network_, at, factor);
    }
    weights_.step(rate_);
    if (hardware_aware_) hardware_aware_->end_step(network_, at);
  }

  void finish_step(const TrainingCallback& callback) {
    const bool epoch_ends = ++state_.step == steps_per_epoch();
    report(epoch_ends);
    if (epoch_ends) finish_epoch();
    if (callback) callback(progress_);
    if (checkpoint_ == nullptr) return;
    stopped_ = checkpoint_->stop != nullptr && checkpoint_->stop();
    const bool due = state_.seconds >= saved_at_s_ + checkpoint_->every_seconds;
    if (epoch_ends || stopped_ || due) save();
  }

  void report(bool epoch_ends) {
    const std::uint64_t steps = std::uint64_t{steps_per_epoch()} * plan_.epochs;
    const std::uint64_t done = steps_done();
    const double samples = static_cast<double>(state_.epoch) * samples_->size() +
                           static_cast<double>(state_.predictions) / samples_->predictions();
    const Evaluation so_far{state_.predictions, state_.correct, state_.loss_q24};
    const double seconds = state_.seconds;
    progress_ = {state_.epoch + 1,
                 plan_.epochs,
                 done,
                 steps,
                 epoch_ends,
                 so_far.mean_loss(),
                 so_far.accuracy(),
                 rate_,
                 std::nullopt,
                 seconds,
                 seconds / static_cast<double>(done) * static_cast<double>(steps - done),
                 samples / seconds,
                 SlicePass::flops_per_sample(network_) * samples / seconds * 1e-9,
                 state_.best_epoch};
  }

  void finish_epoch() {
    if (data_.validation != nullptr || !split_.validation.empty()) {
      const Network network = result();
      state_.validation.push_back(
          data_.validation != nullptr
              ? evaluate(network, *data_.validation, threads_, isa_)
              : evaluate(network, *data_.train, split_.validation, threads_, isa_));
      progress_.validation = state_.validation.back();
      if (plan_.keep == Keep::best) keep_if_best();
    }
    ++state_.epoch;
    state_.step = 0;
    state_.predictions = state_.correct = 0;
    state_.loss_q24 = 0;
  }

  // The lowest validation loss, the first of equals.
  void keep_if_best() {
    const std::vector<Evaluation>& all = state_.validation;
    const bool better =
        state_.best_epoch == 0 || all.back().loss_q24 < all[state_.best_epoch - 1].loss_q24;
    if (!better) return;
    progress_.best_epoch = state_.best_epoch = state_.epoch + 1;
    state_.best = gather_parameters(network_, gradients_.layout());
    const std::vector<float> statistics = gather_statistics(network_, gradients_.layout());
    state_.best.insert(state_.best.end(), statistics.begin(), statistics.end());
    if (!hardware_aware_) return;
    const std::vector<float> kept = hardware_aware_->state();
    state_.best.insert(state_.best.end(), kept.begin(), kept.end());
  }

  // Parameters, running statistics, then what hardware-aware training keeps.
  void set_weights(const std::vector<float>& values) {
    const ParameterLayout& layout = gradients_.layout();
    const auto end = values.begin() + static_cast<std::ptrdiff_t>(layout.count);
    const std::size_t kept = hardware_aware_ ? hardware_aware_->state().size() : 0;
    scatter_parameters({values.begin(), end}, layout, network_);
    scatter_statistics({end, values.end() - static_cast<std::ptrdiff_t>(kept)}, layout, network_);
    if (hardware_aware_) hardware_aware_->restore(std::span(values).last(kept));
  }

  void save() {
    state_.parameters = gather_parameters(network_, gradients_.layout());
    state_.statistics = gather_statistics(network_, gradients_.layout());
    if (hardware_aware_) state_.hardware_aware = hardware_aware_->state();
    const std::span<const float> states = gradients_.states();
    state_.stream_states.assign(states.begin(), states.end());
    state_.state0 = weights_.state(0);
    state_.state1 = weights_.state(1);
    save_checkpoint(state_, checkpoint_->path);
    saved_at_s_ = state_.seconds;
  }

  void restore() {
    state_ =
        load_checkpoint(checkpoint_->path, plan_.text, data_.train->sha256, gradients_.layout());
    if (state_.epoch > plan_.epochs || state_.step >= steps_per_epoch()) {
      input_error("{}: stands at epoch {}, step {}; this training has {} epochs of {} steps",
                  checkpoint_->path, state_.epoch + 1, state_.step, plan_.epochs,
                  steps_per_epoch());
    }
    std::vector<float> weights = state_.parameters;
    weights.insert(weights.end(), state_.statistics.begin(), state_.statistics.end());
    check_hardware_aware();
    weights.insert(weights.end(), state_.hardware_aware.begin(), state_.hardware_aware.end());
    set_weights(weights);
    if (state_.stream_states.size() != gradients_.states().size()) {
      input_error("{}: /stream_states has {} values; this training has {}", checkpoint_->path,
                  state_.stream_states.size(), gradients_.states().size());
    }
    std::ranges::copy(state_.stream_states, gradients_.states().begin());
    weights_.restore(state_.state0, state_.state1, steps_done());
    saved_at_s_ = state_.seconds;
  }

  void check_hardware_aware() const {
    const std::size_t expected = hardware_aware_ ? hardware_aware_->state().size() : 0;
    if (state_.hardware_aware.size() == expected) return;
    input_error("{}: /hardware_aware has {} values; this training has {}", checkpoint_->path,
                state_.hardware_aware.size(), expected);
  }

  [[noreturn]] void diverged() const {
    input_error("{}: the outputs stopped being finite in epoch {}, step {}; try a rate below {}",
                plan_.path, state_.epoch + 1, state_.step + 1, plan_.optimizer_values["rate"]);
  }

  const TrainingPlan& plan_;
  const TrainingData data_;
  int threads_;
  Isa isa_;
  const CheckpointPlan* checkpoint_;
  Split split_;
  Network network_;
  Network start_;  // the teacher of hardware-aware training
  std::unique_ptr<HardwareAware> hardware_aware_;
  std::unique_ptr<TrainingSamples> samples_;
  std::unique_ptr<BatchGradient> gradient_;
  BatchGradient& gradients_;
  WeightUpdate weights_;
  Schedule schedule_;
  TrainingState state_;
  double saved_at_s_ = 0.0;
  bool stopped_ = false;
  float rate_ = 0.0f;
  TrainingProgress progress_{};
};

}  // namespace

std::unique_ptr<BatchGradient> cpu_gradient(const GradientJob& job) {
  return std::make_unique<GradientSum>(job);
}

TrainingResult train(const TrainingPlan& plan, const TrainingData& data, int threads,
                     const TrainingCallback& callback, Isa isa, const CheckpointPlan* checkpoint,
                     const MakeGradient& make_gradient) {
  IMC_EXPECT(threads > 0);
  return Training(plan, data, threads, isa, checkpoint, make_gradient).run(callback);
}

}  // namespace imcbench
