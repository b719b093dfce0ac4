import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)

/** The folder of golden tensors and checkpoints. */
export const fixtures = path.dirname(require.resolve('@romae/parity-fixtures/manifest.json'))
