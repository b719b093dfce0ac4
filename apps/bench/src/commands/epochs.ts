import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineName } from '@romae/engine'
import { Command, Option } from 'commander'
import { print, tell } from 'romae'
import { compareEpochs, type EpochTimes, ratioOf } from '../epochs/compare-epochs.ts'
import { type SetName, setNames, setTitles, writeSet } from '../epochs/sets.ts'
import { engineOption, integer } from '../options.ts'
import { peerPython } from '../peer.ts'
import { saveResults } from '../results.ts'
import { geometricMean } from '../statistics.ts'
import { row } from '../table.ts'

interface Options {
  readonly data: string
  readonly sets: readonly SetName[]
  readonly engine: readonly EngineName[]
  readonly epochs: number
  readonly samples: number
  readonly batch: number
  readonly threads: number
  readonly python?: string
  readonly json: boolean
  readonly results?: string
}

interface SetResult {
  readonly set: SetName
  readonly times: readonly EpochTimes[]
}

/** How many times faster than PyTorch's best way whole trainings are to be, and what share of an epoch the engine may wait. */
const BAR = 1.5
const MOST_WAITING = 0.05

/** `bench epochs`. */
export function epochsCommand(): Command {
  return new Command('epochs')
    .description(
      'whole epochs on samples of different lengths, from the file to the weights, beside PyTorch with a DataLoader',
    )
    .requiredOption('--data <folder>', 'with physionet2012-set-a.tar.xz, uea/JapaneseVowels and fsdd.tar.xz')
    .addOption(
      new Option('--sets <names>', setNames.join(', '))
        .argParser((text) => text.split(',').map((one) => setNames.find((name) => name === one) ?? unknown(one)))
        .default(setNames, setNames.join(',')),
    )
    .addOption(engineOption())
    .option('--epochs <count>', 'of each contestant', integer, 5)
    .option('--samples <count>', 'of a set, at most', integer, 600)
    .option('--batch <count>', 'samples of a batch', integer, 16)
    .option('--threads <count>', 'of each contestant', integer, availableParallelism())
    .option('--python <path>', 'a Python with torch and pandas (default: PEER_PYTHON; without one, ours alone)')
    .option('--json', 'print JSON alone', false)
    .option('--results <folder>', 'also write the results there, as a page and as JSON')
    .action(run)
}

function unknown(name: string): never {
  throw new Error(`there is no set ${name}: ${setNames.join(', ')}`)
}

async function run(options: Options): Promise<void> {
  const python = peerPython(options.python)
  const { epochs, batch, threads } = options
  const found: SetResult[] = []
  const line = (...cells: readonly string[]) => row([20, 24, 10, 9, 9, 11, 9, 7, 9, 7], cells)
  if (!options.json) print(line(...columns))
  for (const set of options.sets) {
    const folder = await mkdtemp(join(tmpdir(), 'romae-epochs-'))
    try {
      tell(`writing ${setTitles[set]}`)
      const form = await writeSet(set, folder, options.data, options.samples)
      const contest = { folder, form, batch, threads }
      const result = { set, times: await compareEpochs(contest, { epochs, engines: options.engine, python }) }
      found.push(result)
      if (!options.json) for (const cells of rowsOf(result)) print(line(...cells))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  const verdicts = options.engine.flatMap((engine) => verdictsOf(engine, found))
  if (options.json) print(JSON.stringify({ sets: found, verdicts }, null, 2))
  else for (const text of verdicts) print(text)
  if (options.results === undefined) return
  const path = await saveResults(options.results, {
    name: 'bench-epochs',
    title: 'Epochs on samples of different lengths',
    notes: [
      `${epochs} epochs in batches of ${batch}, on ${threads} threads, of at most ${options.samples} samples of a set; encoder and decoder tiny-shallow, three quarters ` +
        'of the tokens masked. Contestants take turns, epoch by epoch, each in a process of its own. Reading: from a file until there is a model; first: ' +
        'with what is compiled in it; later: the median; whole: from the file to the weights of all epochs. Waiting: the share of later epochs in which the engine had no ' +
        'batch. Ratio: the best of PyTorch’s ways over ours.',
      '',
      'Series are read from a CSV file of `id,time,channel,value`, by pandas there, and each observation is a token; the digits’ tokens are patches of spectrograms, which ' +
        'both sides read from one file. PyTorch: a `DataLoader` in the same process, with batches that are shuffled and padded to their longest sample, or of samples of ' +
        'about one length (`sorted`); compiled with `dynamic=True`. Ours: what `pretrain` does by itself.',
      '',
      ...verdicts.map((text) => `- ${text}`),
    ],
    columns,
    rows: found.flatMap(rowsOf),
    json: found,
  })
  tell(`results written to ${path}`)
}

const columns = [
  'set',
  'side',
  'reading s',
  'first s',
  'later s',
  'samples/s',
  'whole s',
  'MB',
  'waiting',
  'ratio',
] as const

function rowsOf({ set, times }: SetResult): readonly (readonly string[])[] {
  const seconds = (ms: number) => (ms / 1e3).toFixed(2)
  return times.map((one) => {
    const ratio = one.name.startsWith('torch') ? null : ratioOf(times, one, 'wholeMs')
    return [
      setTitles[set],
      one.name,
      seconds(one.readMs),
      seconds(one.firstMs),
      seconds(one.laterMs),
      one.samplesPerSecond.toFixed(0),
      seconds(one.wholeMs),
      one.peakMb.toFixed(0),
      one.waiting === null ? '-' : `${(100 * one.waiting).toFixed(1)} %`,
      ratio?.toFixed(2) ?? '-',
    ]
  })
}

/** What is promised, and whether it holds. */
function verdictsOf(engine: EngineName, found: readonly SetResult[]): readonly string[] {
  const ours = found.map(({ times }) => [times, times.find(({ name }) => name === engine)!] as const)
  const holds = (isSo: boolean) => (isSo ? 'holds' : 'does not hold')
  const waiting = Math.max(...ours.map(([, one]) => one.waiting ?? 0))
  const waits = `${engine}: waiting at most ${(100 * waiting).toFixed(1)} %, ${100 * MOST_WAITING} % promised: ${holds(waiting <= MOST_WAITING)}`
  return [
    ...(['wholeMs', 'laterMs'] as const).flatMap((measure) => {
      const ratios = ours.map(([times, one]) => ratioOf(times, one, measure))
      if (ratios.some((ratio) => ratio === null)) return []
      const mean = geometricMean(ratios as number[])
      const what = measure === 'wholeMs' ? 'from the file to the weights' : 'later epochs'
      return [`${engine}, ${what}: ${mean.toFixed(2)} times as fast, ${BAR} promised: ${holds(mean >= BAR)}`]
    }),
    waits,
  ]
}
