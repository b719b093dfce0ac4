import { availableParallelism } from 'node:os'
import { createRandom, type PretrainingConfig } from '@romae/core'
import { type CompileEvent, createEngine, type Engine } from '@romae/engine'
import { onnxruntimeNode } from '@romae/engine/onnxruntime-node'
import { type Tokenizer, tokenizerSet } from '@romae/tokenizer'
import { type AnyTokenizer, pretrain, type TrainingRun } from '@romae/trainer/node'
import { Command } from 'commander'
import { print, tell } from 'romae'
import { integer } from '../options.ts'
import { saveResults } from '../results.ts'
import { type Quartiles, quartiles } from '../statistics.ts'
import { row } from '../table.ts'
import { compileMs } from '../verbose.ts'

interface Options {
  readonly rounds: number
  readonly threads: number
  readonly batch: number
  readonly series: number
  readonly image: number
  readonly json: boolean
  readonly results?: string
}

/** Steps of one run, of which the others take turns with it. */
interface Contestant {
  readonly name: string
  readonly tokens: string
  readonly step: Quartiles
  /** Graphs that were compiled: one for each form of a batch. */
  readonly shapes: number
  /** Of each, the mean. */
  readonly compileMs: number
}

/** Steps that may compile, before any is measured. */
const WARM_UP = 12

/** The most that a batch of both may cost, in parts of what both cost alone. */
const BAR = 1.15

/** `bench several`. */
export function severalCommand(): Command {
  return new Command('several')
    .description('a pre-training step on series and images together, beside steps on either alone')
    .option('--rounds <count>', 'steps of each that are measured', integer, 20)
    .option('--threads <count>', 'threads of the engine', integer, availableParallelism())
    .option('--batch <count>', 'samples', integer, 16)
    .option('--series <count>', 'tokens of a series', integer, 100)
    .option('--image <count>', 'tokens of an image', integer, 64)
    .option('--json', 'print JSON alone', false)
    .option('--results <folder>', 'also write the results there, as a page and as JSON')
    .action(run)
}

async function run(options: Options): Promise<void> {
  const found = await measure(options)
  const [series, image, both] = found as [Contestant, Contestant, Contestant, Contestant]
  const ratio = both.step.median / (series.step.median + image.step.median)
  if (options.json) print(JSON.stringify({ contestants: found, ratio, bar: BAR }, null, 2))
  else {
    const line = (...cells: readonly string[]) => row([40, 14, 22, 8, 12], cells)
    print(line(...columns))
    for (const one of found) print(line(...cellsOf(one)))
    print(`both cost ${ratio.toFixed(3)} of the sum of the two alone; the bar is ${BAR}`)
  }
  if (options.results === undefined) return
  const path = await saveResults(options.results, {
    name: 'bench-several',
    title: 'Series and images in one batch',
    notes: [
      `A step on both costs ${ratio.toFixed(3)} of the sum of the steps on either alone; the bar is ${BAR}.`,
      `Encoder tiny, decoder tiny-shallow, ${options.batch} samples, three quarters of the tokens masked. Medians and quartiles of ${options.rounds} ` +
        'steps of each, which take turns in one process, the making of batches included. Compilation is the mean of a form of a batch: recording, ' +
        'passes, export and loading, without the cache.',
    ],
    columns,
    rows: found.map(cellsOf),
    json: { contestants: found, ratio, bar: BAR },
  })
  tell(`results written to ${path}`)
}

const columns = ['batch', 'tokens', 'step ms', 'forms', 'compile ms']

function cellsOf({ name, tokens, step, shapes, compileMs: compile }: Contestant): string[] {
  const [median, low, high] = [step.median, step.low, step.high].map((ms) => ms.toFixed(1))
  return [name, tokens, `${median} (${low}-${high})`, String(shapes), compile.toFixed(0)]
}

/** Tokens of a sample, drawn once. */
type Sample = Readonly<Record<'series' | 'image', Float32Array>>

function tokenizerOf(
  name: string,
  axes: readonly string[],
  tokenSize: number,
  length: number,
): Tokenizer<Float32Array> {
  const positions = Float32Array.from(
    { length: length * axes.length },
    (_, index) => Math.floor(index / axes.length) / 8,
  )
  return { specVersion: 1, name, axes, tokenSize, tokenize: (values) => ({ values, positions, length }) }
}

async function measure({ rounds, threads, batch, series, image }: Options): Promise<Contestant[]> {
  const sizes = { series: 4, image: 192 } as const
  const tokenizers = {
    series: tokenizerOf('bench/series', ['time'], sizes.series, series),
    image: tokenizerOf('bench/image', ['row', 'column'], sizes.image, image),
  }
  const random = createRandom(0, 'bench')
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal())
  const samples = Array.from({ length: 4 * batch }, (): Sample => {
    return { series: draw(series * sizes.series), image: draw(image * sizes.image) }
  })
  const set = tokenizerSet(tokenizers)
  const runs = [
    await opened(
      'series alone',
      String(series),
      tokenizers.series,
      samples.map((one) => one.series),
    ),
    await opened(
      'images alone',
      String(image),
      tokenizers.image,
      samples.map((one) => one.image),
    ),
    await opened('both', `${series} + ${image}`, set, samples),
    await opened('both, one hidden in every other batch', `${series} + ${image}`, set, samples, { hideModality: 0.5 }),
  ]
  // In turns, so that whatever else the machine does is for all.
  for (let step = 0; step < WARM_UP + rounds; step++) for (const one of runs) await one.step()
  const contestants = runs.map(({ name, tokens, times, compilations }): Contestant => {
    const compile = compilations.reduce((sum, event) => sum + compileMs(event), 0) / compilations.length
    return { name, tokens, step: quartiles(times.slice(WARM_UP)), shapes: compilations.length, compileMs: compile }
  })
  for (const one of runs) await one.close()
  return contestants

  async function opened<Given>(
    name: string,
    tokens: string,
    tokenizer: AnyTokenizer<Given>,
    given: readonly Given[],
    masking: { readonly hideModality?: number } = {},
  ) {
    const compilations: CompileEvent[] = []
    const onCompile = (event: CompileEvent) => compilations.push(event)
    const engine = await createEngine(onnxruntimeNode({ threads, cacheDirectory: null }), { onCompile })
    const training = pretrain({
      tokenizer,
      samples: given,
      model: { encoder: 'tiny', decoder: 'tiny-shallow', cls: true },
      ...masking,
      training: { steps: WARM_UP + rounds + 1, batchSize: batch, seed: 0, engine },
    })
    return { name, tokens, compilations, ...stepper(training, engine) }
  }
}

/** A run, a step at a time. */
function stepper(training: TrainingRun<PretrainingConfig>, engine: Engine) {
  const events = training[Symbol.asyncIterator]()
  const times: number[] = []
  return {
    times,
    async step(): Promise<void> {
      for (;;) {
        const { value, done } = await events.next()
        if (done) return
        if (value.type !== 'step') continue
        times.push(value.milliseconds)
        return
      }
    },
    async close(): Promise<void> {
      await events.return?.(undefined as never)
      await engine.dispose()
    },
  }
}
