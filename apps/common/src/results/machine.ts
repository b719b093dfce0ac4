import { availableParallelism, cpus, totalmem, type } from 'node:os'

/** What figures were measured on: `AMD EPYC, 2 cores, 24 GB, Linux, Node 20.20.2`. */
export function describeMachine(): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor'
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const cores = availableParallelism()
  return `${processor}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${gigabytes} GB, ${type()}, Node ${process.versions.node}`
}
