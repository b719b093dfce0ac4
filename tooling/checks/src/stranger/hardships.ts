import { cp, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Ended, runProgram } from './run-program.ts'

/** Something that went wrong around a command, and how it took it. */
export interface Hardship {
  readonly name: string
  readonly ended: Ended
  readonly isRight: boolean
}

const TABLE = 'weather.csv'
const words = ['--time', 'date', '--id', 'location', '--steps', '5']

/**
 * What may be wrong around the installed command: a name that scripts trip over, no home folder, pipes and disks that take no more.
 * Nothing that was there is lost, and where the command fails it says why with a code.
 *
 * @param folder where romae is installed, with the user's data
 */
export async function hardships(folder: string, env: NodeJS.ProcessEnv): Promise<readonly Hardship[]> {
  const romae = path.join(folder, 'node_modules/romae/bin/romae.js')
  const shell = (line: string, cwd = folder, own: NodeJS.ProcessEnv = env) =>
    runProgram('bash', ['-c', `romae() { node "${romae}" "$@"; }; ${line}`], cwd, own)
  const found: Hardship[] = []
  const add = (name: string, ended: Ended, isRight: boolean) => found.push({ name, ended, isRight })

  await cp(path.join(folder, TABLE), path.join(folder, "wetter von zwei Städten's.csv"))
  const named = await shell(`romae impute "wetter von zwei Städten's.csv" ${words.join(' ')}`)
  add('a name with blanks and Umlauts', named, named.code === 0 && named.stdout.includes("zwei Städten's.filled.csv"))

  const homeless = { ...env, HOME: '/dev/null/none', XDG_CACHE_HOME: '', XDG_CONFIG_HOME: '' }
  const home = await shell(`romae impute ${TABLE} ${words.join(' ')} --folder homeless`, folder, homeless)
  add('no home folder', home, home.code === 0)

  const piped = await shell(`set -o pipefail; romae inspect ${TABLE} --time date --id location | head -n 1`)
  add('a pipe that closes after one line', piped, piped.code === 0 && piped.stdout.split('\n').length === 2)
  const full = await shell(`romae inspect ${TABLE} --time date --id location > /dev/full`)
  add('standard output on a full disk', full, full.code === 1 && full.stderr.includes('[APP_CANNOT_WRITE]'))
  return [...found, ...(await onSmallDisk(folder, shell))]
}

/** A disk that fills up in the middle of a training, and one that is read-only; none where no file system can be mounted. */
async function onSmallDisk(
  folder: string,
  shell: (line: string, cwd: string) => Promise<Ended>,
): Promise<readonly Hardship[]> {
  const { SmallDisk } = await import('@romae/robustness')
  const disk = SmallDisk.mount()
  if (!(disk instanceof SmallDisk)) return []
  const data = path.join(folder, 'small')
  try {
    await cp(path.join(folder, TABLE), path.join(data, TABLE))
    const before = await readFile(path.join(folder, TABLE))
    const isWhole = async () => before.equals(await readFile(path.join(disk.folder, TABLE)))
    const impute = `romae impute ${TABLE} ${words.join(' ')}`
    const found: Hardship[] = []
    for (const pages of [0, 4, 100, 600]) {
      await disk.reset(data)
      disk.fill(pages)
      const ended = await shell(impute, disk.folder)
      const isRight = ended.code === 1 && /\[[A-Z_]+\]\s*$/.test(ended.stderr) && (await isWhole())
      found.push({ name: `a disk with room for ${4 * pages} kB`, ended, isRight })
    }
    await disk.reset(data)
    disk.makeReadOnly()
    for (const line of [impute, 'romae create quakes']) {
      const ended = await shell(line, disk.folder)
      const isRight = ended.code === 1 && /\[[A-Z_]+\]\s*$/.test(ended.stderr) && (await isWhole())
      found.push({ name: `a read-only folder, ${line.split(' ', 2).join(' ')}`, ended, isRight })
    }
    return found
  } finally {
    disk.unmount()
    await rm(data, { recursive: true, force: true })
  }
}
