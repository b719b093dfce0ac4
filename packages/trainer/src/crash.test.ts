import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { crash } from './testing/crashes.ts'

// A handful; `pnpm check crash` makes a hundred.
it('runs that are killed go on from their last checkpoint, and end as if they had not been', async () => {
  const { kills, lost, unreadable, differing } = await crash(await temporaryFolder(), 3, 1, 40)
  expect(kills).toBe(3)
  expect({ lost, unreadable, differing }).toEqual({ lost: [], unreadable: [], differing: [] })
}, 240_000)
