import { describe, expect, it } from 'vitest'
import { inOrder } from './in-order.ts'

describe('inOrder', () => {
  it('keeps the order whatever arrives first, a few ahead', async () => {
    let [open, most] = [0, 0]
    const sample = async (index: number) => {
      most = Math.max(most, ++open)
      await new Promise((resolve) => setTimeout(resolve, (index * 7) % 5))
      open--
      return index
    }
    const found: number[] = []
    for await (const one of inOrder({ length: 20, sample })) found.push(one)
    expect(found).toEqual(Array.from({ length: 20 }, (_, index) => index))
    expect(most).toBe(4)
  })

  it('fails when it is that sample’s turn', async () => {
    const sample = (index: number) => (index < 3 ? Promise.resolve(index) : Promise.reject(new Error(`no ${index}`)))
    const found: number[] = []
    const read = async () => {
      for await (const one of inOrder({ length: 6, sample })) found.push(one)
    }
    await expect(read()).rejects.toThrow('no 3')
    expect(found).toEqual([0, 1, 2])
  })

  it('goes through an array', async () => {
    const found: string[] = []
    for await (const one of inOrder(['a', 'b'])) found.push(one)
    expect(found).toEqual(['a', 'b'])
  })
})
