import { extname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { extensionOf, UnreadFiles } from './unread-files.ts'

describe('UnreadFiles', () => {
  it('counts endings, the most frequent first, and begins anew', () => {
    const unread = new UnreadFiles()
    for (const file of ['a.TXT', 'b/', 'c.heic', 'd.txt', 'README']) unread.add(file)
    const kinds = '2 .txt, 1 folder, 1 .heic, 1 without an ending'
    expect(unread.notes('photos')).toEqual([`photos: 5 entries are not read: ${kinds} (such as "a.TXT")`])
    expect(unread.notes('photos')).toEqual([])
  })
})

it.each(['a.png', '/x.y/a', '.hidden', '/x/.hidden', 'a.', '..', 'a.tar.gz', 'x/.a.b', ''])(
  'extensionOf(%j) is what extname gives',
  (file) => expect(extensionOf(file)).toBe(extname(file)),
)
