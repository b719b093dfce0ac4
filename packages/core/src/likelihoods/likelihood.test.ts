import { readFileSync } from 'node:fs'
import { createRandom } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { savedConfig } from '../config/saved.ts'
import { pretrainingForward, pretrainingLoss } from '../model/pretraining.ts'
import { parameterSpecs } from '../parameters/specs.ts'
import { relativeDifference, relativeError } from '../testing/compare.ts'
import { gradientError } from '../testing/gradients.ts'
import { randomPretrainingInputs, randomTensor, randomWeights, tinyPretraining } from '../testing/models.ts'
import { type Likelihood, likelihoodOf } from './likelihood.ts'

/** Made by tooling/parity/peer/likelihoods.py. */
const ofPyTorch: readonly {
  readonly likelihood: Likelihood
  readonly raw: readonly (readonly number[])[]
  readonly targets: readonly number[]
  readonly loss: readonly number[]
  readonly gradient: readonly (readonly number[])[]
}[] = JSON.parse(readFileSync(new URL('../testing/pytorch-likelihoods.json', import.meta.url), 'utf8'))

const distributions: readonly Likelihood[] = [
  { kind: 'gaussian' },
  { kind: 'studentT', degreesOfFreedom: 3 },
  { kind: 'quantiles', levels: [0.05, 0.3, 0.5, 0.95] },
]
const bound = (likelihood: Likelihood) => likelihoodOf(tinyPretraining({ likelihood }))

/** `[values][parameters]`, as a tensor for each parameter. */
function columns(rows: readonly (readonly number[])[]): tf.Tensor[] {
  return rows[0]!.map((_, column) => tf.tensor(rows.map((row) => row[column]!)))
}

describe('the loss of a likelihood', () => {
  it.each(ofPyTorch)(
    'is PyTorch’s, and so is its gradient: $likelihood',
    ({ likelihood, raw, targets, ...expected }) => {
      const { constrain, loss, parameterCount } = bound(likelihood)
      expect(raw[0]).toHaveLength(parameterCount)
      const ofValues = (...given: tf.Tensor[]) => loss(constrain(given), tf.tensor([...targets]))
      expect(relativeError(ofValues(...columns(raw)).dataSync(), expected.loss)).toBeLessThan(1e-6)
      const gradients = tf.grads((...given) => tf.sum(ofValues(...given)))(columns(raw))
      for (const [column, gradient] of gradients.entries()) {
        const ofColumn = expected.gradient.map((row) => row[column]!)
        expect(relativeError(gradient.dataSync(), ofColumn)).toBeLessThan(1e-5)
      }
    },
  )

  it.each(distributions.slice(0, 2))('has the gradient of finite differences: $kind', (likelihood) => {
    const { constrain, loss } = bound(likelihood)
    const random = createRandom(3)
    const [location, scale, targets] = [1, 2, 3].map(() => randomTensor(random, [2, 5]))
    // Of a small scale the differences themselves are not exact.
    const wide = tf.add(scale!, 3)
    const lossOf = (...[a, b, c]: tf.Tensor[]) => loss(constrain([a!, b!]), c!)
    expect(gradientError(lossOf, [location!, wide, targets!])).toBeLessThan(1e-4)
  })

  it('of quantiles has the gradient of finite differences, away from where it has none', () => {
    const { constrain, loss } = bound(distributions[2]!)
    const raw = [0.4, -0.3, 0.1, 0.2].map((value) => tf.tensor([[value, -value]]))
    const targets = tf.tensor([[4, -0.6]])
    expect(gradientError((...given) => loss(constrain(given), targets), raw)).toBeLessThan(2e-4)
  })

  it('is finite far off, and where a scale is as small as it can be', () => {
    for (const likelihood of distributions) {
      const { constrain, loss, parameterCount } = bound(likelihood)
      const raw = Array.from({ length: parameterCount }, () => tf.tensor([-200, 0, 200]))
      const ofRaw = (...given: tf.Tensor[]) => tf.sum(loss(constrain(given), tf.tensor([3e3, -3e3, 0])))
      const { value, grads } = tf.valueAndGrads(ofRaw)(raw)
      expect([value, ...grads].flatMap((tensor) => [...tensor.dataSync()]).every(Number.isFinite)).toBe(true)
    }
  })
})

describe('quantiles', () => {
  it('never cross, whatever the head puts out', () => {
    const { constrain } = bound(distributions[2]!)
    const random = createRandom(4)
    const raw = [0, 1, 2, 3].map(() => randomTensor(random, [50], 20))
    const values = constrain(raw).map((quantile) => quantile.dataSync())
    for (let value = 0; value < 50; value++) {
      const row = values.map((quantile) => quantile[value]!)
      expect(row).toEqual([...row].sort((a, b) => a - b))
    }
    expect(values[2]).toEqual(raw[2]!.dataSync())
  })

  it('are read between the levels, and refused beyond them', () => {
    const quantile = bound(distributions[2]!).quantile!
    const parameters = [-4, -1, 1, 7]
    const read = (level: number) => quantile(level)(parameters)
    expect([0.05, 0.3, 0.5, 0.95].map(read)).toEqual(parameters)
    expect(read(0.4)).toBeCloseTo(0, 12)
    expect(() => read(0.04)).toThrowRomae('LIKELIHOOD_LEVEL', { level: 0.04, least: 0.05, most: 0.95 })
    expect(() => read(0.96)).toThrowRomae('LIKELIHOOD_LEVEL', { level: 0.96 })
  })

  it('have levels in order, the median among them', () => {
    const levels = (given: number[]) => () => tinyPretraining({ likelihood: { kind: 'quantiles', levels: given } })
    expect(levels([0.1, 0.9])).toThrowRomae('CONFIG_VALUE', { key: 'levels' })
    expect(levels([0.5, 0.1])).toThrowRomae('CONFIG_VALUE', { key: 'levels' })
    expect(levels([0.5, 0.5])).toThrowRomae('CONFIG_VALUE', { key: 'levels' })
    expect(levels([0.5, 1])).toThrowRomae('CONFIG_VALUE', { key: 'levels[1]' })
    expect(levels(Array.from({ length: 201 }, (_, place) => (place + 1) / 202))).toThrowRomae('CONFIG_VALUE')
  })
})

describe('likelihoodOf', () => {
  it('reads a point, and the quantiles of a normal distribution and of Student’s t', () => {
    const ninety = ([lower, upper]: readonly [number, number], likelihood: Likelihood) => {
      const { quantile, point } = bound(likelihood)
      expect(point([2, 3])).toBe(2)
      expect([0.05, 0.95].map((level) => quantile!(level)([2, 3]))).toEqual([
        expect.closeTo(2 + 3 * lower, 9),
        expect.closeTo(2 + 3 * upper, 9),
      ])
    }
    ninety([-1.6448536269514729, 1.6448536269514729], { kind: 'gaussian' })
    ninety([-2.015048373333024, 2.015048373333024], { kind: 'studentT' })
  })

  it('knows no quantiles of a single number', () => {
    for (const kind of ['squaredError', 'huber'] as const) expect(bound({ kind }).quantile).toBeNull()
  })

  it('is the squared error where a configuration has none, which then says nothing of it', () => {
    expect(likelihoodOf({}).kind).toBe('squaredError')
    expect(tinyPretraining()).not.toHaveProperty('likelihood')
  })
})

describe('a model with a likelihood', () => {
  const likelihood: Likelihood = { kind: 'gaussian' }
  const model = tinyPretraining({ likelihood })
  const random = createRandom(6)
  const weights = randomWeights(model, random)
  const inputs = randomPretrainingInputs(model, random)

  it('keeps it with its defaults, and refuses what it does not know', () => {
    expect(model.likelihood).toEqual({ kind: 'gaussian', scaleFloor: 1e-3 })
    expect(tinyPretraining({ likelihood: { kind: 'studentT', scaleFloor: 0.1 } }).likelihood).toEqual({
      kind: 'studentT',
      scaleFloor: 0.1,
      degreesOfFreedom: 5,
    })
    const refused = (given: object) => expect(() => tinyPretraining({ likelihood: given as Likelihood }))
    refused({ kind: 'gausian' }).toThrow(/likelihood: kind must be one of squaredError, .*did you mean "gaussian"/)
    refused({ kind: 'gaussian', levels: [0.5] }).toThrow(/likelihood of kind gaussian has no option "levels"/)
    refused({}).toThrowRomae('CONFIG_VALUE', { key: 'kind' })
    refused({ kind: 'gaussian', scaleFloor: 0 }).toThrowRomae('CONFIG_VALUE', { key: 'scaleFloor' })
  })

  it('has a head of as many numbers, of which the loss reads each', () => {
    const specs = new Map(parameterSpecs(model).map(({ name, shape }) => [name, shape]))
    expect(specs.get('head.head.2.bias')).toEqual([6])
    const { predictions } = pretrainingForward(model, weights, inputs)
    expect(predictions.shape).toEqual([2, 4, 6])
    const [means, deviations] = tf.split(predictions, 2, 2) as [tf.Tensor, tf.Tensor]
    expect(Math.min(...deviations.dataSync())).toBeGreaterThan(1e-3)
    const expected = tf.mean(
      tf.add(
        tf.add(tf.log(deviations), 0.5 * Math.log(2 * Math.PI)),
        tf.div(tf.square(tf.sub(means, inputs.targets)), tf.mul(2, tf.square(deviations))),
      ),
    )
    expect(relativeDifference(pretrainingLoss(model, predictions, inputs), expected)).toBeLessThan(1e-6)
  })

  it('leaves padding out of the loss', () => {
    const { predictions } = pretrainingForward(model, weights, inputs)
    const maskedPadding = tf.tensor([0, 0, 0, 1, 0, 0, 0, 1], [2, 4])
    const [real, targets] = [predictions, inputs.targets].map((tensor) => tf.slice(tensor, [0, 0, 0], [-1, 3, -1]))
    const expected = pretrainingLoss(model, real!, { targets })
    expect(
      relativeDifference(pretrainingLoss(model, predictions, { ...inputs, maskedPadding }), expected),
    ).toBeLessThan(1e-6)
  })
})

describe('a reconstructionLoss that was saved', () => {
  it('is the likelihood of the same loss', () => {
    const saved = (reconstructionLoss: string) =>
      savedConfig({ ...tinyPretraining(), reconstructionLoss } as Parameters<typeof savedConfig>[0])
    expect(saved('huber')).toEqual(tinyPretraining({ likelihood: { kind: 'huber' } }))
    expect(saved('squared')).toEqual(tinyPretraining({ likelihood: { kind: 'squaredError' } }))
    expect(saved('absolute')).toEqual(tinyPretraining({ likelihood: { kind: 'quantiles', levels: [0.5] } }))
    expect(() => saved('cubic')).toThrow('has no option "reconstructionLoss"; it is called "likelihood" now')
  })
})
