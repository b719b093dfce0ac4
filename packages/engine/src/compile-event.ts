/** What was compiled, and how long it took. */
export interface CompileEvent {
  /** The program's name. */
  readonly program: string
  /** Shapes of its inputs; those of a frozen program have names for open sizes. */
  readonly shapes: Readonly<Record<string, readonly (number | string)[]>>
  /** Nodes of the optimised graph. */
  readonly nodes: number
  /**
   * Where the graph has the program's parameters: among its `inputs`, or, for a frozen program on ONNX Runtime's CPU
   * provider, `embedded` as constants that ONNX Runtime prepares once; `too large` ones stay inputs there too.
   */
  readonly parameters: 'inputs' | 'embedded' | 'too large'
  /** Whether ONNX Runtime loaded a graph that an earlier compilation left in the cache. */
  readonly cached: boolean
  /** Why the cache could not be used, or an entry had to be made again; null: nothing went wrong. */
  readonly cacheProblem: string | null
  /**
   * Milliseconds to record the program and optimise its graph, for open sizes also to write it as ONNX; 0 where the cache
   * made that unnecessary.
   */
  readonly recordMs: number
  /** Milliseconds to write it as ONNX, and to embed parameters; 0 where the cache made that unnecessary. */
  readonly exportMs: number
  /** Milliseconds for ONNX Runtime to load it. */
  readonly sessionMs: number
  /** Milliseconds to look into the cache, to read from it and to write to it. */
  readonly cacheMs: number
}
