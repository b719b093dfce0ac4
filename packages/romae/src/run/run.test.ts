import { readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { writeJson } from '../index.ts'
import { firstDifference } from './first-difference.ts'
import { ownFolder } from './own-folder.ts'
import { formatSpread, seedRuns, spreadOf } from './seeds.ts'

describe('spreadOf', () => {
  it('gives mean and standard deviation with n − 1, and none for one value', () => {
    expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, std: Math.sqrt(32 / 7) })
    expect(spreadOf([3])).toEqual({ mean: 3, std: null })
    expect(formatSpread(spreadOf([0.9, 0.92]))).toBe('0.9100 ± 0.0141')
    expect(formatSpread(spreadOf([0.9]))).toBe('0.9000')
  })
})

describe('seedRuns', () => {
  const resume = false
  it('runs one seed in the folder itself, several in folders within it', () => {
    expect(seedRuns('/run', { seed: 5, seeds: 1, resume })).toEqual([{ seed: 5, folder: '/run', prefix: '' }])
    expect(seedRuns('/run', { seed: 5, seeds: 2, resume })).toEqual([
      { seed: 5, folder: join('/run', 'seed-5'), prefix: 'seed 5: ' },
      { seed: 6, folder: join('/run', 'seed-6'), prefix: 'seed 6: ' },
    ])
  })

  it('refuses to go on where nothing is', () => {
    expect(() => seedRuns('/none/there', { seed: 1, resume: true })).toThrowRomae('APP_NOTHING_TO_RESUME')
  })
})

describe('ownFolder', () => {
  it('is a folder within another one, and never a link', async () => {
    const folder = await temporaryFolder()
    expect(ownFolder(folder, 'seed-1')).toBe(join(folder, 'seed-1'))
    await symlink('not-there', join(folder, 'seed-1'))
    const refusal = expect.objectContaining({ code: 'APP_LINKED_FOLDER', fields: { path: join(folder, 'seed-1') } })
    expect(() => ownFolder(folder, 'seed-1')).toThrow(refusal)
    expect(() => seedRuns(folder, { seed: 1, seeds: 2, resume: false })).toThrow(refusal)
    // The folder that the user names may be one.
    await symlink(folder, join(folder, 'named'))
    expect(ownFolder(join(folder, 'named'), 'seed-2')).toBe(join(folder, 'named', 'seed-2'))
  })
})

describe('firstDifference', () => {
  it('names the path and both sides', () => {
    expect(firstDifference({ a: { b: [1, 2] } }, { a: { b: [1, 3] } })).toEqual({
      what: 'a.b.1',
      before: '2',
      now: '3',
    })
    expect(firstDifference({ a: 1 }, { a: 1, b: 'x' })).toEqual({ what: 'b', before: 'absent', now: '"x"' })
    expect(firstDifference({ a: null }, { a: null })).toBeNull()
  })

  it('passes over what is free to differ', () => {
    const isFree = (path: readonly string[], before: unknown) => path[0] === 'b' || before === undefined
    expect(firstDifference({ a: { x: 1 }, b: 1 }, { a: { x: 1, y: 2 }, b: 2 }, isFree)).toBeNull()
    expect(firstDifference({ a: { x: 1 } }, { a: {} }, isFree)).toMatchObject({ what: 'a.x', now: 'absent' })
  })
})

describe('writeJson', () => {
  it('makes the folder, and names the path where it cannot write', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'deep', 'file.json')
    await writeJson(path, { a: 1 })
    expect(await readFile(path, 'utf8')).toBe('{\n  "a": 1\n}\n')
    await expect(writeJson(join(path, 'below.json'), {})).rejects.toThrowRomae('APP_CANNOT_WRITE', {
      path: join(path, 'below.json'),
    })
  })
})
