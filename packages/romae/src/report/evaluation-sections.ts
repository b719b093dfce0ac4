import type { Section } from '@romae/report'
import { type Evaluation, figuresOf } from '../modality/evaluate-set.ts'
import type { SampleSet } from '../modality/host-modality.ts'
import { confusionSection } from './confusion-section.ts'

/** How many of the worst predictions a report lists. */
const WORST = 20
/** A larger confusion matrix cannot be read. */
const MOST_CLASSES = 60

/**
 * An evaluation as sections: the figures; the confusion matrix, or predictions against truth; the worst predictions.
 *
 * @param notes what there is to know of the samples
 */
export function evaluationSections<Sample>(
  evaluation: Evaluation,
  set: SampleSet<Sample>,
  what: string,
  notes: readonly string[] = [],
): readonly Section[] {
  const figures: Section = {
    kind: 'table',
    heading: `On ${set.samples.length.toLocaleString('en')} ${what}`,
    columns: [{ label: 'figure' }, { label: 'value', decimals: 4 }],
    rows: Object.entries(figuresOf(evaluation)),
  }
  const remarks: readonly Section[] = notes.length === 0 ? [] : [{ kind: 'text', text: notes.join('. ') }]
  if (evaluation.task === 'regression') return [figures, ...remarks, scatter(evaluation), worstNumbers(evaluation, set)]
  const { classes, metrics } = evaluation
  const caption = 'Samples of each class by what they were taken for; shaded by the share of the class.'
  const matrix = confusionSection(metrics.confusion, classes, caption)
  return [figures, ...remarks, ...(classes.length <= MOST_CLASSES ? [matrix] : []), ...worstClasses(evaluation, set)]
}

function worstClasses<Sample>(
  { predictions, classes }: Extract<Evaluation, { task: 'classification' }>,
  { ids, labels }: SampleSet<Sample>,
): readonly Section[] {
  const wrong = predictions
    .map(({ label, probabilities }, index) => {
      const [actual, ofPredicted] = [labels[index]!, probabilities[classes.indexOf(label)]!]
      return { id: ids[index]!, actual, label, ofPredicted, ofActual: probabilities[classes.indexOf(actual)]! }
    })
    .filter(({ actual, label }) => actual !== label)
    .sort((a, b) => b.ofPredicted - a.ofPredicted)
  if (wrong.length === 0) return []
  return [
    {
      kind: 'table',
      heading: 'Mistakes, the surest first',
      caption: `${Math.min(WORST, wrong.length)} of ${wrong.length}`,
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
    },
  ]
}

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
    columns: [{ label: 'sample' }, { label: 'true' }, { label: 'predicted' }, { label: 'error' }],
    rows: rows.slice(0, WORST),
  }
}
