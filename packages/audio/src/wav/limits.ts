import { requireCount } from '../options.ts'

/** How much a WAV file may hold; checked from its header before anything is allocated. */
export interface WavLimits {
  /** Bytes of sample data. Defaults to 2²⁸ (256 MiB). */
  readonly maxBytes?: number
  /** Samples of all channels together; each takes 4 bytes. Defaults to 2²⁵ (12 minutes of 44.1 kHz mono). */
  readonly maxSamples?: number
}

const DEFAULT_MAX_BYTES = 2 ** 28
export const DEFAULT_MAX_SAMPLES = 2 ** 25

/** Checks the limits and fills in their defaults. */
export function resolveLimits(of: string, limits: WavLimits): Required<WavLimits> {
  const { maxBytes = DEFAULT_MAX_BYTES, maxSamples = DEFAULT_MAX_SAMPLES } = limits
  requireCount(of, 'maxBytes', maxBytes)
  requireCount(of, 'maxSamples', maxSamples)
  return { maxBytes, maxSamples }
}
