import { expect, it } from 'vitest'
import { joinSections, leadToNotes, releaseNotes } from './notes.ts'

it('has every change once, under the package that people look for first', () => {
  const changes = [
    { summary: 'Gaps are filled.\n\nAll of them.\n', releases: [{ name: '@romae/core' }, { name: 'romae' }] },
    { summary: 'Faster.', releases: [{ name: '@romae/engine' }, { name: '@romae/core' }] },
    { summary: 'For ourselves.', releases: [] },
  ]
  expect(releaseNotes('0.1.0', changes)).toBe(
    '# RoMAE 0.1.0\n\n## romae\n\n- Gaps are filled.\n\n  All of them.\n\n## @romae/core\n\n- Faster.\n',
  )
})

it('joins the sections of a version that was never published', () => {
  const changelog = '# a\n\n## 0.1.0\n\n- new\n\n## 0.1.0\n\n- old\n'
  expect(joinSections(changelog, '0.1.0')).toBe('# a\n\n## 0.1.0\n\n- new\n\n- old\n')
  expect(joinSections('# a\n\n## 0.2.0\n\n- new\n\n## 0.1.0\n\n- old\n', '0.2.0')).toMatch(/new[\s\S]*## 0\.1\.0/)
})

it('has links that lead from its folder', () => {
  const summary =
    'See [plugins](../docs/plugins.md#figures) and [core](../packages/core/README.md), [elsewhere](https://example.org).'
  expect(releaseNotes('0.1.0', [{ summary, releases: [{ name: 'romae' }] }])).toContain(
    '- See [plugins](../plugins.md#figures) and [core](../../packages/core/README.md), [elsewhere](https://example.org).',
  )
})

it('leads to notes that were written by hand, and leaves other versions as they are', () => {
  const changelog = '# a\n\n## 0.2.0\n\n### Minor\n\n- new\n\n## 0.1.0\n\n- old\n'
  expect(leadToNotes(changelog, '0.2.0', 'https://example.org/0.2.0.md')).toBe(
    '# a\n\n## 0.2.0\n\nWhat is new: <https://example.org/0.2.0.md>\n\n## 0.1.0\n\n- old\n',
  )
  expect(leadToNotes(changelog, '0.1.0', 'https://example.org')).toMatch(/- new\n\n## 0.1.0\n\nWhat is new: <[^>]*>\n$/)
})
