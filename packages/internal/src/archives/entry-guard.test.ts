import { expect, it } from 'vitest'
import { ArchiveProblem, EntryGuard } from './index.ts'

const limits = { entries: 5, bytes: 100 }

function problem(run: () => void): ArchiveProblem | null {
  try {
    run()
    return null
  } catch (cause) {
    if (cause instanceof ArchiveProblem) return cause
    throw cause
  }
}

it('takes files and folders below the folder', () => {
  const guard = new EntryGuard(limits)
  guard.check('a/', 0, 'folder')
  guard.check('a/b.txt', 60, 'file')
  guard.check('./c..d', 40, 'file')
})

it.each([
  ['../a', 'file', /leads out/],
  ['a/../../b', 'file', /leads out/],
  ['/etc/passwd', 'file', /leads out/],
  ['..\\a', 'file', /leads out/],
  ['\\a', 'file', /leads out/],
  ['C:a', 'file', /leads out/],
  ['a\0b', 'file', /leads out/],
  ['x'.repeat(4097), 'file', /has 4097 characters, and may have 4096/],
  ['a', 'link', /it is a link/],
  ['a', 'CharacterDevice', /it is a CharacterDevice/],
])('refuses %j as a %s', (name, kind, reason) => {
  const found = problem(() => new EntryGuard(limits).check(name, 0, kind))
  expect(found).toMatchObject({ kind: 'unsafe', what: name, message: expect.stringMatching(reason) })
})

it('counts files, and every folder once, whether it has an entry or not', () => {
  const guard = new EntryGuard(limits)
  guard.check('a/b/1', 0, 'file')
  guard.check('a/b/2', 0, 'file')
  guard.check('a/b', 0, 'folder')
  guard.check('a/', 0, 'folder')
  guard.check('3', 0, 'file')
  expect(problem(() => guard.check('4', 0, 'file'))).toMatchObject({
    kind: 'too large',
    what: 'files and folders',
    got: 6,
    limit: 5,
  })
  const deep = problem(() => new EntryGuard(limits).check('a/'.repeat(2000), 0, 'folder'))
  expect(deep).toMatchObject({ kind: 'too large', got: 6 })
})

it('counts bytes', () => {
  const guard = new EntryGuard(limits)
  guard.check('a', 100, 'file')
  expect(problem(() => guard.check('b', 1, 'file'))).toMatchObject({
    kind: 'too large',
    what: 'bytes',
    got: 101,
    limit: 100,
  })
})
