import { createHash } from 'node:crypto'
import { cp, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { initializeParameters, predictionConfig } from '@romae/core'
import { loadModel, type RomaeModel, saveModel } from '@romae/trainer/node'
import type { Case } from '../case.ts'

const tiny = { dModel: 12, heads: 1, depth: 1, feedForward: 12 }

function model(seed: number, outputs = 2): RomaeModel {
  const config = predictionConfig({ tokenSize: 1, axes: 1, encoder: tiny, outputSize: outputs })
  const classes = Array.from({ length: outputs }, (_, index) => `class ${index}`)
  return { config, parameters: initializeParameters(config, seed), tokenizer: { seed }, classes }
}

const others = ['model.safetensors', 'model_config.json']

/** Where earlier versions wrote a file until it had its name. */
async function pendingOf(folder: string, name: string): Promise<string> {
  const checksum = createHash('sha256')
    .update(await readFile(path.join(folder, name)))
    .digest('hex')
  return `${name}.${checksum.slice(0, 16)}.tmp`
}

async function expectModel(folder: string, expected: RomaeModel, what: string): Promise<void> {
  const found = await loadModel(folder).catch(String)
  if (!isDeepStrictEqual(found, expected))
    throw new Error(`${what}: ${typeof found === 'string' ? found : 'another model'}`)
}

/** Models that were saved over others by processes that were killed. */
export const tornModelCases: readonly Case[] = [
  {
    name: 'a whole model beside which an earlier version left part of a file loads',
    async try({ folder }) {
      await saveModel(folder, model(1))
      for (const name of others) {
        const contents = await readFile(path.join(folder, name))
        for (const size of [0, 1, contents.length >> 1, contents.length - 1]) {
          await writeFile(path.join(folder, await pendingOf(folder, name)), contents.subarray(0, size))
          await expectModel(folder, model(1), `${size} of ${contents.length} bytes of ${name}`)
        }
      }
      await saveModel(folder, model(1))
      await expectModel(folder, model(1), 'saved again')
      return undefined
    },
  },
  {
    name: 'a model whose files an earlier version had not given their names loads',
    async try({ folder }) {
      const [place, next] = [path.join(folder, 'place'), path.join(folder, 'next')]
      await saveModel(place, model(1))
      await saveModel(next, model(2, 3))
      for (const name of others) await cp(path.join(next, name), path.join(place, await pendingOf(next, name)))
      await expectModel(place, model(1), 'before romae.json has its name')
      await rename(path.join(next, 'romae.json'), path.join(place, 'romae.json'))
      await expectModel(place, model(2, 3), 'after')
      return undefined
    },
  },
  {
    name: 'weights of which only a part is left are an error, and not those of the model before',
    async try({ folder }) {
      const [place, next] = [path.join(folder, 'place'), path.join(folder, 'next')]
      await saveModel(place, model(1))
      await saveModel(next, model(2))
      const weights = await readFile(path.join(next, 'model.safetensors'))
      await writeFile(path.join(place, await pendingOf(next, 'model.safetensors')), weights.subarray(0, -1))
      await rename(path.join(next, 'romae.json'), path.join(place, 'romae.json'))
      const code = await loadModel(place).then(
        () => 'a model was loaded',
        (error: { readonly code?: string }) => error.code ?? String(error),
      )
      if (code !== 'CHECKPOINT_UNREADABLE') throw new Error(code)
      return undefined
    },
  },
]
