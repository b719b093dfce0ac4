import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import type { ConstantData, DType, Graph } from '../graph.ts'
import type { SavedModelOptions } from '../tensorflow/saved-model-builder.ts'
import { toSavedModel } from '../tensorflow/to-saved-model.ts'
import type { HostTensors } from './run-graph.ts'

type TfjsNode = typeof import('@tensorflow/tfjs-node')

/** Runs a graph in TensorFlow. */
export async function runSavedModel(
  graph: Graph,
  feeds: HostTensors,
  options: SavedModelOptions = {},
): Promise<HostTensors> {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
  const { node } = createRequire(import.meta.url)('@tensorflow/tfjs-node') as TfjsNode
  const folder = mkdtempSync(join(tmpdir(), 'romae-compiler-'))
  await tf.setBackend('tensorflow')
  try {
    writeFileSync(join(folder, 'saved_model.pb'), toSavedModel(graph, options))
    const model = await node.loadSavedModel(folder)
    const tensors = Object.entries(feeds).map(([name, { data, shape, dtype }]) => [
      name,
      tf.tensor(data, [...shape], dtype),
    ])
    const results = model.predict(Object.fromEntries(tensors)) as Readonly<Record<string, tf.Tensor>>
    model.dispose()
    return Object.fromEntries(
      Object.entries(results).map(([name, tensor]) => {
        const { shape } = tensor
        return [name, { data: tensor.dataSync() as ConstantData, shape, dtype: tensor.dtype as DType }]
      }),
    )
  } finally {
    await tf.setBackend('cpu')
    rmSync(folder, { recursive: true })
  }
}
