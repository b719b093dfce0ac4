import { checkedElsewhere, type OptionsOf, type Schema } from '@romae/internal/options'
import { anyText, readOptions } from '../options.ts'
import { checkSamples, checkSound } from './check-sound.ts'
import type { Sound } from './sound.ts'

// What is not checked here is checked as it is of every sound.
const schema = {
  id: { ...checkedElsewhere<string>(), required: true },
  rate: { ...checkedElsewhere<number>(), required: true, help: 'samples a second' },
  samples: {
    ...checkedElsewhere<ArrayLike<number> | readonly ArrayLike<number>[]>(),
    required: true,
    help: 'one channel, or one array a channel; full scale is 1',
  },
  label: anyText,
} as const satisfies Schema

/** What {@link fromSamples} makes a sound of. */
export interface SampleArrays extends OptionsOf<typeof schema> {}

/**
 * A sound from samples that came from elsewhere. They are copied.
 *
 * @throws RomaeError `AUDIO_NOT_A_SOUND`, `AUDIO_EMPTY`, `AUDIO_NOT_FINITE`
 */
export function fromSamples(arrays: SampleArrays): Sound {
  const { id, rate, samples, label } = readOptions('fromSamples', schema, arrays)
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
