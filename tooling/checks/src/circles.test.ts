import { expect, it } from 'vitest'
import { circlesOf } from './circles.ts'

const of = (arrows: Record<string, string>) =>
  circlesOf(new Map(Object.entries(arrows).map(([node, targets]) => [node, [...targets]])))

it('finds every circle once, and no node outside of one', () => {
  expect(of({ a: 'b', b: 'c', c: 'a', d: 'a', e: 'f', f: 'e' })).toEqual([
    ['a', 'b', 'c'],
    ['e', 'f'],
  ])
})

it('takes two circles that share a node for one', () => {
  expect(of({ a: 'bc', b: 'a', c: 'a' })).toEqual([['a', 'b', 'c']])
})

it('finds none where several ways lead to one node, or to what is no node', () => {
  expect(of({ a: 'bc', b: 'd', c: 'bd', d: 'x' })).toEqual([])
})
