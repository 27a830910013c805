// SPDX-License-Identifier: Apache-2.0
// Ranks over MPI. Task numbers come from a counter in the memory of rank 0 that every rank raises
// atomically (MPI_Fetch_and_op), so no rank waits for another while there is work.
#include <mpi.h>

#include "kernels/core/check.h"
#include "suites/experiments/ranks.h"
#include "suites/experiments/ranks_single.h"

namespace imcbench {

namespace {

class MpiRanks final : public Ranks {
 public:
  MpiRanks() {
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
    MPI_Comm local;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &local);
    MPI_Comm_rank(local, &local_rank_);
    MPI_Comm_free(&local);
    const MPI_Aint bytes = rank_ == 0 ? sizeof(std::uint64_t) : 0;
    MPI_Win_allocate(bytes, sizeof(std::uint64_t), MPI_INFO_NULL, MPI_COMM_WORLD, &counter_,
                     &window_);
    MPI_Win_lock_all(MPI_MODE_NOCHECK, window_);
  }

  ~MpiRanks() override {
    MPI_Win_unlock_all(window_);
    MPI_Win_free(&window_);
    MPI_Finalize();
  }

  std::uint32_t rank() const override { return static_cast<std::uint32_t>(rank_); }
  std::uint32_t size() const override { return static_cast<std::uint32_t>(size_); }
  std::uint32_t local_rank() const override { return static_cast<std::uint32_t>(local_rank_); }

  std::string broadcast(const std::string& text) override {
    std::uint64_t length = text.size();
    MPI_Bcast(&length, 1, MPI_UINT64_T, 0, MPI_COMM_WORLD);
    IMC_EXPECT(length < INT32_MAX);
    std::string received = rank_ == 0 ? text : std::string(length, '\0');
    MPI_Bcast(received.data(), static_cast<int>(length), MPI_CHAR, 0, MPI_COMM_WORLD);
    return received;
  }

  void start_tasks() override {
    const std::uint64_t zero = 0;
    MPI_Barrier(MPI_COMM_WORLD);  // nobody asks for a number of the last round any more
    if (rank_ == 0) {
      std::uint64_t old = 0;
      MPI_Fetch_and_op(&zero, &old, MPI_UINT64_T, 0, 0, MPI_REPLACE, window_);
      MPI_Win_flush(0, window_);
    }
    MPI_Barrier(MPI_COMM_WORLD);
  }

  std::uint64_t next_task() override {
    const std::uint64_t one = 1;
    std::uint64_t number = 0;
    MPI_Fetch_and_op(&one, &number, MPI_UINT64_T, 0, 0, MPI_SUM, window_);
    MPI_Win_flush(0, window_);
    return number;
  }

  void poll() override {
    int ignored = 0;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &ignored, MPI_STATUS_IGNORE);
  }

  bool any(bool value) override {
    int mine = value, all = 0;
    MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_LOR, MPI_COMM_WORLD);
    return all != 0;
  }

  void abort(int exit_code) override {
    if (size_ > 1) MPI_Abort(MPI_COMM_WORLD, exit_code);
  }

 private:
  int rank_ = 0, size_ = 1, local_rank_ = 0;
  std::uint64_t* counter_ = nullptr;
  MPI_Win window_;
};

}  // namespace

std::unique_ptr<Ranks> make_ranks() {
  if (processes_started_together() > 1) return std::make_unique<MpiRanks>();
  return std::make_unique<SingleRank>();
}

std::string mpi_description() {
  char version[MPI_MAX_LIBRARY_VERSION_STRING];
  int length = 0;
  MPI_Get_library_version(version, &length);
  const std::string text(version, static_cast<std::size_t>(length));
  return text.substr(0, text.find(','));
}

}  // namespace imcbench
