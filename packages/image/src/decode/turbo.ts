import { builtin } from '@romae/internal/platform'
import { type WasmMemory, webAssembly } from '@romae/internal/wasm'

/** libjpeg-turbo in WebAssembly. */
export interface Turbo {
  /** `[height, width, 3]`, red, green, blue. Undefined unless the whole file decodes without an error or a warning. */
  decode(bytes: Uint8Array, size: { readonly width: number; readonly height: number }): Uint8Array | undefined
}

/** The part of the TurboJPEG API that is used, see turbojpeg.h. Pointers are byte offsets into the memory. */
interface TurboJpeg {
  readonly memory: WasmMemory
  malloc(bytes: number): number
  free(pointer: number): void
  tjInitDecompress(): number
  tjDecompress2(
    handle: number,
    jpeg: number,
    jpegBytes: number,
    pixels: number,
    width: number,
    pitch: number,
    height: number,
    pixelFormat: number,
    flags: number,
  ): number
}

const TJPF_RGB = 0

let loading: Promise<Turbo | undefined> | undefined

/** Loaded at the first call. Undefined where it cannot be had, such as in a bundle without the package's files. */
export function loadTurbo(): Promise<Turbo | undefined> {
  loading ??= compile().then(
    (module) => module && createTurbo(module),
    () => undefined,
  )
  return loading
}

async function compile(): Promise<object | undefined> {
  if (webAssembly === undefined) return undefined
  const [{ readFile }, { createRequire }] = [builtin('node:fs/promises'), builtin('node:module')]
  const require = createRequire(import.meta.url)
  return new webAssembly.Module(await readFile(require.resolve('@cwasm/jpeg-turbo/jpeg-turbo.wasm')))
}

function createTurbo(module: object): Turbo {
  let instance: { readonly turbo: TurboJpeg; readonly handle: number } | undefined

  function decode(bytes: Uint8Array, { width, height }: { readonly width: number; readonly height: number }) {
    instance ??= instantiate(module)
    const { turbo, handle } = instance
    const length = 3 * width * height
    try {
      const jpeg = turbo.malloc(bytes.length)
      const pixels = turbo.malloc(length)
      if (jpeg === 0 || pixels === 0) throw new Error('out of memory')
      new Uint8Array(turbo.memory.buffer, jpeg, bytes.length).set(bytes)
      const status = turbo.tjDecompress2(handle, jpeg, bytes.length, pixels, width, 0, height, TJPF_RGB, 0)
      const samples = status === 0 ? new Uint8Array(turbo.memory.buffer, pixels, length).slice() : undefined
      turbo.free(jpeg)
      turbo.free(pixels)
      return samples
    } catch {
      // Errors jump out of C, which leaves its stack and its memory as they were at that moment: not to be used again.
      instance = undefined
      return undefined
    }
  }

  return { decode }
}

function instantiate(module: object): { turbo: TurboJpeg; handle: number } {
  const { Instance } = webAssembly!
  const no = (name: string) => () => {
    throw new Error(name)
  }
  const imports = {
    // An error ends in longjmp; setjmp's second return is never seen.
    env: { setjmp: () => 0, longjmp: no('longjmp') },
    wasi_snapshot_preview1: {
      environ_sizes_get: () => 0,
      environ_get: no('environ_get'),
      proc_exit: no('proc_exit'),
      fd_close: no('fd_close'),
      fd_seek: no('fd_seek'),
      fd_write: no('fd_write'),
    },
  }
  const turbo = new Instance(module, imports).exports as TurboJpeg
  return { turbo, handle: turbo.tjInitDecompress() }
}
