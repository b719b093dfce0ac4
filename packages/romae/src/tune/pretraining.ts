import { pretrain } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import { idleInPretraining } from '../modality/idle-settings.ts'
import { readToPretrain } from '../modality/pretraining.ts'
import { resolveExperiment } from '../modality/resolve-experiment.ts'
import { runStage } from '../run/run-stage.ts'
import type { Session } from '../run/session.ts'
import { fitTokenizer } from '../samples/fit-tokenizer.ts'
import { trainerSamples } from '../samples/trainer-samples.ts'
import { usedSettings } from '../settings/require-effect.ts'
import { pretrainingOptions } from '../settings/to-options.ts'
import { divideSplits } from '../splits/divide.ts'
import { keepOut } from '../splits/keep-out.ts'
import { checkSpace } from './check-space.ts'
import { type TuneOptions, VALIDATION } from './options.ts'
import type { Search, TrialRun } from './search.ts'
import { pretrainingSpace } from './search-space.ts'
import { bestScore } from './trial.ts'

/** Options of a search for `finetune`, and why one for `pretrain` has no use for them. */
const idleOptions = {
  from: ['--from', 'settings of a pre-training are of a new model'],
  test: ['--test', 'pre-training tests nothing; --held-out keeps out what finetune will test on'],
  validationData: ['--validation-data', 'trials are compared on a part of the samples: --validation'],
  label: ['--label', 'pre-training has no labels'],
  metric: ['--metric', 'trials are compared by the error of hidden tokens'],
} as const

/** A search of settings of `pretrain`. @throws RomaeError `APP_SEARCH`, `APP_SETTING_*`, and what reading throws */
export async function pretrainingSearch<Sample>(
  modality: HostModality<Sample>,
  files: readonly string[],
  options: TuneOptions,
): Promise<Search> {
  for (const [option, [key, reason]] of Object.entries(idleOptions)) {
    if (options[option] !== undefined) throw errors.APP_SETTING_NO_EFFECT({ key, where: 'beside --pretrain', reason })
  }
  const { heldOut, validation = VALIDATION, seed, patience } = options
  const settled = (settings: readonly string[]) =>
    resolveExperiment(modality, { ...options, set: [...options.set, ...settings] })
  const chosen = settled([])
  const space = options.search.length > 0 ? options.search : pretrainingSpace(chosen)
  const idleOf = (experiment: typeof chosen) => idleInPretraining(modality, experiment, files)
  checkSpace(modality, { command: 'pretrain', space, settled }, options, idleOf)
  const { set: all } = await readToPretrain(modality, files, options, 'tune --pretrain')
  const whole = { set: all, notes: [] }
  const kept = heldOut === undefined ? whole : await keepOut(all, { heldOut, seed }, modality.samples)
  const divided = await divideSplits(
    { all: kept.set, test: validation, validation: null },
    { seed, by: 'all' },
    modality.samples,
  )
  const [train, held] = [divided.splits.train.set, divided.splits.test.set]
  const run = async ({ label, folder, experiment }: TrialRun, session: Session): Promise<number> => {
    const own = { ...experiment, data: train.data }
    const tokenizer = await fitTokenizer(modality, train.samples, own.tokenizer)
    const samplesOf = (set: SampleSet<Sample>) => trainerSamples(set, tokenizer)
    const [samples, validating] = [await samplesOf(train), await samplesOf(held)]
    const evaluation = { samples: validating, select: 'best', ...(patience !== undefined && { patience }) } as const
    await runStage(
      {
        label,
        folder,
        settings: { experiment: usedSettings(own, idleOf(own)), targetScale: null },
        start: (training) =>
          pretrain({ tokenizer, samples, evaluation, ...pretrainingOptions(own, { seed, ...training }) }),
      },
      session,
      options,
    )
    return bestScore(folder)
  }
  const { epochs, steps } = chosen.pretraining
  return {
    command: 'pretrain',
    space,
    metric: 'loss',
    isHigherBetter: false,
    unit: steps == null ? 'epochs' : 'steps',
    length: steps ?? epochs,
    sizes: { training: train.samples.length, validation: held.samples.length },
    notes: [...kept.notes, ...divided.notes],
    unseen:
      heldOut === undefined
        ? 'All samples took part: give --held-out to keep those out that finetune will test on.'
        : 'What finetune tests on was not read by any trial.',
    settled,
    run,
  }
}
