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

  it('ends a message with the nearest name or with all of them', () => {
    expect(didYouMean('dept', ['heads', 'depth'])).toBe(' (did you mean "depth"?)')
    expect(didYouMean('xyzzyx', ['heads', 'depth'])).toBe(' (known: heads, depth)')
  })
})
