# SPDX-License-Identifier: Apache-2.0
"""The examples of docs/clusters.md under a real Slurm of one node; without one, in a loop."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

from slurm_cluster import Cluster, NoSlurm, find_tool
from support import PROGRAM, ProgramTest, SOURCE, mpi_reason, read_trials, suite_text

ARRAY = SOURCE / "docs/examples/slurm_array.sh"
MPI = SOURCE / "docs/examples/slurm_mpi.sh"
SHARDS = 3
RESTART_DELAY_S = 5
SWEEP = """
[sweep]
[[sweep.axis]]
parameter = "output_noise.sigma"
values = [0.02, 0.08]
"""


class Examples(ProgramTest):
    def setUp(self):
        super().setUp()
        self.suite = self.write("suite.toml", suite_text(chips=100, samples=20, hardware=SWEEP))
        self.reference = self.folder / "reference.h5"
        self.succeed("run", self.suite, "--out", self.reference)
        self.out = self.folder / "out.h5"
        self.settings = {"IMCBENCH": PROGRAM, "SUITE": str(self.suite), "OUT": str(self.out),
                         "SHARDS": str(SHARDS)}

    def check_result(self):
        self.assertEqual(read_trials(self.out), read_trials(self.reference))

    def test_the_array_script_in_a_loop(self):
        environment = dict(os.environ, **self.settings)
        for task in range(1, SHARDS + 1):
            subprocess.run([ARRAY, "shard"], check=True, capture_output=True,
                           env=dict(environment, SLURM_ARRAY_TASK_ID=str(task)))
        subprocess.run([ARRAY, "merge"], check=True, capture_output=True, env=environment)
        self.check_result()

    def start_cluster(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="imcbench-slurm-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        cluster = Cluster(folder)
        self.addCleanup(cluster.stop)
        try:
            cluster.start()
        except NoSlurm as reason:
            self.skipTest(f"SKIPPED: no Slurm here: {reason}")
        cluster.environment.update(self.settings)
        self.cluster = cluster
        return cluster

    def wait_until(self, is_true, what, patience_s=45):
        end = time.monotonic() + patience_s
        while not is_true():
            if time.monotonic() > end:
                self.fail(f"waited in vain for {what}: {self.logs()}")
            time.sleep(0.1)

    def logs(self):
        """What the tasks and the daemons printed, and what the queue holds."""
        tasks = "".join(log.read_text() for log in sorted(self.folder.glob("*.log")))
        return f"{tasks}\n{self.cluster.call('scontrol', 'show', 'job')}\n{self.cluster.logs()}"

    def end_time_of(self, cluster, task):
        """Tells a task that its time is over; queued again, it need not wait its two minutes."""
        cluster.call("scancel", "--batch", "--signal=TERM", task)
        self.wait_until(lambda: "PENDING" in cluster.call("squeue", "-h", "-j", task, "-o", "%T"),
                        "the task to be queued again")
        # Not at once: the node refuses a job that it was told to end in the same second, which is
        # why Slurm waits. A busy machine may refuse this; the task starts after its two minutes.
        cluster.call("scontrol", "update", f"JobId={task}", f"StartTime=now+{RESTART_DELAY_S}")

    def test_a_job_array_with_a_task_whose_time_runs_out(self):
        cluster = self.start_cluster()
        submitted = subprocess.run([ARRAY], env=cluster.environment, cwd=self.folder, text=True,
                                   capture_output=True)
        self.assertEqual(submitted.returncode, 0, submitted.stderr)
        parts = self.folder / f"out.1-of-{SHARDS}.h5.parts"
        self.wait_until(lambda: list(parts.glob("*.h5")), "a first sealed batch")
        (array,) = {job.split("_")[0] for job in cluster.call("squeue", "-h", "-o", "%i").split()
                    if "_" in job}
        self.end_time_of(cluster, f"{array}_1")
        kept = len(list(parts.glob("*.h5")))
        self.assertGreater(kept, 0)
        self.wait_until(self.out.exists, "the merged result", patience_s=200)
        self.check_result()
        log = (self.folder / f"imcbench-{array}-1.log").read_text()
        self.assertEqual(log.count("backend cpu"), 2, log)
        self.assertIn("interrupted: ", log)
        print(f"task 1 was queued again with {kept} batches sealed and went on")

    def test_ranks_in_a_job(self):
        if mpi_reason():
            self.skipTest(mpi_reason())
        cluster = self.start_cluster()
        cluster.environment.update(OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")
        launchers = {"mpirun": {}}
        if "pmix" in cluster.call("srun", "--mpi=list"):
            launchers["srun"] = {"LAUNCH": "srun --mpi=pmix"}
        print("ranks started by", *launchers)
        for name, settings in launchers.items():
            with self.subTest(launcher=name):
                self.out.unlink(missing_ok=True)
                subprocess.run([find_tool("sbatch"), "--wait", f"--output={name}.log", MPI],
                               env=dict(cluster.environment, **settings), cwd=self.folder,
                               capture_output=True, timeout=60)
                self.assertTrue(self.out.exists(), self.logs())
                self.assertIn("2 ranks", (self.folder / f"{name}.log").read_text())
                self.check_result()


if __name__ == "__main__":
    unittest.main(verbosity=2)
