import { count, type OptionsOf, type Schema } from '@romae/internal/options'

const DEFAULT_MAX_BYTES = 2 ** 28
const DEFAULT_MAX_SAMPLES = 2 ** 25

export const maxSamples = {
  ...count,
  default: DEFAULT_MAX_SAMPLES,
  help: 'samples of all channels together, 4 bytes each; the default is 12 minutes of 44.1 kHz mono',
} as const

export const limitSchema = {
  maxBytes: { ...count, default: DEFAULT_MAX_BYTES, help: 'bytes of sample data' },
  maxSamples,
} as const satisfies Schema

/** How much a WAV file may hold; checked from its header before anything is allocated. */
export interface WavLimits extends OptionsOf<typeof limitSchema> {}
