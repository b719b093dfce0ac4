import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Engine } from '@romae/engine'
import { observationTokenizer, type TimeSeries, timeseries } from '@romae/timeseries'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { restoreTokenizer } from '../model/restore-tokenizer.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import { loadModel, saveModel } from '../node/load-model.ts'
import { loadPipeline } from '../node/load-pipeline.ts'
import { pretrain } from '../pretrain.ts'
import { testEngine } from '../testing/engines.ts'
import { makeWaves, tinyStack, waveTokenizer } from '../testing/waves.ts'
import { runToEnd } from '../training/events.ts'
import { createEncoder, embed } from './embed.ts'
import { impute } from './impute.ts'
import { loadPipeline as portablePipeline } from './pipeline.ts'

const length = 12
const series: TimeSeries[] = Array.from({ length: 6 }, (_, phase) => ({
  id: `wave ${phase}`,
  channels: [1, 2].map((factor) => ({
    times: Float64Array.from({ length }, (_, time) => time),
    values: Float64Array.from({ length }, (_, time) => Math.sin(factor * time + phase)),
  })),
}))
/** With every fourth value missing. */
const withGaps: TimeSeries = {
  id: 'gaps',
  channels: series[0]!.channels.map(({ times, values }) => ({
    times,
    values: values.map((value, place) => (place % 4 === 1 ? Number.NaN : value)),
  })),
}
const tokenizer = observationTokenizer.fit(series)
let engine: Engine
let model: RomaeModel
let folder: string

beforeAll(async () => {
  engine = await testEngine()
  const stacks = { encoder: tinyStack, decoder: tinyStack }
  model = await runToEnd(pretrain({ tokenizer, samples: series, model: stacks, training: { steps: 2, engine } }))
})
afterAll(() => engine.dispose())

async function saved(): Promise<string> {
  folder = await temporaryFolder()
  await saveModel(folder, model)
  return folder
}

describe('impute', () => {
  it('fills the gaps of series, with the model’s own tokenizer or one that is given', async () => {
    const restored = await loadModel(await saved(), { modalities: [timeseries] })
    const [filled] = await impute(restored, [withGaps], { length, engine })
    for (const [channel, { values }] of filled!.channels.entries()) {
      values.forEach((value, place) => {
        expect(Number.isFinite(value)).toBe(true)
        if (place % 4 !== 1) expect(value).toBe(withGaps.channels[channel]!.values[place])
      })
    }
    expect(await impute(model, [withGaps], { tokenizer, length, engine })).toEqual([filled])
  })

  it('says what it lacks', async () => {
    const filling = { length, engine }
    await expect(impute(model, [withGaps], filling)).rejects.toThrowRomae('TRAINER_OPTION', { key: 'tokenizer' })
    const again = restoreTokenizer(model, [timeseries])
    for (const wrong of [{ length: 0 }, { length: undefined as never }, { length, stride: -1 }]) {
      await expect(impute(again, [withGaps], { ...wrong, engine })).rejects.toThrowRomae('TRAINER_OPTION', {
        of: 'impute',
      })
    }
    const { fillMissing, ...others } = again.tokenizer
    await expect(impute(model, [withGaps], { ...filling, tokenizer: others })).rejects.toThrowRomae(
      'TRAINER_CANNOT_FILL',
      { tokenizer: 'timeseries/observations' },
    )
  })
})

describe('a model whose tokenizer is restored', () => {
  it('is used without naming it, and saved as it was', async () => {
    const restored = await loadModel(await saved(), { modalities: [timeseries] })
    expect(restored.tokenizer.axes).toEqual(['channel', 'time'])
    const expected = await embed(model, series, { tokenizer, engine })
    expect(await embed(restored, series, { engine })).toEqual(expected)
    const encoder = await createEncoder(restored, { engine })
    expect(await encoder.embed(series)).toEqual(expected)
    await encoder.dispose()
    const other = await temporaryFolder()
    await saveModel(other, restored)
    for (const file of ['romae.json', 'model.safetensors', 'model_config.json']) {
      expect(await readFile(join(other, file))).toEqual(await readFile(join(folder, file)))
    }
    // Where training goes on from it, too.
    await runToEnd(pretrain({ tokenizer, samples: series, from: restored, training: { steps: 1, engine } }))
  })

  it('knows it by its state where a model has no record', () => {
    const { tokenizerRecord, ...older } = model
    expect(restoreTokenizer(older, [timeseries]).tokenizer.name).toBe('timeseries/observations')
  })

  it('is refused where no modality is its own', async () => {
    const foreign = { ...timeseries, name: 'other' }
    for (const modalities of [[], [foreign]]) {
      expect(() => restoreTokenizer(model, modalities)).toThrowRomae('TRAINER_NO_MODALITY', {
        tokenizer: 'timeseries/observations (@romae/timeseries 0.1.0)',
        hasState: true,
      })
    }
    expect(() => restoreTokenizer({ ...model, tokenizer: null }, [timeseries])).toThrowRomae('TRAINER_NO_MODALITY', {
      tokenizer: 'timeseries/observations (@romae/timeseries 0.1.0)',
      hasState: false,
    })
    const { tokenizerRecord, ...older } = { ...model, tokenizer: null }
    expect(() => restoreTokenizer(older, [timeseries])).toThrowRomae('TRAINER_NO_MODALITY', {
      tokenizer: null,
      hasState: false,
    })
    expect(() => restoreTokenizer(model, timeseries as never)).toThrowRomae('TRAINER_OPTION', { key: 'modalities' })
    const unknown = { ...model, tokenizerRecord: { ...model.tokenizerRecord!, name: 'timeseries/others' } }
    expect(() => restoreTokenizer(unknown, [timeseries])).toThrowRomae('TIMESERIES_INVALID_OPTION', {
      key: 'tokenizer',
      got: 'timeseries/others',
    })
  })
})

describe('loadPipeline', () => {
  it('is one function of samples: of a folder, its URL, a server, or a reader', async () => {
    const place = await saved()
    const server = createServer(async (request, response) => {
      const contents = await readFile(join(place, request.url!.replace('/model/', ''))).catch(() => null)
      response.writeHead(contents === null ? 404 : 200).end(contents)
    })
    await new Promise<void>((resolve) => void server.listen(0, resolve))
    onTestFinished(() => void server.close())
    const url = `http://localhost:${(server.address() as AddressInfo).port}/model`
    const options = { modalities: [timeseries], engine }
    const expected = await embed(model, series, { tokenizer, engine })
    for (const from of [place, pathToFileURL(place), url, new URL(url)]) {
      const pipeline = await loadPipeline('embed', from, options)
      expect(await pipeline(series)).toEqual(expected)
      await pipeline.dispose()
    }
    const fill = await portablePipeline('impute', (name) => readFile(join(place, name)), options)
    expect(await fill([withGaps], { length })).toEqual(await impute(fill.model, [withGaps], { length, engine }))
    await fill.dispose()
    await expect(fill([withGaps], { length })).rejects.toThrowRomae('TRAINER_DISPOSED', { what: 'imputer' })
    await expect(loadPipeline('classify', place, options)).rejects.toThrowRomae('TRAINER_TASK', {
      expected: 'prediction',
      got: 'pretraining',
    })
    await expect(loadPipeline('embed', `${url}s`, options)).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', {
      path: 'model_config.json',
      reason: 'there is no such file',
    })
    await expect(loadPipeline('fill' as never, place, options)).rejects.toThrowRomae('TRAINER_OPTION', {
      key: 'task',
      got: 'fill',
    })
    await expect(portablePipeline('embed', place as never, options)).rejects.toThrowRomae('TRAINER_OPTION', {
      key: 'place',
    })
  })
})

it('has no modality for what has none', async () => {
  const stacks = { encoder: tinyStack, decoder: tinyStack }
  const run = pretrain({
    tokenizer: waveTokenizer,
    samples: makeWaves(4, 5),
    model: stacks,
    training: { steps: 1, engine },
  })
  const waves = await runToEnd(run)
  expect(() => restoreTokenizer(waves, [timeseries])).toThrowRomae('TRAINER_NO_MODALITY', {
    tokenizer: 'waves',
    hasState: true,
  })
})
