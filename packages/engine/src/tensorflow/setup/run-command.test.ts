import { writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { runCommand } from './run-command.ts'

it('runs programs beside Node, not in the current folder', async () => {
  const output = `${dirname(process.execPath)}\n`
  expect(await runCommand(process.execPath, ['-p', 'process.cwd()'])).toEqual({ ok: true, output })
})

it('finds a program by a path from the current folder all the same', async () => {
  const program = join(await temporaryFolder(), 'program')
  writeFileSync(program, '#!/bin/sh\necho "$1"\n', { mode: 0o755 })
  const found = await runCommand(relative(process.cwd(), program), ['word'])
  expect(found).toEqual({ ok: true, output: 'word\n' })
})
