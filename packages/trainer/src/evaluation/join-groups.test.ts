import { describe, expect, it } from 'vitest'
import { joinGroups } from './join-groups.ts'

describe('joinGroups', () => {
  it('joins samples that have a key in common, in any of the lists', () => {
    const patients = ['anna', 'anna', 'ben', 'ben', 'cleo', undefined, undefined]
    const checksums = ['1', '2', '3', '2', '4', '5', '5']
    // 1 and 3 are the same recording under two names, so that all of Anna's and Ben's are one group.
    expect(joinGroups(patients, checksums)).toEqual([0, 0, 0, 0, 4, 5, 5])
    expect(joinGroups(patients)).toEqual([0, 0, 2, 2, 4, 5, 6])
  })

  it('takes keys of two lists for different ones', () => {
    expect(joinGroups(['x', 'y'], ['y', 'x'])).toEqual([0, 1])
  })

  it('gives the same groups whatever the order of samples', () => {
    const keys = Array.from({ length: 60 }, (_, sample) => [sample % 7, sample % 9 === 0 ? sample % 4 : undefined])
    const groupsOf = (order: readonly number[]) => {
      const groups = joinGroups(
        order.map((sample) => keys[sample]![0]),
        order.map((sample) => keys[sample]![1]),
      )
      const members = new Map<number, number[]>()
      order.forEach((sample, place) => {
        members.set(groups[place]!, [...(members.get(groups[place]!) ?? []), sample])
      })
      return [...members.values()].map((group) => group.sort((a, b) => a - b).join()).sort()
    }
    const order = [...keys.keys()]
    expect(groupsOf([...order].reverse())).toEqual(groupsOf(order))
  })

  it('refuses lists that do not fit', () => {
    expect(() => joinGroups(['a'], [])).toThrowRomae('TRAINER_COUNT_MISMATCH', { what: 'keys', expected: 1, got: 0 })
    expect(joinGroups()).toEqual([])
  })
})
