/** Options of all ONNX Runtime sessions here, in Node and on the web. */
export const commonSessionOptions = {
  // Fatal errors only: all others are thrown, and need not be on the console as well.
  logSeverityLevel: 4,
  // With memory patterns, a session keeps the memory of its first run and allocates one more block for later runs, for each
  // set of shapes. Steps are as fast without.
  enableMemPattern: false,
  // The compiler has placed every transpose where it is fastest. ONNX Runtime would fuse one before a matrix product into the
  // product, which is slower for the left operand.
  extra: { optimization: { disable_specified_optimizers: 'MatmulTransposeFusion' } },
} as const
