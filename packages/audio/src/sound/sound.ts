/** Sampled sound. */
export interface Sound {
  /** Names the sound in messages, and feeds the seeded choice of `randomCrop`. */
  readonly id: string
  /** Samples a second of each channel. */
  readonly rate: number
  /** At least one; each `[samples]`, all of one length of at least 1. Finite; full scale is 1. */
  readonly channels: readonly Float32Array[]
  /** The class of the whole sound. */
  readonly label?: string
}
