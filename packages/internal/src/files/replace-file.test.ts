import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it, onTestFinished } from 'vitest'
import { replaceFile } from './index.ts'

const modeOf = async (file: string) => ((await stat(file)).mode & 0o7777).toString(8)

describe('a file that is replaced', () => {
  it('holds what was given, whatever it was given as', async () => {
    const folder = await temporaryFolder()
    const place = path.join(folder, 'file')
    const pieces = [Uint8Array.of(97), new Uint8Array(0), Uint8Array.of(98, 99)]
    async function* later() {
      yield* pieces
    }
    for (const contents of ['abc', Buffer.from('abc'), pieces, later()]) {
      await replaceFile(place, contents)
      expect(await readFile(place, 'utf8')).toBe('abc')
      await replaceFile(pathToFileURL(place), 'ä')
      expect(await readFile(place, 'utf8')).toBe('ä')
    }
    expect(await readdir(folder)).toEqual(['file'])
  })

  it('is put in the place of a symbolic link, and not through it', async () => {
    const folder = await temporaryFolder()
    const victim = path.join(folder, 'victim')
    await writeFile(victim, 'precious', { mode: 0o640 })
    for (const target of [victim, path.join(folder, 'not-there'), folder]) {
      const place = path.join(folder, 'file')
      await symlink(target, `${place}.link`)
      await replaceFile(`${place}.link`, 'new')
      expect((await lstat(`${place}.link`)).isFile()).toBe(true)
      expect(await readFile(`${place}.link`, 'utf8')).toBe('new')
      execFileSync('rm', [`${place}.link`])
    }
    expect(await readFile(victim, 'utf8')).toBe('precious')
    expect(await readdir(folder)).toEqual(['victim'])
  })

  it('keeps its rights, but for those of running as somebody else', async () => {
    const folder = await temporaryFolder()
    const place = path.join(folder, 'file')
    await writeFile(place, '')
    await chmod(place, 0o4750)
    await replaceFile(place, 'new')
    expect(await modeOf(place)).toBe('750')
  })

  it.each([0o022, 0o027, 0o077])('has the rights of any new file where it is new, with umask %o', async (umask) => {
    const folder = await temporaryFolder()
    const before = process.umask(umask)
    onTestFinished(() => void process.umask(before))
    await writeFile(path.join(folder, 'plain'), '')
    await replaceFile(path.join(folder, 'file'), '')
    expect(await modeOf(path.join(folder, 'file'))).toBe(await modeOf(path.join(folder, 'plain')))
  })

  it('is under an unpredictable name and open to nobody else until it is complete', async () => {
    const folder = await temporaryFolder()
    const seen: string[] = []
    async function* contents() {
      yield Buffer.from('first')
      const [name = ''] = await readdir(folder)
      seen.push(name)
      expect(name).toMatch(/^file\.[0-9a-f]{32}\.tmp$/)
      expect(await modeOf(path.join(folder, name))).toBe('600')
    }
    for (let time = 0; time < 2; time++) {
      await replaceFile(path.join(folder, 'file'), contents())
      execFileSync('rm', [path.join(folder, 'file')])
    }
    expect(seen[0]).not.toBe(seen[1])
  })

  it('is as it was after an error, with nothing beside it', async () => {
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'file'), 'old')
    async function* contents() {
      yield Buffer.from('half')
      throw new Error('the connection was lost')
    }
    await expect(replaceFile(path.join(folder, 'file'), contents())).rejects.toThrow('the connection was lost')
    expect(await readFile(path.join(folder, 'file'), 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['file'])
  })

  it('may have the longest name that there can be', async () => {
    const folder = await temporaryFolder()
    for (const name of ['x'.repeat(255), 'é'.repeat(127), `${'😀'.repeat(63)}.md`]) {
      await replaceFile(path.join(folder, name), name)
      expect(await readFile(path.join(folder, name), 'utf8')).toBe(name)
    }
  })
})

describe('what is no file', () => {
  it.each([
    ['a folder', (place: string) => mkdir(place)],
    ['a FIFO', async (place: string) => execFileSync('mkfifo', [place])],
  ])('is refused: %s', async (kind, make) => {
    const folder = await temporaryFolder()
    const place = path.join(folder, 'place')
    await make(place)
    await expect(replaceFile(place, 'new')).rejects.toThrow(`${place} is ${kind}, and no file`)
    expect(await readdir(folder)).toEqual(['place'])
  })

  it('is refused: a socket', async () => {
    const place = path.join(await temporaryFolder(), 'place')
    const server = createServer().listen(place)
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    await expect(replaceFile(place, 'new')).rejects.toThrow(`${place} is a socket, and no file`)
  })

  it.each(['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'])(
    'is written to where it is an output: %s',
    async (output) => {
      const folder = await temporaryFolder()
      const script = path.join(folder, 'write.mts')
      const source = new URL('./index.ts', import.meta.url).href
      await writeFile(script, `import { replaceFile } from '${source}'\nawait replaceFile('${output}', 'new\\n')\n`)
      const node = [process.execPath, '--import', import.meta.resolve('tsx'), script]
      const run = (command: string) => spawnSync('sh', ['-c', command, ...node], { cwd: folder, encoding: 'utf8' })
      expect(run('"$0" "$@" | cat')).toMatchObject({ stdout: 'new\n', stderr: '', status: 0 })
      // What the file has already is kept, as it is by a shell's `>>`.
      const file = path.join(folder, 'log')
      await writeFile(file, 'old\n')
      run('"$0" "$@" >> log')
      expect(await readFile(file, 'utf8')).toBe('old\nnew\n')
    },
  )
})
