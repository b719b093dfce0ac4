import { parentPort, workerData } from 'node:worker_threads'
import { RomaeError } from '@romae/tokenizer'
import { readTokens } from '../../data/sample-source.ts'
import { errors, inShort } from '../../errors.ts'
import { firstDifference } from '../../model/match-tokenizer.ts'
import { describeTokenizer } from '../../model/tokenizer-record.ts'
import { packError } from '../../sent-error.ts'
import { makeDataSet } from './data-module.ts'
import type { ReadAnswer, ReadRequest, WorkerTask } from './messages.ts'
import { packTokens } from './packed-tokens.ts'

// This module is the program of a worker, which `TokenWorkers` starts.
const task: WorkerTask = workerData
const made = open()
// Whoever asks for tokens gets this error as the answer.
made.catch(() => {})

async function open() {
  const dataSet = await makeDataSet(task)
  const { module, exportName, length, tokenizer } = task
  if (dataSet.samples.length !== length) {
    const reason = `${exportName}() gave ${dataSet.samples.length} samples in a worker, and ${length} before`
    throw errors.TRAINER_DATA_MODULE({ module, reason })
  }
  const difference = firstDifference(tokenizer, describeTokenizer(dataSet.tokenizer))
  if (difference !== null) {
    const { what, checkpoint, now } = difference
    const sides = `${what} is ${inShort(now)} in a worker, and was ${inShort(checkpoint)} before`
    throw errors.TRAINER_DATA_MODULE({ module, reason: `${exportName}() gave another tokenizer: ${sides}` })
  }
  return dataSet
}

async function answer({ id, indices, pass }: ReadRequest): Promise<ReadAnswer> {
  try {
    const { samples, tokenizer } = await made
    return { id, tokens: packTokens(await readTokens(samples, tokenizer, indices, pass)) }
  } catch (error) {
    if (!RomaeError.isInstance(error)) throw error
    return { id, error: packError(error) }
  }
}

parentPort!.on('message', async (request: ReadRequest) => {
  const answered = await answer(request)
  const transferred = 'tokens' in answered ? [answered.tokens.values.buffer, answered.tokens.positions.buffer] : []
  parentPort!.postMessage(answered, transferred)
})
