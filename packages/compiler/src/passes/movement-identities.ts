import { type Graph, sameShape } from '../graph.ts'
import { type Rule, reshapeTo, rewrite } from './rewrite.ts'

/**
 * Drops movement that changes nothing: slices of everything, pads by nothing, concatenations of one, a split that is
 * joined again, the splitting of a concatenation at its joints. A split of which one part is read becomes a slice, and
 * a reduction over axes of length 1 a reshape.
 */
export function dropIdleMovement(graph: Graph): Graph {
  return rewrite(graph, (node, context) => {
    const { builder } = context
    const [x = ''] = node.inputs
    const unchanged = idle.has(node.kernel) && sameShape(builder.info(x).shape, context.shapeOf(node))
    if (unchanged) return [x]
    return rules[node.kernel]?.(node, context)
  })
}

/** Kernels that do nothing when the shape stays. */
const idle: ReadonlySet<string> = new Set(['BroadcastTo', 'PadV2', 'Slice', 'StridedSlice', 'Tile'])

const overLengthOne: Rule = (node, { builder, shapeOf }) => {
  const [x = ''] = node.inputs
  const { shape } = builder.info(x)
  const axes = (node.attributes.axis ?? node.attributes.reductionIndices) as readonly number[]
  return axes.every((axis) => shape[axis] === 1) ? [reshapeTo(builder, x, shapeOf(node))] : undefined
}

const rules: Readonly<Record<string, Rule>> = {
  Sum: overLengthOne,
  Mean: overLengthOne,
  Max: overLengthOne,
  Min: overLengthOne,
  Prod: overLengthOne,
  Reverse: ({ inputs: [x = ''], attributes }, { builder }) => {
    const { shape } = builder.info(x)
    return (attributes.dims as readonly number[]).every((axis) => (shape[axis] ?? 1) <= 1) ? [x] : undefined
  },
  Concat: ({ inputs, attributes }, { builder }) => {
    const [first = ''] = inputs
    if (inputs.length === 1) return [first]
    const split = builder.producer(first)
    const rejoined =
      split?.kernel === 'SplitV' &&
      split.attributes.axis === attributes.axis &&
      split.outputs.length === inputs.length &&
      split.outputs.every((output, index) => output === inputs[index])
    return rejoined ? split.inputs : undefined
  },
  SplitV: (node, { builder, uses }) => {
    const [x = ''] = node.inputs
    const axis = node.attributes.axis as number
    const sizes = node.attributes.numOrSizeSplits as readonly number[]
    if (sizes.length === 1) return [x]
    const source = builder.producer(x)
    const joints = source?.inputs.map((input) => builder.info(input).shape[axis] ?? 0)
    if (source?.kernel === 'Concat' && source.attributes.axis === axis && sameShape(joints ?? [], sizes)) {
      return source.inputs
    }
    const read = node.outputs.filter((output) => uses(output) > 0)
    if (read.length !== 1) return undefined
    const { shape } = builder.info(x)
    const part = node.outputs.indexOf(read[0] as string)
    const from = sizes.slice(0, part).reduce((sum, size) => sum + size, 0)
    const begin = shape.map((_, i) => (i === axis ? from : 0))
    const slice = builder.add('Slice', [x], { begin, size: shape.with(axis, sizes[part] as number) })
    return sizes.map((_, index) => (index === part ? slice : undefined))
  },
}
