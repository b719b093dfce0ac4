import { join } from 'node:path'
import { createScorer } from '@romae/trainer/node'
import { Command } from 'commander'
import { shapeOfTokens } from '../anomaly/measure-places.ts'
import { scoreSets } from '../anomaly/score-sets.ts'
import { writeFindings } from '../anomaly/write-findings.ts'
import { errors } from '../errors.ts'
import type { HostModality } from '../modality/host-modality.ts'
import { savedMaskRatio, savedWindow } from '../modality/saved-settings.ts'
import { singleTokenizer } from '../modality/single-tokenizer.ts'
import { asPretrained, modelFolderOf } from '../modality/trained-model.ts'
import { addModelOptions, type ModelOptions, readForModel } from '../modality/use-model.ts'
import { escapeFormulasOption } from '../run/escape-formulas.ts'
import { claimResults } from '../run/open-runs.ts'
import { programName } from '../run/program-name.ts'
import { count, fraction, openFraction, positive, wholeNumber } from '../run/run-options.ts'
import { nameOf, withSession } from '../run/session.ts'
import { requireDifferentPaths } from '../splits/same-files.ts'
import { knownKeys } from '../splits/sample-keys.ts'
import { seenNotes } from '../splits/seen-notes.ts'
import { readHistory } from '../splits/seen-samples.ts'
import { tellNote } from '../terminal/tell-note.ts'
import { userPath } from '../write-file.ts'

/** Tokens that are hidden at a time where the model's run does not say. */
const MASK_RATIO = 0.25

interface Options extends ModelOptions {
  readonly normal?: readonly string[]
  readonly level: number
  readonly block: number
  readonly average: number
  readonly rounds: number
  readonly maskRatio?: number
  readonly window?: number
  readonly seed: number
  readonly escapeFormulas: boolean
}

/** `anomaly FILES… --model RUN`: where in samples a pre-trained model is far off when it does not see them. */
export function anomalyCommand<Sample>(modality: HostModality<Sample>): Command {
  const command = new Command('anomaly')
    .description(
      `where in ${modality.samples} a pre-trained model is far off what it does not see: scores, as CSV, and a report`,
    )
    .argument('<files...>', modality.files)
    .option(
      '--normal <files...>',
      `${modality.samples} without anomalies that the model was not trained on: what p is measured by (default: FILES themselves)`,
    )
    .option('--level <p>', 'places are marked whose p is at most this', fraction, 0.01)
    .option(
      '--block <count>',
      'tokens one after the other that are hidden together: as many as an anomaly is long',
      count,
      1,
    )
    .option('--average <count>', 'places one after the other whose errors are averaged', count, 1)
    .option('--rounds <count>', 'how often everything is hidden, each time beside others', count, 2)
    .option('--mask-ratio <fraction>', 'what is hidden at a time (default: as in the model’s training)', openFraction)
    .option('--seed <number>', 'of what is hidden together', wholeNumber, 1)
    .option('--out <folder>', `where scores and report go (default: runs/${modality.name}/anomaly/<first file>)`)
    .addOption(escapeFormulasOption())
  if (modality.scores?.pieces !== undefined) {
    command.option('--window <length>', 'how much the model sees at once (default: as in its training)', positive)
  }
  return addModelOptions(command, modality).action((files: readonly string[], options: Options) =>
    run(modality, files, options),
  )
}

async function run<Sample>(modality: HostModality<Sample>, files: readonly string[], options: Options): Promise<void> {
  const { normal, level, block, average, rounds, seed } = options
  await requireDifferentPaths([
    { option: null, paths: files },
    { option: '--normal', paths: normal ?? [] },
  ])
  const use = { command: 'anomaly', use: 'predict' } as const
  const { set, load } = await readForModel(modality, files, options, use)
  const held = normal === undefined ? set : (await readForModel(modality, normal, options, use)).set
  const { trained, tokenizer: restored } = await load()
  const tokenizer = singleTokenizer(restored)
  if (tokenizer === null) throw errors.APP_ANOMALY_SEVERAL({ modalities: modality.members! })
  const { model, saved } = asPretrained(trained, 'anomaly')
  const window = options.window ?? (modality.scores?.pieces === undefined ? null : savedWindow(saved))
  const maskRatio = options.maskRatio ?? savedMaskRatio(saved) ?? MASK_RATIO
  const folder = userPath(options.out ?? join('runs', modality.name, 'anomaly', nameOf(files[0]!)))
  await withSession(programName(), options, async (session) => {
    await claimResults(folder, session)
    const history = await readHistory(modelFolderOf(trained.folder))
    const notes =
      normal === undefined ? [OWN_RANKS] : seenNotes(await knownKeys(held, modality.samples), history, modality.samples)
    const inference = { engine: session.engine, tokenizer, onNote: tellNote }
    const scorer = await createScorer(model, { maskRatio, block, rounds, seed, inference })
    const shape = modality.scores ?? shapeOfTokens(tokenizer)
    const measuring = { scorer, tokenizer, shape, length: window, average, stopIfAsked: session.stopIfAsked }
    const found = await scoreSets(set, held, measuring, level).finally(() => scorer.dispose())
    const how = { level, maskRatio, block, average, rounds, window, ranksThemselves: normal === undefined }
    const looked = {
      samples: modality.samples,
      set,
      model: options.model,
      files,
      escapeFormulas: options.escapeFormulas,
    }
    await writeFindings(folder, found, { ...looked, how, notes, shape, tokenizer }, session)
  })
}

const OWN_RANKS =
  'without --normal p is the rank among these places themselves: as many are marked as the level says, whatever they are'
