// SPDX-License-Identifier: Apache-2.0
// A subcommand: one file, one setup function, one line in main.cpp's list.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>
#include <vector>

namespace imcbench {

inline constexpr int kExitDone = 0;
inline constexpr int kExitCheckFailed = 1;
inline constexpr int kExitBadInput = 2;
inline constexpr int kExitUndecided = 2;  // of `compare` and `table --check`: not enough chips
inline constexpr int kExitInterrupted = 3;

struct CommandContext {
  std::string command_line;  // as typed, for provenance
};

// Declares the options on `app` and returns what the command does once they are parsed.
using Action = std::function<int(const CommandContext&)>;
Action setup_run(CLI::App& app);
Action setup_validate(CLI::App& app);
Action setup_report(CLI::App& app);
Action setup_compare(CLI::App& app);
Action setup_table(CLI::App& app);
Action setup_export(CLI::App& app);
Action setup_merge(CLI::App& app);
Action setup_list(CLI::App& app);
Action setup_describe(CLI::App& app);
Action setup_energy(CLI::App& app);
Action setup_data(CLI::App& app);
Action setup_train(CLI::App& app);
Action setup_import(CLI::App& app);
Action setup_verify(CLI::App& app);

struct CommandRecord {
  const char* name;
  const char* summary;
  Action (*setup)(CLI::App& app);
};

}  // namespace imcbench
