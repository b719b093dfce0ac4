import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

it('measures the memory of a process of its own', { timeout: 120_000 }, () => {
  const { PEER_PYTHON: _, ...env } = process.env
  const options = ['--workloads', 'D', '--steps', '1', '--json']
  const loader = ['--conditions=@romae/source', '--import', 'tsx']
  const output = execFileSync(process.execPath, [...loader, main, 'memory', ...options], { env, encoding: 'utf8' })
  const [row] = JSON.parse(output).workloads
  expect(row).toMatchObject({ name: 'D', peer_mb: null, ratio: null })
  expect(row.ours_mb).toBeGreaterThan(50)
  expect(row.ours_mb).toBeLessThan(4000)
})
