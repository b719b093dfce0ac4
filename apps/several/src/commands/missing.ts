import { benchmarkCommand, type ResultsText } from '@romae/app-common'
import type { Command } from 'commander'
import { applySettings } from 'romae'
import { missingVariants } from '../curves/missing-variants.ts'
import { curvesPresets, curvesSchema } from '../curves/settings.ts'

const text: ResultsText = {
  name: 'missing-modalities',
  title: 'Missing modalities: light curves or what is known of their places, in training and in the test',
  layout: 'wide',
  notes: [
    'The sources are those of [curves](./curves.md), and so are the model of both, without pre-training, and its settings; but that in training each of the two is ' +
      'left out of three samples in ten, beside what samples lack of themselves. Samples that lack one lack the curve or the sheet, as a coin falls.',
    'Accuracy on the test samples, by how many of them lack one. Those without one are the same ones, and some more, from column to column. The last two columns have ' +
      'the curve alone of all of them, and the sheet alone; where each of the test lacks one, the accuracy is about their mean.',
  ],
}

/** `missing`: accuracy as a function of how many samples lack a modality, in training and in the test. */
export function missingCommand(): Command {
  return benchmarkCommand({
    app: 'pnpm several',
    name: 'missing',
    description: 'classes of simulated light curves where samples lack the curve or what is known of its place',
    out: 'runs/several/missing',
    text,
    variants({ preset, set }) {
      const given = curvesPresets[preset]
      const leftOut = { ...given, finetuning: { ...given.finetuning, dropModality: 0.3 } }
      return missingVariants(applySettings(leftOut, curvesSchema, set))
    },
  })
}
