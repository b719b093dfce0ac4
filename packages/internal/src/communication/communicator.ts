/**
 * What the ranks of one training say to each other: processes, on one machine or several, that each compute a part of every
 * batch. All ranks make the same calls in the same order; a call ends when every rank has made it. What a method throws ends the
 * training of this rank.
 */
export interface Communicator {
  /** This process's number, from 0. */
  readonly rank: number
  /** How many ranks there are. */
  readonly size: number
  /** How many of them are on this machine. */
  readonly localSize: number
  /** What carries the messages, in words. */
  readonly info: string
  /** Combines the ranks' vectors of one length, element by element, in place: every rank ends with the same bits. */
  allReduce(values: Float32Array | Float64Array, operation: 'sum' | 'max'): Promise<void>
  /** Fills the bytes of every rank with those of `root`; as many everywhere. */
  broadcast(bytes: Uint8Array, root: number): Promise<void>
  /** Waits for all ranks. */
  barrier(): Promise<void>
  /** Ends all ranks, of which some may be waiting: what was not written is lost. */
  abort(reason: string): void
  /** Takes leave. No rank may call anything after that. */
  close(): Promise<void>
}
