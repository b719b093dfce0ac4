import { checkOptions, requireText } from '../options.ts'
import { checkSamples, checkSound } from './check-sound.ts'
import type { Sound } from './sound.ts'

/** What {@link fromSamples} makes a sound of. */
export interface SampleArrays {
  readonly id: string
  /** Samples a second. */
  readonly rate: number
  /** One channel, or one array a channel. Full scale is 1. */
  readonly samples: ArrayLike<number> | readonly ArrayLike<number>[]
  readonly label?: string
}

/**
 * A sound from samples that came from elsewhere. They are copied.
 *
 * @throws RomaeError `AUDIO_NOT_A_SOUND`, `AUDIO_EMPTY`, `AUDIO_NOT_FINITE`
 */
export function fromSamples(arrays: SampleArrays): Sound {
  checkOptions('fromSamples', arrays, ['id', 'rate', 'samples', 'label'])
  const { id, rate, samples, label } = arrays
  if (label !== undefined) requireText('fromSamples', 'label', label)
  const channels = isChannelList(samples)
    ? samples.map((channel) => Float32Array.from(channel))
    : [Float32Array.from(samples ?? [])]
  const sound = { id, rate, channels, ...(label !== undefined && { label }) }
  checkSound(sound)
  checkSamples(sound)
  return sound
}

function isChannelList(samples: SampleArrays['samples']): samples is readonly ArrayLike<number>[] {
  return Array.isArray(samples) && typeof samples[0] === 'object'
}
