#!/bin/bash
# Trains on several machines of a Slurm cluster: `sbatch slurm.sh`, from a folder that all of them see and that has the data and,
# in its node_modules, `romae` and `@romae/distributed`.
#
# Two minutes before the time limit the ranks write a checkpoint and end, and the job goes back into the queue. It goes on from
# the last checkpoint, then and after a machine was lost or taken away.
#
# Tried with Slurm 22.05.8, Open MPI 4.1.4 and PMIx 4.2.2 of Debian 12 and Node 20.20, on one machine whose two cores were two
# nodes: a run to which the signal came twice was put back into the queue both times, went on, and ended. Losing a machine was not
# tried.

#SBATCH --job-name=romae
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=16
#SBATCH --time=24:00:00
#SBATCH --signal=USR1@120
#SBATCH --requeue
#SBATCH --open-mode=append

# A run that is there is gone on with.
resume=
if [ -e runs/first ]; then resume=--resume; fi

# --mpi=pmix is what Open MPI needs: `srun --mpi=list` says whether it is there.
srun --mpi=pmix --cpus-per-task="$SLURM_CPUS_PER_TASK" \
  node_modules/.bin/romae pretrain data.csv --time time --out runs/first --distributed $resume
code=$?

# What ranks end with that the signal has stopped: 128 and its number.
if [ "$code" -eq $((128 + $(kill -l USR1))) ]; then
  scontrol requeue "$SLURM_JOB_ID"
fi
exit "$code"
