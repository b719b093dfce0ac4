import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { lstat, mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import { bundleScript } from '@romae/build/bundle-script'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it, onTestFinished, vi } from 'vitest'
import { type Lock, lockPath, type Taken, tryLock } from './index.ts'

const child = await bundleScript(new URL('../testing/locking-child.ts', import.meta.url))

async function place() {
  const folder = await temporaryFolder()
  return { folder, lock: await lockPath(folder, 'folder') }
}

async function take(lock: string): Promise<Lock> {
  const taken = await tryLock(lock, 'a test')
  if (!('release' in taken)) throw new Error(`taken by ${JSON.stringify(taken.holder)}`)
  onTestFinished(() => taken.release())
  return taken
}

/** A process that has a lock. */
async function holder(lock: string): Promise<ChildProcess> {
  const started = spawn(process.execPath, [child, lock])
  onTestFinished(() => void started.kill('SIGKILL'))
  const [said] = (await once(started.stdout, 'data')) as [Buffer]
  expect(String(said)).toBe('held\n')
  return started
}

it('one has it, the next is told who, and nothing is left of it', async () => {
  const { folder, lock } = await place()
  const first = await take(lock)
  const { holder, path: of } = (await tryLock(lock, 'another')) as Taken
  expect(of).toBe(lock)
  expect(holder).toMatchObject({ process: process.pid, host: hostname(), command: 'a test' })
  expect(Math.abs(Date.now() - Date.parse(holder!.since))).toBeLessThan(60_000)
  await first.release()
  expect(await readdir(folder)).toEqual([])
  await (await take(lock)).release()
})

it('one that could not be removed when it was released does not keep its own process out', async () => {
  const { folder, lock } = await place()
  const first = await take(lock)
  // As on a disk that has become read-only, neither lock nor note can be removed.
  await writeFile(path.join(lock, 'obstacle'), '')
  const note = await readFile(`${lock}.json`)
  await first.release()
  await writeFile(`${lock}.json`, note)
  await rm(path.join(lock, 'obstacle'))
  await (await take(lock)).release()
  expect(await readdir(folder)).toEqual([])
  // That was once: from now on it is held as any other.
  await take(lock)
  expect(await tryLock(lock, 'another')).not.toHaveProperty('release')
})

it('of many at a time, one has it', async () => {
  const { lock } = await place()
  const all = await Promise.all(Array.from({ length: 8 }, () => tryLock(lock, 'one of many')))
  const winners = all.filter((one) => 'release' in one)
  expect(winners.length).toBe(1)
  await (winners[0] as Lock).release()
})

it('a file has its own beside it', async () => {
  const { folder } = await place()
  await take(await lockPath(path.join(folder, 'a.csv'), 'file'))
  await take(await lockPath(path.join(folder, 'b.csv'), 'file'))
  expect((await readdir(folder)).sort()).toEqual(['.a.csv.lock', '.a.csv.lock.json', '.b.csv.lock', '.b.csv.lock.json'])
})

it('a process that lives keeps others out; one that was killed, or has exited, does not', async () => {
  const { folder, lock } = await place()
  const killed = await holder(lock)
  expect(((await tryLock(lock, 'another')) as Taken).holder).toMatchObject({ process: killed.pid, command: 'a child' })
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  expect(await readdir(folder)).toContain('.lock')
  await (await take(lock)).release()
  const exited = await holder(lock)
  exited.stdin!.end()
  await once(exited, 'exit')
  expect(await readdir(folder)).not.toContain('.lock')
  const stopped = await holder(lock)
  stopped.kill('SIGTERM')
  await once(stopped, 'exit')
  expect(await readdir(folder)).not.toContain('.lock')
  await take(lock)
}, 60_000)

const note = { process: process.pid, host: hostname(), since: '2026-11-29T00:00:00.000Z', command: 'planted' }
const longAgo = new Date(Date.now() - 11 * 60_000)

it.each<[string, string | object]>([
  ['of another machine', { ...note, host: 'elsewhere' }],
  ['that says nothing', ''],
  ['that is no JSON', '{"process": 1'],
  ['of no process', { ...note, process: -1 }],
  ['nested deep', `${'['.repeat(1e5)}${']'.repeat(1e5)}`],
  ['of a megabyte', { ...note, command: 'x'.repeat(1e6) }],
])('a lock %s holds for ten minutes after it was renewed', async (_, contents) => {
  const { lock } = await place()
  await mkdir(lock)
  await writeFile(`${lock}.json`, typeof contents === 'string' ? contents : JSON.stringify(contents))
  expect(await tryLock(lock, 'another')).toMatchObject({ path: lock })
  await utimes(lock, longAgo, longAgo)
  await take(lock)
})

it('a lock without a note holds for ten minutes', async () => {
  const { lock } = await place()
  await mkdir(lock)
  expect(await tryLock(lock, 'another')).toEqual({ holder: null, path: lock })
  await utimes(lock, longAgo, longAgo)
  await take(lock)
})

it('a process that lives has its lock however long it was busy', async () => {
  const { lock } = await place()
  await take(lock)
  await utimes(lock, longAgo, longAgo)
  expect(await tryLock(lock, 'another')).toMatchObject({ holder: { process: process.pid } })
})

it('a process that got the number of one that ended has not its lock', async (context) => {
  if (process.platform !== 'linux') context.skip('needs /proc')
  const { lock } = await place()
  const first = await take(lock)
  const own = JSON.parse(await readFile(`${lock}.json`, 'utf8')) as object
  await first.release()
  await mkdir(lock)
  await writeFile(`${lock}.json`, JSON.stringify({ ...own, started: '12' }))
  await take(lock)
})

it('of who was killed while it looked who has the lock is waited for', async () => {
  const { lock } = await place()
  await mkdir(`${lock}.turn`)
  // Eight of the ten seconds are over.
  const before = new Date(Date.now() - 8_000)
  await utimes(`${lock}.turn`, before, before)
  const began = performance.now()
  await take(lock)
  expect(performance.now() - began).toBeGreaterThan(1000)
})

it('where none can be made is told at once', async () => {
  const { folder } = await place()
  const began = performance.now()
  const lock = path.join(folder, 'absent', '.lock')
  await expect(tryLock(lock, 'another')).rejects.toMatchObject({ code: 'ENOENT' })
  expect(performance.now() - began).toBeLessThan(5000)
})

it.each(['.lock', '.lock.turn'])('what is called %s and is no folder is refused, and not followed', async (name) => {
  const { folder, lock } = await place()
  const victim = path.join(folder, 'victim')
  await mkdir(victim)
  await writeFile(path.join(victim, 'mine'), 'mine')
  const planted = path.join(folder, name)
  for (const target of [victim, path.join(victim, 'mine'), path.join(victim, 'not-there')]) {
    await symlink(target, planted)
    await expect(tryLock(lock, 'another')).rejects.toThrow('has the name of a lock')
    expect((await lstat(planted)).isSymbolicLink()).toBe(true)
    await rm(planted)
  }
  await writeFile(planted, 'garbage')
  await expect(tryLock(lock, 'another')).rejects.toThrow('has the name of a lock')
  expect(await readdir(victim)).toEqual(['mine'])
})

it('a note is not written through a link, and not read through one', async () => {
  const { folder, lock } = await place()
  const victim = path.join(folder, 'victim')
  await writeFile(victim, JSON.stringify(note))
  await mkdir(lock)
  await symlink(victim, `${lock}.json`)
  expect(await tryLock(lock, 'another')).toEqual({ holder: null, path: lock })
  await rm(lock, { recursive: true })
  await take(lock)
  expect(await readFile(victim, 'utf8')).toBe(JSON.stringify(note))
})

it('a folder in a lock’s place that holds anything is left', async () => {
  const { lock } = await place()
  await mkdir(lock)
  await writeFile(path.join(lock, 'mine'), 'mine')
  await utimes(lock, longAgo, longAgo)
  await expect(tryLock(lock, 'another')).rejects.toThrow('ENOTEMPTY')
  expect(await readdir(lock)).toEqual(['mine'])
})

it('says that it was taken away', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const { lock } = await place()
  const own = await take(lock)
  expect(own.isLost).toBe(false)
  await rm(lock, { recursive: true })
  await vi.advanceTimersByTimeAsync(31_000)
  await vi.waitUntil(() => own.isLost)
  await mkdir(lock)
  await own.release()
  expect((await lstat(lock)).isDirectory()).toBe(true)
})
