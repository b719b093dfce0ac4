import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  fromReferenceConfig,
  fromReferenceState,
  type RomaeConfig,
  stringifyReferenceConfig,
  toReferenceConfig,
  toReferenceState,
} from '@romae/core'
import { parseSafetensors, serializeSafetensors } from '@romae/safetensors'
import { errors, reasonOf } from '../errors.ts'
import { replaceFiles } from './replace-files.ts'
import { parseRomaeFile, stringifyRomaeFile } from './romae-file.ts'
import type { RomaeModel } from './romae-model.ts'

const weightsFile = 'model.safetensors'
const configFile = 'model_config.json'
const romaeFile = 'romae.json'

/**
 * Writes a checkpoint folder: `model.safetensors` and `model_config.json` in the format and under the names of the
 * PyTorch reference, and `romae.json` with the full configuration, the tokenizer's statistics and the class names.
 *
 * All three are made and written beside their places before the first is put there, so that no file is ever half
 * written, and a model that cannot be written whole leaves the one before it as it was.
 *
 * @throws RomaeError `CHECKPOINT_UNWRITABLE`; `PARAMETER_*` where the parameters are not the configuration's
 */
export async function saveModel(folder: string, model: RomaeModel): Promise<void> {
  const state = toReferenceState(model.config, model.parameters)
  try {
    await replaceFiles(folder, {
      [weightsFile]: serializeSafetensors(state, { format: 'pt' }),
      [configFile]: referenceText(model.config),
      [romaeFile]: stringifyRomaeFile(model),
    })
  } catch (cause) {
    throw errors.CHECKPOINT_UNWRITABLE({ path: folder, reason: reasonOf(cause) }, cause)
  }
}

/**
 * Reads a checkpoint folder: one of ours, or one that the PyTorch reference wrote (which has no `romae.json`, hence no
 * tokenizer and no class names).
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`, naming the file; its `cause` says more
 */
export async function loadModel(folder: string): Promise<RomaeModel> {
  const reference = await readPart(join(folder, configFile), (bytes) => fromReferenceConfig(parseJson(bytes)))
  const path = join(folder, romaeFile)
  const own = await readPart(path, (bytes) => parseRomaeFile(parseJson(bytes)), { optional: true })
  const config = own?.config ?? reference
  if (referenceText(config) !== referenceText(reference)) {
    const reason = `it describes another model than ${configFile}; delete it if the weights come from elsewhere`
    throw errors.CHECKPOINT_UNREADABLE({ path, reason })
  }
  const parameters = await readPart(join(folder, weightsFile), (bytes) => parseWeights(config, bytes))
  return { config, parameters, tokenizer: own?.tokenizer ?? null, classes: own?.classes ?? null }
}

function parseWeights(config: RomaeConfig, bytes: Uint8Array) {
  const { tensors } = parseSafetensors(bytes)
  const state = [...tensors].map(([name, tensor]) => [name, { shape: tensor.shape, data: tensor.toFloat32() }] as const)
  return fromReferenceState(config, Object.fromEntries(state))
}

function referenceText(config: RomaeConfig): string {
  return stringifyReferenceConfig(toReferenceConfig(config))
}

function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
}

/** One file, read and parsed; whatever goes wrong names it. An optional file that is not there gives null. */
async function readPart<Part>(path: string, parse: (bytes: Uint8Array) => Part): Promise<Part>
async function readPart<Part>(
  path: string,
  parse: (bytes: Uint8Array) => Part,
  options: { optional: true },
): Promise<Part | null>
async function readPart<Part>(
  path: string,
  parse: (bytes: Uint8Array) => Part,
  { optional = false } = {},
): Promise<Part | null> {
  try {
    return parse(await readFile(path))
  } catch (cause) {
    if (optional && (cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw errors.CHECKPOINT_UNREADABLE({ path, reason: reasonOf(cause) }, cause)
  }
}
