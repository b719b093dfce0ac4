/**
 * Forms whose unfinished runs cannot be gone on with any more, and the code of the error that says so. Their models load
 * nevertheless. A form gets a line here only with a decision page that says why.
 */
export const refusedRuns: Readonly<Record<string, `CHECKPOINT_${string}`>> = {}
