import { createHash } from 'node:crypto'
import { likelihoodOf } from '@romae/core'
import type { Engine } from '@romae/engine'
import { isTokenizerSet, type SetTokens, type TokenizerSet, type Tokens, type TokensToFill } from '@romae/tokenizer'
import {
  type AnyTokenizer,
  classifyMultiLabel,
  createImputer,
  embed,
  fillSetTokens,
  fillTokens,
  type PredictionModel,
  type PretrainedModel,
  predictOutputs,
  type RomaeModel,
} from '@romae/trainer/node'
import { QUARTILES } from './specimens.ts'

/** What a model is and answers. */
export interface Answers {
  /** Of every weight, by name: SHA-256. */
  readonly weights: string
  readonly config: unknown
  /** What its tokenizer's `toJSON` gives. */
  readonly tokenizer: unknown
  readonly classes: readonly string[] | null
  /** Of the first samples. */
  readonly tokens: readonly (Tokens | SetTokens)[]
  readonly embeddings: readonly Float32Array[]
  /** Scores or numbers of a prediction model; null for others. */
  readonly outputs: readonly Float32Array[] | null
  /** The labels of each sample, of a multi-label classifier; absent of others. */
  readonly labels?: readonly (readonly string[])[]
  /** Every second token filled in, where the model can do so. */
  readonly filled: readonly Tokens[] | null
  /** The same of several modalities; absent of one. */
  readonly filledParts?: readonly SetTokens[]
  /** The same with each of the quartiles, by level, of a model that has a distribution; absent of others. */
  readonly quantiles?: readonly (readonly Tokens[])[]
}

/** How many samples are answered for. */
const asked = 2

/** A checksum of a model's weights. */
export function weightsOf({ parameters }: RomaeModel): string {
  const hash = createHash('sha256')
  for (const name of Object.keys(parameters).sort()) {
    const { buffer, byteOffset, byteLength } = parameters[name]!
    hash.update(`${name}:`).update(new Uint8Array(buffer, byteOffset, byteLength))
  }
  return hash.digest('hex')
}

/** Asks a model everything that a model of its kind can be asked. */
export async function answersOf<Sample>(
  model: RomaeModel,
  tokenizer: AnyTokenizer<Sample>,
  all: readonly Sample[],
  engine: Engine,
): Promise<Answers> {
  const samples = all.slice(0, asked)
  const { config, classes } = model
  const fills = config.task === 'pretraining' && !config.normalizeTargets
  const known = {
    weights: weightsOf(model),
    config,
    tokenizer: tokenizer.toJSON!(),
    classes,
    embeddings: await embed(model, samples, { tokenizer, engine }),
    outputs:
      config.task === 'prediction'
        ? await predictOutputs(model as PredictionModel, samples, { tokenizer, engine })
        : null,
    ...(model.multiLabel === true && {
      labels: (await classifyMultiLabel(model, samples, { tokenizer, engine })).map(({ labels }) => labels),
    }),
  }
  if (isTokenizerSet(tokenizer)) {
    const tokens = await Promise.all(samples.map((sample) => (tokenizer as TokenizerSet<Sample>).tokenize(sample)))
    const hidden = tokens.map((one) => ({ tokens: one, hidden: one.parts.map((part) => part && everySecond(part)) }))
    return {
      ...known,
      tokens,
      filled: null,
      ...(fills && { filledParts: await fillSetTokens(model, hidden, { engine }) }),
    }
  }
  const tokens = await Promise.all(samples.map((sample) => tokenizer.tokenize(sample)))
  const hidden = tokens.map((one) => ({ tokens: one, hidden: everySecond(one) }))
  return {
    ...known,
    tokens,
    filled: fills ? await fillTokens(model as PretrainedModel, hidden, { engine }) : null,
    ...(fills && likelihoodOf(config).quantile !== null && { quantiles: await quartilesOf(model, hidden, engine) }),
  }
}

function everySecond({ length }: Tokens): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => at % 2)
}

async function quartilesOf(model: RomaeModel, hidden: readonly TokensToFill[], engine: Engine): Promise<Tokens[][]> {
  const imputer = await createImputer(model, { engine })
  try {
    return await imputer.fillQuantiles(hidden, QUARTILES)
  } finally {
    await imputer.dispose()
  }
}
