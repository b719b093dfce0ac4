import { initializeParameters, predictionConfig } from '@romae/core'
import { type CompileEvent, createEngine, type Engine, type HostTensors } from '@romae/engine'
import type { Tokens, TokensToFill } from '@romae/tokenizer'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { PredictionModel, PretrainedModel } from '../model/romae-model.ts'
import { countOpen, engineNames, openEngine } from '../testing/engines.ts'
import { tinyPretraining } from '../testing/tiny-pretraining.ts'
import { makeWaves, tinyStack, type Wave, waveTokenizer } from '../testing/waves.ts'
import { roundUp } from './batches.ts'
import { createEncoder, embed } from './embed.ts'
import { createImputer, fillTokens } from './fill-tokens.ts'
import { classify, createPredictor, predictOutputs } from './predict.ts'

const config = predictionConfig({ tokenSize: 1, axes: 1, encoder: tinyStack, outputSize: 2 })
const model: PredictionModel = {
  config,
  parameters: initializeParameters(config, 4),
  tokenizer: null,
  classes: ['slow', 'fast'],
}
const pretrained: PretrainedModel = {
  config: tinyPretraining(),
  parameters: initializeParameters(tinyPretraining(), 4),
  tokenizer: null,
  classes: null,
}
const waves = makeWaves(30, [2, 20])
/** Requests of one to five samples. */
const requests = Array.from({ length: 8 }, (_, index) => waves.slice(3 * index, 3 * index + 1 + (index % 5)))
const toFill: TokensToFill[] = waves.map((wave, sample) => ({
  tokens: waveTokenizer.tokenize(wave) as Tokens,
  hidden: Uint8Array.from(wave.times, (_, token) => Number(sample === 2 || token % 3 === 0)),
}))

interface Kind {
  readonly what: string
  make(engine?: Engine): Promise<{ made: { dispose(): Promise<void> }; call(at: readonly number[]): Promise<unknown> }>
  one(at: readonly number[], engine: Engine): Promise<unknown>
}

/** Each kind of thing that is made for many calls, with what it does and the function that does it for one call. */
const kinds: readonly Kind[] = [
  {
    what: 'predictor',
    make: async (engine) => {
      const predictor = await createPredictor(model, { tokenizer: waveTokenizer, ...(engine && { engine }) })
      return { made: predictor, call: (at) => predictor.classify(at.map((index) => waves[index]!)) }
    },
    one: (at, engine) =>
      classify(
        model,
        at.map((index) => waves[index]!),
        { tokenizer: waveTokenizer, engine },
      ),
  },
  {
    what: 'encoder',
    make: async (engine) => {
      const encoder = await createEncoder(pretrained, { tokenizer: waveTokenizer, ...(engine && { engine }) })
      return { made: encoder, call: (at) => encoder.embed(at.map((index) => waves[index]!)) }
    },
    one: (at, engine) =>
      embed(
        pretrained,
        at.map((index) => waves[index]!),
        { tokenizer: waveTokenizer, engine },
      ),
  },
  {
    what: 'imputer',
    make: async (engine) => {
      const imputer = await createImputer(pretrained, { ...(engine && { engine }) })
      return { made: imputer, call: (at) => imputer.fillTokens(at.map((index) => toFill[index]!)) }
    },
    one: (at, engine) =>
      fillTokens(
        pretrained,
        at.map((index) => toFill[index]!),
        { engine },
      ),
  },
]
const calls = [[0], [1, 2, 3], [4], [5, 6, 7, 8, 9], [2], [29]]

/** The numbers in a result, in order. */
function numbersOf(result: unknown): number[] {
  if (ArrayBuffer.isView(result)) return [...(result as Float32Array)]
  if (typeof result === 'number') return [result]
  return typeof result === 'object' && result !== null ? Object.values(result).flatMap(numbersOf) : []
}

function expectClose(got: unknown, expected: unknown): void {
  const [a, b] = [numbersOf(got), numbersOf(expected)]
  expect(a.length).toBe(b.length)
  a.forEach((value, index) => void expect(value).toBeCloseTo(b[index]!, 5))
}

describe.each([...kinds])('a $what', ({ what, make, one }) => {
  it.each(engineNames)('gives on %s what one call gives, also in calls that overlap', async (name) => {
    const engine = await openEngine(name)
    const { made, call } = await make(engine)
    const together = await Promise.all(calls.map((at) => call(at)))
    for (const [index, at] of calls.entries()) {
      expectClose(together[index], await call(at))
      expectClose(together[index], await one(at, engine))
    }
    await made.dispose()
  })

  it('is compiled once, when it is made', async () => {
    const events: CompileEvent[] = []
    const onCompile = (event: CompileEvent) => void events.push(event)
    const engine = await createEngine('onnxruntime-node', { onCompile })
    onTestFinished(() => engine.dispose())
    const { made, call } = await make(engine)
    expect(events).toMatchObject([{ parameters: 'embedded' }])
    for (const at of calls) await call(at)
    await made.dispose()
    expect(events.length).toBe(1)
  })

  it('ends calls that are running when it is disposed, refuses others, and leaves a given engine open', async () => {
    const { engine, open } = countOpen(await openEngine())
    const { made, call } = await make(engine)
    expect(open()).toBe(1)
    const running = calls.map((at) => call(at))
    const disposed = made.dispose()
    await expect(call([0])).rejects.toThrowRomae('TRAINER_DISPOSED', { what })
    await disposed
    expect((await Promise.all(running)).length).toBe(calls.length)
    await made.dispose()
    expect(open()).toBe(0)
  })

  it('has an engine of its own where none is given', async () => {
    const { made, call } = await make()
    expectClose(await call([3, 4]), await one([3, 4], await openEngine()))
    await made.dispose()
    await expect(call([3])).rejects.toThrowRomae('TRAINER_DISPOSED')
  })

  it('runs few sizes where each is compiled', async () => {
    const engine = await openEngine()
    const shapes: Record<string, readonly number[]>[] = []
    const compiling: Engine = {
      ...engine,
      async freeze(program, options) {
        const frozen = await engine.freeze(program, options)
        return {
          anySize: false,
          dispose: () => frozen.dispose(),
          run(inputs: HostTensors) {
            shapes.push(Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape])))
            return frozen.run(inputs)
          },
        }
      },
    }
    const { made, call } = await make(compiling)
    const all = [...waves.keys()].slice(0, 29)
    for (const at of [...calls, all]) expectClose(await call(at), await one(at, engine))
    await made.dispose()
    expect(shapes.length).toBeGreaterThan(calls.length)
    for (const size of shapes.flatMap((shape) => Object.values(shape).flat())) expect(roundUp(size)).toBe(size)
  })
})

describe('createPredictor', () => {
  it('works on after a sample that it refuses', async () => {
    const predictor = await createPredictor(model, { tokenizer: waveTokenizer, engine: await openEngine() })
    onTestFinished(() => predictor.dispose())
    const expected = await predictor.predictOutputs(requests[3]!)
    const broken = { times: [0, 1], values: [Number.NaN, 1], label: 'slow' } satisfies Wave
    const results = await Promise.allSettled([
      predictor.predictOutputs([waves[0]!, broken]),
      predictor.predictOutputs(requests[3]!),
      predictor.classify([]),
    ])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected'])
    expect((results[0] as PromiseRejectedResult).reason).toMatchObject({ code: expect.stringMatching(/^TOKENIZER_/) })
    expect((results[2] as PromiseRejectedResult).reason).toMatchObject({ code: 'TRAINER_NO_SAMPLES' })
    expect(await predictor.predictOutputs(requests[3]!)).toEqual(expected)
  })

  it('classifies with classes alone', async () => {
    const predictor = await createPredictor(
      { ...model, classes: null },
      { tokenizer: waveTokenizer, engine: await openEngine() },
    )
    onTestFinished(() => predictor.dispose())
    await expect(predictor.classify(waves)).rejects.toThrowRomae('TRAINER_TASK', {
      expected: 'classification',
      got: 'regression',
    })
    expect((await predictor.predictOutputs(waves)).length).toBe(waves.length)
  })

  it('reads more samples than it takes at a time, from a generator too', async () => {
    const engine = await openEngine()
    const predictor = await createPredictor(model, { tokenizer: waveTokenizer, engine, batchSize: 4 })
    onTestFinished(() => predictor.dispose())
    async function* generated() {
      yield* waves
    }
    expectClose(
      await predictor.predictOutputs(generated()),
      await predictOutputs(model, waves, { tokenizer: waveTokenizer, engine }),
    )
  })

  const wide = { ...waveTokenizer, tokenSize: 2 }
  it.each<[string, unknown[], string, Record<string, unknown>]>([
    [
      'a model of another task',
      [pretrained, { tokenizer: waveTokenizer }],
      'TRAINER_TASK',
      { expected: 'prediction', got: 'pretraining' },
    ],
    ['no model', [null, { tokenizer: waveTokenizer }], 'TRAINER_OPTION', { key: 'model', got: null }],
    ['a tokenizer of other tokens', [model, { tokenizer: wide }], 'TRAINER_MODEL_MISMATCH', { model: 1, data: 2 }],
    ['no tokenizer', [model, { tokenizer: {} }], 'TOKENIZER_SPEC_VERSION', {}],
    [
      'an unknown option',
      [model, { tokenizer: waveTokenizer, batch: 3 }],
      'TRAINER_UNKNOWN_OPTION',
      { of: 'createPredictor', key: 'batch' },
    ],
    [
      'weights that are not all there',
      [{ ...model, parameters: {} }, { tokenizer: waveTokenizer }],
      'PARAMETER_LAYERS',
      {},
    ],
  ])('refuses %s when it is made', async (_, given, code, fields) => {
    const attempt = createPredictor(...(given as Parameters<typeof createPredictor<Wave>>))
    await expect(attempt).rejects.toThrowRomae(code, fields)
  })

  it('leaves nothing behind where its engine fails', async () => {
    const engine = await createEngine('onnxruntime-node')
    const { engine: counted, open } = countOpen(engine)
    await engine.dispose()
    await expect(createPredictor(model, { tokenizer: waveTokenizer, engine: counted })).rejects.toThrowRomae(
      'ENGINE_DISPOSED',
    )
    expect(open()).toBe(0)
  })
})
