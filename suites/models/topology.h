// SPDX-License-Identifier: Apache-2.0
// What all topologies share: the task that a network is made for, and how their files start.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kernels/core/param.h"
#include "kernels/network/network.h"

namespace imcbench {

// What a data set asks of a network.
struct ModelTask {
  Shape input;                    // of a sample; {T, 1, 1} for T tokens
  std::uint32_t classes = 0;      // scores of one prediction
  std::uint32_t vocabulary = 0;   // different tokens; 0: the input is not tokens
  std::uint32_t predictions = 1;  // of one sample: the last so many positions
  std::string place = "model";    // what messages start with, "plan.toml:6:12"
};

// A network without layers for this task.
Network network_for(const ModelTask& task, std::string_view name);

// A whole number, and a switch, of a topology's parameters.
std::uint32_t count_of(const ParamValues& params, std::string_view name);
bool is_on(const ParamValues& params, std::string_view name);

// The same product at every position of a sequence {T, 1, features}: a convolution of kernel 1.
ProductLayer make_per_position(Shape in, std::uint32_t outputs);

// Appends the choice of the last `predictions` positions, the only ones that are compared with a
// label; nothing when these are all.
void append_scored_steps(Network& network, const ModelTask& task);

// Appends dropout behind the last layer, or nothing at rate 0.
void append_dropout_if_any(Network& network, const std::string& name, double rate);

// InputError "<place>: model '<name>': ..." unless samples have a single label, or tokens as input.
void need_one_prediction(const ModelTask& task, std::string_view name);
void need_tokens(const ModelTask& task, std::string_view name);
// InputError when the input is tokens: their numbers mean nothing as they are.
void need_values(const ModelTask& task, std::string_view name);

}  // namespace imcbench
