/** What the number of threads depends on. */
export interface ThreadEnvironment {
  /** Whether memory can be shared between threads: in a browser, only on a page that is cross-origin isolated. */
  readonly canShare: boolean
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
  { canShare, cores, started }: ThreadEnvironment,
): ThreadChoice {
  const wanted = asked ?? started ?? cores
  if (started !== undefined) {
    if (wanted === started) return { threads: started }
    return { threads: started, note: `${count(started)}, because an earlier engine started WebAssembly with that many` }
  }
  if (wanted === 1 || canShare) return { threads: wanted }
  const headers = 'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp'
  return { threads: 1, note: `one thread, because the page is not cross-origin isolated: serve it with ${headers}` }
}

const count = (threads: number) => (threads === 1 ? 'one thread' : `${threads} threads`)

/** Globals of browsers, which TypeScript declares only together with the whole DOM. */
interface BrowserGlobals {
  readonly SharedArrayBuffer?: unknown
  readonly crossOriginIsolated?: boolean
  readonly navigator?: { readonly hardwareConcurrency?: number }
}

/** The environment of this page, worker or Node process. */
export function threadEnvironment(
  started: number | undefined,
  globals: BrowserGlobals = globalThis,
): ThreadEnvironment {
  return {
    // Outside browsers there is no such flag, and memory can always be shared.
    canShare: globals.SharedArrayBuffer !== undefined && globals.crossOriginIsolated !== false,
    cores: globals.navigator?.hardwareConcurrency ?? 1,
    started,
  }
}
