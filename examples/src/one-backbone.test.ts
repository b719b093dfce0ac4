import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { bundleScript } from '@romae/build/bundle-script'
import { expect, it } from 'vitest'

const example = new URL('./one-backbone.ts', import.meta.url)

it('one backbone learns from a series, an image and a sound', { timeout: 120_000 }, async () => {
  expect(readFileSync(example, 'utf8').trimEnd().split('\n').length).toBeLessThan(60)
  const output = execFileSync(process.execPath, [await bundleScript(example)], { encoding: 'utf8' })
  const lines = [...output.matchAll(/^(\w+): (\d+) tokens at \[(.*)\], loss (\S+) -> (\S+)$/gm)]
  expect(lines.map(([, name, tokens, axes]) => [name, Number(tokens), axes])).toEqual([
    ['series', 64, 'channel, time'],
    ['images', 64, 'row, column'],
    ['sounds', 64, 'time, frequency'],
  ])
  for (const [, , , , first, last] of lines) expect(Number(last)).toBeLessThan(Number(first))
})
