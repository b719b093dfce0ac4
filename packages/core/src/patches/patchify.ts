import { count } from '@romae/internal/options'
import { readOption } from '../check-options.ts'
import { errors } from '../errors.ts'

/** An N-dimensional array of points with channels, to be cut into equal boxes. */
export interface PatchGrid {
  /** Points along each axis, e.g. `[frames, rows, columns]`. */
  readonly shape: readonly number[]
  /** Points of one patch along each axis; each must divide the axis. */
  readonly patch: readonly number[]
  readonly channels: number
}

/**
 * Cuts an array into N-dimensional patches (tubelets; paper, Prop. 4.1). Tokens run over the grid with the last axis
 * fastest; within a token the channel is fastest.
 *
 * @param values `[...shape, channels]`, row-major
 * @returns `[tokens, patch points x channels]`
 * @throws RomaeError `PATCH_AXES`, `PATCH_SHAPE`, `CONFIG_VALUE`, `INPUT_LENGTH`
 */
export function patchify(values: Float32Array, grid: PatchGrid): Float32Array {
  const result = new Float32Array(checkGrid(values, grid))
  forEachPoint(grid, (point, slot) => {
    for (let channel = 0; channel < grid.channels; channel++) {
      result[slot * grid.channels + channel] = values[point * grid.channels + channel]!
    }
  })
  return result
}

/** The inverse of `patchify`. */
export function unpatchify(tokens: Float32Array, grid: PatchGrid): Float32Array {
  const result = new Float32Array(checkGrid(tokens, grid))
  forEachPoint(grid, (point, slot) => {
    for (let channel = 0; channel < grid.channels; channel++) {
      result[point * grid.channels + channel] = tokens[slot * grid.channels + channel]!
    }
  })
  return result
}

/**
 * The place of each patch in the grid, in patch units.
 *
 * @returns `[tokens, axes]`
 */
export function patchPositions(grid: PatchGrid): Float32Array {
  const counts = patchCounts(grid)
  const tokens = counts.reduce((product, count) => product * count, 1)
  const axes = counts.length
  const positions = new Float32Array(tokens * axes)
  for (let token = 0; token < tokens; token++) {
    let rest = token
    for (let axis = axes - 1; axis >= 0; axis--) {
      positions[token * axes + axis] = rest % counts[axis]!
      rest = Math.floor(rest / counts[axis]!)
    }
  }
  return positions
}

function patchCounts({ shape, patch, channels }: PatchGrid): number[] {
  if (patch.length !== shape.length) throw errors.PATCH_AXES({ shape: shape.length, patch: patch.length })
  readOption('grid', 'channels', count, channels)
  return shape.map((points, axis) => {
    const size = readOption('grid', `shape[${axis}]`, count, points)
    const length = readOption('grid', `patch[${axis}]`, count, patch[axis])
    if (size % length !== 0) {
      const nearest = Math.max(1, Math.round(size / length)) * length
      throw errors.PATCH_SHAPE({ axis, size, patch: length, nearest })
    }
    return size / length
  })
}

function checkGrid(values: Float32Array, grid: PatchGrid): number {
  patchCounts(grid)
  const expected = grid.shape.reduce((product, size) => product * size, grid.channels)
  if (values.length !== expected) {
    throw errors.INPUT_LENGTH({ name: 'the array to cut or to put together', expected, got: values.length })
  }
  return expected
}

/** Visits every point: its index in the array, and its place in the sequence of patches. */
function forEachPoint(grid: PatchGrid, visit: (point: number, slot: number) => void): void {
  const { shape, patch } = grid
  const counts = patchCounts(grid)
  const points = shape.reduce((product, size) => product * size, 1)
  const patchPoints = patch.reduce((product, size) => product * size, 1)
  for (let point = 0; point < points; point++) {
    let rest = point
    let token = 0
    let within = 0
    let tokenStride = 1
    let withinStride = 1
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const coordinate = rest % shape[axis]!
      rest = Math.floor(rest / shape[axis]!)
      token += Math.floor(coordinate / patch[axis]!) * tokenStride
      within += (coordinate % patch[axis]!) * withinStride
      tokenStride *= counts[axis]!
      withinStride *= patch[axis]!
    }
    visit(point, token * patchPoints + within)
  }
}
