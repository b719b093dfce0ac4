import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** Milliseconds until a command is killed. */
const PATIENCE = 60_000

/** The folder of the repository. */
export const repository = fileURLToPath(new URL('../../../', import.meta.url))

/** The command that runs a TypeScript file of the repository on the packages' sources. */
export function script(file: string, ...words: readonly string[]): string[] {
  const onSources = ['--import', import.meta.resolve('tsx'), '--conditions=@romae/source']
  return [process.execPath, ...onSources, path.join(repository, file), ...words]
}

/** What a command did besides its work. */
export interface Observation {
  /** 0: it succeeded; null: it was killed. */
  readonly code: number | null
  readonly stderr: string
  /** All files that it left in the folders of the user: home, caches, settings, data. */
  readonly files: readonly string[]
  /** Whom it turned to beyond this machine, hosts that it looked up included; null where that cannot be watched. */
  readonly contacts: readonly string[] | null
}

/** Why connections cannot be watched here; null where they can. */
export const unwatched =
  spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0
    ? null
    : 'connections are not watched: strace is missing, or not allowed to'

/**
 * Runs a command as somebody does who has just got a computer: with empty folders of their own, and no variable set that
 * keeps programs quiet, such as `CI`.
 *
 * @param folder where the user's folders are made, and what strace saw is written
 */
export async function runObserved(folder: string, cwd: string, command: readonly string[]): Promise<Observation> {
  const home = path.join(folder, 'user')
  const folders = {
    XDG_CACHE_HOME: '.cache',
    XDG_CONFIG_HOME: '.config',
    XDG_DATA_HOME: '.data',
    XDG_STATE_HOME: '.state',
  }
  const env: Record<string, string> = { PATH: process.env.PATH ?? '', HOME: home, INIT_CWD: cwd }
  for (const [name, subfolder] of Object.entries(folders)) {
    env[name] = path.join(home, subfolder)
    await mkdir(env[name], { recursive: true })
  }
  const trace = path.join(folder, 'trace')
  const watch = ['strace', '-f', '-qq', '-s', '256', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o', trace]
  const [program, ...words] = unwatched === null ? [...watch, ...command] : command
  // A group of its own, so that what it started ends with it: strace, killed, leaves what it watches behind.
  const child = spawn(program!, words, { cwd, env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), PATIENCE)
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  clearTimeout(timer)
  const entries = await readdir(home, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => path.join(entry.parentPath, entry.name))
  return {
    code,
    stderr,
    files: files.map((file) => path.relative(home, file)),
    contacts: unwatched === null ? contactsIn(await readFile(trace, 'utf8')) : null,
  }
}

/**
 * Addresses beyond this machine in what strace wrote, and who resolves names, wherever that is: it would turn to others. The
 * names are shown where they are part of a message.
 */
export function contactsIn(trace: string): string[] {
  const contacts = new Set<string>()
  for (const line of trace.split('\n')) {
    const address = /inet_(?:addr\(|pton\(AF_INET6, )"([^"]*)"/.exec(line)?.[1]
    const port = /sin6?_port=htons\((\d+)\)/.exec(line)?.[1]
    const local = address === undefined || /^127\.|^::1$|^::ffff:127\./.test(address)
    if (!local || port === '53') contacts.add(`${address} port ${port}`)
    if (line.includes('/systemd/resolve/')) contacts.add('the resolver of systemd')
    // A question to a name server: each part of the name after its length.
    const question = /\\0((?:\\[\dtnrvf]+[a-z0-9-]+){2,})\\0/.exec(line)?.[1]
    if (question !== undefined) contacts.add(question.replace(/\\(?:\d+|[tnrvf])/g, '.').slice(1))
  }
  return [...contacts]
}
