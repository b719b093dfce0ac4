import { expect, it } from 'vitest'
import { pageTables } from './page-tables.ts'

it('tables are read and written in Node as they should be in a page', async () => {
  expect(await pageTables()).toEqual({
    files: [
      'Zürich, undefined: rain 19723,19724 NaN,1.5',
      'Graz, undefined: rain 19723 2',
      'walks/0, up: undefined 0,1,2 1,2,3',
      'walks/1, down: undefined 0,1,2 3,NaN,1',
    ],
    blob: [1, 2],
    stream: { series: 10, isCancelled: true },
    written:
      'day;place;rain;note\r\n2024-01-01;"Zürich";0,25;"a; b"\r\n2024-01-02;"Zürich";1,5;\r\n2024-01-01;Graz;2;x\r\n',
  })
})
