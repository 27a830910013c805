// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/trainer.h"

#include <algorithm>
#include <chrono>

#include "kernels/core/check.h"
#include "suites/models/list.h"
#include "suites/models/model_file.h"
#include "suites/optimizations/hardware_aware/hardware_aware.h"
#include "suites/trainer/gradient_sum.h"

namespace imcbench {

namespace {

constexpr std::size_t kPieceFloats = 4096;  // updated at a time: stays in the first cache

Network untrained(const TrainingPlan& plan, const Dataset& data, const Split& split) {
  const ModelInfo& topology = find_topology(plan.topology, plan.path);
  Network network = topology.build({data.height, data.width, data.channels}, data.classes);
  network.name = plan.name;
  const PixelStatistics statistics = pixel_statistics(data, split.training);
  network.mean = statistics.mean;
  network.std = statistics.std;
  initialize_weights(network, plan.init, plan.seed);
  return network;
}

// What training begins with: a model made before, or an untrained network.
Network start_of(const TrainingPlan& plan, const Dataset& data, const Split& split) {
  if (plan.start.empty()) return untrained(plan, data, split);
  Network network = load_model(find_model(plan.start)).network;
  const Shape sample{data.height, data.width, data.channels};
  if (!(network.input == sample) || network.classes != data.classes) {
    input_error("{}: model '{}' does not fit data set '{}': other inputs or classes", plan.path,
                plan.start, data.name);
  }
  network.name = plan.name;
  return network;
}

Split split_of(const TrainingPlan& plan, const Dataset& data) {
  if (plan.validation >= data.count) {
    input_error("{}: validation takes {} of {} samples; at least one must be left to train on",
                plan.path, plan.validation, data.count);
  }
  return split_samples(data.count, plan.validation, plan.seed);
}

// A part of one slot.
struct Piece {
  float* parameter;
  std::size_t first, count;  // in the layout
  bool decays;
};

std::vector<Piece> pieces_of(Network& network, const ParameterLayout& layout) {
  std::vector<Piece> pieces;
  for (const ParameterSlot& slot : layout.slots) {
    float* parameter = parameters_of(network, slot).data();
    for (std::size_t i = 0; i < slot.count; i += kPieceFloats) {
      const std::size_t count = std::min(kPieceFloats, slot.count - i);
      pieces.push_back({parameter + i, slot.first + i, count, slot.decays});
    }
  }
  return pieces;
}

class Training {
 public:
  Training(const TrainingPlan& plan, const Dataset& data, int threads, Isa isa)
      : plan_(plan),
        data_(data),
        threads_(threads),
        isa_(isa),
        split_(split_of(plan, data)),
        network_(start_of(plan, data, split_)),
        start_(plan.hardware_aware.empty() ? Network{} : network_),
        hardware_aware_(make_hardware_aware()),
        inputs_(network_, data, plan.augmentation, plan.seed),
        gradients_(hardware_aware_ ? hardware_aware_->used() : network_, data, inputs_, plan.batch,
                   plan.label_smoothing, threads, isa, pass_options()),
        pieces_(pieces_of(network_, gradients_.layout())),
        optimizer_(optimizer_record(plan.optimizer).bind(plan.optimizer_values)),
        schedule_(schedule_record(plan.schedule).bind(plan.schedule_values)) {
    for (auto& state : states_) state.assign(gradients_.layout().count, 0.0f);
  }

  TrainingResult run(const TrainingCallback& callback) {
    for (std::uint32_t epoch = 0; epoch < plan_.epochs; ++epoch) run_epoch(epoch, callback);
    return {result(), progress_};
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
    return hardware_aware_ ? hardware_aware_->deployed(network_) : network_;
  }

  std::uint64_t steps_per_epoch() const {
    return (split_.training.size() + plan_.batch - 1) / plan_.batch;
  }

  void run_epoch(std::uint32_t epoch, const TrainingCallback& callback) {
    const std::vector<std::uint32_t> order = epoch_order(split_.training, epoch, plan_.seed);
    BatchScore sum;
    for (std::uint64_t step = 0; step < steps_per_epoch(); ++step) {
      const Clock::time_point start = Clock::now();
      const std::size_t first = step * plan_.batch;
      const std::size_t count = std::min<std::size_t>(plan_.batch, order.size() - first);
      const StepPoint at = point(epoch, step);
      if (hardware_aware_) hardware_aware_->begin_step(network_, at);
      const BatchScore score = gradients_.compute(std::span(order).subspan(first, count), epoch);
      if (score.not_finite > 0) diverged(epoch, step);
      update(at);
      seconds_ += std::chrono::duration<double>(Clock::now() - start).count();
      sum.predictions += score.predictions;
      sum.correct += score.correct;
      sum.loss_q24 += score.loss_q24;
      report(epoch, step, sum, callback);
    }
  }

  StepPoint point(std::uint32_t epoch, std::uint64_t step) const {
    return {static_cast<std::uint32_t>(epoch * steps_per_epoch() + step),
            epoch + static_cast<double>(step) / static_cast<double>(steps_per_epoch())};
  }

  void update(const StepPoint& at) {
    const double factor =
        rate_factor(schedule_, {at.epoch, static_cast<double>(plan_.epochs)});
    rate_ = static_cast<float>(plan_.optimizer_values["rate"] * factor);
    if (hardware_aware_) {
      const std::span<float> gradient =
          hardware_aware_->has_column_scale() ? gradients_.fold() : std::span<float>();
      hardware_aware_->end_backward(gradient, gradients_.input_sums(), at, factor);
    }
    std::visit([&](auto& optimizer) { update_with(optimizer); }, optimizer_);
    if (hardware_aware_) hardware_aware_->end_step(network_, at);
  }

  template <class Kind>
  void update_with(Kind& optimizer) {
    optimizer.begin_step();
#pragma omp parallel for schedule(static) num_threads(threads_)
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      const Piece& piece = pieces_[i];
      float gradient[kPieceFloats];
      gradients_.add_up(piece.first, piece.count, gradient);
      optimizer.update({piece.parameter, gradient,
                        {states_[0].data() + piece.first, states_[1].data() + piece.first},
                        piece.count, rate_, piece.decays});
    }
  }

  [[noreturn]] void diverged(std::uint32_t epoch, std::uint64_t step) const {
    input_error("{}: the outputs stopped being finite in epoch {}, step {}; try a rate below {}",
                plan_.path, epoch + 1, step + 1, plan_.optimizer_values["rate"]);
  }

  void report(std::uint32_t epoch, std::uint64_t step, const BatchScore& sum,
              const TrainingCallback& callback) {
    const std::uint64_t steps = steps_per_epoch() * plan_.epochs;
    const std::uint64_t done = epoch * steps_per_epoch() + step + 1;
    const bool epoch_ends = step + 1 == steps_per_epoch();
    const double samples = static_cast<double>(epoch) * split_.training.size() +
                           static_cast<double>(sum.predictions) / data_.predictions;
    const Evaluation so_far{sum.predictions, sum.correct, sum.loss_q24};
    progress_ = {epoch + 1, plan_.epochs, done, steps, epoch_ends, so_far.mean_loss(),
                 so_far.accuracy(), rate_, std::nullopt, seconds_,
                 seconds_ / static_cast<double>(done) * static_cast<double>(steps - done),
                 samples / seconds_,
                 SlicePass::flops_per_sample(network_) * samples / seconds_ * 1e-9};
    if (epoch_ends && !split_.validation.empty()) {
      progress_.validation = evaluate(result(), data_, split_.validation, threads_, isa_);
    }
    if (callback) callback(progress_);
  }

  const TrainingPlan& plan_;
  const Dataset& data_;
  int threads_;
  Isa isa_;
  Split split_;
  Network network_;
  Network start_;  // the teacher of hardware-aware training
  std::unique_ptr<HardwareAware> hardware_aware_;
  InputMaker inputs_;
  GradientSum gradients_;
  std::vector<Piece> pieces_;
  Optimizer optimizer_;
  Schedule schedule_;
  std::vector<float> states_[2];  // [layout.count]
  float rate_ = 0.0f;
  double seconds_ = 0.0;
  TrainingProgress progress_{};
};

}  // namespace

TrainingResult train(const TrainingPlan& plan, const Dataset& data, int threads,
                     const TrainingCallback& callback, Isa isa) {
  IMC_EXPECT(threads > 0);
  return Training(plan, data, threads, isa).run(callback);
}

}  // namespace imcbench
