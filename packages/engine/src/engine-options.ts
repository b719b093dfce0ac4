import { closest } from 'fastest-levenshtein'
import type { EngineName } from './engine.ts'
import { errors } from './errors.ts'
import { describeValue } from './host-tensor.ts'

/** What was compiled, and how long it took. */
export interface CompileEvent {
  /** The program's name. */
  readonly program: string
  /** Shapes of its inputs. */
  readonly shapes: Readonly<Record<string, readonly number[]>>
  /** Nodes of the optimised graph. */
  readonly nodes: number
  /** Milliseconds to record the program and optimise its graph. */
  readonly recordMs: number
  /** Milliseconds to write it as ONNX. */
  readonly exportMs: number
  /** Milliseconds for ONNX Runtime to load it. */
  readonly sessionMs: number
}

/** Options of `createEngine`. */
export interface EngineOptions {
  /** `auto` (the default): `onnxruntime-node` if it can be imported, else `tfjs`. A name: that engine, or an error. */
  readonly engine?: 'auto' | EngineName
  /** onnxruntime-node: threads inside operators. Default: `os.availableParallelism()`. */
  readonly threads?: number
  /**
   * onnxruntime-node: whether idle threads spin instead of sleeping. Faster on a machine with nothing else to do, several
   * times slower on one where another process wants a core. Default: false.
   */
  readonly spin?: boolean
  /** tfjs: name of a registered backend. Default: the backend that is current when the engine is created. */
  readonly tfjsBackend?: string
  /** Whether inputs are searched for NaN before each run: one pass over them. Default: true. */
  readonly checkInputs?: boolean
  /** onnxruntime-node: called after each compilation. tfjs compiles nothing. */
  readonly onCompile?: (event: CompileEvent) => void
}

/** Engine options, checked, with defaults. */
export interface CheckedOptions {
  readonly engine: 'auto' | EngineName
  readonly threads: number | undefined
  readonly spin: boolean
  readonly tfjsBackend: string | undefined
  readonly checkInputs: boolean
  readonly onCompile: ((event: CompileEvent) => void) | undefined
}

const knownEngines: readonly EngineName[] = ['onnxruntime-node', 'tfjs']

/** Which engine an option belongs to; `any` is for all of them. */
const owners: Readonly<Record<keyof EngineOptions, EngineName | 'any'>> = {
  engine: 'any',
  threads: 'onnxruntime-node',
  spin: 'onnxruntime-node',
  tfjsBackend: 'tfjs',
  checkInputs: 'any',
  onCompile: 'any',
}

/**
 * Checks options given by a user and fills in defaults.
 *
 * @throws ENGINE_OPTION_UNKNOWN, ENGINE_OPTION_INVALID, ENGINE_OPTION_FOREIGN, ENGINE_NAME_UNKNOWN
 */
export function checkOptions(options: EngineOptions): CheckedOptions {
  const known = Object.keys(owners)
  for (const option of Object.keys(options)) {
    if (!known.includes(option)) throw errors.ENGINE_OPTION_UNKNOWN({ option, nearest: closest(option, known), known })
  }
  const { engine = 'auto', threads, spin = false, tfjsBackend, checkInputs = true, onCompile } = options
  const names: readonly string[] = ['auto', ...knownEngines]
  if (!names.includes(engine)) {
    const got = String(engine)
    throw errors.ENGINE_NAME_UNKNOWN({ got, nearest: closest(got, names), known: names })
  }
  const isCount = threads === undefined || (Number.isInteger(threads) && threads > 0)
  check('threads', threads, isCount, 'an integer, at least 1')
  check('spin', spin, typeof spin === 'boolean', 'true or false')
  check('tfjsBackend', tfjsBackend, tfjsBackend === undefined || typeof tfjsBackend === 'string', 'a string')
  check('checkInputs', checkInputs, typeof checkInputs === 'boolean', 'true or false')
  check('onCompile', onCompile, onCompile === undefined || typeof onCompile === 'function', 'a function')
  checkOwners(options, engine)
  return { engine, threads, spin, tfjsBackend, checkInputs, onCompile }
}

function check(option: string, got: unknown, valid: boolean, expected: string): void {
  if (!valid) throw errors.ENGINE_OPTION_INVALID({ option, got: describeValue(got), expected })
}

/** An engine asked for by name must know every option given; under `auto`, options count for the engine they are for. */
function checkOwners(options: EngineOptions, engine: 'auto' | EngineName): void {
  if (engine === 'auto') return
  for (const [option, owner] of Object.entries(owners)) {
    if (options[option as keyof EngineOptions] === undefined || owner === 'any' || owner === engine) continue
    throw errors.ENGINE_OPTION_FOREIGN({ option, engine, owner })
  }
}
