import { dirname, join } from 'node:path'
import { readTable, type SeriesData, timeseries } from '@romae/timeseries/modality'
import { describePretraining, type PretrainedModel } from '@romae/trainer/node'
import type { Command } from 'commander'
import { requireUse } from '../cli/require-use.ts'
import { errors } from '../errors.ts'
import { forecastTable } from '../forecast/forecast-table.ts'
import { chooseForecasters } from '../forecast/methods.ts'
import type { SavedForecaster } from '../forecast/model-calibration.ts'
import { type ForecastCommandOptions, forecastOptions } from '../forecast/options.ts'
import { prepareTraining } from '../forecast/training.ts'
import { knownOf } from '../impute/known.ts'
import { requireFormat, tableEnding } from '../impute/outputs.ts'
import { inputPath, keptInput, STANDARD_INPUT } from '../input.ts'
import { hostModality } from '../modality/make-host-modality.ts'
import { savedSections } from '../modality/saved-settings.ts'
import { loadAllTrained, requireSameTokenizer, type TrainedModels } from '../modality/trained-model.ts'
import { describePlan } from '../run/describe-plan.ts'
import { programName } from '../run/program-name.ts'
import { nameOf, withSession } from '../run/session.ts'
import { keepOutputForData, print, tell } from '../terminal/print.ts'
import { readCalibration } from '../uncertainty/calibration-file.ts'
import { requireCompression, userPath } from '../write-file.ts'

/** `forecast FILE --time COLUMN --horizon ROWS`: what comes next in the user's own series. */
export function forecastCommand(): Command {
  return forecastOptions().action(run)
}

/** What models it takes: of one token an observation, at any time. */
const forecasting = { samples: 'series', tokenizers: ['timeseries/observations'] } as const

async function run(given: string, options: ForecastCommandOptions, command: Command): Promise<void> {
  requireUse(command, options.model !== undefined, ['window'])
  const methods = chooseForecasters(options.methods)
  const started = performance.now()
  const toOutput = options.out === STANDARD_INPUT
  if (toOutput) keepOutputForData(true)
  const file = inputPath(given)
  const name = nameOf(file)
  const { model } = options
  const trained = model === undefined ? null : await loadAllTrained(userPath(model), forecasting)
  const standardInput = keptInput()
  const reading = { ...options, value: options.value ?? [] }
  const table = await readTable(file, reading, { standardInput }, trained === null ? {} : knownOf(trained[0]))
  const { series, notes } = table
  print(`${given}: ${series.length} series of ${table.ownChannels.length} channels`)
  for (const note of notes) tell(`note: ${note}`)
  const folder = userPath(options.folder ?? join('runs/forecast', name))
  if (options.dryRun) {
    const { options: of } = await prepareTraining(series, options)
    print(describePlan('pre-training', await describePretraining(of({ seed: options.seed }))))
    return
  }
  const out = toOutput
    ? '/dev/stdout'
    : userPath(options.out ?? join(dirname(file), `${name}.forecast${tableEnding(file)}`))
  requireFormat(given, file, out)
  requireCompression(out)
  await withSession(programName(), options, async (session) => {
    await session.ranks.onFirst(() => session.claim(out, 'file'))
    const source =
      trained === null ? await prepareTraining(series, options) : await toForecaster(trained, table.channels.length)
    const forecasting = { given, table, standardInput, source, folder, out, toOutput, name, methods, options, started }
    await forecastTable(forecasting, session)
  })
}

/** @throws RomaeError `APP_NO_MODEL` for models that were not trained to forecast, or not on the same data; `APP_CALIBRATION` */
async function toForecaster(trained: TrainedModels, channels: number): Promise<SavedForecaster> {
  const [{ folder, saved }] = trained
  const { data } = savedSections(saved, hostModality(timeseries), ['data'])
  const { window, longest, known } = data as unknown as SeriesData &
    Partial<Record<'window' | 'longest', number>> & {
      readonly known?: readonly string[] | null
    }
  if (window == null || longest == null) {
    throw errors.APP_NO_MODEL({ folder, reason: 'its model was not made by forecast; train one, without --model' })
  }
  requireSameTokenizer(trained)
  const models = trained.map((one) => one.model) as unknown as readonly [PretrainedModel, ...PretrainedModel[]]
  const calibration = await readCalibration(folder, models, channels)
  return { models, window, longest, known: known ?? [], saved: calibration }
}
