import { describe, expect, it } from 'vitest'
import { linkTo, MOST_ROWS, readLink, rowsFrom, type TableSettings, usualSettings } from '../page/settings.ts'

const page = 'http://localhost:5173/#old'
const roles = {
  time: 'Zeit & Ort',
  id: 'مدينة',
  ignore: ['a', 'b,c'],
  nonNegative: ['Regen (mm)'],
  timeFormat: '%d/%m/%Y %H:%M',
}

describe('a link', () => {
  it('holds settings after its #, and gives them back', () => {
    const all: readonly TableSettings[] = [
      usualSettings,
      { task: 'forecast', rows: 24, roles: null },
      { task: 'fill', rows: usualSettings.rows, roles },
    ]
    for (const settings of all) {
      const link = new URL(linkTo(page, settings, false))
      expect(link.origin + link.pathname + link.search).toBe('http://localhost:5173/')
      expect(readLink(link.hash)).toEqual({ settings, isSample: false, model: null })
    }
    expect(readLink(new URL(linkTo(page, usualSettings, true)).hash)).toMatchObject({ isSample: true })
  })

  it('is none without anything after its #, or with a place of the page', () => {
    expect(readLink('')).toBeNull()
    expect(readLink('#work')).toBeNull()
  })

  it('may name a model on the page’s own server', () => {
    expect(readLink('#model=run.zip')).toMatchObject({ model: 'run.zip', settings: usualSettings })
  })

  it('is refused where the page does not know what it says', () => {
    expect(() => readLink('#tsak=fill')).toThrow(/“tsak”, which this page does not know/)
    expect(() => readLink('#task=sell')).toThrow(/“task=sell”, and this page knows fill and forecast/)
    expect(() => readLink('#task=forecast&rows=0')).toThrow(/rows are from 1 to 200/)
    expect(() => readLink(`#time=${'x'.repeat(30_000)}`)).toThrow(/20000 are the most/)
  })
})

it('reads numbers of rows as people type them', () => {
  expect([' 8 ', '200', '0', '201', '1e2', '-3', '2.5', ''].map(rowsFrom)).toEqual([
    8,
    MOST_ROWS,
    null,
    null,
    null,
    null,
    null,
    null,
  ])
})
