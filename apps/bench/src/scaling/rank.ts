import { connect as connectSocket } from 'node:net'
import { createInterface } from 'node:readline'
import { connect } from '@romae/distributed'
import { createEngine } from '@romae/engine'
import { onnxruntimeNode } from '@romae/engine/onnxruntime-node'
import { workloads } from '../workloads.ts'
import { type RankRunner, rankRunner } from './rank-runner.ts'

/** What a rank is told, and answers: {@link RankRunner}. */
export type RankTask =
  | { readonly work: 'load'; readonly workload: string }
  | { readonly work: 'step' | 'alone' | 'update'; readonly count: number }

// This module is a program of its own, which a launcher of MPI starts: `rank.ts SOCKET THREADS`.
const [, , path, threads] = process.argv
const communicator = await connect()
const engine = await createEngine(onnxruntimeNode({ threads: Number(threads) }))
const socket = connectSocket(path!)
const say = (answer: unknown) => socket.write(`${JSON.stringify(answer)}\n`)
say({ rank: communicator.rank })
let runner: RankRunner | null = null
for await (const line of createInterface({ input: socket })) {
  const task = JSON.parse(line) as RankTask
  if (task.work === 'load') {
    await runner?.dispose()
    runner = rankRunner(workloads.find(({ name }) => name === task.workload)!, engine, communicator)
    say({ parameters: runner.parameters, engine: engine.info, mpi: communicator.info })
  } else {
    // Whoever comes first does not wait in the first step.
    await communicator.barrier()
    say(await runner![task.work](task.count))
  }
}
await runner?.dispose()
await engine.dispose()
await communicator.close()
