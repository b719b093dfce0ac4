import path from 'node:path'
import type { Check } from '../check.ts'

/** What a browser can use: of most packages all that the entry exports, of the modalities what reads no files by their path. */
const entries: Readonly<Record<string, readonly string[] | '*'>> = {
  '@romae/tokenizer': '*',
  '@romae/core': '*',
  '@romae/compiler': '*',
  '@romae/engine': '*',
  '@romae/safetensors': '*',
  '@romae/trainer': '*',
  '@romae/trainer/browser': '*',
  '@romae/timeseries': [
    'observationTokenizer',
    'timestepTokenizer',
    'windows',
    'fillMissing',
    'fromGrid',
    'readWideCsv',
    'readLongCsv',
    'readUea',
    'fillCsv',
  ],
  '@romae/timeseries/modality': ['timeseries'],
  '@romae/image': ['imageTokenizer', 'imageFromPixels'],
  '@romae/image/browser': '*',
  '@romae/audio': ['spectrogramTokenizer'],
  'romae/archive': '*',
  'romae/forecasting': '*',
  'romae/imputation': '*',
}

/** Bundles for browsers, without anything in place of what only Node has, import nothing of Node: neither at once nor lazily. */
export const browserBundle: Check = {
  name: 'browser-bundle',
  description: 'bundles of what browsers can use import nothing of Node',
  async run(root) {
    const { bundleEntry } = await import('@romae/browser-check')
    const problems: string[] = []
    let size = 0
    for (const [specifier, names] of Object.entries(entries)) {
      const folder = path.join(root, 'packages', specifier.replace('@romae/', '').split('/')[0]!)
      const bundle = await bundleEntry(folder, specifier, names)
      size += bundle.size
      problems.push(...bundle.nodeImports.map((found) => `${specifier}: ${found}`))
    }
    const count = Object.keys(entries).length
    return {
      ok: problems.length === 0 && size > 0,
      figure: `imports of Node in bundles of ${count} packages, ${(size / 1e6).toFixed(1)} MB: ${problems.length}`,
      details: problems,
    }
  },
}
