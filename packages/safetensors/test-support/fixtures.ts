import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../../tooling/parity-fixtures/fixtures/', import.meta.url)

/** Checkpoints written by PyTorch with the Python package. */
export const checkpoints = ['checkpoint-pretrain/model.safetensors', 'checkpoint-classifier/model.safetensors'] as const

/** All files written by the Python package. */
export const pythonFiles = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.safetensors'))
  .sort()

export function fixturePath(name: string): URL {
  return new URL(name, folder)
}

export function readFixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(fixturePath(name)))
}
