import type { Random } from '@romae/internal/random'
import type { DropoutSite, SequencePart } from './dropout.ts'

/** Of which rows a batch's masks are, and how many of their tokens are real. */
export interface MaskedRows {
  /** Which stream each row draws from (see `BatchRows`). Default: 0, 1, …. */
  readonly rows?: ArrayLike<number> | undefined
  /** How many visible tokens of each row are real, which come before those of padding. Default: all. */
  readonly visible?: ArrayLike<number> | undefined
  /** How many masked tokens of each row are real. Default: all. */
  readonly masked?: ArrayLike<number> | undefined
  /** The same of each modality, by name, in a model of several. */
  readonly modalities?: Readonly<Record<string, Pick<MaskedRows, 'visible' | 'masked'>>> | undefined
}

/**
 * A keep mask: 0 with the site's rate, else 1 / (1 - rate), so that the expectation stays; 1 on padding, which counts nowhere.
 *
 * Each row draws from a stream of its own, `random.fork(row)`, and only for its real tokens: what is dropped of a sample depends
 * neither on the other rows nor on how far it is padded.
 *
 * @param random the site's own stream
 */
export function dropoutMask(site: DropoutSite, random: Random, given: MaskedRows = {}): Float32Array {
  const { shape, rate } = site
  const [batch = 1, ...axes] = shape
  const size = axes.reduce((product, axis) => product * axis, 1)
  const mask = new Float32Array(batch * size)
  for (let row = 0; row < batch; row++) {
    const ofRow = mask.subarray(row * size, (row + 1) * size)
    const real = axes.map((axis, index) => realOf(site.sequences?.[index] ?? null, axis, given, row))
    const drawn = real.reduce((product, runs) => product * countOf(runs), 1)
    random.fork(given.rows?.[row] ?? row).fillMask(ofRow.subarray(0, drawn), rate)
    if (drawn < size) spread(ofRow, axes, real, drawn)
  }
  return mask
}

/** Places one after the other along an axis. */
interface Run {
  readonly start: number
  readonly count: number
}

/** The places of an axis that are no padding, in order. */
function realOf(sequence: readonly SequencePart[] | null, axis: number, given: MaskedRows, row: number): Run[] {
  if (sequence === null) return [{ start: 0, count: axis }]
  const runs: Run[] = []
  let start = 0
  for (const { tokens, modality, length } of sequence) {
    const real = modality === undefined ? given : given.modalities?.[modality]
    runs.push({ start, count: tokens === 'cls' ? length : (real?.[tokens]?.[row] ?? length) })
    start += length
  }
  return runs
}

function countOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { count }) => sum + count, 0)
}

/**
 * Spreads numbers over the real places of a row, and fills the rest with ones. They lie at the row's start, and move from the last
 * to the first: each goes to a place at or behind its own, so that none is overwritten before it has moved.
 *
 * @param axes the row's shape
 * @param real the real places of each axis
 * @param drawn how many numbers there are
 */
function spread(row: Float32Array, axes: readonly number[], real: readonly (readonly Run[])[], drawn: number): void {
  // How many numbers one step along each axis is; the last of these axes has padding, and those inside of it have none.
  const strides = axes.map((_, axis) => axes.slice(axis + 1).reduce((product, size) => product * size, 1))
  const innermost = axes.findLastIndex((size, axis) => countOf(real[axis]!) < size)
  const backwards = real.map((runs) => runs.toReversed())
  let packed = drawn
  let done = row.length
  const move = (start: number, count: number) => {
    packed -= count
    row.copyWithin(start, packed, packed + count)
    row.fill(1, start + count, done)
    done = start
  }
  const walk = (axis: number, origin: number) => {
    const stride = strides[axis]!
    for (const { start, count } of backwards[axis]!) {
      if (axis === innermost) move(origin + start * stride, count * stride)
      else for (let place = start + count - 1; place >= start; place--) walk(axis + 1, origin + place * stride)
    }
  }
  walk(0, 0)
  row.fill(1, 0, done)
}
