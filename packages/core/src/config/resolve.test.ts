import { describe, expect, it } from 'vitest'
import { type PredictionOptions, type PretrainingOptions, predictionConfig, pretrainingConfig } from './resolve.ts'

const base = { tokenSize: 4, axes: 2, encoder: { dModel: 32, heads: 2, depth: 1 } }
const pretraining = (changes: object) => () => pretrainingConfig({ ...base, ...changes } as PretrainingOptions)
const prediction = (changes: object) => () =>
  predictionConfig({ ...base, outputSize: 3, ...changes } as PredictionOptions)
const encoder = (changes: object) => pretraining({ encoder: { ...base.encoder, ...changes } })

describe('defaults', () => {
  it('are right rather than faithful where the two differ', () => {
    expect(pretrainingConfig({ tokenSize: 4, axes: 1, encoder: 'tiny' })).toEqual({
      task: 'pretraining',
      tokenSize: 4,
      axes: 1,
      encoder: {
        dModel: 180,
        heads: 3,
        depth: 12,
        feedForward: 720,
        normEpsilon: 1e-12,
        stochasticDepth: 0,
        hiddenDropout: 0,
        attentionDropout: 0,
        attentionOutputDropout: 0,
        positionDropout: 0,
      },
      decoder: expect.objectContaining({ dModel: 180, heads: 3, depth: 2, feedForward: 720 }),
      cls: true,
      positionEncoding: 'rope',
      ropeFraction: 0.75,
      ropeKeep: 'fastest',
      ropeMinimumPairs: 1,
      headDropout: 0,
      tubelet: [1, 1, 1],
      maxLength: 1500,
      normalizeTargets: false,
      lossAverage: 'masked',
    })
  })

  it('pool [CLS] where there is one, and the mean otherwise', () => {
    expect(prediction({})().pooling).toBe('cls')
    expect(prediction({ cls: false })().pooling).toBe('mean')
  })
})

describe('a finished configuration', () => {
  it('is plain data and may be given again', () => {
    const options = { ...base, cls: false, positionEncoding: 'absolute', ropeKeep: 'slowest', lossAverage: 'reference' }
    const first = pretraining({ ...options, encoder: { ...base.encoder, stochasticDepth: 0.1 } })()
    expect(pretrainingConfig(JSON.parse(JSON.stringify(first)))).toEqual(first)
    const second = prediction({ pooling: 'token' })()
    expect(predictionConfig(JSON.parse(JSON.stringify(second)))).toEqual(second)
  })

  it('is refused by the other task', () => {
    expect(prediction({ task: 'pretraining' })).toThrow(
      /predictionConfig: task must be "prediction"; got "pretraining"/,
    )
    expect(pretraining({ task: 'prediction' })).toThrow(
      /pretrainingConfig: task must be "pretraining"; got "prediction"/,
    )
  })
})

describe('widths that do not fit', () => {
  /** Reads the nearest choice out of the message, and checks that the message names both numbers. */
  function nearestOf(attempt: () => unknown, code: string, numbers: readonly string[]): number {
    let message = ''
    try {
      attempt()
    } catch (error) {
      message = (error as Error).message
    }
    expect(message).toContain(`[${code}]`)
    for (const number of numbers) expect(message).toContain(number)
    return Number(message.match(/the nearest dModel that fits is (\d+)/)?.[1])
  }

  it.each([
    [342, 8, 1, 336],
    [342, 8, 3, 336],
    [100, 3, 2, 102],
    [5, 8, 4, 64],
    [179, 3, 1, 180],
  ])('dModel %i with %i heads on %i axes: heads do not divide, %i would', (dModel, heads, axes, expected) => {
    const numbers = [`dModel ${dModel}`, `heads ${heads}`]
    const options = (width: number) => ({ axes, encoder: { dModel: width, heads, depth: 1 } })
    const nearest = nearestOf(prediction(options(dModel)), 'CONFIG_HEADS_DO_NOT_DIVIDE', numbers)
    expect(nearest).toBe(expected)
    expect(prediction(options(nearest))().encoder.dModel).toBe(nearest)
  })

  it.each([
    [30, 2, 2, 32], // 15 a head
    [180, 3, 31, 186], // 60 a head, 31 axes need 62
    [10, 1, 6, 12],
  ])('dModel %i with %i heads on %i axes: %i a head would fit', (dModel, heads, axes, expected) => {
    const options = (width: number) => ({
      axes,
      decoder: { dModel: width, heads, depth: 1 },
      encoder: { dModel: 8 * axes, heads: 1, depth: 1 },
    })
    const numbers = ['decoder', `head dimension ${dModel / heads}`, `2 x axes = ${2 * axes}`]
    const nearest = nearestOf(pretraining(options(dModel)), 'CONFIG_HEAD_DIMENSION', numbers)
    expect(nearest).toBe(expected)
    expect(pretraining(options(nearest))().decoder.dModel).toBe(nearest)
  })

  it('matter only where positions rotate', () => {
    const narrow = { dModel: 15, heads: 3, depth: 1 }
    for (const positionEncoding of ['absolute', 'none']) {
      expect(pretraining({ positionEncoding, encoder: narrow, decoder: narrow })().encoder.dModel).toBe(15)
    }
    const options = { positionEncoding: 'none', encoder: { ...narrow, heads: 4 } }
    expect(nearestOf(pretraining(options), 'CONFIG_HEADS_DO_NOT_DIVIDE', ['15', '4'])).toBe(16)
  })
})

describe('options that are refused', () => {
  it.each([
    [
      'an unknown option',
      pretraining({ rope_fraction: 1 }),
      /no option "rope_fraction" \(did you mean "ropeFraction"\?\)/,
    ],
    ['an unknown option', pretraining({ outputSize: 3 }), /no option "outputSize" \(known: task, tokenSize/],
    ['a minimum of two pairs', pretraining({ ropeMinimumPairs: 2 }), /ropeMinimumPairs must be one of 0, 1; got 2/],
    ['an unknown option', prediction({ decoder: 'tiny' }), /predictionConfig has no option "decoder"/],
    ['an unknown encoder option', encoder({ dept: 3 }), /encoder has no option "dept" \(did you mean "depth"\?\)/],
    [
      'an unknown size',
      pretraining({ encoder: 'smal' }),
      /encoder: size must be one of tiny-shallow, .*; got "smal" \(did you mean "small"\?\)/,
    ],
    ['an unknown size', pretraining({ decoder: { size: 'huge' } }), /decoder: size must be one of .*; got "huge"/],
    [
      'no encoder',
      pretraining({ encoder: undefined }),
      /encoder is missing; it must be a size \(tiny-shallow.* or an object of options/,
    ],
    [
      'no width',
      pretraining({ encoder: { heads: 2, depth: 1 } }),
      /encoder: dModel is missing; it must be an integer of at least 1/,
    ],
    ['half a head', encoder({ heads: 1.5 }), /encoder: heads must be an integer of at least 1; got 1\.5/],
    ['no depth', encoder({ depth: 0 }), /encoder: depth must be an integer from 1 to 4096; got 0/],
    ['too deep a stack', encoder({ depth: 4097 }), /encoder: depth must be an integer from 1 to 4096; got 4097/],
    [
      'text for a number',
      encoder({ feedForward: '64' }),
      /encoder: feedForward must be an integer of at least 1; got "64"/,
    ],
    ['epsilon zero', encoder({ normEpsilon: 0 }), /encoder: normEpsilon must be a number above 0 and below 1; got 0/],
    [
      'dropout of everything',
      encoder({ hiddenDropout: 1 }),
      /encoder: hiddenDropout must be a number of at least 0 and below 1; got 1/,
    ],
    [
      'negative dropout',
      encoder({ attentionDropout: -0.1 }),
      /attentionDropout must be a number of at least 0 and below 1; got -0\.1/,
    ],
    ['dropout NaN', encoder({ attentionOutputDropout: Number.NaN }), /attentionOutputDropout .* got NaN/],
    [
      'dropout as text',
      encoder({ positionDropout: '0' }),
      /positionDropout must be a number of at least 0 and below 1/,
    ],
    [
      'stochastic depth 1',
      encoder({ stochasticDepth: 1 }),
      /stochasticDepth must be a number of at least 0 and below 1; got 1/,
    ],
    ['head dropout', pretraining({ headDropout: 2 }), /headDropout must be a number of at least 0 and below 1; got 2/],
    ['a fraction above 1', pretraining({ ropeFraction: 1.01 }), /ropeFraction must be a number from 0 to 1; got 1\.01/],
    [
      'an unknown choice',
      pretraining({ ropeKeep: 'largest' }),
      /ropeKeep must be one of fastest, slowest; got "largest"/,
    ],
    [
      'an unknown choice',
      pretraining({ positionEncoding: 'ropend' }),
      /positionEncoding must be one of rope, absolute, none; got "ropend" \(did you mean "rope"\?\)/,
    ],
    [
      'an unknown choice',
      pretraining({ lossAverage: 'mean' }),
      /lossAverage must be one of masked, reference; got "mean"/,
    ],
    ['an unknown choice', prediction({ pooling: 'max' }), /pooling must be one of cls, mean, token; got "max"/],
    ['no token size', pretraining({ tokenSize: 0 }), /tokenSize must be an integer of at least 1; got 0/],
    ['no axes', pretraining({ axes: 0 }), /axes must be an integer of at least 1; got 0/],
    ['no outputs', prediction({ outputSize: undefined }), /outputSize is missing; it must be an integer of at least 1/],
    ['cls as a number', pretraining({ cls: 1 }), /cls must be true or false; got 1/],
    [
      'normalizeTargets as text',
      pretraining({ normalizeTargets: 'yes' }),
      /normalizeTargets must be true or false; got "yes"/,
    ],
    [
      'a tubelet that is no list',
      pretraining({ tubelet: 2 }),
      /tubelet must be a list of values, each an integer of at least 1; got 2/,
    ],
    ['a tubelet of nothing', pretraining({ tubelet: [1, 0] }), /tubelet\[1\] must be an integer of at least 1; got 0/],
    [
      'a tubelet that does not fit',
      pretraining({ tubelet: [1, 3] }),
      /tokenSize 4 is not a multiple of the tubelet's 3 points \[1, 3\]/,
    ],
    ['no length', pretraining({ maxLength: 0 }), /maxLength must be an integer of at least 1; got 0/],
    [
      'normalised single values',
      pretraining({ normalizeTargets: true, tokenSize: 1 }),
      /tokenSize is 1 .*set normalizeTargets: false or use larger tokens/,
    ],
    [
      'pooling a missing [CLS]',
      prediction({ cls: false, pooling: 'cls' }),
      /cls is false; set cls: true or pooling: "mean"/,
    ],
  ])('%s', (_what, attempt, message) => {
    expect(attempt).toThrow(message)
  })

  it('would pass with the ways out that the messages name', () => {
    expect(pretraining({ normalizeTargets: false, tokenSize: 1 })().normalizeTargets).toBe(false)
    expect(pretraining({ normalizeTargets: true, tokenSize: 2 })().normalizeTargets).toBe(true)
    expect(prediction({ cls: true, pooling: 'cls' })().pooling).toBe('cls')
    expect(prediction({ cls: false, pooling: 'mean' })().pooling).toBe('mean')
  })
})

describe('sizes', () => {
  it('are named, or named with changes, or free', () => {
    expect(pretraining({ encoder: { size: 'small', depth: 3, hiddenDropout: 0.1 } })().encoder).toMatchObject({
      dModel: 432,
      heads: 6,
      depth: 3,
      feedForward: 1728,
      hiddenDropout: 0.1,
    })
    expect(encoder({ feedForward: 7 })().encoder).toMatchObject({ dModel: 32, feedForward: 7 })
  })
})
