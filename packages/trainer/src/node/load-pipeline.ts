import { fileURLToPath } from 'node:url'
import {
  checkPipeline,
  type Pipeline,
  type PipelineOptions,
  type PipelineTask,
  pipelineOf,
  loadPipeline as portable,
} from '../inference/pipeline.ts'
import type { ReadModelFile } from '../model/from-files.ts'
import { loadModel } from './load-model.ts'

/** As `loadPipeline` of `@romae/trainer`; the place may also be a folder, by its path or its `file:` URL. */
export async function loadPipeline<Sample, Task extends PipelineTask>(
  task: Task,
  place: string | URL | ReadModelFile,
  options: PipelineOptions<Sample>,
): Promise<Pipeline<Sample, Task>> {
  const isWeb = typeof place === 'string' && /^https?:\/\//.test(place)
  const at = isWeb ? new URL(place) : place instanceof URL && place.protocol === 'file:' ? fileURLToPath(place) : place
  if (typeof at !== 'string') return portable(task, at, options)
  checkPipeline(task, options)
  return pipelineOf(task, await loadModel(at, { modalities: options.modalities }), options)
}
