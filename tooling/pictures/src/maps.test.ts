import { renderReport } from '@romae/report'
import { expect, it } from 'vitest'
import { mapsOf, mapsSpecification } from './maps.ts'
import { toSvg } from './to-svg.ts'

it('finds the maps of a report, and draws them', async () => {
  const points = [
    { x: 0, y: 0, label: 'one', group: 'cats' },
    { x: 1, y: 1, label: 'two', group: 'dogs' },
    { x: 2, y: 1, label: 'three', group: 'cats' },
  ]
  const html = renderReport({
    title: 'run',
    sections: [
      { kind: 'text', heading: 'none', text: 'of them' },
      { kind: 'map', heading: 'before: Map of embeddings', points },
      { kind: 'map', heading: 'after: Map of embeddings', points: points.slice(1) },
    ],
  })
  const maps = mapsOf(html)
  expect(maps.map(({ heading }) => heading)).toEqual(['before: Map of embeddings', 'after: Map of embeddings'])
  expect(maps.map((map) => map.points.map(({ group }) => group))).toEqual([
    ['cats', 'dogs', 'cats'],
    ['dogs', 'cats'],
  ])
  const svg = await toSvg(mapsSpecification(maps))
  expect(svg).toContain('>before<')
  expect(svg.match(/opacity="0.75"/g)).toHaveLength(5)
})
