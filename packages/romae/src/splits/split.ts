import type { SampleSet } from '../modality/host-modality.ts'
import type { KnownKeys } from './sample-keys.ts'

/** Samples that are for one thing, with what tells them apart. */
export interface Split<Sample> {
  readonly set: SampleSet<Sample>
  readonly keys: KnownKeys
}
