import { renderReport, type Section } from '@romae/report'
import type { ScoreContext, ScoredPlace, ScoreShape } from '@romae/tokenizer/modality'
import { figureSection } from '../modality/reconstruction-sections.ts'

/** Samples that a modality may show, and places that a table lists. */
const SHOWN = 8
const LISTED = 20

/** The places of a sample. */
export interface ScoredPlaces {
  readonly id: string
  readonly places: readonly ScoredPlace[]
}

/** What was found, and how. */
export interface AnomalyFindings<Sample> {
  readonly title: string
  readonly subtitle: string
  readonly command: string
  readonly scored: readonly ScoredPlaces[]
  /** One of the samples, by its index in `scored`. */
  sample(index: number): Sample | Promise<Sample>
  readonly facts: readonly (readonly [label: string, value: string | number])[]
  readonly notes: readonly string[]
}

/** The report of `anomaly`: what stands out, where, and how it was measured. */
export async function anomalyReport<Sample>(
  { title, subtitle, command, scored, sample, facts, notes }: AnomalyFindings<Sample>,
  { columns, figures }: ScoreShape<Sample>,
  context: ScoreContext<Sample>,
): Promise<string> {
  const rarestFirst = [...scored.keys()].sort((a, b) => compareRarest(scored[a]!.places, scored[b]!.places))
  const first = rarestFirst.slice(0, SHOWN)
  const samples = await Promise.all(first.map(async (index) => ({ ...scored[index]!, sample: await sample(index) })))
  const shown = (await figures?.(samples, context)) ?? []
  const rows = rarestPlaces(scored, LISTED).map(({ id, cells, score, p }) => [id, ...cells, score, p])
  const sections: Section[] = [
    ...(notes.length === 0 ? [] : [{ kind: 'text' as const, text: notes.join('\n\n') }]),
    ...shown.map(figureSection),
    {
      kind: 'table',
      heading: 'The rarest places',
      caption: `${rows.length} of ${scored.reduce((sum, { places }) => sum + places.length, 0).toLocaleString('en')}; all are in scores.csv.`,
      columns: ['id', ...columns, 'score', 'p'].map((label) => ({ label })),
      rows,
    },
    { kind: 'facts', heading: 'How it was measured', facts },
    { kind: 'code', heading: 'Command', code: command },
  ]
  return renderReport({ title, subtitle, sections })
}

/** The places that the model is most rarely so far off at, of all samples. */
export function rarestPlaces(
  scored: readonly ScoredPlaces[],
  count: number,
): readonly (ScoredPlace & { readonly id: string })[] {
  const all = scored.flatMap(({ id, places }) => {
    return places.filter(({ score }) => !Number.isNaN(score)).map((place) => ({ id, ...place }))
  })
  return all.sort(compare).slice(0, count)
}

function compareRarest(one: readonly ScoredPlace[], other: readonly ScoredPlace[]): number {
  const rarest = (places: readonly ScoredPlace[]) =>
    places.reduce((best, place) => (compare(place, best) < 0 ? place : best), { p: Infinity, score: -Infinity })
  return compare(rarest(one), rarest(other))
}

function compare(one: Pick<ScoredPlace, 'p' | 'score'>, other: Pick<ScoredPlace, 'p' | 'score'>): number {
  return one.p - other.p || other.score - one.score
}
