import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

it('warns once a process, by way of Node', () => {
  const source = `
    const { warnOfSlowEngine } = await import(${JSON.stringify(new URL('./slow-engine-warning.ts', import.meta.url).href)})
    warnOfSlowEngine('Because of this.')
    warnOfSlowEngine('And of that.')`
  const parameters = ['--import', 'tsx', '--input-type=module', '--eval', source]
  const { stderr, stdout } = spawnSync(process.execPath, parameters, { encoding: 'utf8' })
  expect(stdout).toBe('')
  expect(stderr).toMatch(/\[ENGINE_SLOW\] RomaeWarning: RoMAE runs on tfjs, .* Because of this\.\n/)
  expect(stderr).not.toMatch(/And of that/)
})
