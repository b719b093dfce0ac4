import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)
const folder = path.dirname(require.resolve('@romae/parity-fixtures/manifest.json'))

/** One of the reference's checkpoints, as bytes and text. */
export function referenceCheckpoint(name: 'checkpoint-pretrain' | 'checkpoint-classifier') {
  return {
    configText: readFileSync(path.join(folder, name, 'model_config.json'), 'utf8'),
    weights: readFileSync(path.join(folder, name, 'model.safetensors')),
  }
}
