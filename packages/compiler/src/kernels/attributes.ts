import { type DType, sizeOf } from '../graph.ts'
import { type RawAttributes, require } from './definition.ts'

const isNumbers = (value: unknown): value is readonly number[] =>
  (Array.isArray(value) || ArrayBuffer.isView(value)) && Array.from(value as ArrayLike<unknown>).every(Number.isInteger)

/** A number; the fallback where the attribute is absent. */
export function readNumber(attributes: RawAttributes, name: string, fallback?: number): number {
  const value = attributes[name] ?? fallback
  require(typeof value === 'number', () => `attribute ${name} must be a number, got ${String(value)}`)
  return value
}

/** An integer; the fallback where the attribute is absent. */
export function readInteger(attributes: RawAttributes, name: string, fallback?: number): number {
  const value = readNumber(attributes, name, fallback)
  require(Number.isInteger(value), () => `attribute ${name} must be an integer, got ${value}`)
  return value
}

/** A boolean; false where the attribute is absent. */
export function readBoolean(attributes: RawAttributes, name: string): boolean {
  const value = attributes[name] ?? false
  require(typeof value === 'boolean', () => `attribute ${name} must be true or false, got ${String(value)}`)
  return value
}

/** A string; the fallback where the attribute is absent. */
export function readString(attributes: RawAttributes, name: string, fallback?: string): string {
  const value = attributes[name] ?? fallback
  require(typeof value === 'string', () => `attribute ${name} must be a string, got ${String(value)}`)
  return value
}

/** An element type; the fallback where the attribute is absent. */
export function readDtype(attributes: RawAttributes, name: string, fallback?: DType): DType {
  const value = attributes[name] ?? fallback
  require(value === 'float32' || value === 'int32' || value === 'bool', () =>
    `attribute ${name} must be float32, int32 or bool, got ${String(value)}`)
  return value
}

/** A list of integers; tfjs also allows one integer for a list of one. */
export function readIntegers(attributes: RawAttributes, name: string): readonly number[] {
  const value = attributes[name]
  if (Number.isInteger(value)) return [value as number]
  require(isNumbers(value), () => `attribute ${name} must be a list of integers, got ${JSON.stringify(value)}`)
  return Array.from(value)
}

/** A list of pairs of integers. */
export function readPairs(attributes: RawAttributes, name: string): readonly (readonly [number, number])[] {
  const value = attributes[name]
  require(Array.isArray(value) && value.every((pair) => isNumbers(pair) && pair.length === 2), () =>
    `attribute ${name} must be a list of pairs of integers, got ${JSON.stringify(value)}`)
  return value.map((pair) => [pair[0], pair[1]])
}

/** An axis counted from the front; -1 is the last. */
export function axisFromFront(axis: number, rank: number): number {
  require(Number.isInteger(axis) && axis >= -rank && axis < rank, () => `axis ${axis} is outside a rank of ${rank}`)
  return axis < 0 ? axis + rank : axis
}

/** One axis, counted from the front. */
export function readAxis(attributes: RawAttributes, name: string, rank: number, fallback?: number): number {
  return axisFromFront(readInteger(attributes, name, fallback), rank)
}

/** Axes in ascending order, each once, counted from the front; all axes where the attribute is absent. */
export function readAxes(attributes: RawAttributes, name: string, rank: number): readonly number[] {
  const value = attributes[name]
  if (value === undefined || value === null) return Array.from({ length: rank }, (_, axis) => axis)
  const axes = readIntegers(attributes, name).map((axis) => axisFromFront(axis, rank))
  return [...new Set(axes)].sort((a, b) => a - b)
}

/** A shape in which one dimension may be -1, to be inferred from the number of elements. */
export function readShape(attributes: RawAttributes, name: string, size?: number): readonly number[] {
  const shape = [...readIntegers(attributes, name)]
  const open = shape.indexOf(-1)
  if (open >= 0 && size !== undefined) {
    shape[open] = 1
    const known = sizeOf(shape)
    shape[open] = known === 0 ? 0 : size / known
  }
  require(shape.every((dimension) => Number.isInteger(dimension) && dimension >= 0), () =>
    `attribute ${name} must be a shape, got [${readIntegers(attributes, name)}]`)
  require(size === undefined || sizeOf(shape) === size, () => `[${shape}] does not hold ${size} elements`)
  return shape
}

/** The shape two shapes broadcast to, numpy's rule. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) => {
    const m = a[axis - rank + a.length] ?? 1
    const n = b[axis - rank + b.length] ?? 1
    require(m === n || m === 1 || n === 1, () => `[${a}] and [${b}] do not broadcast`)
    return m === 1 ? n : m
  })
}
