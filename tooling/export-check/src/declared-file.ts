import { likelihoodOf, type RomaeConfig } from '@romae/core'
import type { Part } from './models.ts'

/** Axes of a tensor: a size, or the name of one that is open. */
export type Dimensions = readonly (number | string)[]

/** What `exportOnnx` says that a file's inputs and output are called and shaped. */
export interface DeclaredFile {
  readonly inputs: Readonly<Record<string, Dimensions>>
  readonly output: { readonly name: string; readonly dimensions: Dimensions }
}

/** The table of `exportOnnx`, for a model and one of its parts. */
export function declaredFile(config: RomaeConfig, part: Part): DeclaredFile {
  const { tokenSize } = config
  const axes = config.positionEncoding === 'absolute' ? 1 : config.axes
  if (part === 'imputer') {
    const outputs = config.task === 'pretraining' ? likelihoodOf(config).parameterCount * tokenSize : 0
    return {
      inputs: {
        visible: ['batch', 'visible', tokenSize],
        visiblePositions: ['batch', axes, 'visible'],
        visiblePadding: ['batch', 'visible'],
        maskedPositions: ['batch', axes, 'masked'],
        maskedPadding: ['batch', 'masked'],
      },
      output: { name: 'predictions', dimensions: ['batch', 'masked', outputs] },
    }
  }
  const inputs = {
    values: ['batch', 'length', tokenSize],
    positions: ['batch', axes, 'length'],
    padding: ['batch', 'length'],
  }
  if (part === 'encoder') {
    const length = config.cls ? 'length + 1' : 'length'
    return { inputs, output: { name: 'embeddings', dimensions: ['batch', length, config.encoder.dModel] } }
  }
  const outputSize = config.task === 'prediction' ? config.outputSize : 0
  return { inputs, output: { name: 'predictions', dimensions: ['batch', outputSize] } }
}
