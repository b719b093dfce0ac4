import type { Schema } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { positive, readOptions, rows } from '../options.ts'
import { spectralRadius } from '../state-space/transitions.ts'
import type { ValueScale } from '../state-space/value-scale.ts'
import type { ChannelProcess, Smoother } from './smoother.ts'

/** Processes that a file may ask for. */
const MOST_PROCESSES = 64

const size = { ...positive, required: true } as const
const numbers = { kind: 'list', item: { kind: 'number' }, required: true } as const

const smootherSchema = {
  step: { length: size, isRegular: { kind: 'flag', required: true } },
  scales: rows<ValueScale>('an object of center, spread and limit'),
  processes: rows<readonly ChannelProcess[]>('a list of processes'),
} as const satisfies Schema & Record<keyof Smoother, unknown>

const scaleSchema = {
  center: { kind: 'number', required: true },
  spread: size,
  limit: size,
} as const satisfies Schema & Record<keyof ValueScale, unknown>

const processSchema = {
  channels: { kind: 'list', item: { kind: 'integer', least: 0 }, required: true },
  transition: numbers,
  innovation: numbers,
  noise: { kind: 'list', item: positive, required: true },
} as const satisfies Schema & Record<keyof ChannelProcess, unknown>

/**
 * A smoother as it comes from a file.
 *
 * @param of names the tokenizer in errors
 * @throws RomaeError `TIMESERIES_INVALID_OPTION`, `TIMESERIES_UNKNOWN_OPTION`
 */
export function resolveSmoother(of: string, given: Smoother, channels: number): Smoother {
  const where = `${of}.smoother`
  const { step, scales, processes } = readOptions(where, smootherSchema, given)
  requireLength(where, 'scales', channels, scales.length)
  if (processes.length === 0 || processes.length > MOST_PROCESSES) {
    const expected = `1 to ${MOST_PROCESSES} processes`
    throw errors.TIMESERIES_INVALID_OPTION({ of: where, key: 'processes', expected, found: `${processes.length}` })
  }
  return {
    step,
    scales: scales.map((scale, channel) => readOptions(`${where}.scales[${channel}]`, scaleSchema, scale)),
    processes: processes.map((blocks, index) => resolveBlocks(`${where}.processes[${index}]`, blocks, channels)),
  }
}

/** Every channel is in one block. */
function resolveBlocks(where: string, blocks: readonly ChannelProcess[], channels: number): ChannelProcess[] {
  if (!Array.isArray(blocks)) {
    throw errors.TIMESERIES_INVALID_OPTION({ of: where, key: 'blocks', expected: 'a list of blocks', got: blocks })
  }
  const read = blocks.map((block, index) => resolveBlock(`${where}[${index}]`, block))
  const all = read.flatMap((block) => block.channels).sort((a, b) => a - b)
  if (all.length !== channels || all.some((channel, index) => channel !== index)) {
    const expected = `each of the ${channels} channels once`
    throw errors.TIMESERIES_INVALID_OPTION({ of: where, key: 'channels', expected, found: all.join(', ') })
  }
  return read
}

function resolveBlock(where: string, given: ChannelProcess): ChannelProcess {
  const read = readOptions(where, processSchema, given)
  const size = read.channels.length
  requireLength(where, 'transition', size ** 2, read.transition.length)
  requireLength(where, 'innovation', size ** 2, read.innovation.length)
  requireLength(where, 'noise', size, read.noise.length)
  // What does not come to rest has no spread to begin with.
  const radius = spectralRadius(Float64Array.from(read.transition), size)
  if (radius < 1) return read
  const expected = 'a matrix whose spectral radius is below 1'
  throw errors.TIMESERIES_INVALID_OPTION({ of: where, key: 'transition', expected, found: String(radius) })
}

function requireLength(of: string, key: string, expected: number, found: number): void {
  if (found === expected) return
  throw errors.TIMESERIES_INVALID_OPTION({ of, key, expected: `of ${expected} entries`, found: `${found} entries` })
}
