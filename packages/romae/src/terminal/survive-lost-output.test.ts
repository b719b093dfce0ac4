import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { bundleScript } from '@romae/build/bundle-script'
import { expect, it } from 'vitest'

const child = await bundleScript(new URL('../testing/printing-child.ts', import.meta.url))

function shell(line: string): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    // The shell's own exit code is that of the program before the pipe.
    execFile('bash', ['-o', 'pipefail', '-c', line, 'bash', process.execPath, child], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
}

it('goes on with its work where a pipe closes early', async () => {
  expect(await shell('"$1" "$2" | head -n 1')).toEqual({ code: 0, stdout: 'line 0\n', stderr: 'done\n' })
})

it('says once that standard output cannot be written, and ends with 1', async (context) => {
  if (!existsSync('/dev/full')) return context.skip('needs /dev/full')
  const { code, stderr } = await shell('"$1" "$2" > /dev/full')
  expect(stderr).toMatch(/^error: cannot write standard output: ENOSPC.* \[APP_CANNOT_WRITE\]\ndone\n$/)
  expect(code).toBe(1)
})

it('does without standard error', async (context) => {
  if (!existsSync('/dev/full')) return context.skip('needs /dev/full')
  expect(await shell('"$1" "$2" 2> /dev/full | tail -n 1')).toEqual({ code: 0, stdout: 'line 19999\n', stderr: '' })
})
