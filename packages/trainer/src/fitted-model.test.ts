import type { Tokenizer } from '@romae/tokenizer'
import { describe, expect, it } from 'vitest'
import { createImputer, describePretraining, finetune, type PretrainOptions, pretrain, runToEnd } from './index.ts'

/** Two channels of four numbers at times 0 to 30. */
function tokenizerOf(names: readonly string[]): Tokenizer<Float32Array> {
  return {
    specVersion: 1,
    name: 'channels',
    axes: ['channel', 'time'],
    channels: { axis: 'channel', names },
    tokenSize: 1,
    tokenize: (values) => ({
      values,
      positions: Float32Array.from({ length: 2 * values.length }, (_, index) => {
        const token = index >> 1
        return index % 2 === 0 ? Math.floor(token / 4) : 10 * (token % 4)
      }),
      length: values.length,
    }),
  }
}

const tokenizer = tokenizerOf(['rain', 'wind'])
const samples = Array.from({ length: 12 }, (_, sample) =>
  Float32Array.from({ length: 8 }, (_, at) => Math.sin(sample + at)),
)
const stack = { dModel: 32, heads: 2, depth: 1 }
const model = { encoder: stack, decoder: stack }
const training = { steps: 2, batchSize: 4, seed: 1 }
const options = { tokenizer, samples, model, training } satisfies PretrainOptions<Float32Array>
const fitted = { ...model, channels: 'embedding', rotations: 'fitted' } as const

describe('a model whose channels are embedded and whose rotations are fitted', () => {
  it('is told by its plan, and is off by default', async () => {
    const plain = (await describePretraining(options)).config.model
    expect(plain).not.toHaveProperty('channelEmbedding')
    expect(plain).not.toHaveProperty('ropeBase')
    const { channelEmbedding, ropeBase } = (await describePretraining({ ...options, model: fitted })).config.model
    expect(channelEmbedding).toEqual({ axis: 0, names: ['rain', 'wind'], rotary: false })
    // Of 8 pairs 6 rotate: the slowest turns by 2 radians over 30.
    expect(ropeBase).toEqual([Number((15 ** (8 / 5)).toPrecision(2))])
    const both = await describePretraining({ ...options, model: { ...fitted, channels: 'both' } })
    expect(both.config.model.channelEmbedding!.rotary).toBe(true)
    expect(both.config.model.ropeBase).toHaveLength(2)
  })

  it('trains, fills, and goes over to a classifier of more channels', async () => {
    const pretrained = await runToEnd(pretrain({ ...options, model: fitted }))
    const tokens = await tokenizer.tokenize(samples[0]!)
    const imputer = await createImputer(pretrained, { tokenizer })
    const [filled] = await imputer.fillTokens([{ tokens, hidden: Uint8Array.of(0, 1, 0, 0, 0, 0, 1, 0) }])
    expect(filled!.values.every(Number.isFinite)).toBe(true)
    const wrong = { ...tokens, positions: tokens.positions.map((at, index) => (index === 0 ? 2 : at)) }
    await expect(imputer.fillTokens([{ tokens: wrong, hidden: new Uint8Array(8).fill(1, 4) }])).rejects.toThrowRomae(
      'TRAINER_MODEL_MISMATCH',
    )
    await imputer.dispose()

    const labels = samples.map((_, index) => (index % 2 === 0 ? 'a' : 'b'))
    const more = tokenizerOf(['wind', 'sun', 'rain'])
    const given = { tokenizer: more, samples, labels, pretrained, training }
    await expect(runToEnd(finetune(given))).rejects.toThrowRomae('TRAINER_OTHER_TOKENIZER', { field: 'channels.0' })
    const classifier = await runToEnd(
      finetune({ ...given, otherTokenizer: 'accept', training: { ...training, steps: 1, learningRate: 1e-9 } }),
    )
    expect(classifier.config.channelEmbedding!.names).toEqual(['wind', 'sun', 'rain'])
    const row = (table: Float32Array, channel: number) => [...table.subarray(32 * channel, 32 * (channel + 1))]
    const [before, after] = [pretrained, classifier].map(({ parameters }) => parameters['channel_embedding.weight']!)
    for (const [now, then] of [
      [0, 1],
      [2, 0],
    ] as const) {
      const rounded = (values: readonly number[]) => values.map((value) => value.toFixed(5))
      expect(rounded(row(after!, now))).toEqual(rounded(row(before!, then)))
    }
  })

  it('needs a tokenizer that names its channels, and one base', async () => {
    const { channels: _, ...unnamed } = tokenizer
    await expect(describePretraining({ ...options, tokenizer: unnamed, model: fitted })).rejects.toThrowRomae(
      'TRAINER_OPTION',
      { key: 'channels' },
    )
    await expect(
      describePretraining({ ...options, model: { ...model, rotations: 'fitted', ropeBase: [10, 10] } }),
    ).rejects.toThrowRomae('TRAINER_OPTION', { key: 'ropeBase' })
  })
})

describe('masks', () => {
  it('are of ratios that samples draw, in steps of one shape', async () => {
    const varied = { ...options, maskRatio: 0.25, maskRatioUpTo: 0.75 }
    const { config } = await describePretraining(varied)
    expect(config.loss).toEqual({ kind: 'maskedReconstruction', maskRatio: 0.25, maskRatioUpTo: 0.75 })
    const losses: number[] = []
    await runToEnd(pretrain(varied), (event) => void (event.type === 'step' && losses.push(event.loss)))
    expect(losses.every(Number.isFinite)).toBe(true)
    await expect(describePretraining({ ...options, maskRatio: 0.5, maskRatioUpTo: 0.4 })).rejects.toThrowRomae(
      'TRAINER_OPTION',
      { key: 'maskRatioUpTo' },
    )
  })

  it('are of patterns, by the names of axes', async () => {
    const maskPatterns = [
      { kind: 'scattered', share: 0.5 },
      { kind: 'gaps', share: 0.5, spans: [15], channels: 'one' },
    ] as const
    const loss = async (given: Partial<PretrainOptions<Float32Array>>) => {
      const losses: number[] = []
      await runToEnd(
        pretrain({ ...options, ...given }),
        (event) => void (event.type === 'step' && losses.push(event.loss)),
      )
      return losses
    }
    expect(await loss({ maskPatterns })).not.toEqual(await loss({}))
    await expect(loss({ maskPatterns: [{ kind: 'end', share: 1, axis: 'times' }] })).rejects.toThrowRomae(
      'TRAINER_OPTION',
      { key: 'axis', got: 'times' },
    )
    await expect(loss({ maskPatterns, maskTogether: 'time' })).rejects.toThrowRomae('TRAINER_OPTION', {
      key: 'maskPatterns',
    })
  })
})
