import { join } from 'node:path'
import type { ScoredPlace } from '@romae/tokenizer/modality'
import { calibrateScores, createScorer } from '@romae/trainer/node'
import { Command } from 'commander'
import { type Measuring, measurePlaces, shapeOfTokens } from '../anomaly/measure-places.ts'
import { anomalyReport, rarestPlaces, type ScoredPlaces } from '../anomaly/report.ts'
import { errors } from '../errors.ts'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
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
import { printResult } from '../terminal/result.ts'
import { tellNote } from '../terminal/tell-note.ts'
import { toCsv } from '../to-csv.ts'
import { userPath, writeFile, writeJson } from '../write-file.ts'

/** Tokens that are hidden at a time where the model's run does not say. */
const MASK_RATIO = 0.25
/** Places that are printed. */
const PRINTED = 5

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
    const measuring: Measuring<Sample> = {
      scorer,
      tokenizer,
      shape,
      length: window,
      average,
      stopIfAsked: session.stopIfAsked,
    }
    const measure = (some: SampleSet<Sample>) => measurePlaces(some, measuring)
    const [errorsHere, errorsThere] = await measureBoth(set, held, measure).finally(() => scorer.dispose())
    const calibration = calibrateScores(errorsThere.flat())
    const { least } = calibration
    if (least > level) throw errors.APP_ANOMALY_LEVEL({ level, count: Math.round(1 / least) - 1, least })
    const scored = errorsHere.map((places, index): ScoredPlaces => {
      const scoredPlaces = places.map((place): ScoredPlace => {
        const { cells, group } = place
        const p = calibration.pValue(place)
        return {
          cells,
          ...(group !== undefined && { group }),
          score: calibration.score(place),
          p,
          isMarked: p <= level,
        }
      })
      return { id: set.ids[index]!, places: scoredPlaces }
    })
    const places = scored.reduce((sum, one) => sum + one.places.length, 0)
    const marked = scored.reduce((sum, one) => sum + one.places.filter(({ isMarked }) => isMarked).length, 0)
    for (const note of notes) session.say(note)
    session.say(`${places} places of ${set.samples.length} ${modality.samples}, ${marked} marked (p at most ${level})`)
    const top = rarestPlaces(scored, PRINTED)
    for (const { id, cells, score, p } of top) {
      session.say(
        `${[id, ...cells].join(', ')}: ${score.toPrecision(3)} times as far off as usual, p ${p.toPrecision(2)}`,
      )
    }
    const rows = scored.flatMap(({ id, places: own }) =>
      own.map(({ cells, score, p }) => [id, ...cells, cell(score), cell(p)]),
    )
    await writeFile(
      join(folder, 'scores.csv'),
      toCsv([['id', ...shape.columns, 'score', 'p'], ...rows], options.escapeFormulas),
    )
    const result = { places, marked, level, calibratedOn: calibration.count, maskRatio, block, average, rounds, window }
    await writeJson(join(folder, 'results.json'), { command: session.command, ...result, notes })
    const facts = [
      ['places', places],
      [`marked, p at most ${level}`, marked],
      [normal === undefined ? 'p by rank among them' : 'p by held-out places', calibration.count],
      ['hidden at a time', `${Math.round(100 * maskRatio)} %, ${block} ${block === 1 ? 'token' : 'tokens'} together`],
      ['hidden how often', rounds],
      ['averaged over', average],
      ...(window === null ? [] : [['seen at once', window] as const]),
    ] as const
    const findings = {
      title: `Where ${modality.samples} are unlike what a model expects`,
      subtitle: `${options.model} on ${files.join(', ')}`,
      command: session.command,
      scored,
      sample: set.samples.sample,
      facts,
      notes: [SCORES, ...notes],
    }
    const path = join(folder, 'report.html')
    await writeFile(path, await anomalyReport(findings, shape, { tokenizer, options: set.data }))
    session.say(`\nscores  ${join(folder, 'scores.csv')}\nreport  ${path}`)
    printResult({ folder, ...result, rarest: top.map(({ isMarked, group, ...place }) => place), notes })
  })
}

const SCORES =
  'A score is how many times as far off the model is, at what it does not see, as is usual for its channel or kind of place. p is how rarely it is so far off.'
const OWN_RANKS =
  'without --normal p is the rank among these places themselves: as many are marked as the level says, whatever they are'

/** What p is measured by is measured once where it is the same. */
async function measureBoth<Sample, Errors>(
  set: SampleSet<Sample>,
  held: SampleSet<Sample>,
  measure: (some: SampleSet<Sample>) => Promise<Errors>,
): Promise<readonly [Errors, Errors]> {
  const own = await measure(set)
  return [own, held === set ? own : await measure(held)]
}

/** Empty where nothing could be told. */
function cell(value: number): number | string {
  return Number.isNaN(value) ? '' : value
}
