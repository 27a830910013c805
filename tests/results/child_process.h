// SPDX-License-Identifier: Apache-2.0
// Parts of tests that run in a child process, which may change its own mounts and limits or be
// killed.
#pragma once

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <string>

namespace imcbench::testing {

constexpr int kPassed = 0;
constexpr int kFailed = 1;
constexpr int kUnavailable = 77;

// Runs `action` in a child process; its exit status, or 128 + the signal that ended it.
inline int in_child(const std::function<int()>& action) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(action());
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Puts a disk of `size` ("128k") on a folder, which only this process sees and which ends with it.
// False where that is not allowed.
inline bool mount_small_disk(const std::string& folder, const std::string& size) {
  return ::unshare(CLONE_NEWNS) == 0 &&
         ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount("none", folder.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
}

}  // namespace imcbench::testing
