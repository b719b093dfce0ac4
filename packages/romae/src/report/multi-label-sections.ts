import type { Section } from '@romae/report'
import type { MultiLabelEvaluation } from '../modality/evaluate-set.ts'
import type { SampleSet } from '../modality/host-modality.ts'
import { textOfLabels } from '../modality/label-sets.ts'
import { HALF } from '../modality/thresholds.ts'
import { pictureFigure } from './picture-figure.ts'
import { shortName } from './short-name.ts'

/** How many classes, and how many of the worst predictions, a report lists; how many of them it shows. */
const [MOST_CLASSES, WORST, SHOWN] = [60, 20, 12]

/** How labels are found that go together or do not: each class by itself, and the samples that are furthest from right. */
export async function multiLabelSections<Sample>(
  evaluation: MultiLabelEvaluation,
  set: SampleSet<Sample>,
): Promise<readonly Section[]> {
  return [byClass(evaluation), ...(await worst(evaluation, set))]
}

function byClass({ metrics, classes, thresholds }: MultiLabelEvaluation): Section {
  const rows = metrics.byClass.map((one, place) => ({ ...one, threshold: thresholds[place]! }))
  // Those that cannot be ranked are neither low nor high.
  const lowest = [...rows].sort((a, b) => (a.ranking?.auprc ?? 2) - (b.ranking?.auprc ?? 2))
  const shown = rows.length <= MOST_CLASSES ? rows : lowest.slice(0, WORST)
  const decided = decidedBy(thresholds)
  return {
    kind: 'table',
    heading: 'Each class by itself',
    caption:
      `${decided} AUROC is .5 of a guess, AUPRC (average precision) the class’s share; neither depends on the threshold.` +
      (shown.length < rows.length ? ` The ${shown.length} lowest of ${classes.length} classes.` : ''),
    columns: [
      { label: 'class' },
      { label: 'samples with it' },
      { label: 'of' },
      { label: 'threshold', decimals: 3 },
      { label: 'precision', decimals: 4 },
      { label: 'recall', decimals: 4 },
      { label: 'F1', decimals: 4 },
      { label: 'AUROC', decimals: 4 },
      { label: 'AUPRC', decimals: 4 },
    ],
    rows: shown.map(({ label, positives, known, threshold, precision, recall, f1, ranking }) => [
      label,
      positives,
      known,
      ...[threshold, precision, recall, f1, ranking?.auroc ?? Number.NaN, ranking?.auprc ?? Number.NaN].map(cellOf),
    ]),
  }
}

function decidedBy(thresholds: readonly number[]): string {
  if (thresholds.every((threshold) => threshold === HALF)) return 'A sample has a class of a probability of .5 or more.'
  if (thresholds.some(Number.isNaN))
    return 'A sample has a class of a probability that its fold has chosen on its validation samples.'
  return 'A sample has a class of a probability of its threshold or more, by which F1 was highest on the validation samples.'
}

/** What could not be measured is a dash. */
const cellOf = (value: number) => (Number.isNaN(value) ? '–' : value)

async function worst<Sample>(
  { predictions, classes }: MultiLabelEvaluation,
  set: SampleSet<Sample>,
): Promise<readonly Section[]> {
  const wrong = predictions
    .map(({ labels, probabilities }, index) => {
      const { has, unknown } = set.labelSets![index]!
      const differing = classes.filter(
        (label) => !unknown.includes(label) && has.includes(label) !== labels.includes(label),
      )
      // How much probability stands on the wrong side.
      const surest = differing.reduce((most, label) => {
        const probability = probabilities[classes.indexOf(label)]!
        return Math.max(most, has.includes(label) ? 1 - probability : probability)
      }, 0)
      return {
        index,
        id: set.ids[index]!,
        actual: textOfLabels({ has, unknown }),
        found: labels.join(';'),
        differing,
        surest,
      }
    })
    .filter(({ differing }) => differing.length > 0)
    .sort((a, b) => b.surest - a.surest)
  if (wrong.length === 0) return []
  const table: Section = {
    kind: 'table',
    heading: 'Mistakes, the surest first',
    caption: `${Math.min(WORST, wrong.length)} of ${wrong.length.toLocaleString('en')} samples with a wrong label`,
    columns: [{ label: 'sample' }, { label: 'true' }, { label: 'predicted' }, { label: 'wrong' }],
    rows: wrong.slice(0, WORST).map(({ id, actual, found, differing }) => [id, actual, found, differing.join(';')]),
  }
  if (set.preview === undefined) return [table]
  const figures = await Promise.all(
    wrong.slice(0, SHOWN).map(async ({ index, id, actual, found }) => {
      const caption = `${actual || 'none'}, taken for ${found || 'none'}: ${id}`
      return pictureFigure(await set.preview!(index), shortName(caption), caption)
    }),
  )
  return [table, { kind: 'figures', figures }]
}
