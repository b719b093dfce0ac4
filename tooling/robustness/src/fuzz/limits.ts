/** What one input may take. */
export const limits = {
  /** Processor time. */
  seconds: 1,
  /** Beside twice the input: garbage that is not collected yet, scratch files' buffers. */
  constantBytes: 48 * 2 ** 20,
  /** Inputs of each process before memory counts. */
  warmUp: 200,
  /** Milliseconds: more than `seconds`, for a process may have to wait for a processor. */
  patience: 15_000,
  mostLost: 20,
} as const
