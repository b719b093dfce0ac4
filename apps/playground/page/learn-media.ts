import { createEngine } from '@romae/engine'
import { onnxruntimeWeb } from '@romae/engine/onnxruntime-web'
import type { Tokenizer } from '@romae/tokenizer'
import {
  classificationMetrics,
  classify,
  exportOnnx,
  finetune,
  holdOut,
  modelFromCheckpoints,
  type PredictionModel,
  type WorkerContext,
} from '@romae/trainer/browser'
import { archiveRun } from 'romae/archive'
import { bytesOf, SEED } from './job.ts'
import { knowModel, readAll } from './known-model.ts'
import { classOf, type MediaKind } from './media-kind.ts'
import type { MediaEvent, Told } from './media-messages.ts'
import { encoder, learning, mediaSettings } from './media-settings.ts'
import { runStorage } from './storage.ts'
import type { OfferedFile, TrainingResult } from './training-messages.ts'
import type { MediaWork } from './work.ts'

/** Steps between looks. */
const EVERY = 40
const HELD_OUT = 0.2
/** Mistakes that are shown. */
const MOST_SHOWN = 12

type Run = AsyncGenerator<MediaEvent, TrainingResult, void>

/**
 * Learns to tell folders of pictures or sounds apart, and says more than once on the way how well it does.
 *
 * @throws RomaeError, or an Error, of whatever cannot be done
 */
export async function* learnMedia({ kind, files, run }: MediaWork, { signal }: WorkerContext): Run {
  const { modality, data, tokenizer: patches } = mediaSettings[kind]
  const labels = files.map(({ path }) => classOf(path) ?? '')
  const { train, test } = holdOut(labels, { fraction: HELD_OUT, seed: SEED })
  yield { type: 'doing', what: `Reading ${files.length} files` }
  const { samples, picture } = await readAll(kind, data, files)
  const of = <Value>(all: readonly Value[], places: ArrayLike<number>) => Array.from(places, (place) => all[place]!)
  const own = of(samples, train)
  const heldOut = {
    files: of(files, test),
    samples: of(samples, test),
    picture: (index: number) => picture(test[index]!),
  }
  const tokenizer = (await modality.fit(own, { ...patches } as never)) as Tokenizer<unknown>
  yield { type: 'doing', what: 'Loading what computes' }
  const engine = await createEngine(onnxruntimeWeb({ threads: threadsBesideThePage() }))
  try {
    const { storage, isLasting } = await runStorage(run)
    const { steps, labelSmoothing, stochasticDepth: _, ...training } = learning.finetuning
    const about = `${train.length} files to learn from, ${test.length} to see how well.`
    yield { type: 'started', threads: engine.info.threads ?? 1, steps, isLasting, about }
    const look = async (step: number, model: PredictionModel): Promise<Told> => {
      knowModel({ kind, model, tokenizer, data, heldOut })
      const told = await classify(model, heldOut.samples, { tokenizer, engine })
      return toldOf(step, model, { told, truth: of(labels, test), places: test, usual: usualIn(of(labels, train)) })
    }
    let last: PredictionModel | null = null
    const events = finetune({
      tokenizer,
      samples: await changed(kind, own, tokenizer),
      labels: of(labels, train),
      labelSmoothing,
      model: { encoder, cls: learning.model.cls },
      training: {
        ...training,
        steps,
        seed: SEED,
        engine,
        signal,
        checkpointStorage: storage,
        checkpointEvery: EVERY,
        resume: 'auto',
      },
    })
    for await (const event of events) {
      if (event.type === 'resume') yield { type: 'resumed', step: event.step }
      if (event.type === 'step') yield { type: 'step', step: event.step, loss: event.loss }
      if (event.type === 'checkpoint' && !signal.aborted && event.step < steps) {
        last = (await modelFromCheckpoints(storage)) as PredictionModel
        yield await look(event.step, last)
      }
      if (event.type === 'finish') {
        const { stopped, step, model } = event
        last = stopped ? last : (model as PredictionModel)
        if (!stopped) yield await look(step, last!)
        return { stopped, files: last === null ? [] : modelFiles(kind, last) }
      }
    }
    return { stopped: true, files: [] }
  } finally {
    await engine.dispose()
  }
}

/** One core is for the page. */
function threadsBesideThePage(): number {
  return Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1))
}

/** Samples that are changed at random in every epoch, as the modality does it. */
async function changed(kind: MediaKind, held: readonly unknown[], tokenizer: Tokenizer<unknown>) {
  const { modality, data } = mediaSettings[kind]
  const change = modality.augment?.(data as never) ?? null
  if (change === null) return held
  const tokenCounts: number[] = []
  for (const sample of held) tokenCounts.push((await tokenizer.tokenize(sample)).length)
  return {
    length: held.length,
    fingerprint: JSON.stringify(data),
    tokenCounts,
    sample: (index: number, random: never) => change(held[index] as never, random),
  }
}

function toldOf(
  step: number,
  { classes }: PredictionModel,
  found: {
    readonly told: readonly { readonly label: string; readonly probabilities: Float32Array }[]
    readonly truth: readonly string[]
    readonly places: ArrayLike<number>
    readonly usual: string
  },
): Told {
  const { told, truth, places, usual } = found
  const { confusion, accuracy } = classificationMetrics(
    told.map(({ label }) => label),
    truth,
    classes!,
  )
  const mistakes = told
    .map(({ label, probabilities }, index) => ({
      file: places[index]!,
      said: label,
      probability: Math.max(...probabilities),
      isRight: label === truth[index],
    }))
    .filter(({ isRight }) => !isRight)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, MOST_SHOWN)
    .map(({ isRight: _, ...mistake }) => mistake)
  const usually = truth.filter((label) => label === usual).length / truth.length
  return { type: 'told', step, classes: classes!, confusion, accuracy, usual: usually, mistakes }
}

/** The class that there is most of. */
function usualIn(labels: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most))[0]
}

function modelFiles(kind: MediaKind, model: PredictionModel): readonly OfferedFile[] {
  const { data, tokenizer } = mediaSettings[kind]
  const { steps: _, ...rest } = learning.finetuning
  const experiment = { data, tokenizer, model: learning.model, finetuning: { ...rest, task: 'classification' } }
  const archive = archiveRun(model, { experiment, targetScale: null }, null)
  const onnx = exportOnnx(model, 'predictor')
  return [
    { kind: 'model', name: `${kind}-classes.model.zip`, content: bytesOf(archive, 'application/zip') },
    { kind: 'onnx', name: `${kind}-classes.onnx`, content: bytesOf(onnx, 'application/octet-stream') },
  ]
}
