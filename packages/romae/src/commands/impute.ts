import { join } from 'node:path'
import { readTables } from '@romae/timeseries/modality'
import { describePretraining, type PretrainedModel } from '@romae/trainer/node'
import type { Command } from 'commander'
import { requireUse } from '../cli/require-use.ts'
import { errors } from '../errors.ts'
import { fillTables } from '../impute/fill-tables.ts'
import { countMissing } from '../impute/gaps.ts'
import { knownOf } from '../impute/known.ts'
import { chooseMethods } from '../impute/methods.ts'
import type { SavedImputer } from '../impute/model-calibration.ts'
import { type ImputeOptions, imputeOptions } from '../impute/options.ts'
import { filesToFill } from '../impute/outputs.ts'
import { prepareTraining } from '../impute/training.ts'
import { keptInput, STANDARD_INPUT } from '../input.ts'
import { savedWindow } from '../modality/saved-settings.ts'
import { loadAllTrained, requireSameTokenizer, type TrainedModels } from '../modality/trained-model.ts'
import { describePlan } from '../run/describe-plan.ts'
import { programName } from '../run/program-name.ts'
import { withSession } from '../run/session.ts'
import { requireDifferentPaths } from '../splits/same-files.ts'
import { keepOutputForData, print, tell } from '../terminal/print.ts'
import { readCalibration } from '../uncertainty/calibration-file.ts'
import { userPath } from '../write-file.ts'

/** `impute FILES… --time COLUMN`: fills the gaps of the user's own series. */
export function imputeCommand(): Command {
  return imputeOptions().action(run)
}

/** What models it takes: of one token an observation, so that a single value can be missing. */
const imputing = { samples: 'series', tokenizers: ['timeseries/observations'] } as const

async function run(given: readonly string[], options: ImputeOptions, command: Command): Promise<void> {
  requireUse(command, options.model !== undefined)
  const methods = chooseMethods(options.methods)
  const started = performance.now()
  const toOutput = options.out === STANDARD_INPUT
  if (toOutput) keepOutputForData(true)
  await requireDifferentPaths([{ option: null, paths: given }])
  const files = filesToFill(given, { out: options.out, tables: true })
  const [first, ...others] = files
  const { model } = options
  const trained = model === undefined ? null : await loadAllTrained(userPath(model), imputing)
  const known = trained === null ? {} : knownOf(trained[0])
  const standardInput = keptInput()
  const sources = [first.path, ...others.map(({ path }) => path)] as const
  const tables = await readTables(sources, { ...options, value: options.value ?? [] }, { standardInput }, known)
  const { series, channels, notes } = tables
  tables.files.forEach(({ series: own, ownChannels }, index) => {
    const what = `${own.length} series of ${ownChannels.length} channels, ${countMissing(own)} missing cells`
    print(`${files[index]!.given}: ${what}`)
  })
  for (const note of notes) tell(`note: ${note}`)
  if (trained !== null && known.channels === undefined) {
    tell(`note: the model was saved before channels had names; they are taken in this order: ${channels.join(', ')}`)
  }
  const folder = userPath(options.folder ?? join('runs/impute', first.name))
  if (options.dryRun) {
    const { options: of } = await prepareTraining(series, options, folder)
    print(describePlan('pre-training', await describePretraining(of({ seed: options.seed }))))
    return
  }
  await withSession(programName(), options, async (session) => {
    await session.ranks.onFirst(async () => {
      for (const { out } of files) await session.claim(out, 'file')
    })
    const source =
      trained === null
        ? await prepareTraining(series, options, folder, session.ranks)
        : await toImputer(trained, options.window, channels.length)
    await fillTables({ files, tables, standardInput, source, folder, toOutput, methods, options, started }, session)
  })
}

/** @throws RomaeError `APP_NO_MODEL` where nothing says how much the model sees at once; `APP_CALIBRATION` */
async function toImputer(trained: TrainedModels, given: number | undefined, channels: number): Promise<SavedImputer> {
  const [{ folder, saved, model }, ...others] = trained
  const window = given ?? savedWindow(saved)
  if (window === null) {
    throw errors.APP_NO_MODEL({ folder, reason: 'its model was not made by impute; give the --window that it sees' })
  }
  requireSameTokenizer(trained)
  const models = [model as PretrainedModel, ...others.map((one) => one.model as PretrainedModel)] as const
  return { models, window, saved: await readCalibration(folder, models, channels) }
}
