import { join } from 'node:path'
import { formatSpread, runFacts, type SeedRun, type Spread, trainingTime } from '@romae/app-common'
import { renderReport, trainingSections } from '@romae/report'
import { readMetrics } from '@romae/trainer/node'
import type { UeaResult } from './experiment.ts'

/** What the report of a data set shows. */
export interface UeaReport {
  readonly name: string
  readonly classes: readonly string[]
  /** Accuracy by method, as published. */
  readonly published: Readonly<Record<string, number>>
  readonly accuracy: Spread
  readonly results: readonly UeaResult[]
  /** The last seed's folders. */
  readonly last: SeedRun
}

/** The whole experiment as one HTML page: accuracy beside the published ones, confusion over all seeds, curves of the last. */
export async function ueaReport({ name, classes, published, accuracy, results, last }: UeaReport): Promise<string> {
  const [pretraining, finetuning] = [join(last.folder, 'pretraining'), join(last.folder, 'finetuning')]
  const [first, second] = [await readMetrics(pretraining), await readMetrics(finetuning)]
  const [facts] = await runFacts(pretraining, `${last.prefix}pre-training`)
  const [tuningFacts, command] = await runFacts(finetuning, `${last.prefix}fine-tuning`)
  const confusion = classes.map((_, row) =>
    classes.map((_, column) => results.reduce((sum, { metrics }) => sum + metrics.confusion[row]![column]!, 0)),
  )
  const own = { text: formatSpread(accuracy), value: accuracy.mean }
  return renderReport({
    title: name,
    subtitle: `${results.length} ${results.length === 1 ? 'seed' : 'seeds'}; ${trainingTime([...first, ...second])} of steps a seed`,
    sections: [
      {
        kind: 'table',
        heading: 'Accuracy on the test split',
        caption: 'The others as published, with 30 % of the time stamps dropped (paper, Table 6).',
        columns: [{ label: 'method' }, { label: 'accuracy', decimals: 4, best: 'highest' }],
        rows: [...Object.entries(published), ['this run', own]],
      },
      {
        kind: 'matrix',
        heading: 'Confusion matrix',
        caption: 'Test series of all seeds by what they were taken for; shaded by the share of the class.',
        corner: 'true \\ predicted',
        rows: classes,
        columns: classes,
        values: confusion,
      },
      ...trainingSections(first, { name: 'Pre-training' }),
      ...trainingSections(second, { name: 'Fine-tuning' }),
      facts,
      tuningFacts,
      command,
    ],
  })
}
