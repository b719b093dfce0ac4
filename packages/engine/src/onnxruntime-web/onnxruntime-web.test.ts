import { describe, expect, it } from 'vitest'
import { createEngine } from '../create-engine.ts'
import type { CompileEvent } from '../engine-options.ts'
import { relativeDifference } from '../testing/compare.ts'
import { attention, attentionInputs, initialParameters, mlp, mlpInputs } from '../testing/programs.ts'

describe('onnxruntime-web', () => {
  it('computes in WebAssembly with the threads that its first engine asked for', async () => {
    const first = await createEngine({ engine: 'onnxruntime-web', threads: 2 })
    expect(first.info).toMatchObject({ name: 'onnxruntime-web', device: 'wasm', threads: 2 })
    expect(first.info.version).toMatch(/^1\.\d+\.\d+/)
    expect(first.info.reason).toBe("asked for by { engine: 'onnxruntime-web' }")
    const second = await createEngine({ engine: 'onnxruntime-web', threads: 1 })
    expect(second.info.threads).toBe(2)
    expect(second.info.reason).toMatch(/2 threads, because an earlier engine/)

    const reference = await createEngine({ engine: 'onnxruntime-node' })
    const gradients = await Promise.all(
      [first, reference].map(async (engine) => {
        const { gradient } = await engine
          .differentiate(attention)
          .run(initialParameters(attention), attentionInputs(16, 32, 1))
        await engine.dispose()
        return gradient
      }),
    )
    expect(relativeDifference(gradients[0]!, gradients[1]!)).toBeLessThan(1e-5)
    await second.dispose()
  })

  it('answers overlapping calls of different programs, first calls too', async () => {
    const engine = await createEngine({ engine: 'onnxruntime-web' })
    const call = (index: number) =>
      index % 2 === 0
        ? engine.compile(mlp).run(initialParameters(mlp), mlpInputs(4, index))
        : engine.differentiate(attention).run(initialParameters(attention), attentionInputs(2, 3, index))
    const together = await Promise.all([0, 1, 2, 3, 4, 5].map(call))
    for (const [index, result] of together.entries()) expect(result).toEqual(await call(index))
    await engine.dispose()
  })

  it('reports compilations', async () => {
    const events: CompileEvent[] = []
    const engine = await createEngine({ engine: 'onnxruntime-web', onCompile: (event) => events.push(event) })
    await engine.compile(mlp).run(initialParameters(mlp), mlpInputs(2, 1))
    expect(events.map(({ program }) => program)).toEqual(['mlp'])
    await engine.dispose()
  })
})
