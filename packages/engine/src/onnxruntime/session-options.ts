/** Options of all ONNX Runtime sessions here, in Node and on the web. */
export const commonSessionOptions = {
  // Fatal errors only: others are thrown, and need not be written to the console too.
  logSeverityLevel: 4,
  // With a plan of its memory made at the first run, a session takes one block for later runs beside what the first run took
  // piece by piece, and keeps both, for each set of shapes anew. Steps are as fast without.
  enableMemPattern: false,
  // The compiler has put every transposition where it is fastest. ONNX Runtime would move those before a product back
  // into the product, where a transposed left operand takes longer.
  extra: { optimization: { disable_specified_optimizers: 'MatmulTransposeFusion' } },
} as const
