import { createEngine, type Engine } from '@romae/engine'
import { onnxruntimeWeb } from '@romae/engine/onnxruntime-web'
import { rowsOf, type TimeSeries } from '@romae/timeseries'
import { type Table, timeseries } from '@romae/timeseries/modality'
import { modelFromCheckpoints, type PretrainedModel, pretrain, type WorkerContext } from '@romae/trainer/browser'
import { openRun, openSeriesModel } from 'romae/archive'
import { countMissing } from 'romae/imputation'
import { fillJob } from './fill-job.ts'
import { forecastJob } from './forecast-job.ts'
import { guessRoles, headerOf, readAs, readUnknown } from './guess-columns.ts'
import { type Job, type Look, SEED } from './job.ts'
import type { TableEvent, Understood } from './messages.ts'
import type { Roles } from './roles.ts'
import { runStorage } from './storage.ts'
import type { TrainingResult } from './training-messages.ts'
import { useModel } from './use-model.ts'
import type { TableWork } from './work.ts'

/** Steps between checkpoints. */
const EVERY = 20
/** After these steps what the model makes of the table is shown: more often at first, when most is learned. */
const LOOKS = [20, 60, 120, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100]

type Run = AsyncGenerator<TableEvent, TrainingResult, void>

/**
 * Reads a table, trains on it, and fills its gaps or says what comes next, more than once on the way; or does so at once, by a model
 * that is there.
 *
 * @throws RomaeError of whatever cannot be done
 */
export async function* workOnTable(work: TableWork, { signal }: WorkerContext): Run {
  const { file, settings, model, run } = work
  yield { type: 'doing', what: `Reading ${file.name}` }
  const opened = model === null ? null : openSeriesModel(await openRun(model))
  const header = await headerOf(file)
  yield { type: 'header', header, roles: settings.roles ?? guessRoles(header) }
  const read =
    settings.roles === null
      ? await readUnknown(file, header, opened)
      : { roles: settings.roles, table: await readAs(file, settings.roles, opened?.known) }
  const { table, roles } = read
  const known = understood(header, roles, table)
  yield known
  if (settings.task === 'fill' && known.missing === 0) return { stopped: false, files: [] }
  if (opened !== null) {
    yield { type: 'doing', what: 'Loading what computes' }
    const notes: string[] = []
    return yield* withEngine(false, async function* (engine) {
      const note = (text: string) => notes.push(text)
      const look = await useModel({ file, table, roles }, { opened, settings, engine, note })
      for (const text of new Set(notes)) yield { type: 'note', text }
      yield look.shown
      return { stopped: false, files: await look.files() }
    })
  }
  yield { type: 'doing', what: 'Looking at how its values go together' }
  const job =
    settings.task === 'fill' ? await fillJob(file, table, roles) : await forecastJob(file, table, roles, settings.rows)
  yield { type: 'doing', what: 'Loading what computes' }
  return yield* withEngine(job.isLarge, (engine) => train(job, { engine, run, signal }))
}

async function* withEngine(hasThreads: boolean, use: (engine: Engine) => Run): Run {
  const engine = await createEngine(onnxruntimeWeb(hasThreads ? {} : { threads: 1 }))
  try {
    return yield* use(engine)
  } finally {
    await engine.dispose()
  }
}

async function* train(
  job: Job,
  { engine, run, signal }: { readonly engine: Engine; readonly run: string; readonly signal: AbortSignal },
): Run {
  const { steps } = job
  const { storage, isLasting } = await runStorage(run)
  yield { type: 'started', threads: engine.info.threads ?? 1, steps, isLasting, about: '' }
  const look = job.looker(engine)
  const kept = { checkpointStorage: storage, checkpointEvery: EVERY, resume: 'auto' } as const
  let last: Look | null = null
  for await (const event of pretrain(job.options({ seed: SEED, engine, signal, ...kept }))) {
    if (event.type === 'resume') yield { type: 'resumed', step: event.step }
    if (event.type === 'step') yield { type: 'step', step: event.step, loss: event.loss }
    if (event.type === 'checkpoint' && !signal.aborted && event.step < steps) {
      if (last !== null && !LOOKS.includes(event.step)) continue
      if (last === null) yield { type: 'doing', what: 'Comparing with simpler methods' }
      last = await look(event.step, (await modelFromCheckpoints(storage)) as PretrainedModel)
      yield last.shown
    }
    if (event.type === 'finish') {
      const { stopped, step, model } = event
      if (!stopped) {
        yield { type: 'doing', what: 'Looking at it for the last time' }
        last = await look(step, model as PretrainedModel)
        yield last.shown
      }
      return { stopped, files: last === null ? [] : await last.files() }
    }
  }
  return { stopped: true, files: [] }
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
