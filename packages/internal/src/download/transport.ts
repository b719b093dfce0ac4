/** Timeout and delays between attempts of a download. */
export interface Transport {
  /** Milliseconds without a byte after which a connection counts as lost. */
  readonly stall: number
  /** Milliseconds before each further attempt; as many in a row without a new byte are allowed. */
  readonly delays: readonly number[]
}

export const defaultTransport: Transport = { stall: 60_000, delays: [1000, 3000, 10_000, 30_000] }

/** A failure after which another attempt may succeed. */
export class PassingFailure extends Error {}
