import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Case, Workplace } from '../case.ts'
import { type CommandResult, commandOf } from '../command.ts'
import { quickly, seriesColumns, seriesTable } from '../series-table.ts'

/** Words that would train for minutes. */
const lasting = ['pretrain', 'in.csv', ...seriesColumns, ...quickly('pretraining', 1_000_000), '--save-every', '1']
const brief = ['pretrain', 'in.csv', ...seriesColumns, ...quickly('pretraining'), '--save-every', '1']

/** Starts a command, and waits until a file or folder is there. It is killed with the case. */
async function startUntil(folder: string, words: readonly string[], name: string): Promise<ChildProcess> {
  const [program, ...parameters] = commandOf('timeseries', words)
  const env = { ...process.env, INIT_CWD: folder }
  const child = spawn(program, parameters, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr?.on('data', (data) => {
    said += String(data)
  })
  while (!existsSync(path.join(folder, name))) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${said}`)
    await sleep(20)
  }
  return child
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

function requireLocked({ code, stderr }: CommandResult, holder: ChildProcess, place: string, command: string): void {
  if (code !== 1 || !stderr.includes('[APP_LOCKED]')) throw new Error(`exit code ${code}: ${stderr.slice(0, 300)}`)
  for (const word of [`process ${holder.pid} on `, ' since 2', command, place]) {
    if (!stderr.includes(word)) throw new Error(`it does not say ${word}: ${stderr}`)
  }
}

async function locksIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => path.basename(name).includes('.lock'))
}

async function requireEnd({ run }: Workplace, ...words: readonly string[]): Promise<void> {
  const { code, stderr } = await run('timeseries', ...words)
  if (code !== 0) throw new Error(`${words.at(-1)}: exit code ${code}: ${stderr.slice(0, 300)}`)
}

/** Two commands that would write to one place. */
export const runLockCases: readonly Case[] = [
  {
    name: 'of two commands with one --out the second is told who has it; one that was stopped or killed has it no more',
    async try(place) {
      const { folder, run } = place
      await writeFile(path.join(folder, 'in.csv'), seriesTable)
      const first = await startUntil(folder, [...lasting, '--out', 'run'], 'run/training/step-00000001')
      try {
        const ways = [[], ['--resume'], ['--overwrite']]
        const second = await Promise.all(ways.map((more) => run('timeseries', ...brief, '--out', 'run', ...more)))
        for (const result of second) requireLocked(result, first, 'run', 'pretrain in.csv')
        await end(first, 'SIGTERM')
        const left = await locksIn(folder)
        if (left.length > 0) throw new Error(`stopped, it left ${left.join(', ')}`)
        const third = await startUntil(folder, [...lasting, '--out', 'run', '--resume'], 'run/.lock.json')
        await end(third, 'SIGKILL')
        if (!existsSync(path.join(folder, 'run/.lock')))
          throw new Error('a process that was killed left no lock to try')
        await requireEnd(place, ...brief, '--out', 'run', '--overwrite')
        const after = await locksIn(folder)
        if (after.length > 0) throw new Error(`it left ${after.join(', ')}`)
      } finally {
        first.kill('SIGKILL')
      }
      return undefined
    },
  },
  {
    name: 'of two impute with one --out the second is told who has it',
    async try({ folder, run }) {
      await writeFile(path.join(folder, 'in.csv'), seriesTable)
      const words = ['impute', 'in.csv', '--time', 't', '--id', 'id', '--value', 'v', '--out', 'out.csv']
      const long = [...words, '--steps', '1000000', '--folder', 'a']
      const first = await startUntil(folder, long, '.out.csv.lock.json')
      try {
        const second = await run('timeseries', ...words, '--steps', '2', '--folder', 'b')
        requireLocked(second, first, 'out.csv', 'impute in.csv')
        if (existsSync(path.join(folder, 'b'))) throw new Error('the second trained before it was refused')
      } finally {
        first.kill('SIGKILL')
      }
      return undefined
    },
  },
  {
    name: 'a planted lock is not followed, one of garbage does not keep a command out for good',
    async try(place) {
      const { folder, run } = place
      await writeFile(path.join(folder, 'in.csv'), seriesTable)
      const victim = path.join(folder, 'victim')
      await mkdir(path.join(folder, 'run'))
      await mkdir(victim)
      const lock = path.join(folder, 'run', '.lock')
      await symlink(victim, lock)
      const { code, stderr } = await run('timeseries', ...brief, '--out', 'run')
      if (code !== 1 || !stderr.includes('[APP_CANNOT_WRITE]')) throw new Error(`exit code ${code}: ${stderr}`)
      if ((await readdir(victim)).length > 0) throw new Error('it was written through the link')
      await rm(lock)
      await mkdir(lock)
      const note = path.join(victim, 'note')
      await writeFile(note, '{"process": "garbage"')
      await symlink(note, `${lock}.json`)
      const before = await run('timeseries', ...brief, '--out', 'run')
      if (!before.stderr.includes('[APP_LOCKED]')) throw new Error(`exit code ${before.code}: ${before.stderr}`)
      const longAgo = new Date(Date.now() - 3_600_000)
      await utimes(lock, longAgo, longAgo)
      await requireEnd(place, ...brief, '--out', 'run')
      if ((await readFile(note, 'utf8')) !== '{"process": "garbage"') throw new Error('it was written through the link')
      return undefined
    },
  },
]
