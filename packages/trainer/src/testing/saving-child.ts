import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { initializeParameters, predictionConfig } from '@romae/core'
import { tinyStack } from './waves.ts'

/** A classifier all of whose parts say which it is: weights, tokenizer, classes. */
export function numberedModel(number: number) {
  const config = predictionConfig({ tokenSize: 1, axes: 1, encoder: tinyStack, outputSize: 2 })
  const classes = number % 2 === 0 ? ['a', 'b'] : ['b', 'a']
  return { config, parameters: initializeParameters(config, number), tokenizer: { number }, classes }
}

/** `node saving-child.ts FOLDER NUMBER RENAMES`: saves the model of that number, and is killed before one more rename. */
const [, script, folder, number, renames] = process.argv
if (script?.endsWith('saving-child.ts')) {
  const { rename } = fs.promises
  let done = 0
  fs.promises.rename = async (from, to) => {
    if (done === Number(renames)) process.kill(process.pid, 'SIGKILL')
    done++
    await rename(from, to)
  }
  syncBuiltinESMExports()
  const { saveModel } = await import('../model/checkpoint.ts')
  await saveModel(folder!, numberedModel(Number(number)))
}
