import { type Graph, type GraphNode, sameShape, sizeOf } from '../graph.ts'
import type { GraphBuilder } from '../graph-builder.ts'
import { type RewriteContext, reshapeTo, rewrite, uniformValue } from './rewrite.ts'

/**
 * Recognises two sums that autodiff writes term by term: all tiles of a tensor, cut out one by one and added (the
 * gradient of `tile`), become one reduction; parts padded to a whole and added (the gradient of slices) become one
 * concatenation.
 */
export function joinSumsOfParts(graph: Graph): Graph {
  return rewrite(graph, (node, context) => {
    if (node.kernel !== 'Add' && node.kernel !== 'AddN') return undefined
    // Every addition of a chain is tried; all but the last are incomplete sums and end here.
    const last = node.inputs.at(-1) as string
    if (!isPart(context.builder.producer(last))) return undefined
    const terms = termsOf(node, context)
    const [sum, rest] = sumOfTiles(terms, context.builder) ?? sumOfPads(terms, context.builder) ?? []
    if (sum === undefined || rest === undefined) return undefined
    return [rest.reduce((total, term) => context.builder.add('Add', [total, term]), sum)]
  })
}

/** A sum of some of the terms, and the terms left over. */
type PartialSum = readonly [sum: string, rest: readonly string[]]

const isPart = (node: GraphNode | undefined) => node?.kernel === 'Slice' || node?.kernel === 'PadV2'

/** The terms of a sum through additions that only feed it; zeros are left out. */
function termsOf(node: GraphNode, { builder, uses, shapeOf }: RewriteContext): readonly string[] {
  const shape = shapeOf(node)
  const terms: string[] = []
  const pending = [...node.inputs]
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    const producer = builder.producer(value)
    const inner = (producer?.kernel === 'Add' || producer?.kernel === 'AddN') && uses(value) === 1
    if (inner && sameShape(builder.info(value).shape, shape)) pending.push(...producer.inputs)
    else if (uniformValue(builder, value) !== 0) terms.push(value)
  }
  return terms
}

function sumOfTiles(terms: readonly string[], builder: GraphBuilder): PartialSum | undefined {
  const source = terms.map((term) => builder.producer(term)).find((node) => node?.kernel === 'Slice')?.inputs[0]
  if (source === undefined) return undefined
  const cutFrom = (term: string) => {
    const node = builder.producer(term)
    return node?.kernel === 'Slice' && node.inputs[0] === source ? node : undefined
  }
  const tiles = terms.filter((term) => cutFrom(term) !== undefined)
  const tile = builder.info(tiles[0] as string).shape
  const { shape } = builder.info(source)
  const counts = shape.map((dimension, axis) => dimension / (tile[axis] as number))
  const begins = tiles.map((term) => cutFrom(term)?.attributes.begin as readonly number[])
  const onGrid = begins.every((begin) => begin.every((from, axis) => from % (tile[axis] as number) === 0))
  const covers = new Set(begins.map(String)).size === sizeOf(counts) && tiles.length === sizeOf(counts)
  const alike = tiles.every((term) => sameShape(builder.info(term).shape, tile))
  if (tiles.length < 2 || !counts.every(Number.isInteger) || !onGrid || !covers || !alike) return undefined
  // An axis of n tiles of length t: [n * t] -> [n, t], summed over n.
  const split = counts.map((count, axis) => (count === 1 ? [tile[axis] as number] : [count, tile[axis] as number]))
  const axes = split.flatMap((parts, axis) => (parts.length === 1 ? [] : [split.slice(0, axis).flat().length]))
  const sum = builder.add('Sum', [reshapeTo(builder, source, split.flat())], { axis: axes })
  return [sum, terms.filter((term) => !tiles.includes(term))]
}

interface PaddedPart {
  readonly term: string
  readonly part: string
  readonly axis: number
  readonly from: number
  readonly to: number
}

function sumOfPads(terms: readonly string[], builder: GraphBuilder): PartialSum | undefined {
  const parts = terms.map((term) => paddedPart(term, builder)).filter((part) => part !== undefined)
  const axis = parts[0]?.axis
  if (axis === undefined) return undefined
  const along = parts.filter((part) => part.axis === axis).sort((a, b) => a.from - b.from)
  const length = builder.info(along[0]?.term as string).shape[axis]
  const joints = [0, ...along.map(({ to }) => to)]
  const gapless = along.every(({ from }, index) => from === joints[index]) && joints.at(-1) === length
  if (along.length < 2 || !gapless) return undefined
  const whole = builder.add(
    'Concat',
    along.map(({ part }) => part),
    { axis },
  )
  const joined = new Set(along.map(({ term }) => term))
  return [whole, terms.filter((term) => !joined.has(term))]
}

/** A term padded with zeros along one axis only. */
function paddedPart(term: string, builder: GraphBuilder): PaddedPart | undefined {
  const node = builder.producer(term)
  if (node?.kernel !== 'PadV2' || node.attributes.constantValue !== 0) return undefined
  const paddings = node.attributes.paddings as readonly (readonly [number, number])[]
  const padded = paddings.flatMap(([before, after], axis) => (before + after > 0 ? [{ before, after, axis }] : []))
  const [{ before, after, axis } = { before: 0, after: 0, axis: -1 }] = padded
  if (padded.length !== 1) return undefined
  const part = node.inputs[0] as string
  return { term, part, axis, from: before, to: (builder.info(term).shape[axis] as number) - after }
}
