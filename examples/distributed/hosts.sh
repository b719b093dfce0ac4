#!/bin/sh
# Trains on machines of one's own: `./hosts.sh`, on one of them. Each has the same folder at the same place, or sees it, with the
# data and, in its node_modules, `romae` and `@romae/distributed`; each has Node and Open MPI of one version
# (`apt install openmpi-bin`); the first reaches the others by ssh without being asked for anything.
#
# A machine that fails ends all ranks. Started again, on these machines or on others, they go on from the last checkpoint.
#
# Tried with Open MPI 4.1.4 of Debian 12 and Node 20.20, between two network namespaces of one machine with names and addresses of
# their own, entered by a script in place of ssh (apps/bench/peer/enter-namespace.sh, by OMPI_MCA_plm_rsh_agent).

# Machines, and ranks on each: one computes with all of its cores.
hosts=first:1,second:1,third:1,fourth:1
# The network between them, where they have several.
network=10.0.0.0/24

# A run that is there is gone on with.
resume=
if [ -e runs/first ]; then resume=--resume; fi

exec mpirun -n 4 --host "$hosts" --bind-to none \
  --mca btl_tcp_if_include "$network" --mca oob_tcp_if_include "$network" \
  node_modules/.bin/romae pretrain data.csv --time time --out runs/first --distributed $resume
