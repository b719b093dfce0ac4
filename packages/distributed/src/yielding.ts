/**
 * Has ranks give up their core, for a moment each time, while they wait for others; where the environment has not said otherwise.
 * To be called before MPI begins.
 *
 * MPI's threads ask without a pause whether something has come. A rank has several threads, which move from core to core; where the
 * system has put those of two ranks on one, each keeps the other from its work until its time is over: milliseconds, many times in
 * an all-reduce. A thread that is alone on its core loses next to nothing.
 *
 * @param environment of this process, which Open MPI reads; by itself it does this only where it has started more ranks than cores.
 *   MPICH has no setting of the kind
 */
export function yieldWhileWaiting(environment: Record<string, string | undefined>): void {
  environment.OMPI_MCA_mpi_yield_when_idle ??= '1'
}
