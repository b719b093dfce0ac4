import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { createRandom } from '@romae/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { runRomae, tryRomae } from '../testing/run-romae.ts'
import { onPlane } from './plane.ts'

/** Two heaps of vectors, far apart. */
function heaps(count: number): Float32Array[] {
  const random = createRandom(4)
  return Array.from({ length: count }, (_, index) =>
    Float32Array.from({ length: 8 }, () => 20 * (index % 2) + random.normal()),
  )
}

describe('onPlane', () => {
  it('keeps heaps apart, the same for a seed', async () => {
    const plane = await onPlane(heaps(60), { neighbours: 8, seed: 2 })
    const away = (a: readonly number[], b: readonly number[]) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!)
    // The nearest other point is of the same heap.
    for (const [index, one] of plane.entries()) {
      const others = plane.map((other, at) => (at === index ? Infinity : away(one, other)))
      expect(others.indexOf(Math.min(...others)) % 2).toBe(index % 2)
    }
    expect(await onPlane(heaps(60), { neighbours: 8, seed: 2 })).toEqual(plane)
    expect(await onPlane(heaps(60), { neighbours: 8, seed: 3 })).not.toEqual(plane)
  })

  it('takes few points, and refuses too few', async () => {
    expect(await onPlane(heaps(4), { neighbours: 15, seed: 1 })).toHaveLength(4)
    await expect(onPlane(heaps(3), { neighbours: 15, seed: 1 })).rejects.toThrowRomae('APP_MAP_POINTS', { count: 3 })
  })
})

describe('embed --report', { timeout: 60_000 }, () => {
  let folder: string
  beforeAll(async () => {
    const lines = ['id,time,x,label']
    for (let series = 0; series < 12; series++) {
      const [label, rate] = series % 2 === 0 ? ['slow', 0.3] : ['fast', 1.5]
      for (let time = 0; time < 16; time++) lines.push(`s${series},${time},${Math.sin(rate * time + series)},${label}`)
    }
    folder = await temporaryFolder({ 'waves.csv': `${lines.join('\n')}\n` })
    const columns = ['--id', 'id', '--time', 'time', '--label', 'label']
    await runRomae(folder, 'pretrain', 'waves.csv', ...columns, '--preset', 'smoke', '--out', 'model')
  }, 60_000)

  it('has each sample with its label and its curve', async () => {
    const asked = ['waves.csv', '--model', 'model', '--label', 'label', '--out', 'e.csv', '--report', 'map.html']
    await runRomae(folder, 'embed', ...asked)
    const html = await readFile(join(folder, 'map.html'), 'utf8')
    const data = JSON.parse(html.match(/<script type="application\/json">(.*)<\/script>/)![1]!)
    expect(data).toHaveLength(12)
    expect(data[3]).toMatchObject({ label: 's3', group: 'fast' })
    expect(data[3].curve).toHaveLength(16)
    expect(html).toContain('slow (6)')
    expect((await stat(join(folder, 'e.csv'))).size).toBeGreaterThan(100)
    expect(html.length).toBeLessThan(1_000_000)
  })

  it('is the same page again, and another with another seed', async () => {
    const page = async (name: string, seed: string) => {
      await runRomae(folder, 'embed', 'waves.csv', '--model', 'model', '--report', name, '--seed', seed)
      return (await readFile(join(folder, name), 'utf8')).match(/<svg.*<\/svg>/s)![0]
    }
    const first = await page('a.html', '1')
    expect(await page('b.html', '1')).toBe(first)
    expect(await page('c.html', '2')).not.toBe(first)
    expect((await tryRomae(folder, 'embed', 'waves.csv', '--model', 'model', '--neighbours', '0')).code).toBe(1)
  })
})
