import type { DType } from '../graph.ts'
import { readDtype, readInteger, readNumber, readShape } from './attributes.ts'
import { type KernelTable, type Recording, require } from './definition.ts'

/** Records `zerosLike` and the like: the value does not depend on the input, only on its shape. */
function filledLike(value: number): { readonly inputs: readonly string[]; readonly record: Recording } {
  return {
    inputs: ['x'],
    record: (builder, [x = '']) => builder.addAll('Fill', [], { ...builder.info(x), value }),
  }
}

/** Kernels that make values from nothing. */
export const creationKernels: KernelTable = {
  Fill: {
    inputs: [],
    infer: (_inputs, attributes) => {
      const shape = readShape(attributes, 'shape')
      const dtype = readDtype(attributes, 'dtype', 'float32')
      const given = readNumber(attributes, 'value')
      return { outputs: [{ shape, dtype }], attributes: { shape, dtype, value: storedNumber(given, dtype) } }
    },
  },
  ZerosLike: filledLike(0),
  OnesLike: filledLike(1),
  Range: {
    inputs: [],
    record: (builder, _inputs, attributes) => {
      const [start, stop] = [readNumber(attributes, 'start'), readNumber(attributes, 'stop')]
      const step = readNumber(attributes, 'step', 1)
      const dtype = readDtype(attributes, 'dtype', 'float32')
      require(step !== 0 && dtype !== 'bool', 'takes a step other than 0 and a numeric type')
      // tfjs counts down where the step's sign does not fit, if it was left at its default of 1.
      const signed = stop < start && step === 1 ? -1 : step
      const length = Math.max(0, Math.ceil((stop - start) / signed))
      const data = new (dtype === 'int32' ? Int32Array : Float32Array)(length)
      for (let index = 0; index < length; index++) data[index] = start + index * signed
      return [builder.addConstant(data, { shape: [length], dtype })]
    },
  },
  LinSpace: {
    inputs: [],
    record: (builder, _inputs, attributes) => {
      const [start, stop] = [readNumber(attributes, 'start'), readNumber(attributes, 'stop')]
      const length = readInteger(attributes, 'num')
      const step = (stop - start) / (length - 1)
      const data = Float32Array.from({ length }, (_, index) => (index === 0 ? start : start + index * step))
      return [builder.addConstant(data, { shape: [length], dtype: 'float32' })]
    },
  },
}

/** A number as an array of the type would hold it. */
function storedNumber(value: number, dtype: DType): number {
  if (dtype === 'float32') return Math.fround(value)
  return dtype === 'int32' ? Math.trunc(value) | 0 : Number(value !== 0)
}
