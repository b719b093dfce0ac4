import { describe, expect, it, test } from 'vitest'
import { type Sounding, soundingTokenizer } from '../example/sounding-tokenizer.ts'
import {
  checkTokenizer,
  collateSet,
  isTokenizerSet,
  type Tokenizer,
  type TokenizerSet,
  tokenizerSet,
} from '../index.ts'
import { registerSetConformance, tokenizerSetConformance } from '../testing.ts'

const reef: Sounding = { latitude: 35.1, longitude: 139.2, depth: 12.5 }
const basin: Sounding = { latitude: 35.4, longitude: 139.9, depth: 1430 }

/** Waves at times, of which a token has two values. */
const waves: Tokenizer<readonly number[]> = {
  specVersion: 1,
  name: 'waves',
  axes: ['time'],
  tokenSize: 2,
  tokenize: (heights) => ({
    values: Float32Array.from(heights.flatMap((height) => [height, -height])),
    positions: Float32Array.from(heights.keys()),
    length: heights.length,
  }),
  toJSON: () => ({ heights: 'm' }),
}
/** Tides on channels and times. */
const tides: Tokenizer<readonly number[]> = {
  ...waves,
  name: 'tides',
  axes: ['channel', 'time'],
  tokenSize: 1,
  channels: { axis: 'channel', names: ['Oslo', 'Kiel'] },
  tokenize: (heights) => ({
    values: Float32Array.from(heights),
    positions: Float32Array.from(heights.flatMap((_, index) => [index % 2, index])),
    length: heights.length,
  }),
}
const set = tokenizerSet({ waves, depths: soundingTokenizer() })
const samples = [{ waves: [1, 2, 3], depths: [reef, basin] }, { depths: [basin] }, { waves: [4], depths: null }]

describe('a set of tokenizers', () => {
  registerSetConformance(test, { set, samples, onWarning: () => {} })

  it('has the axes of all, and its modalities in the order of their names', () => {
    expect(set.axes).toEqual(['latitude', 'longitude', 'time'])
    expect(set.modalities.map(({ name, tokenSize, axes }) => [name, tokenSize, axes])).toEqual([
      ['depths', 1, [0, 1]],
      ['waves', 2, [2]],
    ])
    expect(set.toJSON()).toEqual({ depths: { scale: 100 }, waves: { heights: 'm' } })
    expect(isTokenizerSet(set)).toBe(true)
    expect(isTokenizerSet(waves)).toBe(false)
  })

  it('is the same whatever the order in which tokenizers are given', async () => {
    const other = tokenizerSet({ depths: soundingTokenizer(), waves })
    expect(JSON.stringify([other.axes, other])).toBe(JSON.stringify([set.axes, set]))
    expect(await other.tokenize(samples[0]!)).toEqual(await set.tokenize(samples[0]!))
  })

  it('makes one axis of those of one name', () => {
    const { axes, modalities } = tokenizerSet({ waves, tides })
    expect(axes).toEqual(['channel', 'time'])
    expect(modalities.map((one) => one.axes)).toEqual([[0, 1], [1]])
  })

  it('gives back what its tokenizers can', async () => {
    const { depths, ...others } = await set.detokenize(await set.tokenize(samples[0]!))
    expect(depths!.map(({ depth }) => Math.round(depth * 10) / 10)).toEqual([12.5, 1430])
    expect(others).toEqual({})
  })

  it('refuses axes of one name that cannot be one, and takes other names', () => {
    const others = { ...tides, channels: { axis: 'channel', names: ['Bergen'] } }
    expect(() => tokenizerSet({ tides, others })).toThrowRomae('TOKENIZER_SET_AXES', {
      axis: 'channel',
      modality: 'tides',
      other: 'others',
    })
    const sea = { ...waves, axes: ['channel'] }
    expect(() => tokenizerSet({ sea, tides })).toThrowRomae('TOKENIZER_SET_AXES', { channels: 'Oslo, Kiel' })
    const { axes } = tokenizerSet({ tides, others }, { renameAxes: { others: { channel: 'place' } } })
    expect(axes).toEqual(['place', 'time', 'channel'])
  })

  it.each([
    [{}, {}, 'TOKENIZER_SET'],
    [{ 'a.b': waves }, {}, 'TOKENIZER_SET'],
    [{ waves }, { renameAxes: { wave: {} } }, 'TOKENIZER_SET'],
    [{ waves }, { renameAxes: { waves: { tiem: 't' } } }, 'TOKENIZER_SET'],
    [{ waves }, { renameAxes: { waves: { time: '' } } }, 'TOKENIZER_SET'],
    [{ tides }, { renameAxes: { tides: { time: 'channel' } } }, 'TOKENIZER_SET'],
    [{ waves }, { rename: {} }, 'TOKENIZER_SET'],
    [{ waves: { ...waves, tokenSize: 0 } }, {}, 'TOKENIZER_TOKEN_SIZE'],
    [{ waves: set }, {}, 'TOKENIZER_SINGLE'],
  ])('refuses %o with %o', (members, options, code) => {
    expect(() => tokenizerSet(members as never, options as never)).toThrowRomae(code, {})
  })

  it.each([[null], [{}], [{ waves: undefined }], [{ wave: [1] }], [7]])('refuses the sample %o', async (sample) => {
    await expect(set.tokenize(sample as never)).rejects.toThrowRomae('TOKENIZER_SET_SAMPLE', {})
  })

  it('is none where one modality is needed', () => {
    expect(() => checkTokenizer(set)).toThrowRomae('TOKENIZER_SINGLE', { names: ['depths', 'waves'] })
  })
})

describe('the conformance of a set', () => {
  const failuresOf = async (broken: TokenizerSet<unknown>) => {
    const failures: string[] = []
    const rules = tokenizerSetConformance({ set: broken, samples, onWarning: () => {} })
    for (const { name, run } of rules) await run().catch(() => failures.push(name))
    return failures
  }
  const whole = set as TokenizerSet<unknown>

  it('sees parts that are not those of the modalities', async () => {
    const swapped: TokenizerSet<unknown> = {
      ...whole,
      tokenize: async (sample) => {
        const { parts, length } = await whole.tokenize(sample)
        return {
          parts: parts.map((part) => part && { ...part, values: part.values.map((value) => value + 1) }),
          length,
        }
      },
    }
    expect(await failuresOf(swapped)).toEqual(['parts'])
  })

  it('sees absent modalities that are made up, and samples of nothing', async () => {
    const kind: TokenizerSet<unknown> = { ...whole, tokenize: () => whole.tokenize(samples[0]!) }
    expect(await failuresOf(kind)).toEqual(['parts', 'absent', 'rejects-nothing', 'rejects-unknown'])
  })

  it('sees what is wrong with the tokenizer of a modality', async () => {
    const wrong = {
      ...waves,
      tokenize: (heights: readonly number[]) => ({ ...(waves.tokenize(heights) as object), length: 9 }),
    }
    const failures = await failuresOf(tokenizerSet({ waves: wrong as never, depths: soundingTokenizer() }) as never)
    expect(failures).toContain('waves: values-count')
    expect(failures).not.toContain('depths: values-count')
  })
})

describe('collateSet', () => {
  it('pads each modality by itself, and makes a row of padding of one that is absent', async () => {
    const tokens = await Promise.all(samples.map((sample) => set.tokenize(sample)))
    const { depths, waves: ofWaves } = collateSet(tokens, set)
    expect([depths!.length, ofWaves!.length]).toEqual([2, 3])
    expect([...depths!.padding]).toEqual([0, 0, 0, 1, 1, 1])
    expect([...ofWaves!.padding]).toEqual([0, 0, 0, 1, 1, 1, 0, 1, 1])
    expect([...ofWaves!.values.subarray(6, 12)]).toEqual([0, 0, 0, 0, 0, 0])
    expect(depths!.axes).toBe(2)
  })

  it('pads to lengths that are given, and one that no sample has to one token', async () => {
    const only = [await set.tokenize({ waves: [1] })]
    expect(collateSet(only, set).depths!.padding).toEqual(Uint8Array.of(1))
    expect(collateSet(only, set, [4, 2]).waves!.length).toBe(2)
    const long = [await set.tokenize(samples[0]!)]
    expect(() => collateSet(long, set, [1, 3])).toThrowRomae('TOKENIZER_COLLATE_TOO_LONG', { got: 2 })
  })

  it('refuses tokens of another set', async () => {
    const other = [await tokenizerSet({ waves }).tokenize({ waves: [1] })]
    expect(() => collateSet(other, set)).toThrowRomae('TOKENIZER_SET_TOKENS', { sample: 0 })
    expect(() => collateSet([], set)).toThrowRomae('TOKENIZER_COLLATE_EMPTY', {})
  })
})
