import { dirname, join } from 'node:path'
import type { TimeSeries } from '@romae/timeseries'
import { describePretraining, type PretrainedModel, pretrain, type TrainingOptions } from '@romae/trainer/node'
import { Command, Option } from 'commander'
import {
  addRunOptions,
  addSettingsHelp,
  appErrors,
  applySettings,
  count,
  describePlan,
  escapeFormulasOption,
  folders,
  formatDuration,
  fraction,
  inputPath,
  loadTrained,
  nameOf,
  ofModality,
  openRuns,
  positive,
  pretrainingOptions,
  print,
  printWarnings,
  type RunOptions,
  runStage,
  type Session,
  savedWindow,
  type TrainedModel,
  tell,
  userPath,
  withSession,
  writeFile,
} from 'romae'
import { countMissing } from '../impute/gaps.ts'
import { type HeldOutError, heldOutErrors, type Trial } from '../impute/held-out-errors.ts'
import { holdOut, holdOutInGaps } from '../impute/hold-out.ts'
import { type Imputer, imputeAll } from '../impute/impute.ts'
import { knownOf } from '../impute/known.ts'
import { imputeReport } from '../impute/report.ts'
import { requireUse } from '../impute/require-use.ts'
import { errorLines, unfilledLines } from '../impute/result-lines.ts'
import { type ImputeExperiment, imputeKinds, imputeRecord, imputeSettings } from '../impute/settings.ts'
import { readTable, type TableOptions } from '../impute/table.ts'
import { trainingSet } from '../impute/training-set.ts'
import { decimalDescription, delimiterDescription, missingDescription } from '../modality/format-options.ts'
import type { SeriesData } from '../modality/series-data.ts'
import {
  TIME_UNIT_NAMES,
  timeDescription,
  timeFormatDescription,
  timeUnitDescription,
} from '../modality/time-options.ts'
import { describeSpan, describeTime } from '../modality/time-unit.ts'
import { timeseries } from '../modality/timeseries.ts'

interface ImputeOptions extends RunOptions, TableOptions {
  readonly csv: string
  readonly window?: number
  readonly steps?: number
  readonly batch?: number
  readonly rate?: number
  readonly heldOut?: number
  readonly checkpoint?: string
  readonly folder?: string
}

/** `impute --csv FILE`: fills the gaps of the user's own series. */
export function imputeCommand(): Command {
  const command = new Command('impute')
    .description(
      'fill the gaps of a CSV file: train on what is observed, or use a checkpoint, and write the filled file',
    )
    .requiredOption(
      '--csv <file>',
      'the file (-: standard input): one row a time stamp, or with --channel one row an observation',
    )
    .requiredOption('--time <column>', timeDescription)
    .option('--time-format <format>', timeFormatDescription)
    .addOption(new Option('--time-unit <unit>', timeUnitDescription).choices(TIME_UNIT_NAMES))
    .option(
      '--value <column...>',
      'columns of values (default: all others); with --channel the one column of values',
      [],
    )
    .option('--id <column>', 'tells series apart; without it the file is one series')
    .option('--channel <column>', 'names the channel of each row')
    .option('--ignore <column...>', 'columns, or channels, that are left out')
    .option('--unit <channel=unit...>', 'what channels are measured in')
    .option('--allow-missing-channels', 'with --checkpoint: takes a file that lacks channels of the model', false)
    .option('--missing <text...>', missingDescription)
    .option('--delimiter <character>', delimiterDescription)
    .addOption(new Option('--decimal <mark>', decimalDescription).choices(['.', ',']))
    .option(
      '--window <span>',
      'time that the model sees at once, in units of the file (of dates --time-unit, days); default: 16 typical steps, more for bursts',
      positive,
    )
    .option('--steps <count>', 'training steps (default: 400)', count)
    .option('--batch <count>', 'windows a step (default: 32)', count)
    .option('--rate <number>', 'peak learning rate (default: 0.001)', positive)
    .option('--held-out <fraction>', 'observed values kept from training to measure the error (default: 0.1)', fraction)
    .option(
      '--checkpoint <folder>',
      'use this model (of an earlier run) instead of training; channels are matched by name',
    )
    .option('--out <file>', 'the filled file (default: <name>.filled.csv beside the input; stdin.filled.csv here)')
    .addOption(escapeFormulasOption())
    .option('--folder <folder>', 'the run’s folder (default: runs/impute/<name>)')
  addSettingsHelp(command, timeseries)
  return addRunOptions(command, null).action(run)
}

/** What models it takes: of one token an observation, so that a single value can be missing. */
const imputing = { samples: 'series', tokenizers: ['timeseries/observations'] } as const

async function run(options: ImputeOptions, command: Command): Promise<void> {
  requireUse(command, options.checkpoint !== undefined)
  const started = performance.now()
  const file = inputPath(options.csv)
  const name = nameOf(file)
  const { checkpoint } = options
  const trained = checkpoint === undefined ? null : ofModality(await loadTrained(userPath(checkpoint)), imputing)
  const known = trained === null ? {} : knownOf(trained)
  const table = await readTable(file, options, known)
  const { series, channels, write, notes } = table
  const gaps = countMissing(series)
  print(`${options.csv}: ${series.length} series of ${table.ownChannels.length} channels, ${gaps} missing cells`)
  for (const note of notes) tell(`note: ${note}`)
  if (trained !== null && known.channels === undefined) {
    tell(`note: the model was saved before channels had names; they are taken in this order: ${channels.join(', ')}`)
  }
  if (options.dryRun) {
    const { options: of } = await prepare(series, options)
    print(describePlan('pre-training', await describePretraining(of({}))))
    return
  }
  await withSession('pnpm timeseries', options, async (session) => {
    const folder = userPath(options.folder ?? join('runs/impute', name))
    const out = userPath(options.out ?? join(dirname(file), `${name}.filled.csv`))
    await session.claim(out, 'file')
    const { imputer, errors } =
      trained === null
        ? await train(await prepare(series, options), series, table.data, folder, options, session)
        : { imputer: toImputer(trained, options.window), errors: [] }
    for (const line of errorLines(channels, errors)) print(line)
    const filled = await imputeAll(imputer, series, session.engine)
    if (trained === null) {
      const report = await imputeReport({ folder, file: options.csv, channels, series, filled, errors })
      await writeFile(join(folder, 'report.html'), report)
      session.say(`\ncheckpoint  ${join(folder, folders.model)}`)
      session.say(`report      ${join(folder, 'report.html')}`)
    }
    for (const line of unfilledLines(series, filled, imputer.window)) session.say(line)
    await write(out, filled)
    session.say(`\nfilled file ${out}`)
    session.say(`done in ${formatDuration(performance.now() - started)}`)
  })
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
  const chosen = applySettings(imputeSettings, imputeKinds, [...short, ...given.set])
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
  throw appErrors.APP_NO_MODEL({ folder, reason: 'its model was not made by impute; give the --window that it sees' })
}
