import type { Section } from '@romae/report'
import type { ClassificationMetrics } from '@romae/trainer/node'
import { confusionSection } from 'romae'

/** The classes of the last seed's test curves: how well each was told, and what it was taken for. */
export function elasticcSections({ confusion }: ClassificationMetrics, classes: readonly string[]): readonly Section[] {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)
  const rows = classes.map((name, at) => {
    const [right, curves] = [confusion[at]![at]!, sum(confusion[at]!)]
    const predicted = sum(confusion.map((row) => row[at]!))
    return [name, curves, share(right, predicted), share(right, curves), share(2 * right, curves + predicted)]
  })
  return [
    {
      kind: 'table',
      heading: 'Classes of the test curves',
      caption: 'Of the last seed.',
      columns: [
        { label: 'class' },
        { label: 'curves' },
        ...['precision', 'recall', 'F1'].map((label) => ({ label, decimals: 4 })),
      ],
      rows,
    },
    confusionSection(
      confusion,
      classes,
      'Test curves of the last seed by what they were taken for; shaded by the share of the class.',
    ),
  ]
}
