# SPDX-License-Identifier: Apache-2.0
"""A Slurm cluster of this machine alone: its own daemons, ports and folders, gone afterwards."""
import os
import shutil
import socket
import subprocess
import time

TOOLS = ("munged", "mungekey", "slurmctld", "slurmd", "sbatch", "scancel", "scontrol", "setpriv",
         "sinfo", "squeue", "srun")
PATIENCE_S = 15
LOG_LINES = 12  # of every daemon, shown when something failed

CONFIGURATION = """ClusterName=imcbench
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
SlurmctldPort={controller_port}
SlurmdPort={node_port}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


class NoSlurm(Exception):
    """Why no cluster can be started here."""


def find_tool(name):
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Cluster:
    """start() raises NoSlurm; stop() is safe at any time."""

    def __init__(self, folder):
        self.folder = folder
        self.daemons = []
        self.environment = dict(os.environ, SLURM_CONF=str(folder / "slurm.conf"))

    def start(self):
        missing = [tool for tool in TOOLS if not find_tool(tool)]
        if missing:
            raise NoSlurm(f"not installed: {', '.join(missing)}")
        if os.geteuid() != 0:
            raise NoSlurm("its daemons need root")
        self.configure()
        self.daemon("munged", "--foreground", "--force", "--num-threads=1",
                    f"--key-file={self.folder}/munge.key", f"--socket={self.folder}/munge.socket",
                    f"--pid-file={self.folder}/munge.pid", f"--seed-file={self.folder}/munge.seed")
        self.wait_for("munged", lambda: (self.folder / "munge.socket").exists())
        self.daemon("slurmctld", "-D", "-c")
        self.daemon("slurmd", "-D")
        self.wait_for("the node", lambda: self.call("sinfo", "-h", "-o", "%T").strip() == "idle")

    def configure(self):
        host = socket.gethostname().split(".")[0]
        controller_port, node_port = free_ports(2)
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        (self.folder / "slurm.conf").write_text(CONFIGURATION.format(
            host=host, folder=self.folder, cpus=os.cpu_count(), controller_port=controller_port,
            node_port=node_port))
        subprocess.run([find_tool("mungekey"), "-c", "-k", str(self.folder / "munge.key")],
                       check=True)

    def daemon(self, tool, *arguments):
        log = open(self.folder / f"{tool}.log", "w")
        self.daemons.append(subprocess.Popen(
            [find_tool("setpriv"), "--pdeathsig", "TERM", find_tool(tool), *arguments],
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=self.environment))
        log.close()

    def wait_for(self, what, is_ready):
        end = time.monotonic() + PATIENCE_S
        while not is_ready():
            dead = [process.args[3] for process in self.daemons if process.poll() is not None]
            if dead or time.monotonic() > end:
                raise NoSlurm(f"{what} did not come up ({', '.join(dead) or 'no answer'}):\n"
                              + self.logs())
            time.sleep(0.1)

    def call(self, tool, *arguments):
        return subprocess.run([find_tool(tool), *arguments], env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout

    def logs(self):
        ends = ((log.name, log.read_text().splitlines()[-LOG_LINES:])
                for log in sorted(self.folder.glob("*.log")))
        return "".join("\n".join([f"--- {name}", *lines, ""]) for name, lines in ends)

    def stop(self):
        if len(self.daemons) > 1:
            self.call("scancel", "--full", "--signal=KILL", "--user=root")
        for process in reversed(self.daemons):
            process.terminate()
            try:
                process.wait(timeout=PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.daemons = []
