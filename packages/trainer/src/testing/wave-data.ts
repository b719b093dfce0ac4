import { isMainThread } from 'node:worker_threads'
import type { Random } from '@romae/core'
import { errors } from '../errors.ts'
import { makeWaves, type Wave, waveTokenizer } from './waves.ts'

/** What a sample does in a worker instead of being read. */
export type Misbehaviour = 'throws' | 'throws a RomaeError' | 'exits' | 'fills the memory' | 'never answers'

export interface WaveDataOptions {
  readonly count?: number
  readonly at?: number
  readonly does?: Misbehaviour
  /** Adds samples in workers. */
  readonly moreInWorkers?: number
  /** What the tokenizer says of itself in workers. */
  readonly scaleInWorkers?: number
}

/** Waves that are moved at random: the data set of tests that run workers. */
export function waveData({ count = 22, at = -1, does, moreInWorkers = 0, scaleInWorkers = 1 }: WaveDataOptions = {}) {
  const waves = makeWaves(count, [4, 9])
  const labels = waves.map(({ label }) => label)
  const samples = {
    length: count + (isMainThread ? 0 : moreInWorkers),
    tokenCounts: waves.map(({ times }) => times.length),
    sample: (index: number, random: Random) =>
      index === at && !isMainThread ? misbehave(does!, index) : moved(waves[index]!, random),
  }
  const scale = isMainThread ? 1 : scaleInWorkers
  return { tokenizer: { ...waveTokenizer, toJSON: () => ({ name: 'waves', scale }) }, samples, labels }
}

export default waveData

export const number = 7

export function broken(): never {
  throw new Error('no such folder')
}

export function nothing() {
  return { tokenizer: waveTokenizer }
}

function moved({ values, ...wave }: Wave, random: Random): Wave {
  const offset = random.normal()
  return { ...wave, values: values.map((value) => value + offset) }
}

function misbehave(does: Misbehaviour, index: number): Wave | Promise<Wave> {
  if (does === 'throws') throw new Error('the file is empty')
  if (does === 'throws a RomaeError') throw errors.TRAINER_VALUE_NOT_FINITE({ what: 'time', sample: index, got: NaN })
  if (does === 'exits') process.exit(3)
  const kept: number[][] = []
  while (does === 'fills the memory') kept.push(new Array<number>(1e5).fill(kept.length))
  return new Promise(() => {})
}
