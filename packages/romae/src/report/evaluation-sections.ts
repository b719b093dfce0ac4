import type { Section } from '@romae/report'
import { type Evaluation, figureIntervals, figuresOf } from '../modality/evaluate-set.ts'
import type { SampleSet } from '../modality/host-modality.ts'
import { capital } from './capital.ts'
import { confusionSection } from './confusion-section.ts'
import { multiLabelSections } from './multi-label-sections.ts'
import { pictureFigure } from './picture-figure.ts'
import { shortName } from './short-name.ts'

/** How many of the worst predictions a report lists. */
const WORST = 20
/** How many of them it shows. */
const SHOWN = 12
/** Where the intervals of figures are from. */
const BOOTSTRAP = 'Intervals by bootstrap: what other samples of the same kind might have given, by the same model.'
/** A larger confusion matrix cannot be read. */
const MOST_CLASSES = 60

/**
 * An evaluation as sections: the figures; the confusion matrix, or which classes were most often taken for which, or predictions
 * against truth; the worst predictions, and how their samples look, where the set says.
 *
 * @param notes what there is to know of the samples
 */
export async function evaluationSections<Sample>(
  evaluation: Evaluation,
  set: SampleSet<Sample>,
  what: string,
  notes: readonly string[] = [],
): Promise<readonly Section[]> {
  const intervals = figureIntervals(evaluation)
  const figures: Section = {
    kind: 'table',
    heading: `On ${set.samples.length.toLocaleString('en')} ${what}`,
    ...(intervals !== null && { caption: BOOTSTRAP }),
    columns: [
      { label: 'figure' },
      { label: 'value', decimals: 4 },
      ...(intervals === null
        ? []
        : [
            { label: '95 %, from', decimals: 4 },
            { label: 'to', decimals: 4 },
          ]),
    ],
    rows: Object.entries(figuresOf(evaluation)).map(([name, value]) => [name, value, ...(intervals?.[name] ?? [])]),
  }
  const remarks: readonly Section[] =
    notes.length === 0 ? [] : [{ kind: 'text', text: notes.map((note) => `${capital(note)}.`).join(' ') }]
  if (evaluation.task === 'regression') return [figures, ...remarks, scatter(evaluation), worstNumbers(evaluation, set)]
  if (evaluation.task === 'multi-label') return [figures, ...remarks, ...(await multiLabelSections(evaluation, set))]
  const { classes, metrics } = evaluation
  const caption = 'Samples of each class by what they were taken for; shaded by the share of the class.'
  const matrix =
    classes.length <= MOST_CLASSES
      ? [confusionSection(metrics.confusion, classes, caption)]
      : confusedClasses(metrics.confusion, classes)
  return [figures, ...remarks, ...matrix, ...rankingTable(evaluation), ...(await worstClasses(evaluation, set))]
}

/** How well each class's probability finds its samples. */
function rankingTable({ ranking }: Extract<Evaluation, { task: 'classification' }>): readonly Section[] {
  const { byClass } = ranking
  if (byClass.length === 0) return []
  const worstFirst = [...byClass].sort((a, b) => a.auroc - b.auroc)
  const shown = byClass.length <= MOST_CLASSES ? byClass : worstFirst.slice(0, WORST)
  return [
    {
      kind: 'table',
      heading: 'Each class against all others',
      caption:
        'How well the probability of a class ranks its samples before the others: AUROC is .5 of a guess, AUPRC the class’s share.' +
        (shown.length < byClass.length ? ` The ${shown.length} lowest of ${byClass.length} classes.` : ''),
      columns: [
        { label: 'class' },
        { label: 'samples' },
        { label: 'AUROC', decimals: 4 },
        { label: 'AUPRC', decimals: 4 },
      ],
      rows: shown.map(({ label, positives, auroc, auprc }) => [label, positives, auroc, auprc]),
    },
  ]
}

/** In place of a matrix that is too large. */
function confusedClasses(confusion: readonly (readonly number[])[], classes: readonly string[]): readonly Section[] {
  const pairs = confusion.flatMap((counts, actual) => {
    const all = counts.reduce((sum, count) => sum + count, 0)
    return counts.flatMap((count, predicted) =>
      count === 0 || predicted === actual
        ? []
        : [{ actual: classes[actual]!, predicted: classes[predicted]!, count, all }],
    )
  })
  if (pairs.length === 0) return []
  pairs.sort((a, b) => b.count - a.count || b.count / b.all - a.count / a.all)
  return [
    {
      kind: 'table',
      heading: 'Most often confused',
      caption: `${Math.min(WORST, pairs.length)} of ${pairs.length.toLocaleString('en')} pairs; a matrix of ${classes.length} classes could not be read`,
      columns: [{ label: 'true' }, { label: 'predicted' }, { label: 'samples' }, { label: 'all of the class' }],
      rows: pairs.slice(0, WORST).map(({ actual, predicted, count, all }) => [actual, predicted, count, all]),
    },
  ]
}

async function worstClasses<Sample>(
  { predictions, classes }: Extract<Evaluation, { task: 'classification' }>,
  set: SampleSet<Sample>,
): Promise<readonly Section[]> {
  const { ids, labels } = set
  const wrong = predictions
    .map(({ label, probabilities }, index) => {
      const [actual, ofPredicted] = [labels[index]!, probabilities[classes.indexOf(label)]!]
      return { index, id: ids[index]!, actual, label, ofPredicted, ofActual: probabilities[classes.indexOf(actual)]! }
    })
    .filter(({ actual, label }) => actual !== label)
    .sort((a, b) => b.ofPredicted - a.ofPredicted)
  if (wrong.length === 0) return []
  const shown = set.preview === undefined ? [] : wrong.slice(0, SHOWN)
  const figures = await Promise.all(
    shown.map(async ({ index, id, actual, label }) =>
      pictureFigure(
        await set.preview!(index),
        captionOf(shortName(actual), shortName(label), shortName(id)),
        captionOf(actual, label, id),
      ),
    ),
  )
  const table: Section = {
    kind: 'table',
    heading: 'Mistakes, the surest first',
    caption: `${Math.min(WORST, wrong.length)} of ${wrong.length.toLocaleString('en')}`,
    columns: [
      { label: 'sample' },
      { label: 'true' },
      { label: 'predicted' },
      { label: 'its probability', decimals: 3 },
      { label: 'of the true class', decimals: 3 },
    ],
    rows: wrong.slice(0, WORST).map(({ id, actual, label, ofPredicted, ofActual }) => {
      return [id, actual, label, ofPredicted, ofActual]
    }),
  }
  return figures.length === 0 ? [table] : [table, { kind: 'figures', figures }]
}

const captionOf = (actual: string, label: string, id: string) => `${actual}, taken for ${label}: ${id}`

function scatter({ actual, predictions }: Extract<Evaluation, { task: 'regression' }>): Section {
  // Not as arguments of one call: there may be more samples than a call takes.
  const least = actual.reduce((before, value) => Math.min(before, value), Infinity)
  const most = actual.reduce((before, value) => Math.max(before, value), -Infinity)
  return {
    kind: 'chart',
    heading: 'Predicted and true',
    x: { label: 'true' },
    y: { label: 'predicted' },
    series: [
      { label: 'samples', x: actual, y: predictions, style: 'points' },
      { label: 'equal', x: [least, most], y: [least, most], style: 'dashed' },
    ],
  }
}

function worstNumbers<Sample>(
  { actual, predictions }: Extract<Evaluation, { task: 'regression' }>,
  { ids }: SampleSet<Sample>,
): Section {
  const rows = predictions
    .map((predicted, index) => [ids[index]!, actual[index]!, predicted, predicted - actual[index]!] as const)
    .sort((a, b) => Math.abs(b[3]) - Math.abs(a[3]))
  return {
    kind: 'table',
    heading: 'Largest errors',
    caption: `${Math.min(WORST, rows.length)} of ${rows.length.toLocaleString('en')}`,
    columns: [{ label: 'sample' }, { label: 'true' }, { label: 'predicted' }, { label: 'error' }],
    rows: rows.slice(0, WORST),
  }
}
