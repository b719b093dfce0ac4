import { keptTrial, pretrainingTrial, type Trial, type Variant } from '@romae/app-common'
import {
  classificationMetrics,
  describePretraining,
  embed,
  fitLinearProbe,
  nearestNeighbours,
  type Probe,
  type RomaeModel,
  rankingMetrics,
} from '@romae/trainer/node'
import { heldSamples, mapSection, type Session, type Settings, untrainedModel } from 'romae'
import { type UeaSplits, type UeaStages, ueaStages } from './experiment.ts'
import type { UeaExperiment } from './settings.ts'

/** Votes of the nearest, and neighbours of a point on the map: as the commands have them. */
const VOTES = 20
const NEIGHBOURS = 15

/** What embeddings of the test split tell of classes, by probes that are fitted to those of the training split: before and after pre-training. */
export function probeVariants(name: string, splits: UeaSplits, experiment: UeaExperiment): Variant[] {
  const variant = (key: string, label: string, trialOf: (stages: UeaStages, seed: number) => Trial): Variant => ({
    experiment: `probe/${name}/${key}`,
    key,
    label: `${name}: ${label}`,
    settings: experiment as unknown as Settings,
    stages: key === 'trained' ? [key] : [],
    trial: async (seed) => trialOf(await ueaStages(splits, experiment, seed), seed),
  })
  return [
    variant('untrained', 'random weights', (stages, seed) =>
      keptTrial({ name, seed, measures: 'probes' }, async ({ session }) => {
        const model = untrainedModel(await describePretraining(stages.pretraining({ seed })))
        return probed(model, splits, stages, { seed, session })
      }),
    ),
    variant('trained', 'pre-trained without labels', (stages, seed) =>
      pretrainingTrial(stages.pretraining, {
        settings: { experiment: experiment as unknown as Settings, targetScale: null },
        evaluate: (model, { session }) => probed(model, splits, stages, { seed, session }),
      }),
    ),
  ]
}

async function probed(
  model: RomaeModel,
  { train, classes }: UeaSplits,
  { tokenizer, test }: UeaStages,
  { seed, session: { engine } }: { readonly seed: number; readonly session: Session },
) {
  const labelsOf = (series: UeaSplits['train']) => series.map(({ label }) => label!)
  const [known, vectors] = [
    await embed(model, train, { tokenizer, engine }),
    await embed(model, test, { tokenizer, engine }),
  ]
  const [labels, actual] = [labelsOf(train), labelsOf(test)]
  const accuracyOf = (probe: Probe) => {
    const found = probe.classify(vectors)
    const { accuracy } = classificationMetrics(
      found.map(({ label }) => label),
      actual,
      probe.classes,
    )
    return { accuracy, auroc: rankingMetrics(found, actual, probe.classes).macroAuroc }
  }
  const linear = accuracyOf(fitLinearProbe(known, labels, { seed }))
  const nearest = accuracyOf(nearestNeighbours(known, labels, { neighbours: VOTES }))
  const set = { samples: heldSamples(test), ids: test.map(({ id }) => id), labels: actual }
  const map = await mapSection({
    modality: { samples: 'series' },
    tokenizer,
    set,
    vectors,
    neighbours: NEIGHBOURS,
    seed,
  })
  return {
    figures: { linear: linear.accuracy, 'linear, AUROC': linear.auroc, nearest: nearest.accuracy },
    metrics: { classes },
    sections: [map],
  }
}
