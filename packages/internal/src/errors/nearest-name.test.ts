import { describe, expect, it } from 'vitest'
import { didYouMean, nearestName } from './index.ts'

describe('nearestName', () => {
  it('finds the name with the fewest edits', () => {
    expect(nearestName('dept', ['heads', 'depth', 'dModel'])).toBe('depth')
    expect(nearestName('DMODEL', ['heads', 'depth', 'dModel'])).toBe('dModel')
  })

  it('finds nothing when all names are far', () => {
    expect(nearestName('learningRate', ['heads', 'depth'])).toBeNull()
  })

  it('takes no longer for a key of 50 MB or a million columns', () => {
    const started = performance.now()
    const columns = Array.from({ length: 1_000_000 }, (_, index) => `column${index}`)
    expect(nearestName('x'.repeat(50_000_000), ['depth'])).toBeNull()
    expect(nearestName('depth', ['x'.repeat(50_000_000)])).toBeNull()
    expect(nearestName('columm7', columns)).toBe('column7')
    expect(didYouMean('y'.repeat(50_000_000), columns).length).toBeLessThan(1200)
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('ends a message with the nearest name or with all of them', () => {
    expect(didYouMean('dept', ['heads', 'depth'])).toBe(' (did you mean "depth"?)')
    expect(didYouMean('xyzzyx', ['heads', 'depth'])).toBe(' (known: heads, depth)')
  })
})
