import { type CompileEvent, createEngine } from '@romae/engine'
import { onnxruntimeNode } from '@romae/engine/onnxruntime-node'
import { ourRunner } from './ours.ts'
import { workloads } from './workloads.ts'

/** What a fresh process is told to do. */
export interface ChildTask {
  /** Name of a workload. */
  readonly workload: string
  /** Training steps. */
  readonly steps: number
  readonly threads: number
  readonly cacheDirectory: string | null
}

/** What it answers. */
export interface ChildReport {
  readonly compilations: readonly CompileEvent[]
  /** Peak resident memory of the process, in megabytes. */
  readonly peakMb: number
}

async function perform({ workload: name, steps, threads, cacheDirectory }: ChildTask): Promise<ChildReport> {
  const workload = workloads.find((candidate) => candidate.name === name)!
  const compilations: CompileEvent[] = []
  const onCompile = (event: CompileEvent) => compilations.push(event)
  const engine = await createEngine(onnxruntimeNode({ threads, cacheDirectory }), { onCompile })
  const runner = ourRunner(workload, engine)
  await runner.step(steps)
  await runner.dispose()
  await engine.dispose()
  return { compilations, peakMb: process.resourceUsage().maxRSS / 1024 }
}

// This module is a program of its own, which `runChild` starts.
process.once('message', async (task: ChildTask) => {
  process.send!(await perform(task))
  process.disconnect()
})
