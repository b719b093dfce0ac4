import { createEngine, type Engine } from '@romae/engine'
import { onnxruntimeWeb } from '@romae/engine/onnxruntime-web'
import { rowsOf, type TimeSeries } from '@romae/timeseries'
import { baselines } from '@romae/timeseries/baselines'
import { type Table, timeseries } from '@romae/timeseries/modality'
import {
  exportOnnx,
  modelFromCheckpoints,
  modelToZip,
  type PretrainedModel,
  pretrain,
  type WorkerContext,
} from '@romae/trainer/browser'
import {
  countMissing,
  type Evaluation,
  evaluate,
  type FilledSeries,
  fillSeries,
  type ImputeTraining,
  imputeSettings,
  intervalsCsv,
  methodsCsv,
  planTraining,
  scalesOf,
} from 'romae/imputation'
import { guessRoles, headerOf, type Roles, readAs, readUnknown } from './guess-columns.ts'
import type { FillEvent, Filled, FillInput, FillResult, ShownErrors, Understood } from './messages.ts'
import { remembered } from './remembered.ts'
import { runStorage } from './storage.ts'

const SEED = 1
const COVERAGE = 0.9
/** Steps between checkpoints. */
const EVERY = 20
/** After these steps the gaps are filled: more often at first, when most is learned. */
const LOOKS = [20, 60, 120, 200, 300, 400, 500, 600, 700]

type Run = AsyncGenerator<FillEvent, FillResult, void>

/** Reads a table, trains on it, and fills its gaps, more than once on the way. @throws RomaeError of whatever cannot be done */
export async function* fillFile({ file, roles, run }: FillInput, { signal }: WorkerContext): Run {
  yield { type: 'doing', what: `Reading ${file.name}` }
  const header = await headerOf(file)
  yield { type: 'header', header, roles: roles ?? guessRoles(header) }
  const read = roles === null ? await readUnknown(file, header) : { roles, table: await readAs(file, roles) }
  const { table } = read
  const known = understood(header, read.roles, table)
  yield known
  if (known.missing === 0) return { stopped: false, files: [] }
  yield { type: 'doing', what: 'Looking at how its values go together' }
  const training = await planTraining(table.series, imputeSettings, { seed: SEED })
  yield { type: 'doing', what: 'Loading what computes' }
  const engine = await createEngine(onnxruntimeWeb(isLarge(training) ? {} : { threads: 1 }))
  try {
    return yield* trainAndFill(table, training, read.roles, { engine, run, signal })
  } finally {
    await engine.dispose()
  }
}

/** Of small steps threads wait for each other more than they compute, and a page has other things to do. */
function isLarge({ trials: [{ kept }], window, timeUnit }: ImputeTraining): boolean {
  return (window / timeUnit) * kept[0]!.channels.length > 256
}

async function* trainAndFill(
  table: Table,
  training: ImputeTraining,
  roles: Roles,
  { engine, run, signal }: { readonly engine: Engine; readonly run: string; readonly signal: AbortSignal },
): Run {
  const { storage, isLasting } = await runStorage(run)
  const { threads, reason } = engine.info
  const steps = training.experiment.pretraining.steps ?? 0
  yield { type: 'started', threads: threads ?? 1, reason: reason ?? '', steps, isLasting, lines: training.lines }
  const filler = createFiller(table, training, roles, engine)
  const options = training.options({
    seed: SEED,
    engine,
    signal,
    checkpointStorage: storage,
    checkpointEvery: EVERY,
    resume: 'auto',
  })
  let last: Filling | null = null
  const events = pretrain(options)
  for (;;) {
    const { done, value } = await events.next()
    if (done) break
    if (value.type === 'resume') yield { type: 'resumed', step: value.step }
    if (value.type === 'step') yield { type: 'step', step: value.step, loss: value.loss }
    const isFirst = last === null && value.type === 'checkpoint'
    if (
      value.type === 'checkpoint' &&
      !signal.aborted &&
      (isFirst || LOOKS.includes(value.step)) &&
      value.step < steps
    ) {
      if (last === null) yield { type: 'doing', what: 'Comparing with simpler methods' }
      last = await filler(value.step, (await modelFromCheckpoints(storage)) as PretrainedModel)
      yield last.shown
    }
    if (value.type === 'finish') {
      if (!value.stopped) {
        yield { type: 'doing', what: 'Filling the gaps' }
        last = await filler(value.step, value.model as PretrainedModel)
        yield last.shown
      }
      const files = last === null ? [] : await filesOf(table, roles, last)
      return { stopped: value.stopped, files }
    }
  }
  return { stopped: true, files: [] }
}

/** A table as a model fills it. */
interface Filling {
  readonly shown: Filled
  readonly model: PretrainedModel
  readonly evaluation: Evaluation | null
  readonly result: FilledSeries
}

/** Fills the table by a model, and by whatever is better in a channel and length of gap. */
function createFiller(
  { series, channels }: Table,
  { trials, window }: ImputeTraining,
  { nonNegative }: Roles,
  engine: Engine,
) {
  const methods = baselines.map(remembered)
  const scales = scalesOf(series, channels, nonNegative.length > 0 ? { nonNegative } : {})
  const quiet = { note: () => {}, onNote: () => {} }
  const common = { methods, isBest: true, coverage: COVERAGE, scales, engine, ...quiet }
  return async (step: number, model: PretrainedModel): Promise<Filling> => {
    const imputer = { models: [model], window } as const
    const evaluation = await evaluate(imputer, trials, { ...common, isAsked: false, seed: SEED })
    const calibration = evaluation.intervals?.calibration ?? null
    const result = await fillSeries(series, { ...common, imputer, evaluation, calibration }, common)
    const { filled, intervals } = result
    const shown: Filled = {
      type: 'filled',
      step,
      errors: shownErrors(evaluation),
      values: filled.map(({ channels: all }) => all.map(({ values }) => values)),
      lower: intervals?.lower ?? null,
      upper: intervals?.upper ?? null,
    }
    return { shown, model, evaluation, result }
  }
}

function shownErrors({ methods, errors, best, intervals }: Evaluation): ShownErrors {
  const plain = (all: readonly { readonly count: number; readonly errors: readonly number[] }[]) =>
    all.map(({ count, errors: own }) => ({ count, errors: own }))
  const coverage = intervals && {
    promised: intervals.coverage,
    reached: intervals.all.coverage,
    count: intervals.all.count,
  }
  return { methods, channels: plain(errors), others: plain(best.errors), coverage }
}

function understood(header: readonly string[], roles: Roles, table: Table): Understood {
  const { series, channels, data, notes, source } = table
  const name = typeof source === 'string' ? source : source.name
  return {
    type: 'understood',
    header,
    roles,
    facts: timeseries.inspect!(series, data as never),
    notes: notes.map((note) => note.replace(`${name}: `, '')),
    missing: countMissing(series),
    channels,
    series: series.map(shownSeries),
    timeUnit: series[0]?.timeOrigin === undefined ? (series[0]?.timeUnit ?? null) : null,
  }
}

function shownSeries(series: TimeSeries) {
  const { times, places } = rowsOf(series)
  const values = series.channels.map((channel, index) => {
    const column = new Float64Array(times.length).fill(Number.NaN)
    places[index]!.forEach((row, entry) => {
      column[row] = channel.values[entry]!
    })
    return column
  })
  return { id: series.id, times, values }
}

/** All that there is to take away. */
async function filesOf(
  { source, series, options: read, channels }: Table,
  { time, id }: Roles,
  { model, evaluation, result: { filled, best, intervals } }: Filling,
): Promise<FillResult['files']> {
  const stem = (typeof source === 'string' ? source : source.name).replace(/\.[^.]*$/, '')
  const columns = { time, id, escapeFormulas: false }
  const standardInput = async (): Promise<never> => {
    throw new Error('a page has no standard input')
  }
  const pieces: string[] = []
  const text = await timeseries.write!(source, { read: series, filled }, read as never, {
    standardInput,
    escapeFormulas: false,
  })
  if (typeof text === 'string') pieces.push(text)
  else for await (const piece of text as AsyncIterable<string>) pieces.push(piece)
  const csv = (parts: string[]) => new Blob(parts, { type: 'text/csv' })
  const bytes = (content: Uint8Array, type: string) => new Blob([content as Uint8Array<ArrayBuffer>], { type })
  return [
    { kind: 'filled', name: `${stem}.filled.csv`, content: csv(pieces) },
    ...(intervals === null
      ? []
      : ([
          {
            kind: 'intervals',
            name: `${stem}.intervals.csv`,
            content: csv([intervalsCsv(series, intervals, channels, columns)]),
          },
        ] as const)),
    ...(best === null || evaluation === null
      ? []
      : ([
          {
            kind: 'methods',
            name: `${stem}.methods.csv`,
            content: csv([methodsCsv(series, best, channels, evaluation.methods, columns)]),
          },
        ] as const)),
    { kind: 'model', name: `${stem}.model.zip`, content: bytes(modelToZip(model), 'application/zip') },
    {
      kind: 'onnx',
      name: `${stem}.imputer.onnx`,
      content: bytes(exportOnnx(model, 'imputer'), 'application/octet-stream'),
    },
  ]
}
