import { describe, expect, it } from 'vitest'
import { indicatedLabels, separatedLabels } from './label-sets.ts'

describe('separatedLabels', () => {
  it('parts a cell, without spaces around names, empty ones and repeated ones', () => {
    expect(separatedLabels('rain; fog;;rain ;', ';')).toEqual({ has: ['rain', 'fog'], unknown: [] })
    expect(separatedLabels('', ';')).toEqual({ has: [], unknown: [] })
    expect(separatedLabels('a;b', '|')).toEqual({ has: ['a;b'], unknown: [] })
  })
})

describe('indicatedLabels', () => {
  const columns = ['a', 'b', 'c', 'd']

  it('reads ones and zeros as they are written', () => {
    expect(indicatedLabels(columns, ['1', '0', '1.0', '0.'])).toEqual({ has: ['a', 'c'], unknown: [] })
    expect(indicatedLabels(columns, ['True', 'FALSE', ' true', '0,00'])).toEqual({ has: ['a', 'c'], unknown: [] })
  })

  it('tells what nobody knows from what is not', () => {
    expect(indicatedLabels(columns, ['1', null, '0', null])).toEqual({ has: ['a'], unknown: ['b', 'd'] })
    expect(indicatedLabels(columns, [null, null, null, null])).toBeUndefined()
  })

  it('names the cell that is none of these', () => {
    expect(indicatedLabels(columns, ['1', '0.5', '0', '1'])).toEqual({ wrong: 1 })
    expect(indicatedLabels(columns, ['1', '0', '', '1'])).toEqual({ wrong: 2 })
    expect(indicatedLabels(columns, ['10', '0', '0', '1'])).toEqual({ wrong: 0 })
  })
})
