import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { extract } from 'tar'
import { download } from './download.ts'
import { filesOf, onnxRuntimeNode, type Platform } from './pinned.ts'

/** Licence files of the same version of ONNX Runtime, from its package for Python: that for Node has none. */
const notices = fileURLToPath(new URL('../notices', import.meta.url))

/**
 * Puts a platform's files of onnxruntime-node into its package, `runtimes/PLATFORM`, and ONNX Runtime's licences beside them.
 * What a run before left there is replaced.
 *
 * @throws Error if the download is not what was pinned, or a file is missing
 */
export function fillRuntime(root: string, platform: Platform): void {
  const scratch = mkdtempSync(path.join(tmpdir(), 'romae-runtime-'))
  try {
    const tarball = download(onnxRuntimeNode, scratch)
    unpackRuntime(tarball, onnxRuntimeNode.integrity, platform, path.join(root, 'runtimes', platform))
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

/** @param integrity of the tarball, as a registry writes it: `sha512-…` in base64 */
export function unpackRuntime(tarball: string, integrity: string, platform: Platform, folder: string): void {
  const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`
  if (found !== integrity) throw new Error(`${path.basename(tarball)} has ${found}; pinned is ${integrity}`)
  for (const old of ['bin', 'dist']) rmSync(path.join(folder, old), { recursive: true, force: true })
  const wanted = filesOf(platform)
  extract({
    file: tarball,
    cwd: folder,
    strip: 1,
    sync: true,
    filter: (entry) => wanted.includes(entry.slice('package/'.length)),
  })
  const missing = wanted.filter((file) => !existsSync(path.join(folder, file)))
  if (missing.length > 0) throw new Error(`${path.basename(tarball)} has no ${missing.join(', ')}`)
  for (const notice of ['LICENSE', 'ThirdPartyNotices.txt']) {
    copyFileSync(path.join(notices, notice), path.join(folder, notice))
  }
}
