import type { RomaeConfig } from '@romae/core'
import { createRandom, type Random } from '@romae/core'
import type { HostTensor, HostTensors } from '@romae/engine'
import type { DeclaredFile } from './declared-file.ts'

type PositionEncoding = RomaeConfig['positionEncoding']
type Sizes = Readonly<Record<'batch' | 'length' | 'visible' | 'masked', number>>

/** None is a size that `exportOnnx` records a model for. */
export const trialSizes: readonly Sizes[] = [
  { batch: 1, length: 1, visible: 1, masked: 1 },
  { batch: 1, length: 36, visible: 5, masked: 31 },
  { batch: 3, length: 7, visible: 16, masked: 2 },
  { batch: 8, length: 20, visible: 3, masked: 9 },
]

/**
 * Random inputs of a file: Gaussian values, positions in [0, 9) (whole ones where they are absolute), and in each row
 * but the first some padding at the end.
 */
export function randomInputs(declared: DeclaredFile['inputs'], sizes: Sizes, positions: PositionEncoding): HostTensors {
  const random = createRandom(sizes.batch, 'export-check')
  const tensors = Object.entries(declared).map(([name, dimensions]): [string, HostTensor] => {
    const shape = dimensions.map((size) => (typeof size === 'number' ? size : sizes[size as keyof Sizes]))
    return [name, { data: contents(name, shape, random, positions), shape }]
  })
  return Object.fromEntries(tensors)
}

function contents(name: string, shape: readonly number[], random: Random, positions: PositionEncoding) {
  const count = shape.reduce((product, size) => product * size, 1)
  if (name.endsWith('adding')) return padding(shape as [number, number])
  if (!name.endsWith('ositions')) return Float32Array.from({ length: count }, () => random.normal())
  if (positions === 'absolute') return Float32Array.from({ length: count }, (_, index) => index % shape.at(-1)!)
  return Float32Array.from({ length: count }, () => 9 * random.uniform())
}

/** `[batch, length]`: one more token of each row is padding, but never all of them. */
function padding([batch, length]: readonly [number, number]): Float32Array {
  return Float32Array.from({ length: batch * length }, (_, index) => {
    const [row, token] = [Math.floor(index / length), index % length]
    return Number(token >= Math.max(1, length - row))
  })
}
