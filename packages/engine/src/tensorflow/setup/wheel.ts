import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import envPaths from 'env-paths'
import { errors } from '../../errors.ts'
import { isolated, runCommand } from './run-command.ts'
import type { TensorFlowVariant } from './variant.ts'

/** Where wheels are kept: in the operating system's folder for caches. */
export function wheelFolder(): string {
  return join(envPaths('romae', { suffix: '' }).cache, 'tensorflow')
}

/** Where the wheel of a variant is, or will be once downloaded. */
export function wheelPath(variant: TensorFlowVariant, folder: string = wheelFolder()): string {
  return join(folder, variant.wheel)
}

/**
 * The wheel, whose checksum was verified: the file given, else the one in the cache, else it is downloaded into the cache.
 *
 * @throws RomaeError `ENGINE_SETUP_CHECKSUM`, `ENGINE_SETUP_DOWNLOAD`
 */
export async function verifiedWheel(
  variant: TensorFlowVariant,
  options: { readonly python: string; readonly file?: string | undefined; readonly folder?: string | undefined },
): Promise<string> {
  const path = options.file ?? wheelPath(variant, options.folder)
  if (options.file === undefined && !existsSync(path)) await download(variant, options.python, path)
  const got = await sha256(path)
  if (got === variant.sha256) return path
  throw errors.ENGINE_SETUP_CHECKSUM({ path, got, expected: variant.sha256 })
}

/** Downloads with pip, as it is configured here, beside the wheel's place, and renames: what is in place is whole. */
async function download(variant: TensorFlowVariant, python: string, path: string): Promise<void> {
  const folder = join(path, '..')
  await mkdir(folder, { recursive: true })
  const partial = await mkdtemp(join(folder, 'download-'))
  try {
    const choice = ['--only-binary=:all:', '--python-version', '3.11', '--platform', 'manylinux2014_x86_64']
    const what = `${variant.pip}==${variant.version}`
    const download = [isolated, '-m', 'pip', 'download', '--quiet', '--no-deps', '--disable-pip-version-check']
    const result = await runCommand(python, [...download, ...choice, '-d', partial, what])
    if (!result.ok) throw errors.ENGINE_SETUP_DOWNLOAD({ what, wheel: variant.wheel, reason: result.reason })
    const made = join(partial, variant.wheel)
    if (!existsSync(made)) {
      const reason = `pip saved ${(await readdir(partial)).join(', ') || 'nothing'}`
      throw errors.ENGINE_SETUP_DOWNLOAD({ what, wheel: variant.wheel, reason })
    }
    await rename(made, path)
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}
