import { homedir } from 'node:os'
import { join } from 'node:path'
import { type FoundIndex, firstIndex } from './configuration-files.ts'

/** The index that pip's files name, as pip reads them: those of an environment before the user's, these before the system's. */
export function pipIndex(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Promise<FoundIndex | null> {
  return firstIndex(pipFiles(environment, platform), indexOf)
}

function pipFiles(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly string[] {
  const home = environment.HOME || homedir()
  const name = platform === 'win32' ? 'pip.ini' : 'pip.conf'
  const {
    PIP_CONFIG_FILE: named,
    VIRTUAL_ENV: active,
    XDG_CONFIG_HOME,
    XDG_CONFIG_DIRS,
    APPDATA,
    PROGRAMDATA,
  } = environment
  const users = {
    win32: [join(APPDATA ?? home, 'pip', name), join(home, 'pip', name)],
    darwin: [join(home, 'Library', 'Application Support', 'pip', name)],
  }[platform as string] ?? [join(XDG_CONFIG_HOME || join(home, '.config'), 'pip', name)]
  const systems = {
    win32: [join(PROGRAMDATA ?? 'C:\\ProgramData', 'pip', name)],
    darwin: [join('/Library/Application Support/pip', name)],
  }[platform as string] ?? [
    ...(XDG_CONFIG_DIRS || '/etc/xdg').split(':').map((folder) => join(folder, 'pip', name)),
    '/etc/pip.conf',
  ]
  return [
    ...(named ? [named] : []),
    ...(active ? [join(active, name)] : []),
    ...users,
    ...(platform === 'win32' ? [] : [join(home, '.pip', name)]),
    ...systems,
  ]
}

/** Sections that say where packages come from, the one that counts most first. */
const sections = ['download', 'install', 'global']

/**
 * `index-url` of a file in the dialect of Python's configparser: `[section]`, `name = value` or `name: value`, and comments on
 * lines of their own.
 */
function indexOf(text: string): string | undefined {
  const found = new Map<string, string>()
  let section = ''
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\[([^\]]+)\]/.exec(line)
    if (heading !== null) section = heading[1]!.trim().toLowerCase()
    const value = /^index[-_]url\s*[=:]\s*(\S+)\s*$/i.exec(line)
    if (value !== null) found.set(section, value[1]!)
  }
  return sections.map((name) => found.get(name)).find((address) => address !== undefined)
}
