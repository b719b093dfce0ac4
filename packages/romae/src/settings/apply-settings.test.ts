import { likelihoodOptions } from '@romae/core'
import { describe, expect, it } from 'vitest'
import {
  applySettings,
  choice,
  flag,
  listOf,
  number,
  type OptionSchema,
  optional,
  stackSize,
  text,
  within,
} from '../index.ts'

const kinds: OptionSchema = {
  size: choice('tiny', 'small'),
  name: text,
  note: optional(text),
  pretraining: {
    epochs: number,
    steps: optional(number),
    shuffle: flag,
    optimizer: { betas: listOf(2, within(0, 1)), weightDecay: number },
  },
  stack: stackSize,
}
const settings = {
  size: 'tiny',
  name: 'a',
  note: null,
  pretraining: { epochs: 200, steps: null, shuffle: true },
}
const apply = (...assignments: string[]) => applySettings(settings, kinds, assignments)
describe('applySettings', () => {
  it('reads each value as its kind says, and changes nothing else', () => {
    expect(apply('pretraining.epochs=1e2', 'size=small', 'pretraining.shuffle=false', 'note=a=b')).toEqual({
      size: 'small',
      name: 'a',
      note: 'a=b',
      pretraining: { epochs: 100, steps: null, shuffle: false },
    })
    expect(settings.pretraining.epochs).toBe(200)
  })

  it('reads the size of a stack by name, or as width x heads x depth', () => {
    expect(apply('stack=tiny')).toMatchObject({ stack: 'tiny' })
    expect(apply('stack=64x4x3')).toMatchObject({ stack: '64x4x3' })
    for (const text of ['64x4', '64x4x3x1', '064x4x3', '64x4x0', '64x4x-1', 'huge', '1e3x4x3', '9999999x1x1', '']) {
      expect(() => apply(`stack=${text}`)).toThrowRomae('APP_SETTING_VALUE', { key: 'stack', got: text })
    }
  })

  it('makes parts that the settings leave to their default', () => {
    const { pretraining } = apply('pretraining.optimizer.betas=[0.9,0.99]', 'pretraining.optimizer.weightDecay=0')
    expect(pretraining).toMatchObject({ optimizer: { betas: [0.9, 0.99], weightDecay: 0 } })
  })

  it('starts a likelihood anew when its kind changes', () => {
    const model = { likelihood: { kind: 'studentT', degreesOfFreedom: 3 } }
    const schema = { model: { likelihood: likelihoodOptions } }
    const changed = applySettings({ model }, schema, [
      'model.likelihood.kind=quantiles',
      'model.likelihood.levels=[0.1,0.5]',
    ])
    expect(changed).toEqual({ model: { likelihood: { kind: 'quantiles', levels: [0.1, 0.5] } } })
  })

  it('starts an optimizer anew when its kind changes', () => {
    const pretraining = { optimizer: { kind: 'adamw', weightDecay: 0.1 } }
    const kinds: OptionSchema = {
      pretraining: { optimizer: { kind: choice('adamw', 'sgd'), weightDecay: number, momentum: number } },
    }
    const change = (...assignments: string[]) => applySettings({ pretraining }, kinds, assignments).pretraining
    expect(change('pretraining.optimizer.kind=sgd', 'pretraining.optimizer.momentum=0.9')).toEqual({
      optimizer: { kind: 'sgd', momentum: 0.9 },
    })
    expect(change('pretraining.optimizer.kind=adamw')).toEqual(pretraining)
  })

  it('lets epochs replace the steps of a preset, and refuses both', () => {
    const preset = { ...settings, pretraining: { ...settings.pretraining, steps: 12 } }
    const { pretraining } = applySettings(preset, kinds, ['pretraining.epochs=3'])
    expect(pretraining).toMatchObject({ epochs: 3, steps: null })
    for (const order of [
      ['epochs=3', 'steps=4'],
      ['steps=4', 'epochs=3'],
    ]) {
      const both = () => apply(...order.map((one) => `pretraining.${one}`))
      expect(both).toThrowRomae('APP_SETTING_NO_EFFECT')
    }
    expect(apply('pretraining.epochs=3', 'pretraining.steps=null').pretraining).toMatchObject({ epochs: 3 })
  })

  it('takes null where it is allowed, and text as it stands', () => {
    expect(apply('pretraining.steps=5').pretraining.steps).toBe(5)
    expect(applySettings(apply('pretraining.steps=5'), kinds, ['pretraining.steps=null']).pretraining.steps).toBeNull()
    expect(apply('name=null').name).toBe('null')
    expect(apply('name=').name).toBe('')
  })

  it.each([
    ['pretraining.epoch=3', /there is no setting "pretraining.epoch" \(did you mean "pretraining.epochs"\?\)/],
    ['pretraining=3', /there is no setting "pretraining"/],
    ['constructor=3', /there is no setting "constructor" \(known: size, name, note, pretraining.epochs, /],
  ])('names the nearest setting for %s', (assignment, message) => {
    expect(() => apply(assignment)).toThrow(message)
  })

  it.each([
    ['pretraining.epochs=many', { key: 'pretraining.epochs', got: 'many' }],
    ['pretraining.epochs=', { key: 'pretraining.epochs', got: '' }],
    ['pretraining.epochs=null', { key: 'pretraining.epochs', got: 'null' }],
    ['pretraining.epochs=Infinity', { key: 'pretraining.epochs', got: 'Infinity' }],
    ['pretraining.steps=x', { key: 'pretraining.steps', got: 'x' }],
    ['pretraining.shuffle=yes', { key: 'pretraining.shuffle', got: 'yes' }],
    ['size=huge', { key: 'size', got: 'huge' }],
    ['pretraining.optimizer.betas=0.9,0.99', { key: 'pretraining.optimizer.betas', got: '0.9,0.99' }],
  ])('says both sides for %s', (assignment, fields) => {
    expect(() => apply(assignment)).toThrowRomae('APP_SETTING_VALUE', fields)
  })

  it.each(['size', '=3', ''])('refuses %o, which assigns nothing', (assignment) => {
    expect(() => apply(assignment)).toThrowRomae('APP_SETTING_FORM', { got: assignment })
  })
})
