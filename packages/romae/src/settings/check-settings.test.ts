import { describe, expect, it } from 'vitest'
import {
  choice,
  flag,
  integer,
  listOf,
  number,
  type OptionSchema,
  optional,
  positiveUpTo,
  stackSize,
  text,
  texts,
  within,
} from '../index.ts'
import { applySettings } from './apply-settings.ts'
import { checkSettings } from './check-settings.ts'

const kinds: OptionSchema = {
  size: integer(1, 4096),
  part: positiveUpTo(1),
  loss: optional(within(0, 30)),
  patch: listOf(2, integer(1, 64)),
  missing: texts,
  name: optional(text),
  stack: stackSize,
  task: choice('auto', 'regression'),
  augment: { flip: flag, steps: number },
}
const sound = {
  size: 4096,
  part: 1,
  loss: null,
  patch: [1, 64],
  missing: ['', 'NA'],
  name: null,
  stack: '64x4x3',
  task: 'auto',
  augment: { flip: true, steps: -0.5 },
}
const refused = (code: string, key: string) =>
  expect.objectContaining({ code: `APP_SETTING_${code}`, fields: expect.objectContaining({ key }) })

describe('checkSettings', () => {
  it('takes what the kinds admit, and what leaves some out', () => {
    checkSettings(sound, kinds)
    checkSettings({ augment: {} }, kinds)
    checkSettings({}, kinds)
  })

  it.each<[string, object]>([
    ['size', { size: 18_000 }],
    ['size', { size: 1.5 }],
    ['size', { size: '64' }],
    ['part', { part: 0 }],
    ['part', { part: Number.NaN }],
    ['loss', { loss: -1 }],
    ['patch', { patch: [8] }],
    ['patch', { patch: [8, 65] }],
    ['missing', { missing: 'NA' }],
    ['missing', { missing: [[['NA']]] }],
    ['name', { name: 'n'.repeat(10_001) }],
    ['stack', { stack: 'huge' }],
    ['task', { task: 'constructor' }],
    ['augment', { augment: null }],
    ['augment', { augment: [1] }],
    ['augment.flip', { augment: { flip: 1 } }],
    ['augment.steps', { augment: { steps: Infinity } }],
  ])('names %s with another value: %o', (key, settings) => {
    expect(() => checkSettings({ ...sound, ...settings }, kinds)).toThrow(refused('VALUE', key))
  })

  it.each(['{"sise":3}', '{"__proto__":{"size":3}}', '{"constructor":3}', '{"augment":{"hasOwnProperty":3}}'])(
    'names what is no setting: %s',
    (text) => {
      expect(() => checkSettings(JSON.parse(text), kinds)).toThrowRomae('APP_SETTING_UNKNOWN')
    },
  )

  it('says no more than a line of what was found', () => {
    const long = { missing: Array(100_000).fill('x').concat([1]) }
    expect(() => checkSettings(long, kinds)).toThrow(/^.{0,200}$/)
  })
})

describe('applySettings', () => {
  it.each(['size=18000', 'patch=[8,65]', 'part=0', 'missing=[1]', 'missing=NA', 'size=', 'stack=huge', 'loss=x'])(
    'has the same bounds: %s',
    (assignment) => {
      expect(() => applySettings(sound, kinds, [assignment])).toThrow(refused('VALUE', assignment.split('=')[0]!))
    },
  )

  it('reads what is within them', () => {
    const changed = applySettings(sound, kinds, ['size=1e2', 'patch=[2,3]', 'missing=["a"]', 'loss=null', 'part=.5'])
    expect(changed).toEqual({ ...sound, size: 100, patch: [2, 3], missing: ['a'], part: 0.5 })
  })
})
