import { expect, it } from 'vitest'
import { createEngine } from '../create-engine.ts'
import { onnxruntimeWeb } from './provider.ts'

// In a file of its own: after a failed start onnxruntime-web does not start again in the same process.
it('files that are not where wasmPaths says are an error when the engine is created', async () => {
  const wasmPaths = new URL('./absent/', import.meta.url).href
  const creating = createEngine(onnxruntimeWeb({ wasmPaths }))
  const reason = expect.stringContaining('absent/ort-wasm-simd-threaded')
  await expect(creating).rejects.toThrowRomae('ENGINE_PACKAGE_BROKEN', { name: 'onnxruntime-web', reason })
})
