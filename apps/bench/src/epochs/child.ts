import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createEngine, providerByName } from '@romae/engine'
import { observationTokenizer, readLongCsv } from '@romae/timeseries'
import { SPEC_VERSION, type Tokenizer, type Tokens } from '@romae/tokenizer'
import { pretrain, type TrainingEvent } from '@romae/trainer/node'
import { print } from 'romae'
import type { EpochsTask } from './contestants.ts'
import { decoder, encoder } from './model.ts'

const say = (answer: object) => print(JSON.stringify(answer))

/** Trains for as many epochs as it is asked for, one at a time, and answers as the peer does. This module is a program of its own. */
async function main({ folder, form, engine: name, batch, epochs, threads }: EpochsTask): Promise<void> {
  const start = performance.now()
  const engine = await createEngine(providerByName(name, { threads }))
  const how = {
    model: { encoder, decoder },
    training: { epochs, batchSize: batch, learningRate: 1e-3, clipNorm: 1, seed: 0, engine },
  }
  const events =
    form === 'series'
      ? pretrain({ ...(await readSeries(folder)), ...how })
      : pretrain({ ...(await readTokens(folder)), ...how })
  const opened = await events.next()
  if (opened.done || opened.value.type !== 'start') throw new Error('a run did not begin with its plan')
  const { parameters, samples, versions } = opened.value
  say({ ready: versions.trainer, read_ms: performance.now() - start, samples, parameters })
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'memory') say({ peak_mb: process.resourceUsage().maxRSS / 1024 })
    else say(await epoch(events))
  }
  await events.return(undefined as never)
  await engine.dispose()
}

/** One pass over the data: milliseconds, of which the engine waited for so many. */
async function epoch(events: AsyncIterator<TrainingEvent, unknown>) {
  const start = performance.now()
  let waited = 0
  for (;;) {
    const { done, value } = await events.next()
    if (done === true) throw new Error('there are no more epochs')
    const event = value as TrainingEvent
    if (event.type === 'step') waited += event.waitMilliseconds
    if (event.type === 'epoch') return { ms: performance.now() - start, waited_ms: waited, loss: event.meanLoss }
  }
}

async function readSeries(folder: string) {
  const columns = { time: 'time', id: 'id', channel: 'channel', value: 'value' }
  const { series } = await readLongCsv(join(folder, 'series.csv'), columns)
  return { tokenizer: observationTokenizer.fit(series), samples: series }
}

async function readTokens(folder: string) {
  const { tokenSize, axes, lengths } = JSON.parse(await readFile(join(folder, 'tokens.json'), 'utf8')) as {
    readonly tokenSize: number
    readonly axes: number
    readonly lengths: readonly number[]
  }
  const numbers = async (name: string) => new Float32Array((await readFile(join(folder, name))).buffer)
  const [values, positions] = [await numbers('values.f32'), await numbers('positions.f32')]
  let from = 0
  const samples = lengths.map((length): Tokens => {
    const at = from
    from += length
    return {
      values: values.subarray(at * tokenSize, from * tokenSize),
      positions: positions.subarray(at * axes, from * axes),
      length,
    }
  })
  const tokenizer: Tokenizer<Tokens> = {
    name: 'bench/tokens',
    specVersion: SPEC_VERSION,
    axes: Array.from({ length: axes }, (_, axis) => `axis ${axis}`),
    tokenSize,
    tokenize: (sample) => sample,
    toJSON: () => ({ tokenSize, axes }),
  }
  return { tokenizer, samples }
}

await main(JSON.parse(process.argv[2]!) as EpochsTask)
