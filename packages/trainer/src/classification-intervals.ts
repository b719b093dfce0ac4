import { type BootstrapOptions, bootstrapIntervals, type FigureInterval } from './bootstrap.ts'
import type { ClassLabel } from './data/labels.ts'
import type { Classification } from './inference/predict.ts'
import { classificationMetrics, confusionFigures } from './metrics.ts'
import { rankingOf } from './ranking-metrics.ts'

/** Intervals of a classifier's figures. */
export interface ClassificationIntervals {
  readonly accuracy: FigureInterval
  readonly macroF1: FigureInterval
  readonly weightedF1: FigureInterval
  readonly macroAuroc: FigureInterval
  readonly macroAuprc: FigureInterval
}

/**
 * Bootstrap intervals of `classificationMetrics` and `rankingMetrics`.
 *
 * @param predictions what `classify` gave
 * @param actual the true classes, one a sample
 * @param classes `model.classes`
 * @throws RomaeError what these two throw, and what `bootstrapIntervals` does
 */
export function classificationIntervals(
  predictions: readonly Classification[],
  actual: readonly ClassLabel[],
  classes: readonly ClassLabel[],
  options: BootstrapOptions = {},
): ClassificationIntervals {
  const { confusion } = classificationMetrics(predictions, actual, classes)
  const ranking = rankingOf(predictions, actual, classes)
  const places = new Map(classes.map((label, place) => [String(label), place]))
  const rows = Int32Array.from(actual, (label) => places.get(String(label))!)
  const columns = Int32Array.from(predictions, ({ label }) => places.get(label)!)
  return bootstrapIntervals(
    actual.length,
    (weights) => {
      const drawn = confusion.map((row) => row.map(() => 0))
      weights.forEach((weight, sample) => {
        drawn[rows[sample]!]![columns[sample]!]! += weight
      })
      const { macroAuroc, macroAuprc } = ranking.metrics(weights)
      return { ...confusionFigures(drawn), macroAuroc, macroAuprc }
    },
    options,
  )
}
