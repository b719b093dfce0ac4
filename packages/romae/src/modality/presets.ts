import type { SuggestedSettings } from '@romae/tokenizer/modality'
import type { Experiment, PresetName } from '../settings/experiment.ts'
import { isTree, type Settings } from '../settings/settings.ts'

/** Settings for any kind of data: minutes on two cores. */
const cpu = {
  model: { size: 'tiny' },
  pretraining: { epochs: 200, batchSize: 40, learningRate: 5e-4, maskRatio: 0.75 },
  finetuning: {
    task: 'auto',
    epochs: 30,
    batchSize: 8,
    learningRate: 2e-4,
    clipNorm: 1,
    labelSmoothing: 0.1,
    hiddenDropout: 0.1,
    attentionDropout: 0.1,
    stochasticDepth: 0.1,
  },
} as const

/** Seconds, not minutes: to see that everything works. */
const smoke = {
  model: { size: 'tiny-shallow' },
  pretraining: { epochs: 10 },
  finetuning: { epochs: 12, learningRate: 1e-3 },
} as const

/**
 * The presets of a kind of data: the base, and what its modality suggests. `cpu` is the base of the others.
 *
 * @param own the modality's own options with their defaults
 */
export function presetsOf(
  own: Pick<Experiment, 'data' | 'tokenizer'>,
  suggests: Readonly<Partial<Record<PresetName, SuggestedSettings>>>,
): Readonly<Record<PresetName, Experiment>> {
  const base = merged({ ...own, ...cpu }, suggests.cpu ?? {})
  return {
    smoke: merged(merged(base, smoke), suggests.smoke ?? {}) as unknown as Experiment,
    cpu: base as unknown as Experiment,
    paper: merged(base, suggests.paper ?? {}) as unknown as Experiment,
  }
}

/** Settings with changes; undefined takes one away. An optimizer is replaced as a whole: another kind has other options. */
function merged(settings: Settings, changes: Settings): Settings {
  const result: Record<string, unknown> = { ...settings }
  for (const [key, change] of Object.entries(changes)) {
    const before = result[key]
    if (change === undefined) delete result[key]
    else result[key] = key !== 'optimizer' && isTree(before) && isTree(change) ? merged(before, change) : change
  }
  return result
}
