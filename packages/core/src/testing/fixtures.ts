import { readFileSync } from 'node:fs'

const folder = new URL('../../../../tooling/parity-fixtures/fixtures/', import.meta.url)

/** One of the reference's checkpoints, as bytes and text. */
export function referenceCheckpoint(name: 'checkpoint-pretrain' | 'checkpoint-classifier') {
  return {
    configText: readFileSync(new URL(`${name}/model_config.json`, folder), 'utf8'),
    weights: readFileSync(new URL(`${name}/model.safetensors`, folder)),
  }
}
