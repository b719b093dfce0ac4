import { sizePresets } from '@romae/core'
import { expect, it } from 'vitest'
import { stackSize } from './declare.ts'
import { admitsSetting } from './settings.ts'

it.each(Object.keys(sizePresets))('may be %s', (name) => {
  expect(admitsSetting(stackSize, name)).toBe(true)
})
