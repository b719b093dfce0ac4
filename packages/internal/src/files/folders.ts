import { nodeModules } from './node-modules.ts'

/** Makes a folder, with those above it, so that it is still there after a power cut. */
export async function makeFolder(folder: string): Promise<void> {
  const { files, path } = await nodeModules()
  const first = await files.mkdir(folder, { recursive: true })
  if (first === undefined) return
  const top = path.resolve(first)
  for (let made = path.resolve(folder); made.length >= top.length; made = path.dirname(made)) {
    await flushFolder(path.dirname(made))
  }
}

/** A folder that cannot be opened, or a file system that cannot flush one: then names last as long as it lets them. */
const impossible: readonly unknown[] = ['EACCES', 'EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']

/** Flushes the names in a folder, where that can be done. Windows has no such call, and does not need it. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const { files } = await nodeModules()
  try {
    const handle = await files.open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (!impossible.includes((cause as NodeJS.ErrnoException).code)) throw cause
  }
}
