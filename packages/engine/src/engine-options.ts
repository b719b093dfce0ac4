import type { EngineName } from './engine.ts'
import { errors } from './errors.ts'
import { describeValue } from './host-tensor.ts'

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

/** Names of devices; which engine has which, `EngineOptions.device` says. */
export type DeviceName = 'auto' | 'cpu' | 'gpu' | 'webgpu' | 'cuda'

/** Options of `createEngine`. */
export interface EngineOptions {
  /**
   * `auto` (the default): in Node `onnxruntime-node` and in a browser `onnxruntime-web`, if it can be used, else `tfjs`.
   * A name: that engine, or an error.
   */
  readonly engine?: 'auto' | EngineName
  /**
   * Threads inside operators. Default: one per core. tensorflow has one number for the whole process. onnxruntime-web has
   * more than one only on a page that is cross-origin isolated, and keeps the number that the first engine started it with;
   * `engine.info` says how many.
   */
  readonly threads?: number
  /**
   * onnxruntime-node: microseconds for which idle threads spin before they sleep. A graph's operators follow each other
   * within a few of them, and waking a thread takes longer; but a thread that spins keeps a core from other processes.
   * 0: they sleep at once. Default: 20.
   */
  readonly spinDuration?: number
  /**
   * tensorflow: how many parts of a batch are computed side by side, each by its share of the threads. Only for programs that
   * say how their loss is a mean over rows (`Program.lossWeight`), as those of `@romae/trainer` do; others, and a batch of one
   * row, get a part's threads. Default: one for each thread, up to 4, on a CPU; 1 on a GPU, with `xla` and with `eager`. One
   * for the whole process.
   */
  readonly parts?: number
  /**
   * onnxruntime-node: folder in which compiled graphs are kept for later processes; null: none. Default: `romae/graphs` in
   * the user's folder for caches (`XDG_CACHE_HOME` or `~/.cache`, macOS `~/Library/Caches`, Windows `%LOCALAPPDATA%`). One
   * that others can write, or that belongs to another user, is not used: `CompileEvent.cacheProblem`.
   */
  readonly cacheDirectory?: string | null
  /** onnxruntime-web: URL of the folder that holds its `.mjs` and `.wasm` files. Default: beside its own code. */
  readonly wasmPaths?: string
  /** tfjs: name of a registered backend. Default: the backend that is current when the engine is created. */
  readonly tfjsBackend?: string
  /**
   * Where to compute. A device that is asked for is used, or creating the engine is an error that says what is missing.
   *
   * onnxruntime-node: `auto` (the default) is `cpu`; `webgpu` needs a GPU and its driver (Vulkan, Metal, Direct3D 12), `cuda`
   * the libraries that the package's install script downloads. onnxruntime-web: `auto` is `cpu`, that is WebAssembly; or
   * `webgpu`. tensorflow: `auto` is a GPU if TensorFlow finds one, `cpu` never; or `gpu`; one for the whole process.
   */
  readonly device?: DeviceName
  /**
   * tensorflow: whether a GPU's memory is taken as it is needed, or all of it at once. Default: true. One for the whole
   * process.
   */
  readonly gpuMemoryGrowth?: boolean
  /**
   * tensorflow, and onnxruntime-node on `cuda`: whether matrix products on a GPU may round their operands to TensorFloat-32,
   * which has 10 bits of mantissa. Default: false. One for the whole process.
   */
  readonly tf32?: boolean
  /**
   * tensorflow: whether graphs are compiled with XLA. Default: false. One for the whole process.
   */
  readonly xla?: boolean
  /**
   * tensorflow: whether matrix products round their operands and results to bfloat16, which has 7 bits of mantissa. Parameters,
   * sums within a product and all else stay float32. Not with `eager`. Default: false.
   */
  readonly bf16?: boolean
  /** tensorflow: whether programs run operation by operation, rather than as one graph. Default: false. */
  readonly eager?: boolean
  /** Whether inputs are searched for NaN before each run: one pass over them. Default: true. */
  readonly checkInputs?: boolean
  /** Called after each compilation. tfjs, and tensorflow with `eager`, compile nothing. */
  readonly onCompile?: (event: CompileEvent) => void
}

/** Engine options, checked, with defaults. */
export interface CheckedOptions {
  readonly engine: 'auto' | EngineName
  readonly threads: number | undefined
  readonly spinDuration: number
  readonly parts: number | undefined
  readonly cacheDirectory: string | null | undefined
  readonly wasmPaths: string | undefined
  readonly tfjsBackend: string | undefined
  readonly device: DeviceName
  readonly gpuMemoryGrowth: boolean
  readonly tf32: boolean
  readonly xla: boolean
  readonly bf16: boolean
  readonly eager: boolean
  readonly checkInputs: boolean
  readonly onCompile: ((event: CompileEvent) => void) | undefined
}

/** Measured: most of the gain of spinning for long on a quiet machine, little of its cost on a busy one. */
const DEFAULT_SPIN = 20

const knownEngines: readonly EngineName[] = ['onnxruntime-node', 'onnxruntime-web', 'tensorflow', 'tfjs']

/** Which engines an option belongs to. */
const owners: Readonly<Record<keyof EngineOptions, readonly EngineName[]>> = {
  engine: knownEngines,
  threads: ['onnxruntime-node', 'onnxruntime-web', 'tensorflow'],
  spinDuration: ['onnxruntime-node'],
  parts: ['tensorflow'],
  cacheDirectory: ['onnxruntime-node'],
  wasmPaths: ['onnxruntime-web'],
  tfjsBackend: ['tfjs'],
  device: ['onnxruntime-node', 'onnxruntime-web', 'tensorflow'],
  gpuMemoryGrowth: ['tensorflow'],
  tf32: ['tensorflow', 'onnxruntime-node'],
  xla: ['tensorflow'],
  bf16: ['tensorflow'],
  eager: ['tensorflow'],
  checkInputs: knownEngines,
  onCompile: knownEngines,
}

/** Which devices an engine has. */
const devices: Readonly<Record<'auto' | EngineName, readonly DeviceName[]>> = {
  auto: ['auto', 'cpu', 'webgpu', 'cuda'],
  'onnxruntime-node': ['auto', 'cpu', 'webgpu', 'cuda'],
  'onnxruntime-web': ['auto', 'cpu', 'webgpu'],
  tensorflow: ['auto', 'cpu', 'gpu'],
  tfjs: ['auto'],
}

/**
 * Checks options given by a user and fills in defaults.
 *
 * @throws ENGINE_OPTION_UNKNOWN, ENGINE_OPTION_INVALID, ENGINE_OPTION_FOREIGN, ENGINE_NAME_UNKNOWN
 */
export function checkOptions(options: EngineOptions): CheckedOptions {
  const known = Object.keys(owners)
  for (const option of Object.keys(options)) {
    if (!known.includes(option)) throw errors.ENGINE_OPTION_UNKNOWN({ option, known })
  }
  const { engine = 'auto', threads, spinDuration = DEFAULT_SPIN, checkInputs = true, onCompile } = options
  const { parts, cacheDirectory, wasmPaths, tfjsBackend } = options
  const { device = 'auto', gpuMemoryGrowth = true, tf32 = false, xla = false } = options
  const { bf16 = false, eager = false } = options
  const names: readonly string[] = ['auto', ...knownEngines]
  if (!names.includes(engine)) {
    const got = String(engine)
    throw errors.ENGINE_NAME_UNKNOWN({ got, known: names })
  }
  for (const [option, count] of Object.entries({ threads, parts })) {
    const isCount = count === undefined || (Number.isInteger(count) && count > 0)
    check(option, count, isCount, 'an integer, at least 1')
  }
  const isDuration = Number.isInteger(spinDuration) && spinDuration >= 0
  check('spinDuration', spinDuration, isDuration, 'a whole number of microseconds')
  const isFolder = cacheDirectory == null || (typeof cacheDirectory === 'string' && cacheDirectory !== '')
  check('cacheDirectory', cacheDirectory, isFolder, 'the path of a folder, or null')
  check('wasmPaths', wasmPaths, wasmPaths === undefined || typeof wasmPaths === 'string', 'a string')
  check('tfjsBackend', tfjsBackend, tfjsBackend === undefined || typeof tfjsBackend === 'string', 'a string')
  check('gpuMemoryGrowth', gpuMemoryGrowth, typeof gpuMemoryGrowth === 'boolean', 'true or false')
  check('tf32', tf32, typeof tf32 === 'boolean', 'true or false')
  check('xla', xla, typeof xla === 'boolean', 'true or false')
  check('bf16', bf16, typeof bf16 === 'boolean', 'true or false')
  check('eager', eager, typeof eager === 'boolean', 'true or false')
  check('bf16', bf16, !(bf16 && eager), 'false where `eager` is true')
  check('checkInputs', checkInputs, typeof checkInputs === 'boolean', 'true or false')
  check('onCompile', onCompile, onCompile === undefined || typeof onCompile === 'function', 'a function')
  checkOwners(options, engine)
  const possible = devices[engine]
  check('device', device, possible.includes(device), `one of ${possible.map((name) => `"${name}"`).join(', ')}`)
  return {
    engine,
    threads,
    spinDuration,
    parts,
    cacheDirectory,
    wasmPaths,
    tfjsBackend,
    device,
    gpuMemoryGrowth,
    tf32,
    xla,
    bf16,
    eager,
    checkInputs,
    onCompile,
  }
}

function check(option: string, got: unknown, valid: boolean, expected: string): void {
  if (!valid) throw errors.ENGINE_OPTION_INVALID({ option, got: describeValue(got), expected })
}

/** An engine asked for by name must know every option given; under `auto`, options count for the engine they are for. */
function checkOwners(options: EngineOptions, engine: 'auto' | EngineName): void {
  if (engine === 'auto') return
  for (const [option, engines] of Object.entries(owners)) {
    if (options[option as keyof EngineOptions] === undefined || engines.includes(engine)) continue
    throw errors.ENGINE_OPTION_FOREIGN({ option, engine, owner: engines.join('" and "') })
  }
}
