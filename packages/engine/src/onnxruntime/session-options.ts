/** Options of all ONNX Runtime sessions here, in Node and on the web. */
export const commonSessionOptions = {
  // Fatal errors only: others are thrown, and need not be written to the console too.
  logSeverityLevel: 4,
  // The compiler has put every transposition where it is fastest. ONNX Runtime would move those before a product back
  // into the product, where a transposed left operand takes longer.
  extra: { optimization: { disable_specified_optimizers: 'MatmulTransposeFusion' } },
} as const
