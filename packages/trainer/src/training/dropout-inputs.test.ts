import { createRandom, type DropoutSite } from '@romae/core'
import { expect, it } from 'vitest'
import { dropoutInputs } from './dropout-inputs.ts'

const sites: DropoutSite[] = [
  { name: 'encoder.a', shape: [40, 50], rate: 0.25 },
  { name: 'encoder.b', shape: [40, 50], rate: 0.25 },
]

it('drops at the rate of each site, and scales what it keeps', () => {
  const masks = dropoutInputs(sites, {}, createRandom(1))
  expect(Object.keys(masks)).toEqual(['dropout:encoder.a', 'dropout:encoder.b'])
  const { data, shape } = masks['dropout:encoder.a']!
  expect(shape).toEqual([40, 50])
  const dropped = data.filter((value) => value === 0).length / data.length
  expect(Math.abs(dropped - 0.25)).toBeLessThan(0.04) // four standard deviations
  expect(new Set(data)).toEqual(new Set([0, Math.fround(4 / 3)]))
})

it('gives each site a stream of its own, the same for the same random source', () => {
  const masks = dropoutInputs(sites, {}, createRandom(1))
  expect(masks['dropout:encoder.a']!.data).not.toEqual(masks['dropout:encoder.b']!.data)
  expect(dropoutInputs(sites.slice(1), {}, createRandom(1))['dropout:encoder.b']).toEqual(masks['dropout:encoder.b'])
  expect(dropoutInputs(sites, {}, createRandom(2))['dropout:encoder.a']).not.toEqual(masks['dropout:encoder.a'])
})

it('draws for real tokens alone, as many as padding leaves', () => {
  const sequence = [{ tokens: 'visible', length: 3 } as const]
  const site: DropoutSite = { name: 'encoder.a', shape: [2, 3, 20], rate: 0.25, sequences: [sequence, null] }
  const padding = { data: Float32Array.of(0, 0, 0, 0, 1, 1), shape: [2, 3] }
  const whole = dropoutInputs([site], {}, createRandom(1))['dropout:encoder.a']!.data
  for (const name of ['visiblePadding', 'padding']) {
    const { data } = dropoutInputs([site], { [name]: padding }, createRandom(1))['dropout:encoder.a']!
    expect(data).toEqual(Float32Array.of(...whole.subarray(0, 80), ...new Array<number>(40).fill(1)))
  }
})
