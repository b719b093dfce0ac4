import fs from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { basename } from 'node:path'
import { type Variant, variantModel } from './saved-variants.ts'

/** When a process is killed: before one more rename, or when half of a file is written. */
export type Moment = { readonly renames: number } | { readonly inside: string }

/** `node saving-child.ts FOLDER VARIANT MOMENT`: saves a model, and is killed at that moment if it comes. */
const [, , folder, variant, moment] = process.argv
const when = JSON.parse(moment!) as Moment
const kill = () => void process.kill(process.pid, 'SIGKILL')
const { open, rename } = fs.promises
let done = 0

fs.promises.rename = async (from, to) => {
  if ('renames' in when && done === when.renames) kill()
  done++
  await rename(from, to)
}

fs.promises.open = async (path, flags, mode) => {
  const file = await open(path, flags, mode)
  if ('inside' in when && flags !== 'r' && basename(String(path)).startsWith(`${when.inside}.`)) dieWriting(file)
  return file
}

function dieWriting(file: FileHandle): void {
  const write = file.write.bind(file) as (bytes: Uint8Array, from: number, size: number) => Promise<unknown>
  const half = async (bytes: Uint8Array) => {
    await write(bytes, 0, bytes.length >> 1)
    await file.sync()
    kill()
  }
  Object.assign(file, { write: half, writeFile: (contents: string | Uint8Array) => half(Buffer.from(contents)) })
}

syncBuiltinESMExports()
const { saveModel } = await import('../node/load-model.ts')
await saveModel(folder!, variantModel(JSON.parse(variant!) as Variant))
