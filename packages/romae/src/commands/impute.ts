import { dirname, join } from 'node:path'
import type { TimeSeries } from '@romae/timeseries'
import {
  describeSpan,
  describeTime,
  readTable,
  type SeriesData,
  seriesOptions,
  type TableOptions,
  timeseries,
} from '@romae/timeseries/modality'
import { describePretraining, type PretrainedModel, pretrain, type TrainingOptions } from '@romae/trainer/node'
import { Command } from 'commander'
import { errors } from '../errors.ts'
import { countMissing } from '../impute/gaps.ts'
import { type HeldOutError, heldOutErrors, type Trial } from '../impute/held-out-errors.ts'
import { holdOut, holdOutInGaps } from '../impute/hold-out.ts'
import { type Imputer, imputeAll } from '../impute/impute.ts'
import { knownOf } from '../impute/known.ts'
import { imputeReport } from '../impute/report.ts'
import { requireUse } from '../impute/require-use.ts'
import { errorLines, unfilledLines } from '../impute/result-lines.ts'
import { type ImputeExperiment, imputeRecord, imputeSchema, imputeSettings } from '../impute/settings.ts'
import { trainingSet } from '../impute/training-set.ts'
import { inputPath, STANDARD_INPUT, standardInput } from '../input.ts'
import { hostModality } from '../modality/make-host-modality.ts'
import { addDataOptions, addSettingsHelp } from '../modality/resolve-experiment.ts'
import { savedWindow } from '../modality/saved-settings.ts'
import { loadTrained, ofModality, type TrainedModel } from '../modality/trained-model.ts'
import { describePlan } from '../run/describe-plan.ts'
import { openRuns } from '../run/open-runs.ts'
import { programName } from '../run/program-name.ts'
import { addRunOptions, count, fraction, positive, type RunOptions } from '../run/run-options.ts'
import { runStage } from '../run/run-stage.ts'
import { nameOf, type Session, withSession } from '../run/session.ts'
import { folders } from '../run/stage-state.ts'
import { printWarnings } from '../samples/fit-tokenizer.ts'
import { applySettings } from '../settings/apply-settings.ts'
import { pretrainingOptions } from '../settings/to-options.ts'
import { formatDuration } from '../terminal/format-duration.ts'
import { keepOutputForData, print, tell } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { escapeFormulasOption } from '../to-csv.ts'
import { userPath, writeFile } from '../write-file.ts'

interface ImputeOptions extends RunOptions, Omit<TableOptions, 'value'> {
  readonly value?: readonly string[]
  readonly window?: number
  readonly steps?: number
  readonly batch?: number
  readonly rate?: number
  readonly heldOut?: number
  readonly model?: string
  readonly folder?: string
}

/** Options of reading that a file to be filled can have: it has no labels. */
const readOptions = [
  'timeFormat',
  'timeUnit',
  'value',
  'id',
  'channel',
  'ignore',
  'unit',
  'allowMissingChannels',
  'missing',
  'delimiter',
  'decimal',
]

/** `impute FILE --time COLUMN`: fills the gaps of the user's own series. */
export function imputeCommand(): Command {
  const modality = hostModality(timeseries)
  const command = new Command('impute')
    .description('fill the gaps of a CSV file: train on what is observed, or use a model, and write the filled file')
    .argument('<file>', 'the file (-: standard input): one row a time stamp, or with --channel one row an observation')
    .requiredOption('--time <column>', seriesOptions.time.help)
  addDataOptions(
    command,
    modality.dataOptions.filter(({ key }) => readOptions.includes(key)),
  )
    .option(
      '--window <span>',
      'time that the model sees at once, in units of the file (of dates --time-unit, days); default: 16 typical steps, more for bursts',
      positive,
    )
    .option('--steps <count>', 'training steps (default: 400)', count)
    .option('--batch <count>', 'windows a step (default: 32)', count)
    .option('--rate <number>', 'peak learning rate (default: 0.001)', positive)
    .option('--held-out <fraction>', 'observed values kept from training to measure the error (default: 0.1)', fraction)
    .option('--model <run>', 'use this model (of an earlier run) instead of training; channels are matched by name')
    .option(
      '--out <file>',
      'the filled file, - for standard output (default: <name>.filled.csv beside the input; stdin.filled.csv here)',
    )
    .addOption(escapeFormulasOption())
    .option('--folder <folder>', 'the run’s folder (default: runs/impute/<name>)')
  addSettingsHelp(command, imputeSchema, imputeSettings)
  return addRunOptions(command, null).action(run)
}

/** What models it takes: of one token an observation, so that a single value can be missing. */
const imputing = { samples: 'series', tokenizers: ['timeseries/observations'] } as const

async function run(given: string, options: ImputeOptions, command: Command): Promise<void> {
  requireUse(command, options.model !== undefined)
  const started = performance.now()
  const toOutput = options.out === STANDARD_INPUT
  if (toOutput) keepOutputForData(true)
  const file = inputPath(given)
  const name = nameOf(file)
  const { model } = options
  const trained = model === undefined ? null : ofModality(await loadTrained(userPath(model)), imputing)
  const known = trained === null ? {} : knownOf(trained)
  const table = await readTable(file, { ...options, value: options.value ?? [] }, { standardInput }, known)
  const { series, channels, write, notes } = table
  const gaps = countMissing(series)
  print(`${given}: ${series.length} series of ${table.ownChannels.length} channels, ${gaps} missing cells`)
  for (const note of notes) tell(`note: ${note}`)
  if (trained !== null && known.channels === undefined) {
    tell(`note: the model was saved before channels had names; they are taken in this order: ${channels.join(', ')}`)
  }
  if (options.dryRun) {
    const { options: of } = await prepare(series, options)
    print(describePlan('pre-training', await describePretraining(of({}))))
    return
  }
  await withSession(programName(), options, async (session) => {
    const folder = userPath(options.folder ?? join('runs/impute', name))
    const out = toOutput ? '/dev/stdout' : userPath(options.out ?? join(dirname(file), `${name}.filled.csv`))
    await session.claim(out, 'file')
    const { imputer, errors } =
      trained === null
        ? await train(await prepare(series, options), series, table.data, folder, options, session)
        : { imputer: toImputer(trained, options.window), errors: [] }
    for (const line of errorLines(channels, errors)) print(line)
    const filled = await imputeAll(imputer, series, session.engine)
    if (trained === null) {
      const report = await imputeReport({ folder, file: given, channels, series, filled, errors })
      await writeFile(join(folder, 'report.html'), report)
      session.say(`\ncheckpoint  ${join(folder, folders.model)}`)
      session.say(`report      ${join(folder, 'report.html')}`)
    }
    for (const line of unfilledLines(series, filled, imputer.window)) session.say(line)
    await write(out, filled)
    session.say(`\nfilled file ${out}`)
    session.say(`done in ${formatDuration(performance.now() - started)}`)
    const unfilled = countMissing(filled)
    printResult({
      file: out,
      missing: gaps,
      unfilled,
      window: imputer.window,
      errors: namedErrors(channels, errors),
      notes,
    })
  })
}

/** Errors with the names of their channels, as plain data. */
function namedErrors(channels: readonly string[], errors: readonly HeldOutError[]) {
  return errors.map((error, index) => ({ channel: channels[index]!, ...error }))
}

/** A training that is ready to begin. */
type Training = Awaited<ReturnType<typeof prepare>>

async function prepare(series: readonly TimeSeries[], given: ImputeOptions) {
  const short = [
    ['data.window', given.window],
    ['data.heldOut', given.heldOut],
    ['pretraining.steps', given.steps],
    ['pretraining.batchSize', given.batch],
    ['pretraining.learningRate', given.rate],
  ].flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))
  const chosen = applySettings(imputeSettings, imputeSchema, [...short, ...given.set])
  const heldOut = holdOut(series, chosen.data.heldOut, given.seed)
  const asked = { window: chosen.data.window, timeUnit: chosen.tokenizer.timeUnit }
  const { window, ...samples } = await trainingSet(series, heldOut.kept, asked)
  const experiment: ImputeExperiment = { ...chosen, data: { ...chosen.data, window } }
  const { tokenizer } = samples
  const { timeUnit } = tokenizer.options
  print(describeTime(tokenizer.options))
  print(`a window is ${describeSpan(window, timeUnit)}: the time that the model sees at once (--window)`)
  printWarnings(tokenizer)
  const options = (training: TrainingOptions) => ({
    ...samples,
    ...pretrainingOptions(experiment, { ...training, seed: given.seed }),
  })
  return { experiment, window, heldOut, timeUnit: tokenizer.options.time.unit, options }
}

async function train(
  { experiment, window, heldOut, timeUnit, options }: Training,
  series: readonly TimeSeries[],
  read: SeriesData,
  folder: string,
  runOptions: ImputeOptions,
  session: Session,
): Promise<{ imputer: Imputer; errors: readonly HeldOutError[] }> {
  const { seed, resume, overwrite } = runOptions
  const [only] = await openRuns(folder, { seed, resume, overwrite }, session)
  const model = await runStage(
    {
      label: 'pre-training',
      folder: only!.folder,
      settings: { experiment: imputeRecord(experiment, read, timeUnit), targetScale: null },
      start: (training) => pretrain(options(training)),
    },
    session,
    runOptions,
  )
  const imputer = { model, window }
  if (experiment.data.heldOut === 0) return { imputer, errors: [] }
  const inGaps = holdOutInGaps(series, heldOut, only!.seed)
  const trials: Trial[] = []
  for (const one of [heldOut, ...(inGaps === null ? [] : [inGaps])]) {
    trials.push({ ...one, filled: await imputeAll(imputer, one.kept, session.engine) })
  }
  return { imputer, errors: heldOutErrors(trials) }
}

/** @throws RomaeError `APP_NO_MODEL` where nothing says how much the model sees at once */
function toImputer({ folder, model, saved }: TrainedModel, given: number | undefined): Imputer {
  const window = given ?? savedWindow(saved)
  if (window !== null) return { model: model as PretrainedModel, window }
  throw errors.APP_NO_MODEL({ folder, reason: 'its model was not made by impute; give the --window that it sees' })
}
