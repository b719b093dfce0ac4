import { type RomaeConfig, savedConfig } from '@romae/core'
import { quote } from '@romae/internal/errors'
import { parseJson } from '@romae/internal/json'
import type { RomaeModel } from './romae-model.ts'
import { parseDescribedTokenizer } from './tokenizer-record.ts'

/**
 * 1: `tokenizer` is the tokenizer's state, of a model that does not know more. 2: it is the tokenizer's record with the
 * state in it. 3: the model is one of several modalities, without a `model_config.json` beside it. 4: a sample may have several of the
 * classes, which an earlier reader would take for one, or some values of tokens are no numbers. All are read; a model is written in the
 * lowest that can hold it.
 */
const formatVersions = [1, 2, 3, 4]

/** What `romae.json` holds: what the reference's two files cannot say. */
type RomaeFile = Omit<RomaeModel, 'parameters'>

/** SHA-256 of the files beside it, by name. */
type FileChecksums = Readonly<Record<string, string>>

/**
 * The text of `romae.json`.
 *
 * @param files of the files beside it; left out in the checkpoint of a run, which has a file of checksums
 */
export function stringifyRomaeFile(model: RomaeFile, files?: FileChecksums): string {
  const { config, tokenizer: state, tokenizerRecord: record, classes, multiLabel = false } = model
  const saved =
    record === undefined && !multiLabel
      ? { formatVersion: 1, config, tokenizer: state, classes, files }
      : {
          formatVersion: multiLabel ? 4 : formatVersionOf(config),
          config,
          tokenizer: { ...record, state },
          classes,
          ...(multiLabel && { multiLabel }),
          files,
        }
  return `${JSON.stringify(saved, null, 2)}\n`
}

function formatVersionOf({ modalities }: RomaeConfig): number {
  if (modalities === undefined) return 2
  return modalities.some(({ outputs }) => outputs !== undefined) ? 4 : 3
}

/** The checksums in the contents of `romae.json`; none where there are none or it is damaged, which `parseRomaeFile` says. */
export function parseFileChecksums(contents: Uint8Array): FileChecksums {
  try {
    const { files } = parseJson(new TextDecoder().decode(contents)) as { readonly files?: unknown }
    return areChecksums(files) ? files : {}
  } catch {
    return {}
  }
}

function areChecksums(files: unknown): files is FileChecksums {
  if (typeof files !== 'object' || files === null) return false
  return Object.values(files).every((checksum) => /^[0-9a-f]{64}$/.test(String(checksum)))
}

/**
 * Checks the contents of `romae.json`.
 *
 * @throws Error saying what is wrong with them; RomaeError `CONFIG_*` where it is the configuration
 */
export function parseRomaeFile(json: unknown): RomaeFile {
  if (typeof json !== 'object' || json === null) throw new Error('it must hold an object')
  const file = json as { readonly [Key in keyof RomaeFile | 'formatVersion' | 'files']?: unknown }
  if (!formatVersions.includes(file.formatVersion as number)) {
    const isNewer = typeof file.formatVersion === 'number' && file.formatVersion > Math.max(...formatVersions)
    const hint = isNewer ? ': load it with a newer @romae/trainer' : ''
    const expected = `${formatVersions.slice(0, -1).join(', ')} or ${formatVersions.at(-1)}`
    throw new Error(`formatVersion must be ${expected}; got ${quote(file.formatVersion)}${hint}`)
  }
  if (file.files !== undefined && !areChecksums(file.files))
    throw new Error('files must hold SHA-256 checksums by name')
  const config = checkConfig(file.config)
  const classes = checkClasses(file.classes ?? null, config)
  if (file.formatVersion === 1) return { config, tokenizer: file.tokenizer ?? null, classes }
  // Left out where values that are no numbers alone need this version.
  const written = formatVersionOf(config) === 4 ? (file.multiLabel ?? false) : file.multiLabel
  const multiLabel = file.formatVersion === 4 && checkMultiLabel(written, classes)
  const several = multiLabel && { multiLabel }
  if (multiLabel && hasOnlyState(file.tokenizer))
    return { config, tokenizer: file.tokenizer.state, classes, ...several }
  const { state, ...tokenizerRecord } = parseDescribedTokenizer(file.tokenizer)
  return { config, tokenizer: state, tokenizerRecord, classes, ...several }
}

/** Saved configurations go through the same checks as new ones. */
function checkConfig(config: unknown): RomaeConfig {
  const { task } = (config ?? {}) as { task?: unknown }
  if (task === 'pretraining' || task === 'prediction') return savedConfig(config as Parameters<typeof savedConfig>[0])
  throw new Error(`config.task must be "pretraining" or "prediction"; got ${quote(task)}`)
}

function checkClasses(classes: unknown, config: RomaeConfig): readonly string[] | null {
  if (classes === null) return null
  if (!(Array.isArray(classes) && classes.every((label) => typeof label === 'string'))) {
    throw new Error('classes must be a list of strings or null')
  }
  const outputs = config.task === 'prediction' ? config.outputSize : 0
  if (classes.length !== outputs) {
    throw new Error(`it has ${classes.length} classes for a model with ${outputs} class outputs`)
  }
  return classes
}

function checkMultiLabel(multiLabel: unknown, classes: readonly string[] | null): boolean {
  if (typeof multiLabel !== 'boolean') throw new Error('multiLabel must be true or false')
  if (multiLabel && classes === null) throw new Error('multiLabel is true of a model without classes')
  return multiLabel
}

/** The tokenizer of a model that does not know which it was. */
function hasOnlyState(tokenizer: unknown): tokenizer is { readonly state: unknown } {
  return typeof tokenizer === 'object' && tokenizer !== null && Object.keys(tokenizer).join() === 'state'
}
