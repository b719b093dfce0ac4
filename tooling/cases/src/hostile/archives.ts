import { once } from 'node:events'
import { mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { fetchDataset } from '@romae/datasets'
import { listImageTar } from '@romae/image'
import { type TarEntry, tar } from '@romae/internal/testing/archives'
import type { Case } from '../case.ts'

/** Downloads a set of PhysioNet from a server of its own, which has this archive. @returns the path, or the error's code */
async function download(folder: string, contents: Buffer): Promise<string> {
  const archive = gzipSync(contents, { level: 1 })
  const server = createServer((request, response) => {
    response.end(request.url?.endsWith('.gz') ? archive : 'RecordID,In-hospital_death\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { fetch } = globalThis
  globalThis.fetch = (place, init) => fetch(`http://127.0.0.1:${port}${new URL(String(place)).pathname}`, init)
  try {
    return (await fetchDataset('physionet2012', { cacheDir: folder })).path
  } catch (cause) {
    return (cause as { code?: string }).code ?? String(cause)
  } finally {
    globalThis.fetch = fetch
    server.close()
  }
}

/** Every file below a folder, but for the archive itself and what is known of downloads. */
async function unpacked(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = all.filter((entry) => !entry.isDirectory()).map((entry) => path.join(entry.parentPath, entry.name))
  return files.filter((file) => file.includes(`${path.sep}set-a${path.sep}`))
}

function refused(name: string, error: string, archive: () => Buffer): Case {
  return {
    name,
    async try({ folder }) {
      const began = performance.now()
      const found = await download(folder, archive())
      const written = await unpacked(folder)
      if (found !== error || written.length > 0) throw new Error(`${found}, and ${written.length} files were written`)
      const seconds = (performance.now() - began) / 1000
      if (seconds > 20) throw new Error(`it took ${seconds.toFixed(1)} s`)
      return undefined
    },
  }
}

const good: TarEntry = { path: 'set-a/1.txt', content: 'Time,Parameter,Value\n' }

/** Archives that would write what, where and as whom they like. */
export const archiveCases: readonly Case[] = [
  {
    name: 'an archive of set-uid files of another owner gives own files with the rights of new ones',
    async try({ folder }) {
      const more = { mode: 0o6777, uid: 1234 }
      const folderOfAll: TarEntry = { path: 'set-a/', type: 'Directory', ...more, mode: 0o7777 }
      const found = await download(folder, tar(folderOfAll, { ...good, ...more }))
      const own = path.join(folder, 'own')
      await mkdir(own)
      await writeFile(path.join(own, 'file'), '')
      for (const [theirs, ours] of [
        ['set-a', ''],
        ['set-a/1.txt', 'file'],
      ] as const) {
        const [got, expected] = await Promise.all([stat(path.join(found, theirs)), stat(path.join(own, ours))])
        if (got.mode !== expected.mode || got.uid !== expected.uid || got.gid !== expected.gid) {
          throw new Error(`${theirs} has mode ${got.mode.toString(8)} and owner ${got.uid}:${got.gid}`)
        }
      }
      return undefined
    },
  },
  refused('an archive of 250,000 entries is refused before any is written', 'DATASETS_TOO_LARGE', () => {
    const header = tar({ path: 'set-a/1.txt' }).subarray(0, 512)
    return Buffer.alloc(250_000 * header.length + 1024).fill(header, 0, 250_000 * header.length)
  }),
  refused('an archive of 250,000 folders within folders is refused, too', 'DATASETS_TOO_LARGE', () =>
    tar(
      good,
      ...Array.from({ length: 5000 }, (_, index) => ({ path: `set-a/${index}/${'a/'.repeat(50)}`, content: '' })),
    ),
  ),
  refused('an archive that holds a link is refused before its first file is written', 'DATASETS_UNSAFE_ENTRY', () =>
    tar(good, { path: 'set-a/way', type: 'SymbolicLink', linkpath: '/etc' }),
  ),
  refused('an archive with a name that leads out is refused before its first file', 'DATASETS_UNSAFE_ENTRY', () =>
    tar(good, { path: 'set-a/../../evil.txt', content: 'evil' }),
  ),
  refused('an archive with a device is refused before its first file is written', 'DATASETS_UNSAFE_ENTRY', () =>
    tar(good, { path: 'set-a/null', type: 'CharacterDevice' }),
  ),
  {
    name: 'an archive of images is listed without its entries’ links, and a planted link beside it stays as it is',
    async try({ folder }) {
      const victim = path.join(folder, 'victim')
      await writeFile(victim, 'mine')
      await symlink(victim, path.join(folder, 'a.png'))
      const archive = path.join(folder, 'a.tar')
      await writeFile(archive, tar({ path: 'a.png', type: 'SymbolicLink', linkpath: victim }))
      const names: string[] = []
      try {
        for await (const { id } of listImageTar(archive)) names.push(String(id))
      } catch (cause) {
        const { code } = cause as { code?: string }
        if (code === undefined) throw cause
        return code
      }
      if (names.length > 0) throw new Error(`listed ${names.join(', ')}`)
      return undefined
    },
  },
]
