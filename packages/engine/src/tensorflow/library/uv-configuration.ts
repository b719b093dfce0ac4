import { homedir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { type FoundIndex, firstIndex } from './configuration-files.ts'

/** The index that uv's files name: the user's, then the system's. A project's file is not asked, as it may be a stranger's. */
export function uvIndex(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Promise<FoundIndex | null> {
  const { UV_CONFIG_FILE: named, XDG_CONFIG_HOME, APPDATA, PROGRAMDATA } = environment
  const home = environment.HOME || homedir()
  const [user, system] =
    platform === 'win32'
      ? [APPDATA ?? home, PROGRAMDATA ?? 'C:\\ProgramData']
      : [XDG_CONFIG_HOME || join(home, '.config'), '/etc']
  const files = named ? [named] : [user, system].map((folder) => join(folder, 'uv', 'uv.toml'))
  return firstIndex(files, indexOf)
}

/** What is read of uv.toml. */
interface Configuration {
  readonly index?: readonly { readonly url?: string; readonly default?: boolean }[]
  readonly 'index-url'?: string
  readonly pip?: { readonly 'index-url'?: string }
}

/** The default index, else the first of those that are asked before it. */
function indexOf(text: string): string | undefined {
  let configuration: Configuration
  try {
    configuration = parse(text) as Configuration
  } catch {
    return undefined
  }
  const { index = [], 'index-url': plain, pip } = configuration
  const known = Array.isArray(index) ? index : []
  const addresses = [known.find((one) => one.default === true)?.url, plain, pip?.['index-url'], known[0]?.url]
  return addresses.find((address) => typeof address === 'string' && address !== '')
}
