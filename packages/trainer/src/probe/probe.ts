import { type ClassLabel, checkClasses, classesOf, classIndices, labelTexts } from '../data/labels.ts'
import { errors } from '../errors.ts'
import type { Classification } from '../inference/predict.ts'

/** A simple classifier of embeddings: it says what they hold, for the encoder is left as it is. */
export interface Probe {
  /** In the order of probabilities. */
  readonly classes: readonly string[]
  /** @param embeddings what `embed` gave. @throws RomaeError `TRAINER_COUNT_MISMATCH` for another number of dimensions */
  classify(embeddings: readonly Float32Array[]): Classification[]
}

/** Embeddings with their labels, checked. */
export interface LabelledEmbeddings {
  readonly classes: readonly string[]
  /** By place in `classes`, one an embedding. */
  readonly labels: Int32Array
  readonly dimensions: number
}

/** @throws RomaeError `TRAINER_NO_SAMPLES`, `TRAINER_COUNT_MISMATCH`, `TRAINER_LABEL`, `TRAINER_UNKNOWN_LABEL`, `TRAINER_ONE_CLASS`, `TRAINER_VALUE_NOT_FINITE` */
export function checkLabelled(
  embeddings: readonly Float32Array[],
  given: readonly ClassLabel[],
  classes?: readonly ClassLabel[],
): LabelledEmbeddings {
  const [expected, got] = [embeddings.length, given.length]
  if (got !== expected) throw errors.TRAINER_COUNT_MISMATCH({ what: 'labels', expected, got })
  if (expected === 0) throw errors.TRAINER_NO_SAMPLES({ what: 'the probe' })
  const texts = labelTexts(given)
  const names = classes === undefined ? classesOf(texts) : checkClasses(classes)
  const dimensions = embeddings[0]!.length
  checkDimensions(embeddings, dimensions)
  return { classes: names, labels: classIndices(texts, names), dimensions }
}

/** @throws RomaeError `TRAINER_COUNT_MISMATCH`, `TRAINER_VALUE_NOT_FINITE` */
export function checkDimensions(embeddings: readonly Float32Array[], dimensions: number): void {
  embeddings.forEach((embedding, sample) => {
    if (embedding.length !== dimensions) {
      const what = `the dimensions of embedding ${sample}`
      throw errors.TRAINER_COUNT_MISMATCH({ what, expected: dimensions, got: embedding.length })
    }
    const place = embedding.findIndex((value) => !Number.isFinite(value))
    if (place >= 0) throw errors.TRAINER_VALUE_NOT_FINITE({ what: 'the embedding', sample, got: embedding[place] })
  })
}

/** The likeliest class of probabilities; of equal ones the first. */
export function likeliest(classes: readonly string[], probabilities: Float32Array): Classification {
  return { label: classes[probabilities.indexOf(Math.max(...probabilities))]!, probabilities }
}
