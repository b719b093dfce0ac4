import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import * as core from './index.ts'
import * as internals from './internals.ts'
import { findLeaks, publicCalls } from './testing/public-functions.ts'

describe('the public functions', () => {
  const functions = Object.entries({ ...core, ...internals }).filter(([, value]) => typeof value === 'function')

  it('are all called by the search for leaks: give a new one its call in testing/public-functions.ts', () => {
    expect(Object.keys(publicCalls()).sort()).toEqual(functions.map(([name]) => name).sort())
  })

  it('leave no tensor behind', () => {
    expect(findLeaks()).toEqual([])
  })

  it('would be found out if they did', () => {
    expect(findLeaks({ careless: () => tf.square(tf.scalar(3)) })).toEqual([{ name: 'careless', tensors: 1 }])
  })
})
