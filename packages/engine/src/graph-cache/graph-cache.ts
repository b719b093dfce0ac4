import type { Program } from '../engine.ts'

/** A graph as ONNX Runtime optimised it, and what an engine must know of it. Weights are inputs, so none are in it. */
export interface CachedGraph {
  /** An ONNX file. */
  readonly model: Uint8Array
  /** Names of the program's outputs. */
  readonly outputs: readonly string[]
  /** Nodes of the graph as it was recorded and optimised, before ONNX Runtime. */
  readonly nodes: number
}

/** What reading found. A problem is in words; an entry that is merely absent is none. */
export interface CacheReading {
  readonly graph?: CachedGraph
  readonly problem?: string
}

/** Compiled graphs kept from one process to the next. Nothing here throws: without a cache, compiling takes longer. */
export interface GraphCache {
  /**
   * The key of a program that tells its identity; undefined where it does not, or where its code cannot be known.
   *
   * @param inputs names, dtypes and shapes
   */
  programKey(program: Program, inputs: string, withGradient: boolean): string | undefined
  /** The key of an ONNX file before ONNX Runtime optimises it. */
  modelKey(model: Uint8Array): string
  read(key: string): Promise<CacheReading>
  /** A path that is nobody else's, for ONNX Runtime to write an entry's model at; undefined if there can be none. */
  reserve(key: string): Promise<{ readonly path?: string; readonly problem?: string }>
  /** Makes the model written at a reserved path an entry. @returns The problem, if that failed. */
  keep(key: string, path: string, graph: Omit<CachedGraph, 'model'>): Promise<string | undefined>
  /** Gives a reserved path up. */
  abandon(path: string): Promise<void>
}
