import { checkedElsewhere, type Schema } from '@romae/internal/options'
import type { FillingOptions, TokenizerRestorer } from '@romae/tokenizer'
import { readOption, readOptions } from '../check-options.ts'
import type { Samples } from '../data/samples.ts'
import { errors } from '../errors.ts'
import { modelFromFiles, type ReadModelFile } from '../model/from-files.ts'
import { readerAt } from '../model/from-url.ts'
import { type RestoredModel, restoreTokenizer } from '../model/restore-tokenizer.ts'
import { createEncoder } from './embed.ts'
import { createImputer } from './fill-tokens.ts'
import { fillSamples } from './impute.ts'
import { type InferenceOptions, inferenceSchema } from './options.ts'
import { type Classification, createPredictor } from './predict.ts'
import type { MultiLabelClassification } from './thresholds.ts'

/** What a pipeline gives for each sample: a class, classes, the outputs of a head, an embedding `[dModel]`, or the sample without gaps. */
export interface PipelineResults<Sample> {
  readonly classify: Classification
  readonly classifyMultiLabel: MultiLabelClassification
  readonly predict: Float32Array
  readonly embed: Float32Array
  readonly impute: Sample
}

export type PipelineTask = keyof PipelineResults<unknown>

/** From samples to what is wanted of them, in one function, for any number of calls. */
export interface Pipeline<Sample, Task extends PipelineTask> {
  /** In the order of the samples. `impute` needs to know how much the model sees at once. @throws what the task's function throws */
  (
    samples: Iterable<Sample>,
    ...filling: Task extends 'impute' ? [FillingOptions] : []
  ): Promise<PipelineResults<Sample>[Task][]>
  readonly model: RestoredModel<Sample>
  /** Waits for calls that are running, then releases the model, and its engine unless that was given. */
  dispose(): Promise<void>
}

/** Whose data it is, and where to run. */
export interface PipelineOptions<Sample> extends Omit<InferenceOptions<Sample>, 'tokenizer'> {
  /** One of them has to be that of the model's tokenizer. */
  readonly modalities: readonly TokenizerRestorer<Sample>[]
}

const tasks = ['classify', 'classifyMultiLabel', 'predict', 'embed', 'impute'] as const satisfies PipelineTask[]

/**
 * Loads a model with its tokenizer and makes them one function of samples.
 *
 * @param place a URL of a folder of the model's files, which are fetched; or a function that gives them, as `modelFromFiles` takes it
 * @throws RomaeError `CHECKPOINT_UNREADABLE`, `TRAINER_NO_MODALITY`, `TRAINER_TASK` for a model of another task, `TRAINER_*`, `ENGINE_*`
 */
export async function loadPipeline<Sample, Task extends PipelineTask>(
  task: Task,
  place: URL | ReadModelFile,
  options: PipelineOptions<Sample>,
): Promise<Pipeline<Sample, Task>> {
  checkPipeline(task, options)
  if (!(place instanceof URL) && typeof place !== 'function') {
    throw errors.TRAINER_OPTION({ key: 'place', got: place, expected: 'a URL, or a function that gives files by name' })
  }
  const model = await modelFromFiles(place instanceof URL ? readerAt(place) : place)
  return pipelineOf(task, restoreTokenizer(model, options.modalities), options)
}

// Without the tokenizer, which is the model's.
const { tokenizer: _, ...inference } = inferenceSchema
const schema = { modalities: checkedElsewhere<unknown>(), ...inference } as const satisfies Schema

/** @throws RomaeError `TRAINER_OPTION`, `TRAINER_UNKNOWN_OPTION` */
export function checkPipeline(task: PipelineTask, options: PipelineOptions<unknown>): void {
  readOption('loadPipeline', 'task', { kind: 'choice', of: tasks }, task)
  readOptions('loadPipeline', schema, options)
}

/** The pipeline of a model that is there. */
export async function pipelineOf<Sample, Task extends PipelineTask>(
  task: Task,
  model: RestoredModel<Sample>,
  { modalities: _, ...options }: PipelineOptions<Sample>,
): Promise<Pipeline<Sample, Task>> {
  const { run, dispose } = await parts[task](model as RestoredModel<never>, options)
  return Object.assign(run, { model, dispose }) as unknown as Pipeline<Sample, Task>
}

type Part = (
  model: RestoredModel<never>,
  options: InferenceOptions,
) => Promise<{ readonly run: (samples: never, filling: FillingOptions) => unknown; dispose(): Promise<void> }>

const parts: Readonly<Record<PipelineTask, Part>> = {
  async classify(model, options) {
    const predictor = await createPredictor(model, options)
    return { run: (samples: Samples<never>) => predictor.classify(samples), dispose: predictor.dispose }
  },
  async classifyMultiLabel(model, options) {
    const predictor = await createPredictor(model, options)
    return { run: (samples: Samples<never>) => predictor.classifyMultiLabel(samples), dispose: predictor.dispose }
  },
  async predict(model, options) {
    const predictor = await createPredictor(model, options)
    return { run: (samples: Samples<never>) => predictor.predictOutputs(samples), dispose: predictor.dispose }
  },
  async embed(model, options) {
    const encoder = await createEncoder(model, options)
    return { run: (samples: Samples<never>) => encoder.embed(samples), dispose: encoder.dispose }
  },
  async impute(model, options) {
    const imputer = await createImputer(model, options)
    const run = (samples: Iterable<never>, filling: FillingOptions) =>
      fillSamples(imputer, model.tokenizer, samples, filling)
    return { run, dispose: imputer.dispose }
  },
}
