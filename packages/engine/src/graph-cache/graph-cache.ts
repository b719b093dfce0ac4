import type { Program } from '../engine.ts'
import type { GraphKind } from '../program/record-program.ts'

/** A graph that ONNX Runtime has optimised. It holds no weights: they are inputs. */
export interface CachedGraph {
  /** An ONNX file. */
  readonly model: Uint8Array
  /** Names of the program's outputs. */
  readonly outputs: readonly string[]
  /** Nodes of the graph as it was recorded and optimised, before ONNX Runtime. */
  readonly nodes: number
}

/** The result of reading: a graph, a problem in words, or neither if there is no entry. */
export interface CacheReading {
  readonly graph?: CachedGraph
  readonly problem?: string
}

/** A cache of compiled graphs that outlives the process. No method throws: a failure only makes compiling slower. */
export interface GraphCache {
  /**
   * The key of a program with an identity; undefined for others, and if its code cannot be hashed.
   *
   * @param inputs names, dtypes and shapes
   */
  programKey(program: Program, inputs: string, kind: GraphKind): string | undefined
  /** The key of an ONNX file before ONNX Runtime optimises it. */
  modelKey(model: Uint8Array): string
  read(key: string): Promise<CacheReading>
  /** A path of this process alone to which ONNX Runtime writes an entry's model; undefined if there is a problem. */
  reserve(key: string): Promise<{ readonly path?: string; readonly problem?: string }>
  /** Turns the model written to a reserved path into an entry. @returns the problem, if that failed */
  keep(key: string, path: string, graph: Omit<CachedGraph, 'model'>): Promise<string | undefined>
  /** Removes what was written to a reserved path. */
  abandon(path: string): Promise<void>
}
