import type { CheckpointFiles } from '../checkpoints/checkpoint-storage.ts'
import { sha256 } from '../sha256.ts'
import { modelFiles, romaeFile, utf8 } from './model-files.ts'
import { stringifyRomaeFile } from './romae-file.ts'
import type { RomaeModel } from './romae-model.ts'

/** What `saveModel` writes. */
interface SavedFiles {
  /** Each file in pieces. */
  readonly files: CheckpointFiles
  /** SHA-256 of the files that `romae.json` knows. */
  readonly checksums: Readonly<Record<string, string>>
}

export function savedFiles(model: RomaeModel): SavedFiles {
  const { [romaeFile]: _, ...others } = modelFiles(model)
  const checksums = Object.fromEntries(Object.entries(others).map(([name, contents]) => [name, sha256(...contents)]))
  return { files: { ...others, [romaeFile]: [utf8(stringifyRomaeFile(model, checksums))] }, checksums }
}

/**
 * The files of a model, byte for byte those that `saveModel` writes: `model.safetensors`, `model_config.json`, `romae.json`.
 * `modelFromFiles` reads them.
 *
 * @throws RomaeError `PARAMETER_*` where the parameters are not the configuration's
 */
export function modelToFiles(model: RomaeModel): Readonly<Record<string, Uint8Array<ArrayBuffer>>> {
  const entries = Object.entries(savedFiles(model).files)
  return Object.fromEntries(entries.map(([name, pieces]) => [name, joined(pieces)]))
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0))
  let offset = 0
  for (const piece of pieces) {
    whole.set(piece, offset)
    offset += piece.length
  }
  return whole
}
