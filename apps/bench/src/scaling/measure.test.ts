import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { launcherAbsence } from './launch.ts'
import { joinRanks } from './measure.ts'

it('counts an all-reduce from when the last rank has come, and what the others wait for it', () => {
  const first = [{ ms: 100, reductions: [9, 20] }]
  const second = [{ ms: 102, reductions: [1, 24] }]
  expect(joinRanks([first, second])).toEqual([{ ms: 102, communication: 21, waiting: 6 }])
})

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

it('measures one rank and two', { timeout: 300_000 }, (context) => {
  const absence = launcherAbsence()
  if (absence !== null) context.skip(absence)
  const { PEER_PYTHON: _, ...env } = process.env
  const options = ['--workloads', 'D', '--ranks', '2', '--no-link', '--rounds', '1', '--per-round', '1', '--json']
  const loader = ['--conditions=@romae/source', '--import', 'tsx']
  const command = [...loader, main, 'scaling', ...options]
  const output = execFileSync(process.execPath, command, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const [{ name, parameters, settings }] = JSON.parse(output).workloads
  expect({ name, parameters }).toEqual({ name: 'D', parameters: 1_592_106 })
  expect(settings).toMatchObject([
    { ranks: 1, peer: null, network: null, node: { row: expect.any(Number) } },
    { ranks: 2, gigabits: null, node: null },
  ])
  expect(settings[1].communication.median).toBeLessThan(settings[1].step.median)
  expect(settings[1].communication.median).toBeGreaterThan(0)
})
