/** What the number of threads depends on. */
export interface ThreadEnvironment {
  /** Whether memory can be shared between threads: in a browser, only on a page that is cross-origin isolated. */
  readonly canShare: boolean
  /** Whether this is a worker whose script holds everything: threads would run that script, which knows nothing of them. */
  readonly isOneScript: boolean
  /** Logical cores. */
  readonly cores: number
  /** Threads that WebAssembly was already started with; undefined before the first engine. */
  readonly started: number | undefined
}

/** How many threads to use, and, where that is not what was wanted, why. */
export interface ThreadChoice {
  readonly threads: number
  readonly note?: string
}

/** Threads for `asked`, by default one per core. */
export function chooseThreads(
  asked: number | undefined,
  { canShare, isOneScript, cores, started }: ThreadEnvironment,
): ThreadChoice {
  const wanted = asked ?? started ?? cores
  if (started !== undefined) {
    if (wanted === started) return { threads: started }
    return { threads: started, note: `${count(started)}, because an earlier engine started WebAssembly with that many` }
  }
  if (wanted === 1) return { threads: 1 }
  if (canShare && isOneScript) {
    const remedy = "let the bundler divide it (Vite: worker: { format: 'es' }), or say where its files are: wasmPaths"
    return {
      threads: 1,
      note: `one thread, because this worker is one script, in which those of ONNX Runtime cannot start: ${remedy}`,
    }
  }
  if (canShare) return { threads: wanted }
  const headers = 'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp'
  return { threads: 1, note: `one thread, because the page is not cross-origin isolated: serve it with ${headers}` }
}

const count = (threads: number) => (threads === 1 ? 'one thread' : `${threads} threads`)

/** Globals of browsers, which TypeScript declares only together with the whole DOM. */
interface BrowserGlobals {
  readonly SharedArrayBuffer?: unknown
  readonly crossOriginIsolated?: boolean
  readonly document?: unknown
  readonly location?: { readonly href: string }
  readonly navigator?: { readonly hardwareConcurrency?: number }
}

/**
 * The environment of this page, worker or Node process.
 *
 * @param script where this code is; undefined where the scripts of ONNX Runtime are elsewhere, and not taken in by a bundler
 */
export function threadEnvironment(
  started: number | undefined,
  script: string | undefined,
  globals: BrowserGlobals = globalThis,
): ThreadEnvironment {
  return {
    isOneScript: globals.document === undefined && script !== undefined && globals.location?.href === script,
    // Outside browsers there is no such flag, and memory can always be shared.
    canShare: globals.SharedArrayBuffer !== undefined && globals.crossOriginIsolated !== false,
    cores: globals.navigator?.hardwareConcurrency ?? 1,
    started,
  }
}
