// SPDX-License-Identifier: Apache-2.0
// The processes that share one run: rank 0 decides what is simulated and writes the result, all of
// them compute. Started by mpirun there are several, otherwise one. Every call but next_task() and
// poll() is collective: all ranks make it, in the same order.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace imcbench {

class Ranks {
 public:
  virtual ~Ranks() = default;
  virtual std::uint32_t rank() const = 0;
  virtual std::uint32_t size() const = 0;
  virtual std::uint32_t local_rank() const = 0;  // on this machine; picks the GPU
  // The text of rank 0 on every rank.
  virtual std::string broadcast(const std::string& text) = 0;
  // Starts handing out task numbers 0, 1, 2, ... Each number goes to one rank, whoever asks next.
  virtual void start_tasks() = 0;
  virtual std::uint64_t next_task() = 0;
  // Lets messages through while this rank computes.
  virtual void poll() = 0;
  // Whether it is true on any rank; returns when all ranks have called it.
  virtual bool any(bool value) = 0;
  // Ends all ranks at once, when this one cannot go on. Does not return when there are others.
  virtual void abort(int exit_code) = 0;
};

// InputError when several processes were started by mpirun but the program was built without MPI.
std::unique_ptr<Ranks> make_ranks();

// "none", or the MPI library's version.
std::string mpi_description();

// How many processes mpirun or srun says it started together; 1 without them. MPI itself is not
// touched when it is 1: a plain run must not depend on how MPI is set up.
std::uint32_t processes_started_together();

}  // namespace imcbench
