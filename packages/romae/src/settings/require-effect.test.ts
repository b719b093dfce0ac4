import { describe, expect, it } from 'vitest'
import { requireEffect, usedSettings } from './require-effect.ts'

const idle = { 'pretraining.': 'set it in pretrain', 'model.decoder': 'there is none', 'data.label': 'no list' }

describe('requireEffect', () => {
  it.each([
    ['pretraining.epochs=7', 'pretraining.epochs', 'set it in pretrain'],
    ['pretraining.optimizer.kind=sgd', 'pretraining.optimizer.kind', 'set it in pretrain'],
    ['model.decoder=tiny', 'model.decoder', 'there is none'],
    ['data.label=y', '--label', 'no list'],
  ])('refuses %s', (assignment, key, reason) => {
    const check = () => requireEffect(['seed=1', assignment], idle, 'in finetune', { 'data.label': '--label' })
    expect(check).toThrowRomae('APP_SETTING_NO_EFFECT', { key, where: 'in finetune', reason })
  })

  it('takes what has an effect', () => {
    expect(() => requireEffect(['model.decoders=1', 'model.size=tiny', 'data.labels=x'], idle, 'in x')).not.toThrow()
  })
})

describe('usedSettings', () => {
  it('are without those that are idle', () => {
    const settings = { model: { size: 'tiny', decoder: 'small' }, pretraining: { epochs: 3 }, data: null }
    expect(usedSettings(settings, idle)).toEqual({ model: { size: 'tiny' }, data: null })
  })
})
