import {
  type DirectoryHandle,
  type FileHandle,
  folderStorage,
  loadModel,
  type RomaeModel,
  saveModel,
} from '@romae/trainer/browser'

/** How often something was ended in the middle, and where what was there then was neither the old nor the new. */
export interface PageCrashes {
  readonly tried: number
  readonly problems: readonly string[]
}

const step = 'step-00000001'

/**
 * Replaces a checkpoint and a model in the browser's own files, ended before the first, the second, … change of a file, until one is
 * not ended at all: afterwards there has to be the old one or the new one, whole.
 *
 * @param first, second models of one configuration
 */
export async function pageCrashes(root: DirectoryHandle, first: RomaeModel, second: RomaeModel): Promise<PageCrashes> {
  const problems: string[] = []
  const digests = await Promise.all(['old', 'new'].map((text) => digest(text)))
  const filesOf = (text: string, place: number) => ({
    'run.json': [bytes(text)],
    SHA256SUMS: [bytes(`${digests[place]}  run.json\n`)],
  })
  const checkpoint = async (folder: DirectoryHandle, fused: DirectoryHandle) => {
    await folderStorage(folder).replace(step, filesOf('old', 0))
    return replaced(folder, fused, ['old', 'new'])
  }
  const replaced = async (folder: DirectoryHandle, fused: DirectoryHandle, allowed: readonly string[]) => {
    const isEnded = await ends(folderStorage(fused).replace(step, filesOf('new', 1)))
    const after = folderStorage(folder)
    await after.prepare!()
    const [run, sums] = await Promise.all(['run.json', 'SHA256SUMS'].map((file) => after.read(step, file)))
    const text = new TextDecoder().decode(run ?? bytes('nothing'))
    const isWhole = new TextDecoder().decode(sums ?? bytes('')) === `${await digest(text)}  run.json\n`
    const left = await namesIn(folder)
    if (text === 'nothing' && isEnded && allowed.includes(text)) return left.length === 0 ? null : `there is ${left}`
    if (!(isWhole && (isEnded ? allowed : ['new']).includes(text))) return `a checkpoint is ${text}`
    return left.join() === step ? null : `beside a checkpoint there is ${left}`
  }
  const firstCheckpoint = (folder: DirectoryHandle, fused: DirectoryHandle) =>
    replaced(folder, fused, ['nothing', 'new'])
  const model = async (folder: DirectoryHandle, fused: DirectoryHandle) => {
    await saveModel(folder, first)
    const isEnded = await ends(saveModel(fused, second))
    const found = JSON.stringify(weightsOf(await loadModel(folder)))
    const expected = (isEnded ? [first, second] : [second]).map((one) => JSON.stringify(weightsOf(one)))
    return expected.includes(found) ? null : 'a model is neither the old one nor the new one'
  }
  let tried = 0
  for (const [what, attempt] of Object.entries({ firstCheckpoint, checkpoint, model })) {
    for (let changes = 0; ; changes++) {
      const name = `crashes-${what}-${changes}`
      const folder = await root.getDirectoryHandle(name, { create: true })
      const fuse = { left: changes, isBlown: false }
      const problem = await attempt(folder, fusedFolder(folder, fuse)).catch((error: unknown) => String(error))
      if (problem !== null) problems.push(`ended before change ${changes + 1}: ${problem}`)
      tried += 1
      await root.removeEntry(name, { recursive: true })
      if (!fuse.isBlown || tried > 200) break
    }
  }
  return { tried, problems }
}

interface Fuse {
  left: number
  isBlown: boolean
}

/** A folder in which all changes fail after so many: as of a tab that is no more. */
function fusedFolder(folder: DirectoryHandle, fuse: Fuse): DirectoryHandle {
  const change = () => {
    fuse.isBlown ||= fuse.left === 0
    if (fuse.isBlown) throw new Error('the tab has ended')
    fuse.left -= 1
  }
  return {
    kind: 'directory',
    name: folder.name,
    keys: () => folder.keys(),
    async getDirectoryHandle(name, options) {
      if (options?.create) change()
      return fusedFolder(await folder.getDirectoryHandle(name, options), fuse)
    },
    async getFileHandle(name, options) {
      if (options?.create) change()
      return fusedFile(await folder.getFileHandle(name, options), change)
    },
    async removeEntry(name, options) {
      change()
      await folder.removeEntry(name, options)
    },
  }
}

function fusedFile(file: FileHandle, change: () => void): FileHandle {
  return {
    kind: 'file',
    name: file.name,
    getFile: () => file.getFile(),
    async createWritable() {
      const writable = await file.createWritable!()
      return {
        write: (data) => writable.write(data),
        abort: () => writable.abort(),
        async close() {
          change()
          await writable.close()
        },
      }
    },
  }
}

const ends = (work: Promise<void>) =>
  work.then(
    () => false,
    () => true,
  )

const bytes = (text: string) => new TextEncoder().encode(text)

async function digest(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes(text)))
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function namesIn(folder: DirectoryHandle): Promise<string[]> {
  const names: string[] = []
  for await (const name of folder.keys()) names.push(name)
  return names
}

const weightsOf = ({ parameters }: RomaeModel) =>
  Object.entries(parameters).map(([name, values]) => [name, [...values.slice(0, 4)]])
