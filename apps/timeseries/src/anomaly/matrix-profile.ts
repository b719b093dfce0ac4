import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readFile } from '@romae/internal/files'
import { InvalidArgumentError } from 'commander'
import { writeFile } from 'romae'
import { readNpy, writeNpy } from '../imputation/npy.ts'

const script = fileURLToPath(new URL('../../peer/stumpy_peer.py', import.meta.url))

/**
 * The matrix profile of stumpy: how unlike each window is to the most similar other one, after both are standardised.
 *
 * @param python an interpreter with stumpy
 * @returns one number a window
 */
export async function matrixProfile(
  values: Float64Array,
  window: number,
  { python, signal }: { readonly python: string; readonly signal: AbortSignal },
): Promise<Float64Array> {
  const folder = await mkdtemp(join(tmpdir(), 'romae-peer-'))
  try {
    const [given, found] = [join(folder, 'values.npy'), join(folder, 'profile.npy')]
    await writeFile(given, writeNpy({ shape: [values.length], values: Float32Array.from(values) }))
    await promisify(execFile)(python, ['-I', script, given, String(window), found], { signal }).catch(
      (cause: Error) => {
        throw new InvalidArgumentError(
          `--peer ${python} cannot make matrix profiles: ${cause.message}; it needs stumpy`,
        )
      },
    )
    return Float64Array.from(readNpy(await readFile(found, 2 ** 31)).values)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
