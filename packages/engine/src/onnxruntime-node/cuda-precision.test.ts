import { execFileSync } from 'node:child_process'
import { bundleScript } from '@romae/build/bundle-script'
import { expect, it } from 'vitest'

const child = await bundleScript(new URL('../testing/cuda-precision-child.ts', import.meta.url))

/** What a process of its own prints: the decision is one of the process. */
function decide(variable: string | undefined, ...words: string[]): string {
  const { NVIDIA_TF32_OVERRIDE: _, ...env } = process.env
  return execFileSync(process.execPath, [child, ...words], {
    env: variable === undefined ? env : { ...env, NVIDIA_TF32_OVERRIDE: variable },
    encoding: 'utf8',
  }).trim()
}

it('is float32 unless TF32 is asked for', () => {
  expect(decide(undefined, 'false', 'false')).toBe('0')
  expect(decide(undefined, 'true', 'true')).toBe('undefined')
})

it('agrees with the environment, or says that it does not', () => {
  expect(decide('0', 'false')).toBe('0')
  expect(decide('1', 'true')).toBe('1')
  expect(decide('1', 'false')).toMatch(
    /it is on by the environment variable NVIDIA_TF32_OVERRIDE=1; asked for: tf32: false/,
  )
  expect(decide('0', 'true')).toMatch(
    /it is off by .*NVIDIA_TF32_OVERRIDE=0; asked for: tf32: true. .*ask for tf32: false/,
  )
})

it('is one for all engines of a process', () => {
  expect(decide(undefined, 'false', 'true')).toMatch(
    /it is off by an engine before this one.*\[ENGINE_CUDA_PRECISION\]/,
  )
  expect(decide(undefined, 'true', 'false')).toMatch(/it is on by an engine before this one/)
})

it('cannot be decided in a worker, and says so', () => {
  expect(decide(undefined, 'worker', 'false')).toMatch(
    /it is on .*In a worker thread, set .*NVIDIA_TF32_OVERRIDE=0 before/,
  )
  expect(decide('0', 'worker', 'false')).toBe('0')
  expect(decide(undefined, 'worker', 'true')).toBe('undefined')
})
