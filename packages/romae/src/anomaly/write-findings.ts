import { join } from 'node:path'
import type { SampleSet } from '../modality/host-modality.ts'
import type { Session } from '../run/session.ts'
import { printResult } from '../terminal/result.ts'
import { toCsv } from '../to-csv.ts'
import { writeFile, writeJson } from '../write-file.ts'
import type { Measuring } from './measure-places.ts'
import { anomalyReport, rarestPlaces } from './report.ts'
import type { Scores } from './score-sets.ts'

/** Places that are printed. */
const PRINTED = 5

/** How places were scored. */
interface How {
  readonly level: number
  readonly maskRatio: number
  readonly block: number
  readonly average: number
  readonly rounds: number
  readonly window: number | null
  /** Whether p is the rank among the places themselves. */
  readonly ranksThemselves: boolean
}

/** What was looked at, and how. */
interface Looked<Sample> {
  /** Their name: `series`. */
  readonly samples: string
  readonly set: SampleSet<Sample>
  /** As the user gave it. */
  readonly model: string
  readonly files: readonly string[]
  readonly escapeFormulas: boolean
  readonly how: How
  readonly notes: readonly string[]
  readonly shape: Measuring<Sample>['shape']
  readonly tokenizer: Measuring<Sample>['tokenizer']
}

/** Writes `scores.csv`, `results.json` and `report.html`, and says the rarest places. */
export async function writeFindings<Sample>(
  folder: string,
  { scored, calibratedOn }: Scores,
  { samples, set, model, files, escapeFormulas, how, notes, shape, tokenizer }: Looked<Sample>,
  session: Session,
): Promise<void> {
  const { ranksThemselves, ...settings } = how
  const { level, maskRatio, block, average, rounds, window } = settings
  const places = scored.reduce((sum, one) => sum + one.places.length, 0)
  const marked = scored.reduce((sum, one) => sum + one.places.filter(({ isMarked }) => isMarked).length, 0)
  for (const note of notes) session.say(note)
  session.say(`${places} places of ${set.samples.length} ${samples}, ${marked} marked (p at most ${level})`)
  const top = rarestPlaces(scored, PRINTED)
  for (const { id, cells, score, p } of top) {
    session.say(
      `${[id, ...cells].join(', ')}: ${score.toPrecision(3)} times as far off as usual, p ${p.toPrecision(2)}`,
    )
  }
  const rows = scored.flatMap(({ id, places: own }) =>
    own.map(({ cells, score, p }) => [id, ...cells, cell(score), cell(p)]),
  )
  await writeFile(join(folder, 'scores.csv'), toCsv([['id', ...shape.columns, 'score', 'p'], ...rows], escapeFormulas))
  const result = { places, marked, level, calibratedOn, maskRatio, block, average, rounds, window }
  await writeJson(join(folder, 'results.json'), { command: session.command, ...result, notes })
  const facts = [
    ['places', places],
    [`marked, p at most ${level}`, marked],
    [ranksThemselves ? 'p by rank among them' : 'p by held-out places', calibratedOn],
    ['hidden at a time', `${Math.round(100 * maskRatio)} %, ${block} ${block === 1 ? 'token' : 'tokens'} together`],
    ['hidden how often', rounds],
    ['averaged over', average],
    ...(window === null ? [] : [['seen at once', window] as const]),
  ] as const
  const findings = {
    title: `Where ${samples} are unlike what a model expects`,
    subtitle: `${model} on ${files.join(', ')}`,
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
}

const SCORES =
  'A score is how many times as far off the model is, at what it does not see, as is usual for its channel or kind of place. p is how rarely it is so far off.'

/** Empty where nothing could be told. */
function cell(value: number): number | string {
  return Number.isNaN(value) ? '' : value
}
