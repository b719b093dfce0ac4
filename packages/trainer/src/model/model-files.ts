import {
  fromPyTorchConfig,
  fromPyTorchState,
  type RomaeConfig,
  stringifyPyTorchConfig,
  toPyTorchConfig,
  toPyTorchState,
} from '@romae/core'
import { parseJson } from '@romae/internal/json'
import { parseSafetensors, safetensorsPieces } from '@romae/safetensors'
import type { CheckpointFiles } from '../checkpoints/checkpoint-storage.ts'
import { pathIn } from '../checkpoints/checksums.ts'
import { errors, reasonOf } from '../errors.ts'
import { parseRomaeFile, stringifyRomaeFile } from './romae-file.ts'
import type { RomaeModel } from './romae-model.ts'

const weightsFile = 'model.safetensors'
export const configFile = 'model_config.json'
export const romaeFile = 'romae.json'

/** All files of a model. */
export const modelFileNames = [weightsFile, configFile, romaeFile] as const

/** Those that every model has: the reference’s configuration cannot express one of several modalities. */
export const neededFileNames = [weightsFile, romaeFile] as const

/** The files of a model, by name. @throws RomaeError `PARAMETER_*` where the parameters are not the configuration's */
export function modelFiles(model: RomaeModel): CheckpointFiles {
  return {
    [weightsFile]: safetensorsPieces(toPyTorchState(model.config, model.parameters), { format: 'pt' }),
    ...(model.config.modalities === undefined && { [configFile]: [utf8(configText(model.config))] }),
    [romaeFile]: [utf8(stringifyRomaeFile(model))],
  }
}

/** A text as a file holds it. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Gives the contents of a file by its name. Where there is none it gives null, or fails as Node's `readFile` does. */
export type ReadPart = (name: string) => Uint8Array | null | Promise<Uint8Array | null>

/**
 * Makes a model of its files. `romae.json` may be absent, as in a folder that the PyTorch reference wrote; `model_config.json`,
 * where the model is of several modalities, is not read: it is another model’s.
 *
 * @param folder names the files in errors
 * @throws RomaeError `CHECKPOINT_UNREADABLE`, naming the file; its `cause` says more
 */
export async function readModel(folder: string, read: ReadPart): Promise<RomaeModel> {
  const configPart = [pathIn(folder, configFile), () => read(configFile), parsePyTorchConfig] as const
  const reference = await readOptionalPart(...configPart)
  const path = pathIn(folder, romaeFile)
  const own = await readOptionalPart(
    path,
    () => read(romaeFile),
    (bytes) => parseRomaeFile(jsonOf(bytes)),
  )
  const ofSeveral = own?.config.modalities === undefined ? null : own.config
  // Where it has to be there and is not, this says so.
  const config = ofSeveral ?? own?.config ?? reference ?? (await readPart(...configPart))
  if (ofSeveral === null && configText(config) !== configText(reference ?? (await readPart(...configPart)))) {
    const reason = `it describes another model than ${configFile}; delete it if the weights come from elsewhere`
    throw errors.CHECKPOINT_UNREADABLE({ path, reason })
  }
  const weights = pathIn(folder, weightsFile)
  const parameters = await readPart(
    weights,
    () => read(weightsFile),
    (bytes) => parseWeights(config, bytes),
  )
  const { tokenizer = null, tokenizerRecord, classes = null, multiLabel = false } = own ?? {}
  const record = tokenizerRecord !== undefined && { tokenizerRecord }
  return { config, parameters, tokenizer, ...record, classes, ...(multiLabel && { multiLabel }) }
}

/** JSON in the contents of a file. @throws Error for anything else, and for what is nested too deep */
export function jsonOf(bytes: Uint8Array): unknown {
  return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
}

function parsePyTorchConfig(bytes: Uint8Array): RomaeConfig {
  return fromPyTorchConfig(jsonOf(bytes))
}

function parseWeights(config: RomaeConfig, bytes: Uint8Array) {
  const { tensors } = parseSafetensors(bytes)
  const state = [...tensors].map(([name, tensor]) => [name, { shape: tensor.shape, data: tensor.toFloat32() }] as const)
  return fromPyTorchState(config, Object.fromEntries(state))
}

function configText(config: RomaeConfig): string {
  return stringifyPyTorchConfig(toPyTorchConfig(config))
}

class MissingPart extends Error {}

/** One file, read and parsed; whatever goes wrong names it. */
async function readPart<Part>(
  path: string,
  read: () => ReturnType<ReadPart>,
  parse: (bytes: Uint8Array) => Part,
): Promise<Part> {
  try {
    const contents = await read()
    if (contents === null) throw new MissingPart('there is no such file')
    return parse(contents)
  } catch (cause) {
    throw errors.CHECKPOINT_UNREADABLE({ path, reason: reasonOf(cause) }, cause)
  }
}

/** The same; a file that is not there gives null. */
async function readOptionalPart<Part>(...part: Parameters<typeof readPart<Part>>): Promise<Part | null> {
  try {
    return await readPart(...part)
  } catch (error) {
    const { cause } = error as Error
    if (cause instanceof MissingPart || (cause as { readonly code?: unknown }).code === 'ENOENT') return null
    throw error
  }
}
