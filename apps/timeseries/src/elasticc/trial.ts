import { type Trial, twoStageTrial } from '@romae/app-common'
import type { DatasetSeries, ElasticcFile } from '@romae/datasets'
import { fitTokenizer } from '@romae/timeseries/modality'
import { type ClassificationMetrics, classificationMetrics, classify, type FinetuneOptions } from '@romae/trainer/node'
import { finetuningOptions, pretrainingOptions } from 'romae'
import { referenceClassWeights } from './class-weights.ts'
import { curveSource, curvesOf, eachCurve, someCurves } from './curves.ts'
import { elasticcSections } from './report.ts'
import type { ElasticcExperiment } from './settings.ts'

/** Training curves whose mean and deviation are taken for those of all. */
const MEASURED_CURVES = 2000

/**
 * Pre-trains on the training curves without labels, fine-tunes on them with labels, and classifies the test curves once,
 * in evaluation mode. Statistics are those of training curves, and nothing is chosen on the test curves.
 *
 * @param figures names those of the metrics that are kept
 */
export function elasticcTrial(
  file: ElasticcFile,
  experiment: ElasticcExperiment,
  seed: number,
  figures: (metrics: ClassificationMetrics) => Readonly<Record<string, number>>,
): Trial {
  const { classWeights, select, evaluateEvery, ...finetuning } = experiment.finetuning
  const curves = (split: 'train' | 'valid' | 'test') => curvesOf(file, split, experiment.data, seed)
  const [train, valid, test] = [curves('train'), curves('valid'), curves('test')]
  const tokenizer = fitTokenizer(someCurves(train, MEASURED_CURVES), { kind: 'observations', ...experiment.tokenizer })
  const samples = curveSource(file, train)
  const { classes } = file
  const evaluation: FinetuneOptions<DatasetSeries>['evaluation'] = {
    samples: curveSource(file, valid),
    labels: valid.labels,
    every: evaluateEvery,
    metric: 'macroF1',
    select,
  }
  return twoStageTrial<DatasetSeries>(
    {
      pretraining: (run) => ({ tokenizer, samples, ...pretrainingOptions(experiment, { ...run, seed }) }),
      finetuning: (pretrained, run) => ({
        tokenizer,
        samples,
        labels: train.labels,
        classes,
        labelSmoothing: finetuning.labelSmoothing,
        ...(classWeights !== 'none' && {
          classWeights: classWeights === 'balanced' ? classWeights : referenceClassWeights,
        }),
        ...(valid.rows.length > 0 && { evaluation }),
        ...finetuningOptions({ ...experiment, finetuning }, pretrained, { ...run, seed }),
      }),
    },
    {
      settings: { experiment, targetScale: null },
      async evaluate(model, { session: { engine } }) {
        const predictions = await classify(model, eachCurve(test), { tokenizer, engine })
        const predicted = predictions.map(({ label }) => label)
        const metrics = classificationMetrics(predicted, test.labels, classes)
        return { figures: figures(metrics), sections: elasticcSections(metrics, classes) }
      },
    },
  )
}
