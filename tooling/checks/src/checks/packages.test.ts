import { expect, it } from 'vitest'
import { readWorkspace, repositoryRoot } from '../workspace.ts'
import { unwanted } from './packages.ts'

const { packages } = await readWorkspace(repositoryRoot)
const audio = packages.find(({ name }) => name === '@romae/audio')!

it('lets a modality bring the contract and its libraries', () => {
  expect(unwanted(audio, ['@romae/audio@0.1.0', '@romae/tokenizer@0.1.0', 'wavefile@11.0.0'])).toEqual([])
})

it.each(['sharp', '@img/sharp-linux-x64', '@tensorflow/tfjs-core', 'onnxruntime-node', '@romae/image', '@romae/core'])(
  'does not let it bring %s',
  (name) => {
    expect(unwanted(audio, [`${name}@1.0.0`])).toEqual([`installing @romae/audio alone brings ${name}`])
  },
)
