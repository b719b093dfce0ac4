import { readdirSync } from 'node:fs'
import { temporaryFolder } from '@romae/build/temporary-folder'
import * as tf from '@tensorflow/tfjs'
import * as onnxRuntime from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { CompileEvent } from './compile-event.ts'
import { createEngine } from './create-engine.ts'
import type { Engine, FreezeOptions, Program } from './engine.ts'
import type { HostTensors } from './host-tensor.ts'
import { freezeProgram } from './onnxruntime/frozen-executor.ts'
import { onnxruntimeNode } from './onnxruntime-node/provider.ts'
import type { EngineProvider } from './provider.ts'
import { providerByName } from './provider-by-name.ts'
import { relativeDifference } from './testing/compare.ts'
import { usableEngines } from './testing/engine-names.ts'
import { attention, attentionInputs, initialParameters } from './testing/programs.ts'

const inputs = {
  x: { shape: ['batch', 'length', 6] },
  padding: { shape: ['batch', 'length'], dtype: 'int32' },
} as const
const parameters = initialParameters(attention)
const sizes: readonly (readonly [number, number])[] = [
  [2, 5],
  [1, 1],
  [3, 2],
  [2, 5],
]

function expectSame(got: HostTensors, expected: HostTensors): void {
  expect(Object.keys(got).sort()).toEqual(Object.keys(expected).sort())
  for (const [name, { data, shape }] of Object.entries(expected)) {
    expect(got[name]!.shape).toEqual(shape)
    expect(got[name]!.data.constructor).toBe(data.constructor)
    expect(relativeDifference(got[name]!.data, data)).toBeLessThan(1e-5)
  }
}

describe.each(usableEngines)('a frozen program on %s', (name) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await createEngine(name)
  })
  afterAll(() => engine.dispose())
  const freeze = async (options: Partial<FreezeOptions> = {}) => {
    const frozen = await engine.freeze(attention, { parameters, inputs, ...options })
    onTestFinished(() => frozen.dispose())
    return frozen
  }

  it('gives for any sizes what the program gives for the same parameters', async () => {
    const frozen = await freeze()
    const program = engine.compile(attention)
    for (const [batch, length] of sizes) {
      const given = attentionInputs(batch, length, 1)
      expectSame(await frozen.run(given), await program.run(parameters, given))
    }
    await program.dispose()
  })

  it('keeps the parameters that it was made with', async () => {
    const own = parameters.slice()
    const frozen = await freeze({ parameters: own })
    const given = attentionInputs(2, 3, 1)
    const before = await frozen.run(given)
    own.fill(0)
    expect(await frozen.run(given)).toEqual(before)
    expectSame(before, await engine.compile(attention).run(parameters, given))
  })

  it('answers overlapping calls, each with its own result', async () => {
    const frozen = await freeze()
    const given = sizes.map(([batch, length], seed) => attentionInputs(batch, length, seed))
    const together = await Promise.all(given.map((one) => frozen.run(one)))
    for (const [index, one] of given.entries()) expect(together[index]).toEqual(await frozen.run(one))
  })

  const valid = attentionInputs(2, 3, 1)
  const { x, padding } = valid as { x: HostTensors[string]; padding: HostTensors[string] }
  const refused: [string, HostTensors, string, Record<string, unknown>][] = [
    ['a missing input', { x }, 'ENGINE_INPUT_FROZEN', { input: 'padding', got: 'none' }],
    ['another input', { ...valid, y: x }, 'ENGINE_INPUT_FROZEN', { input: 'y', got: 'a tensor' }],
    ['another rank', { x: { ...x, shape: [36] }, padding }, 'ENGINE_INPUT_FROZEN', { input: 'x', got: 'float32[36]' }],
    [
      'another size',
      { x: { ...x, shape: [2, 6, 3] }, padding },
      'ENGINE_INPUT_FROZEN',
      { input: 'x', got: 'float32[2, 6, 3]' },
    ],
    [
      'another type',
      { x, padding: { ...padding, data: new Float32Array(6) } },
      'ENGINE_INPUT_FROZEN',
      { input: 'padding', got: 'float32[2, 3]' },
    ],
    [
      'sizes that differ',
      { x, padding: { data: new Int32Array(8), shape: [2, 4] } },
      'ENGINE_INPUT_FROZEN',
      { input: 'padding', got: 'int32[2, 4]' },
    ],
    [
      'a NaN',
      { x: { ...x, data: (x.data as Float32Array).with(0, Number.NaN) }, padding },
      'ENGINE_INPUT_NAN',
      { input: 'x', index: 0 },
    ],
  ]
  it.each(refused)('refuses %s, and still works', async (_, given, expected, fields) => {
    const frozen = await freeze()
    await expect(frozen.run(given)).rejects.toThrowRomae(expected, fields)
    expect(Object.keys(await frozen.run(valid))).toEqual(['loss', 'output', 'choice'])
  })

  it.each<[string, object, string, Record<string, unknown>]>([
    [
      'parameters of another size',
      { parameters: new Float32Array(3) },
      'ENGINE_VECTOR_WRONG',
      { vector: 'parameters', got: 'Float32Array of length 3' },
    ],
    [
      'no open size',
      { inputs: { x: { shape: [1, 2] } } },
      'ENGINE_FREEZE_INVALID',
      { input: '', problem: 'no size of its inputs is open; use compile for sizes that are all known' },
    ],
    [
      'a size of 0',
      { inputs: { x: { shape: ['a', 0] } } },
      'ENGINE_FREEZE_INVALID',
      { input: 'x', problem: expect.stringContaining('the size 0') },
    ],
    [
      'a strange name',
      { inputs: { x: { shape: ['a b'] } } },
      'ENGINE_FREEZE_INVALID',
      { input: 'x', problem: expect.stringContaining('the size a b') },
    ],
    [
      'no shape',
      { inputs: { x: 3 } },
      'ENGINE_FREEZE_INVALID',
      { input: 'x', problem: 'must be { shape: sizes and names of sizes }' },
    ],
    [
      'a strange type',
      { inputs: { x: { shape: ['a'], dtype: 'bool' } } },
      'ENGINE_FREEZE_INVALID',
      { input: 'x', problem: 'must be float32 or int32; got bool' },
    ],
    [
      'no inputs',
      { inputs: undefined },
      'ENGINE_FREEZE_INVALID',
      { input: '', problem: 'its inputs must be given; got undefined' },
    ],
  ])('is not made with %s', async (_, options, expected, fields) => {
    await expect(freeze(options)).rejects.toThrowRomae(expected, fields)
  })

  it('is of no use after it, or its engine, was disposed', async () => {
    const own = await createEngine(name)
    const [one, other] = [
      await own.freeze(attention, { parameters, inputs }),
      await own.freeze(attention, { parameters, inputs }),
    ]
    const running = one.run(valid)
    await one.dispose()
    await one.dispose()
    expect((await running).output!.shape).toEqual([2, 3, 6])
    await expect(one.run(valid)).rejects.toThrowRomae('ENGINE_DISPOSED', { what: 'the frozen program "attention"' })
    await other.run(valid)
    const late = own.freeze(attention, { parameters, inputs })
    await own.dispose()
    await expect(other.run(valid)).rejects.toThrowRomae('ENGINE_DISPOSED')
    await expect(late.then((frozen) => frozen.run(valid))).rejects.toThrowRomae('ENGINE_DISPOSED')
    await expect(own.freeze(attention, { parameters, inputs })).rejects.toThrowRomae('ENGINE_DISPOSED')
  })
})

describe('on ONNX Runtime', () => {
  /** Freezes and runs in an engine of its own. */
  async function compiled(program: Program, provider: EngineProvider, weights = parameters) {
    const events: CompileEvent[] = []
    const engine = await createEngine(provider, { onCompile: (event) => events.push(event) })
    const frozen = await engine.freeze(program, { parameters: weights, inputs })
    const results: HostTensors[] = []
    for (const [batch, length] of sizes) results.push(await frozen.run(attentionInputs(batch, length, 1)))
    expect(frozen.anySize).toBe(true)
    await engine.dispose()
    return { events, results }
  }

  it.each(['onnxruntime-node', 'onnxruntime-web'] as const)('%s compiles once for all sizes', async (engine) => {
    const cache = engine === 'onnxruntime-node' ? { cacheDirectory: null } : {}
    const { events } = await compiled(attention, providerByName(engine, cache))
    expect(events.length).toBe(1)
    expect(events[0]).toMatchObject({ program: 'attention', parameters: 'embedded', cached: false })
    expect(events[0]!.shapes).toEqual({ x: ['batch', 'length', 6], padding: ['batch', 'length'] })
  })

  it('keeps on disk a graph without parameters, which serves others too', async () => {
    const cacheDirectory = await temporaryFolder()
    // Without an identity: that of code which is being edited is unknown.
    const cold = await compiled(attention, onnxruntimeNode({ cacheDirectory }))
    const warm = await compiled(attention, onnxruntimeNode({ cacheDirectory }))
    expect([cold, warm].map(({ events }) => events.map(({ cached }) => cached))).toEqual([[false], [true]])
    expect(warm.results).toEqual(cold.results)
    const others = initialParameters(attention, 99)
    const other = await compiled(attention, onnxruntimeNode({ cacheDirectory }), others)
    expect(other.events).toMatchObject([{ cached: true, cacheProblem: null }])
    expect(readdirSync(cacheDirectory)).toHaveLength(1)
    const apart = await compiled(attention, onnxruntimeNode({ cacheDirectory: null }), others)
    for (const [index, result] of other.results.entries()) expectSame(result, apart.results[index]!)
    expect(other.results).not.toEqual(warm.results)
  })

  it('says where operations depend on the sizes, and goes on', async () => {
    const engine = await createEngine(onnxruntimeNode({ cacheDirectory: null }))
    onTestFinished(() => engine.dispose())
    // A number in the code, of which the graph does not know where it comes from.
    const sized: Program = {
      ...attention,
      run: (weights, { x, padding }) => attention.run(weights, { x: tf.mul(x!, 1 / x!.shape[0]!), padding: padding! }),
    }
    const attempt = engine.freeze(sized, { parameters, inputs })
    await expect(attempt).rejects.toThrowRomae('COMPILER_DYNAMIC_STRUCTURE')
    await engine.freeze(attention, { parameters, inputs })
  })

  it('feeds parameters that are too large to embed, and says so', async () => {
    const events: CompileEvent[] = []
    const context = {
      tf,
      onnxRuntime,
      sessionOptions: { logSeverityLevel: 4 },
      inTurn: <T>(call: () => Promise<T>) => call(),
      onCpu: true,
      onCompile: (event: CompileEvent) => void events.push(event),
      embeddedLimit: parameters.byteLength - 1,
    } as const
    const own = parameters.slice()
    const fed = await freezeProgram(context, attention, { parameters: own, inputs })
    own.fill(0)
    const { results } = await compiled(attention, onnxruntimeNode())
    for (const [index, [batch, length]] of sizes.entries()) {
      expectSame(await fed.run(attentionInputs(batch, length, 1)), results[index]!)
    }
    await fed.dispose()
    expect(events).toMatchObject([{ parameters: 'too large' }])
  })
})
