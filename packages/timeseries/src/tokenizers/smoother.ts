import type { Tokens, TokensToFill } from '@romae/tokenizer'
import { type BlockModel, fitBlockModels } from '../state-space/block-models.ts'
import { channelBlocks } from '../state-space/channel-blocks.ts'
import type { Observed } from '../state-space/filter.ts'
import { smoothWithLikelihood } from '../state-space/smooth-means.ts'
import { oneStepApart, type StepSize, stepSizeOf, stepsBetween } from '../state-space/steps.ts'
import type { StateSpace } from '../state-space/transitions.ts'
import { toScale, type ValueScale, valueScale } from '../state-space/value-scale.ts'
import { rowsOfTokens } from './token-rows.ts'

/** Autoregressions of order 1, fitted to values as they stand in tokens. Plain data. */
export interface Smoother {
  /** In units of the time axis. */
  readonly step: StepSize
  /** By channel. */
  readonly scales: readonly ValueScale[]
  /** One for each kind of series. Which of them a sample follows, its visible values tell. */
  readonly processes: readonly (readonly ChannelProcess[])[]
}

/** What some channels do together, apart from the others: `x' = A x + w`, observed as `y = x + v`, in units of their spread. */
export interface ChannelProcess {
  readonly channels: readonly number[]
  /** `A`, `[size, size]`, row by row. */
  readonly transition: readonly number[]
  /** The covariance of `w`, `[size, size]`. */
  readonly innovation: readonly number[]
  /** The variance of `v`, `[size]`. */
  readonly noise: readonly number[]
}

/** Rows of values as they stand in tokens. */
export interface ScaledRows {
  /** In units of the time axis. */
  readonly times: Float64Array
  /** `[row, channels]`, NaN where nothing is observed. */
  readonly values: Float64Array
}

/**
 * Fits vector autoregressions by maximum likelihood, as the baseline `kalman` does: of many channels one for each block of those that
 * change together (`channelBlocks`).
 *
 * @param groups of series that follow one process each
 */
export function fitSmoother(groups: readonly (readonly ScaledRows[])[], size: number): Smoother {
  const all = groups.flat()
  const step = stepSizeOf(all.map(({ times }) => times))
  const channels = Array.from({ length: size }, (_, channel) => channel)
  const scales = channels.map((channel) => valueScale(valuesOf(all, channel, size)))
  const scaled = groups.map((group) =>
    group.map(({ times, values }): Observed => {
      const own = values.map((value, place) => toScale(scales[place % size]!, value))
      return { steps: stepsBetween(times, step), values: own }
    }),
  )
  const blocks = channelBlocks(scaled.flat(), size)
  const processes = scaled.map((group) => {
    const pieces = group.flatMap((one) => oneStepApart(one, size))
    return fitBlockModels(pieces, size, blocks).blocks.map(processOf)
  })
  return { step, scales, processes }
}

/** What is observed of a channel. */
function valuesOf(all: readonly ScaledRows[], channel: number, size: number): number[] {
  const observed: number[] = []
  for (const { values } of all) {
    for (let place = channel; place < values.length; place += size) {
      if (!Number.isNaN(values[place]!)) observed.push(values[place]!)
    }
  }
  return observed
}

function processOf({ channels, model: { transition, innovation, noise } }: BlockModel): ChannelProcess {
  return { channels, transition: [...transition], innovation: [...innovation], noise: [...noise] }
}

/**
 * The mean of every masked value given the visible ones of its sample: by the Kalman smoother of each process, weighted by how
 * likely they make what is visible.
 *
 * @returns the `estimate` of a tokenizer of positions `[channel, time]`, the value first in a token
 */
export function smootherEstimate({ step, scales, processes }: Smoother): (sample: TokensToFill) => Float32Array {
  const models = processes.map((blocks) => blocks.map(modelOf))
  return ({ tokens, hidden }) => {
    const size = tokens.values.length / tokens.length
    const estimates = models.map((blocks) => {
      const means = new Float32Array(tokens.values.length)
      let likelihood = 0
      for (const { channels, model } of blocks) {
        const { observed, places } = observedOf(tokens, hidden, channels, { step, scales })
        const smoothed = smoothWithLikelihood(model, observed)
        likelihood += smoothed.likelihood
        for (const { token, place, channel } of places) {
          const { center, spread } = scales[channel]!
          if (hidden[token] === 1) means[token * size] = center + spread * smoothed.means[place]!
        }
      }
      return { means, likelihood }
    })
    return meanByLikelihood(estimates)
  }
}

function modelOf({ channels, transition, innovation, noise }: ChannelProcess): BlockModel {
  const model: StateSpace = {
    size: channels.length,
    transition: Float64Array.from(transition),
    innovation: Float64Array.from(innovation),
    noise: Float64Array.from(noise),
  }
  return { channels, model }
}

/** The tokens of some channels as rows, and where in them each token is. */
function observedOf(
  tokens: Tokens,
  hidden: Uint8Array,
  channels: readonly number[],
  { step, scales }: Pick<Smoother, 'step' | 'scales'>,
) {
  const { times, places } = rowsOfTokens(tokens, channels)
  const values = new Float64Array(times.length * channels.length).fill(Number.NaN)
  const tokenSize = tokens.values.length / tokens.length
  for (const { token, place, channel } of places) {
    if (hidden[token] === 0) values[place] = toScale(scales[channel]!, tokens.values[token * tokenSize]!)
  }
  const observed: Observed = { steps: stepsBetween(times, step), values }
  return { observed, places }
}

function meanByLikelihood(estimates: readonly { readonly means: Float32Array; readonly likelihood: number }[]) {
  const [first, ...others] = estimates
  if (others.length === 0) return first!.means
  const most = Math.max(...estimates.map(({ likelihood }) => likelihood))
  const weights = estimates.map(({ likelihood }) => Math.exp(likelihood - most))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return first!.means.map((_, index) => {
    return estimates.reduce((total, { means }, one) => total + (weights[one]! / sum) * means[index]!, 0)
  })
}
