// SPDX-License-Identifier: Apache-2.0
// Hardware-aware training of a network: a trained network is trained on while its products suffer
// what the hardware will do to them (Rasch et al., Nat. Commun. 14, 5282 (2023)). Per mini-batch:
//
//   begin_step    the weights of the step are drawn: noise, device states, drop-connect, column
//                 scales; and the variance of reads follows the weights
//   forward       noisy (analog_forward), backward exact for the same weights; distillation
//   end_backward  gradients of column scales, ranges and energy coefficients, which take their step
//   (optimizer)   on the clean weights
//   end_step      clip, then map anew (remap)
//
// Every draw has an address with the step in it, and what is kept from step to step is state(): a
// training that is interrupted goes on to the same bits.
#pragma once

#include "kernels/network/network.h"
#include "suites/optimizations/hardware_aware/plan.h"
#include "suites/optimizations/hardware_aware/product_devices.h"
#include "suites/optimizations/hardware_aware/step_weights.h"
#include "suites/trainer/parameters.h"

namespace imcbench {

class HardwareAware {
 public:
  // Keeps a reference to the plan. `network`: the clean network at the start.
  HardwareAware(const HardwareAwarePlan& plan, const Network& network, std::uint64_t seed,
                int threads, Isa isa);

  // What passes run on: all of the clean network, its weights those of the step.
  const Network& used() const { return used_; }
  // One entry for every product; empty when inputs and products are exact.
  std::span<const ProductHardware> hardware() const { return hardware_; }
  bool has_column_scale() const { return plan_.ingredients.get<ColumnScale>().has_value(); }
  bool has_states() const { return plan_.ingredients.get<DeviceStates>().has_value(); }
  bool states_per_read() const {
    return has_states() && plan_.ingredients.get<DeviceStates>()->per_read();
  }
  // Does end_backward() need the gradient?
  bool changes_gradient() const { return has_column_scale() || has_states(); }

  void begin_step(const Network& clean, const StepPoint& at);
  // gradient: by the used weights, in; by the clean ones, out, with the price of energy. Empty
  // unless changes_gradient().
  void end_backward(std::span<float> gradient, std::span<const InputSums> inputs,
                    const Network& clean, const StepPoint& at, double rate_factor);
  void end_step(Network& clean, const StepPoint& at);

  // The network as it goes on a chip: column scales in the weights, ranges in the layers.
  Network deployed(const Network& clean) const;

  // Ranges, column scales, full scales, ln(rho) and input costs of all products, one after the
  // other.
  std::vector<float> state() const;
  void restore(std::span<const float> state);

  float input_range(std::size_t product) const { return products_[product].range; }
  std::span<const float> column_scale(std::size_t product) const {
    return products_[product].gamma;
  }
  const FullScales& scales(std::size_t product) const { return products_[product].scales; }
  // ln(rho): [1] or [N]; with energy_regularization.
  std::span<const float> log_rho(std::size_t product) const {
    return products_[product].devices->energy->theta();
  }

 private:
  struct Product {
    std::size_t layer, number;  // which of the layer
    StepStreams streams;
    FullScales scales;
    std::vector<float> gamma;  // [N], or empty
    float range = 0.0f;
    std::optional<ProductDevices> devices{};  // with device_states

    bool has_energy() const { return devices && devices->energy; }
    EnergyCoefficients& energy() { return *devices->energy; }
  };
  void add_tiles(const std::string& name, const Product& product, ProductHardware& hardware) const;
  void update_hardware(std::size_t product, std::uint32_t step);
  void update_gamma(Product& product, std::vector<double> slope, float* gradient, double rate);
  void add_devices(const Network& network);
  float states_scale(std::uint32_t step) const;
  void update_energy(std::span<float> gradient, std::span<const InputSums> inputs,
                     const Network& clean, const StepPoint& at, double rate_factor);

  const HardwareAwarePlan& plan_;
  std::uint64_t seed_;
  int threads_;
  Isa isa_;
  ParameterLayout layout_;
  Network used_;
  Hardware forward_hardware_;  // of analog_forward
  std::vector<Product> products_;
  std::vector<ProductHardware> hardware_;
};

}  // namespace imcbench
