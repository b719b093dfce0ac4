import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { bundleScript } from '@romae/build/bundle-script'
import { expect, it } from 'vitest'

const child = await bundleScript(new URL('../testing/telemetry-child.ts', import.meta.url))

/** What libraries of a process of its own read after telemetry was switched off; `variable` is what the process starts with. */
async function switchOff(variable: string | undefined, ...words: string[]): Promise<string> {
  const { ORT_DISABLE_TELEMETRY: _, ...env } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, [child, ...words], {
    env: variable === undefined ? env : { ...env, ORT_DISABLE_TELEMETRY: variable },
  })
  return stdout
}

it('is off for libraries, from the main thread and from a worker', async () => {
  const found = [switchOff(undefined, 'main'), switchOff('', 'main'), switchOff(undefined, 'worker')]
  expect(await Promise.all(found)).toEqual(['1', '1', '1'])
})

it('stays as the user has it', async () => {
  expect(await Promise.all([switchOff('0', 'main'), switchOff('0', 'worker')])).toEqual(['0', '0'])
  // The variable of the process goes before that of one worker, which no library reads.
  expect(await Promise.all([switchOff('0', 'worker', '1'), switchOff(undefined, 'worker', '0')])).toEqual(['0', '0'])
})

it('cannot be switched off from a worker that does not reach its main thread, and says so', async () => {
  const [refusal, off] = await Promise.all([switchOff(undefined, 'unreachable'), switchOff('1', 'unreachable')])
  expect(refusal).toMatch(/out of reach.*ORT_DISABLE_TELEMETRY=1.*\[ENGINE_TELEMETRY\]/)
  expect(off).toBe('1')
})
