import { benchmarkCommand, type ResultsText } from '@romae/app-common'
import { type Command, Option } from 'commander'
import { applySettings } from 'romae'
import { curvesPresets, curvesSchema } from '../curves/settings.ts'
import { curveModels, curvesVariants } from '../curves/variants.ts'

const text: ResultsText = {
  name: 'curves',
  title: 'Light curves and what is known of their places: one model of both, or two that are joined late',
  layout: 'wide',
  notes: [
    'Simulated sources of eight classes, as many of each: supernovae Ia and Ib/c by the decay of nickel through Arnett’s diffusion, II with a plateau of ' +
      'hydrogen, superluminous ones heated by a magnetar, stars torn apart (t^-5/3), active cores as a damped random walk, pulsating stars of the halo, and ' +
      'eclipsing binaries of the disc. They are black bodies, seen at their redshift in a flat universe, through dust, in the six bands and to the depths ' +
      'of the Rubin Observatory, in some 33 nights of a season of 200 days; three visits at least see them at five standard deviations. It is like ELAsTiCC in kind, ' +
      'and much smaller: figures are not comparable with those of ELAsTiCC.',
    'What is known of the place: redshift by the colours of the nearest galaxy (5 % are wrong), its magnitude and colour, how far from its centre the source is, the ' +
      'latitude in our galaxy and the dust there. Galaxies go with classes: supernovae of massive stars are in those that make stars, superluminous ones in dwarfs, ' +
      'torn stars and active cores at centres. Of stars it is a galaxy behind them, by chance, or none.',
    'A curve is a token for each observation, flux and error, at its band and day; the place is one token of numbers, four of which may be missing. Joined late are two ' +
      'encoders whose [CLS] stand side by side before a head with a hidden layer, as ATAT does; in one model, both are tokens of one sequence. All have as many steps, the same ' +
      'batches’ size, optimizer and rates, and learn from all labels; the last model is tested. The pre-trained one has learnt before from the same curves ' +
      'without labels, half of the observations masked, and in three of ten batches one of the two as a whole. Settings were not searched.',
  ],
}

/** `curves`: classes of simulated light curves, by them, by what is known of the place, and by both. */
export function curvesCommand(): Command {
  return benchmarkCommand<{ readonly models?: readonly string[] }>({
    app: 'pnpm several',
    name: 'curves',
    description: 'classes of simulated light curves and of what is known of their places, in one model or joined late',
    out: 'runs/several/curves',
    text,
    addOptions: (command) =>
      command.addOption(new Option('--models <names...>', 'some of them (default: all)').choices(curveModels)),
    variants({ preset, set, models = curveModels }) {
      const experiment = applySettings(curvesPresets[preset], curvesSchema, set)
      return curvesVariants(experiment).filter(({ key }) => models.includes(key!))
    },
  })
}
