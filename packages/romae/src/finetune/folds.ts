import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { renderReport, type Section } from '@romae/report'
import { type Classification, type MultiLabelClassification, regressionMetrics } from '@romae/trainer/node'
import {
  type Evaluation,
  evaluationOf,
  type MultiLabelEvaluation,
  multiLabelEvaluation,
} from '../modality/evaluate-set.ts'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import { labelSetsOf } from '../modality/label-sets.ts'
import { labelsOf } from '../modality/targets.ts'
import { evaluationSections } from '../report/evaluation-sections.ts'
import { ownFolder } from '../run/own-folder.ts'
import { formatSpread, type SeedRun, spreadOf } from '../run/seeds.ts'
import { toCsv } from '../to-csv.ts'
import { writeFile } from '../write-file.ts'
import type { Tested } from './train-and-test.ts'

/** The folder of a fold's run within that of all, as `openRuns` takes it. */
export function foldFolder(fold: number): string {
  return `fold-${fold + 1}`
}

/** The run of one fold. */
export function foldRun({ seed, folder }: SeedRun, fold: number, folds: number): SeedRun {
  return { seed, folder: ownFolder(folder, foldFolder(fold)), prefix: `fold ${fold + 1} of ${folds}: ` }
}

/** A fold that was trained and tested. */
export interface TestedFold<Sample> extends Tested {
  /** What it was tested on. */
  readonly test: SampleSet<Sample>
}

/** What `--folds` wants to know of a run. */
interface About<Sample> {
  readonly modality: HostModality<Sample>
  readonly folder: string
  readonly subtitle: string
  readonly command: string
  readonly notes: readonly string[]
}

/**
 * The report of all folds, and the prediction of each sample by the model that has not seen it: each sample is tested once, so that together
 * they are as one test.
 */
export async function reportFolds<Sample>(
  folds: readonly TestedFold<Sample>[],
  { modality, folder, subtitle, command, notes }: About<Sample>,
): Promise<void> {
  const set = joined(folds.map(({ test }) => test))
  const evaluation = pooled(
    folds.map((fold) => fold.evaluation),
    set,
  )
  const names = Object.keys(folds[0]!.result.figures)
  const spreads: Section = {
    kind: 'table',
    heading: `${folds.length} folds`,
    caption:
      'Each fold is tested by a model of the others. ± is the standard deviation over folds; training samples are shared, so that it is no error of the mean.',
    columns: [
      { label: 'figure' },
      { label: 'mean' },
      ...folds.map((_, fold) => ({ label: `fold ${fold + 1}`, decimals: 4 })),
    ],
    rows: names.map((name) => {
      const values = folds.map(({ result }) => result.figures[name]!)
      const spread = spreadOf(values)
      return [name, { text: formatSpread(spread), value: spread.mean }, ...values]
    }),
  }
  const page = renderReport({
    title: `Cross-validation of ${modality.samples}`,
    subtitle,
    sections: [
      spreads,
      ...(await evaluationSections(evaluation, set, 'samples, each by the model that has not seen it', notes)),
      { kind: 'code', heading: 'Command', code: command },
    ],
  })
  await writeFile(join(folder, 'report.html'), page)
  await writeFile(join(folder, 'predictions.csv'), toCsv(predictionRows(folds)))
}

function predictionRows<Sample>(folds: readonly TestedFold<Sample>[]): (string | number)[][] {
  const first = folds[0]!.evaluation
  const columns =
    first.task === 'regression'
      ? ['prediction']
      : [first.task === 'multi-label' ? 'labels' : 'class', ...first.classes.map((name) => `p(${name})`)]
  const rows = folds.flatMap(({ evaluation, test }, fold) =>
    test.ids.map((id, index) => {
      const label = test.labels[index]!
      if (evaluation.task === 'regression') return [id, fold + 1, label, evaluation.predictions[index]!]
      if (evaluation.task === 'multi-label') {
        const { labels, probabilities } = evaluation.predictions[index]!
        return [id, fold + 1, label, labels.join(';'), ...probabilities]
      }
      const { label: predicted, probabilities } = evaluation.predictions[index]!
      return [id, fold + 1, label, predicted, ...probabilities]
    }),
  )
  return [['id', 'fold', 'label', ...columns], ...rows]
}

/** Of several tests of different samples one. All models have the same classes, as every fold has some of each. */
function pooled<Sample>(evaluations: readonly Evaluation[], set: SampleSet<Sample>): Evaluation {
  const [first] = evaluations as [Evaluation]
  if (first.task === 'classification') {
    const predictions = evaluations.flatMap(({ predictions: own }) => own as readonly Classification[])
    return evaluationOf(predictions, labelsOf(set), first.classes, set)
  }
  if (first.task === 'multi-label') {
    const predictions = evaluations.flatMap(({ predictions: own }) => own as readonly MultiLabelClassification[])
    const isSame = (evaluations as readonly MultiLabelEvaluation[]).every(({ thresholds }) =>
      isDeepStrictEqual(thresholds, first.thresholds),
    )
    const thresholds = isSame ? first.thresholds : first.classes.map(() => Number.NaN)
    return multiLabelEvaluation(predictions, labelSetsOf(set, 'finetune'), first.classes, thresholds, set)
  }
  const numbers = evaluations as readonly Extract<Evaluation, { task: 'regression' }>[]
  const predictions = numbers.flatMap((one) => one.predictions)
  const actual = numbers.flatMap((one) => one.actual)
  return { task: 'regression', metrics: regressionMetrics(predictions, actual), predictions, actual }
}

/** Sets of the same files, one after the other. */
function joined<Sample>(sets: readonly SampleSet<Sample>[]): SampleSet<Sample> {
  const places = sets.flatMap((set) => set.ids.map((_, index) => ({ set, index })))
  const at = <Value>(get: (set: SampleSet<Sample>, index: number) => Value) =>
    places.map(({ set, index }) => get(set, index))
  const [first] = sets as [SampleSet<Sample>]
  const groups = sets.every(({ keys }) => keys?.groups !== undefined)
    ? at((set, index) => set.keys!.groups![index])
    : null
  return {
    ...first,
    samples: {
      length: places.length,
      held: null,
      alike: false,
      sample: (place) => places[place]!.set.samples.sample(places[place]!.index),
    },
    ids: at((set, index) => set.ids[index]!),
    labels: at((set, index) => set.labels[index]),
    ...(first.labelSets !== undefined && { labelSets: at((set, index) => set.labelSets![index]) }),
    keys: groups === null ? {} : { groups },
    ...(first.preview !== undefined && {
      preview: (place: number) => places[place]!.set.preview!(places[place]!.index),
    }),
  }
}
