import { slice_util } from '@tensorflow/tfjs-core'
import { readInteger, readIntegers } from './attributes.ts'
import { inputAt, type Recording } from './definition.ts'

/**
 * Records tfjs' StridedSlice (masks, negative strides, new and removed axes) as a plain slice, a reversal of the axes
 * with a negative stride, and a reshape: each only where it does something.
 */
export const recordStridedSlice: Recording = (builder, inputs, attributes) => {
  const x = inputAt(inputs, 0)
  const { shape } = builder.info(x)
  const info = slice_util.sliceInfo(
    [...shape],
    [...readIntegers(attributes, 'begin')],
    [...readIntegers(attributes, 'end')],
    [...readIntegers(attributes, 'strides')],
    readInteger(attributes, 'beginMask', 0),
    readInteger(attributes, 'endMask', 0),
    readInteger(attributes, 'ellipsisMask', 0),
    readInteger(attributes, 'newAxisMask', 0),
    readInteger(attributes, 'shrinkAxisMask', 0),
  )
  const ranges = shape.map((_, axis) =>
    ascendingRange(inputAt(info.begin, axis), inputAt(info.end, axis), inputAt(info.strides, axis)),
  )
  const sliced = builder.add('StridedSlice', [x], {
    begin: ranges.map(({ begin }) => begin),
    end: ranges.map(({ end }) => end),
    strides: info.strides.map(Math.abs),
  })
  const dims = shape.map((_, axis) => axis).filter((axis) => inputAt(info.strides, axis) < 0)
  const reversed = dims.length === 0 ? sliced : builder.add('Reverse', [sliced], { dims })
  return builder.addAll('Reshape', [reversed], { shape: info.finalShape })
}

/** The elements a strided range visits, as a range that ascends by the stride's magnitude. */
function ascendingRange(begin: number, end: number, stride: number): { begin: number; end: number } {
  const count = Math.max(0, Math.ceil((end - begin) / stride))
  if (count === 0) return { begin: 0, end: 0 }
  return stride > 0 ? { begin, end: Math.max(begin, end) } : { begin: begin + (count - 1) * stride, end: begin + 1 }
}
