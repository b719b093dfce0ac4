import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as main from './index.ts'
import * as internals from './internals.ts'
import { losses } from './testing/readme-example.ts'

const core = { ...main, ...internals }
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

it('shows the example that runs here, and it learns', () => {
  const example = readFileSync(new URL('testing/readme-example.ts', import.meta.url), 'utf8')
  const [shown] = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1])
  expect(shown).toBe(example)
  expect(losses.at(-1)).toBeLessThan(0.9 * losses[0]!)
})

it('names every size, and nothing that is not exported', () => {
  for (const [name, { dModel, heads, depth }] of Object.entries(core.sizePresets)) {
    expect(readme).toMatch(new RegExp(`^\\| \`${name}\` +\\| ${dModel} +\\| ${heads} +\\| ${depth} +\\|`, 'm'))
  }
  const [, api] = readme.split('## API')
  const named = [...api!.split('\n## ')[0]!.matchAll(/^\| (.+?) +\|/gm)].flatMap(([, cell]) => [
    ...cell!.matchAll(/`(\w+)`/g),
  ])
  const missing = named.map(([, name]) => name!).filter((name) => !(name in core))
  expect(missing).toEqual([])
  expect(named.length).toBeGreaterThan(30)
})

it('lists the defaults as they are', () => {
  const config: Record<string, unknown> = { ...core.pretrainingConfig({ tokenSize: 1, axes: 1, encoder: 'tiny' }) }
  const stack: Record<string, unknown> = { ...core.resolveEncoder('encoder', 'tiny', 1) }
  const rows = [...readme.matchAll(/^\| `(\w+)` +\| `([^`]+)` +\|/gm)]
  const defaults = rows.map(([, name, value]) => [name, value])
  const options = [...Object.entries(config), ...Object.entries(stack)].filter(
    ([name]) =>
      !['task', 'tokenSize', 'axes', 'encoder', 'decoder', 'dModel', 'heads', 'depth', 'feedForward'].includes(name),
  )
  for (const [name, value] of options) {
    expect(defaults).toContainEqual([name, typeof value === 'string' ? value : JSON.stringify(value)])
  }
})
