import * as tf from '@tensorflow/tfjs'
import * as onnxRuntime from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import type { CompileEvent } from '../compile-event.ts'
import { createEngine } from '../create-engine.ts'
import type { Program } from '../engine.ts'
import { compileGraph } from '../onnxruntime/compile.ts'
import { OnnxRuntimeExecutor } from '../onnxruntime/executor.ts'
import { fixedGraph } from '../onnxruntime/graph-source.ts'
import { allocateWasm } from '../optimizer/memory.ts'
import { attention, attentionInputs, initialParameters, layoutOf, mlp, mlpInputs } from '../testing/programs.ts'
import { onnxruntimeNode } from './provider.ts'

async function engineWithEvents() {
  const events: CompileEvent[] = []
  const onCompile = (event: CompileEvent) => events.push(event)
  return { engine: await createEngine(onnxruntimeNode({ threads: 1 }), { onCompile }), events }
}

describe('compiling', () => {
  it('happens once per set of shapes, for overlapping first calls too', async () => {
    const { engine, events } = await engineWithEvents()
    const program = engine.compile(attention)
    const parameters = initialParameters(attention)
    await Promise.all([3, 4, 3, 3, 4].map((length) => program.run(parameters, attentionInputs(2, length, length))))
    await program.run(parameters, attentionInputs(2, 3, 9))
    const { padding, x } = attentionInputs(2, 3, 9)
    await program.run(parameters, { padding: padding!, x: x! }) // the order of names does not matter
    // Which of the two is compiled first, the reading of the cache decides.
    const shapes = events.map((event) => event.shapes).sort((a, b) => Number(a.x![1]) - Number(b.x![1]))
    expect(shapes).toEqual([
      { x: [2, 3, 6], padding: [2, 3] },
      { x: [2, 4, 6], padding: [2, 4] },
    ])
    await engine.dispose()
  })

  it('is reported', async () => {
    const { engine, events } = await engineWithEvents()
    await engine.compile(mlp).run(initialParameters(mlp), mlpInputs(2, 1))
    await engine.valueAndGrad(mlp).run(initialParameters(mlp), mlpInputs(2, 1))
    const [outputs, gradients] = events as [CompileEvent, CompileEvent]
    expect(outputs.program).toBe('mlp')
    expect(outputs.nodes).toBeGreaterThan(4)
    expect(gradients.nodes).toBeGreaterThan(outputs.nodes)
    for (const { recordMs, exportMs, sessionMs } of events) {
      for (const milliseconds of [recordMs, exportMs, sessionMs]) {
        expect(milliseconds).toBeGreaterThan(0)
        expect(milliseconds).toBeLessThan(20_000)
      }
    }
    await engine.dispose()
  })

  it('is tried again after a failure', async () => {
    const { engine, events } = await engineWithEvents()
    let broken = true
    const program = engine.compile({
      ...mlp,
      run: (parameters, inputs) => {
        if (broken) throw new Error('not yet')
        return mlp.run(parameters, inputs)
      },
    })
    const run = () => program.run(initialParameters(mlp), mlpInputs(2, 1))
    await expect(run()).rejects.toThrowRomae('ENGINE_PROGRAM_FAILED')
    broken = false
    expect((await run()).loss!.shape).toEqual([])
    expect(events).toHaveLength(1)
    await engine.dispose()
  })
})

const context = {
  tf,
  onnxRuntime,
  sessionOptions: { logSeverityLevel: 4 },
  onCompile: undefined,
  inTurn: <T>(call: () => Promise<T>) => call(),
  writesInPlace: true,
  onCpu: true,
} as const

describe('vectors', () => {
  it('are read and written in place, at their offsets', async () => {
    const executor = new OnnxRuntimeExecutor(context, mlp)
    const { vectors } = allocateWasm('mlp', 2, mlp.layout.size)
    const [parameters, gradient] = vectors as [Float32Array, Float32Array]
    parameters.set(initialParameters(mlp))
    await executor.run(parameters, mlpInputs(4, 1), gradient)
    const first = gradient.slice()
    const gain = mlp.layout.entries.find((entry) => entry.name === 'gain')!
    const expected = [...new Float32Array(gain.size).fill(0.01)]
    expect([...first.subarray(gain.offset, gain.offset + gain.size)]).toEqual(expected)
    expect(first.subarray(mlp.layout.size).every((value) => value === 0)).toBe(true)
    parameters[0]! += 1
    await executor.run(parameters, mlpInputs(4, 1), gradient)
    expect(gradient).not.toEqual(first)
    parameters[0]! = initialParameters(mlp)[0]!
    await executor.run(parameters, mlpInputs(4, 1), gradient)
    expect(gradient).toEqual(first)
    await executor.dispose()
  })
})

describe('failures of ONNX Runtime', () => {
  it('while running name the program and its inputs, and leave the engine usable', async () => {
    const { engine } = await engineWithEvents()
    const table: Program = {
      name: 'table',
      layout: layoutOf({ rows: [3, 2] }),
      run: ({ rows }, { index }) => ({ picked: tf.gather(rows!, index as tf.Tensor1D) }),
    }
    const program = engine.compile(table)
    const pick = (index: number) =>
      program.run(initialParameters(table), { index: { data: Int32Array.of(index), shape: [1] } })
    const named = { program: 'table', inputs: '{ index: int32[1] }' }
    await expect(pick(7)).rejects.toThrowRomae('ENGINE_RUN_FAILED', named)
    expect((await pick(1)).picked!.data).toEqual(initialParameters(table).slice(2, 4))
    await engine.dispose()
  })

  it('while loading name the program and its inputs', async () => {
    const impossible = { ...context, sessionOptions: { executionProviders: ['abacus'] } }
    const compiling = compileGraph(impossible, fixedGraph(mlp, mlpInputs(2, 1), 'outputs'))
    const named = { program: 'mlp', inputs: expect.stringContaining('{ x: float32[2, 5]') }
    await expect(compiling).rejects.toThrowRomae('ENGINE_SESSION_FAILED', named)
  })
})
