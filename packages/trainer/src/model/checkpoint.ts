import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  fromReferenceConfig,
  fromReferenceState,
  predictionConfig,
  pretrainingConfig,
  type RomaeConfig,
  stringifyReferenceConfig,
  toReferenceConfig,
  toReferenceState,
} from '@romae/core'
import { parseSafetensors, serializeSafetensors } from '@romae/safetensors'
import { RomaeError } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import type { RomaeModel } from './romae-model.ts'

/** Our own part of a checkpoint: what the reference's two files cannot say. */
interface RomaeFile {
  readonly formatVersion: 1
  readonly config: RomaeConfig
  readonly tokenizer: unknown
  readonly classes: readonly string[] | null
}

/**
 * Writes a checkpoint folder: `model.safetensors` and `model_config.json` in the format and under the names of the
 * PyTorch reference, and `romae.json` with the full configuration, the tokenizer's statistics and the class names.
 * Each file is written beside its place and renamed, so that none is ever half written.
 *
 * @throws RomaeError `CHECKPOINT_UNWRITABLE`
 */
export async function saveModel(folder: string, model: RomaeModel): Promise<void> {
  const { config, tokenizer, classes } = model
  const state = toReferenceState(config, model.parameters)
  const own: RomaeFile = { formatVersion: 1, config, tokenizer, classes }
  try {
    await mkdir(folder, { recursive: true })
    await replaceFile(join(folder, 'model.safetensors'), serializeSafetensors(state, { format: 'pt' }))
    await replaceFile(join(folder, 'model_config.json'), stringifyReferenceConfig(toReferenceConfig(config)))
    await replaceFile(join(folder, 'romae.json'), `${JSON.stringify(own, null, 2)}\n`)
  } catch (cause) {
    if (RomaeError.isInstance(cause)) throw cause
    throw errors.CHECKPOINT_UNWRITABLE({ path: folder, reason: messageOf(cause) }, cause)
  }
}

/**
 * Reads a checkpoint folder: one of ours, or one that the PyTorch reference wrote (which has no `romae.json`, hence no
 * tokenizer and no class names).
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`, `PARAMETER_*`, `REFERENCE_CONFIG`, `SAFETENSORS_*`
 */
export async function loadModel(folder: string): Promise<RomaeModel> {
  const own = await readJson(join(folder, 'romae.json'), { optional: true })
  const file = own === null ? null : checkRomaeFile(own, folder)
  const config =
    file === null
      ? fromReferenceConfig(await readJson(join(folder, 'model_config.json'), { optional: false }))
      : file.config
  const { tensors } = parseSafetensors(await read(join(folder, 'model.safetensors')))
  const state = Object.fromEntries(
    [...tensors].map(([name, tensor]) => [name, { shape: tensor.shape, data: tensor.toFloat32() }]),
  )
  return {
    config,
    parameters: fromReferenceState(config, state),
    tokenizer: file?.tokenizer ?? null,
    classes: file?.classes ?? null,
  }
}

function checkRomaeFile(json: unknown, folder: string): RomaeFile {
  const path = join(folder, 'romae.json')
  const file = json as Partial<RomaeFile> | null
  if (typeof file !== 'object' || file === null || file.formatVersion !== 1) {
    const got = JSON.stringify((file as { formatVersion?: unknown } | null)?.formatVersion)
    throw errors.CHECKPOINT_UNREADABLE({ path, reason: `formatVersion must be 1; got ${got}` })
  }
  const { classes = null, tokenizer = null } = file
  if (classes !== null && !(Array.isArray(classes) && classes.every((label) => typeof label === 'string'))) {
    throw errors.CHECKPOINT_UNREADABLE({ path, reason: 'classes must be a list of strings or null' })
  }
  return { formatVersion: 1, config: checkConfig(file.config, path), tokenizer, classes }
}

/** Saved configurations go through the same checks as new ones. */
function checkConfig(config: unknown, path: string): RomaeConfig {
  const task = (config as { task?: unknown } | null | undefined)?.task
  if (task !== 'pretraining' && task !== 'prediction') {
    throw errors.CHECKPOINT_UNREADABLE({ path, reason: `config.task is ${JSON.stringify(task)}` })
  }
  const { task: _, ...options } = config as RomaeConfig
  return task === 'pretraining'
    ? pretrainingConfig(options as Parameters<typeof pretrainingConfig>[0])
    : predictionConfig(options as Parameters<typeof predictionConfig>[0])
}

async function readJson(path: string, { optional }: { optional: boolean }): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    if (optional && (cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw errors.CHECKPOINT_UNREADABLE({ path, reason: messageOf(cause) }, cause)
  }
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw errors.CHECKPOINT_UNREADABLE({ path, reason: messageOf(cause) }, cause)
  }
}

async function replaceFile(path: string, contents: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(contents)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw cause
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
