import { availableParallelism } from 'node:os'
import { createRandom, initializePacked, predictionConfig } from '@romae/core'
import { createEngine, type Engine, type HostTensors } from '@romae/engine'
import { predictionProgram } from '@romae/trainer/node'
import { Command } from 'commander'
import { print, tell } from 'romae'
import { integer, workloadsOption } from '../options.ts'
import { saveResults } from '../results.ts'
import { type Quartiles, quartiles } from '../statistics.ts'
import { row } from '../table.ts'
import type { Workload } from '../workloads.ts'

interface PredictOptions {
  readonly workloads: readonly Workload[]
  readonly batches: readonly number[]
  readonly seconds: number
  readonly json: boolean
  readonly results?: string
}

/** Calls of a predictor whose parameters are handed over in each call, and of one that has them. */
interface PredictResult {
  readonly name: string
  readonly workload: string
  readonly fed: Quartiles
  readonly frozen: Quartiles
  /** Medians, fed ÷ frozen. */
  readonly ratio: number
}

/** `bench predict`. */
export function predictCommand(): Command {
  return new Command('predict')
    .description('calls of a predictor: parameters handed over in each call, and as constants of the graph')
    .addOption(workloadsOption())
    .option('--batches <sizes>', 'samples in a call', (text) => text.split(',').map(integer), [1, 32])
    .option('--seconds <count>', 'for each workload and batch', integer, 10)
    .option('--json', 'print JSON alone', false)
    .option('--results <folder>', 'also write the results there, as a page and as JSON')
    .action(run)
}

const columns = ['workload, ms', 'fed', 'frozen', 'ratio']

async function run({ workloads, batches, seconds, json, results: folder }: PredictOptions): Promise<void> {
  const results: PredictResult[] = []
  const line = (...cells: readonly string[]) => row([30, 24, 24, 8], cells)
  if (!json) print(line(...columns))
  const engine = await createEngine('onnxruntime-node')
  try {
    for (const workload of workloads) {
      for (const batch of batches) {
        const result = await measure(engine, workload, batch, seconds)
        results.push(result)
        if (!json) print(line(...cellsOf(result)))
      }
    }
  } finally {
    await engine.dispose()
  }
  if (json) print(JSON.stringify({ workloads: results }, null, 2))
  if (folder === undefined) return
  const path = await saveResults(folder, {
    name: 'bench-predict',
    title: 'Parameters as constants',
    notes: [
      `Medians and quartiles in milliseconds of calls that take turns, ${availableParallelism()} threads. Fed: a graph of ` +
        'this very shape, to which the parameters are handed in each call. Frozen: one graph of all shapes that has them.',
    ],
    columns,
    rows: results.map(cellsOf),
    json: { workloads: results },
  })
  tell(`results written to ${path}`)
}

function cellsOf({ workload, fed, frozen, ratio }: PredictResult): string[] {
  const times = [fed, frozen].map(({ median, low, high }) => [median, low, high].map((ms) => ms.toFixed(2)))
  return [workload, ...times.map(([median, low, high]) => `${median} (${low}-${high})`), ratio.toFixed(2)]
}

async function measure(
  engine: Engine,
  { name, encoder, tokens, tokenSize, axes }: Workload,
  batch: number,
  seconds: number,
): Promise<PredictResult> {
  const config = predictionConfig({ tokenSize, axes, encoder, outputSize: 10 })
  const parameters = initializePacked(config, 0)
  const program = predictionProgram(config, { kind: 'meanSquaredError' })
  const inputs = randomInputs([batch, tokens, tokenSize], axes)
  const compiled = engine.compile(program)
  const frozen = await engine.freeze(program, {
    parameters,
    inputs: {
      values: { shape: ['batch', 'length', tokenSize] },
      positions: { shape: ['batch', axes, 'length'] },
      padding: { shape: ['batch', 'length'] },
    },
  })
  const padding = { data: new Float32Array(batch * tokens), shape: [batch, tokens] }
  const contestants = {
    fed: { call: () => compiled.run(parameters, inputs), times: [] as number[] },
    frozen: { call: () => frozen.run({ ...inputs, padding }), times: [] as number[] },
  }
  // Twice without counting: the first call compiles.
  for (let round = 0, end = 0; round < 6 || performance.now() < end; round++) {
    if (round === 2) end = performance.now() + 1000 * seconds
    for (const { call, times } of Object.values(contestants)) {
      const start = performance.now()
      await call()
      if (round >= 2) times.push(performance.now() - start)
    }
  }
  await compiled.dispose()
  await frozen.dispose()
  const [fed, constant] = [quartiles(contestants.fed.times), quartiles(contestants.frozen.times)]
  const workload = `${name} ${encoder} ${batch}x${tokens}x${tokenSize}`
  return { name, workload, fed, frozen: constant, ratio: fed.median / constant.median }
}

function randomInputs(shape: readonly [number, number, number], axes: number): HostTensors {
  const [batch, tokens, tokenSize] = shape
  const random = createRandom(0, 'bench')
  return {
    values: { data: Float32Array.from({ length: batch * tokens * tokenSize }, () => random.normal()), shape },
    positions: {
      data: Float32Array.from({ length: batch * axes * tokens }, () => 8 * random.uniform()),
      shape: [batch, axes, tokens],
    },
  }
}
