import * as tf from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'
import { packageError } from '../package-error.ts'
import { loadBackends } from './load-backends.ts'

const missing = (name: string) => async () => {
  const cause = await import(`${name}-that-is-not-there`).catch((error: unknown) => error)
  throw packageError(name, `npm install ${name}`, cause)
}

/** tfjs as it is before anything has registered a backend. */
const bare = { ...tf, engine: () => ({ backendNames: () => [] }) } as unknown as typeof tf

it('takes the first package that is there', async () => {
  const loaded: string[] = []
  const there = (name: string) => async () => void loaded.push(name)
  await loadBackends(bare, undefined, [missing('first'), there('second'), there('third')])
  expect(loaded).toEqual(['second'])
})

it('names the last package, and the command that installs it, where there is none', async () => {
  const loading = loadBackends(bare, undefined, [missing('first'), missing('second')])
  await expect(loading).rejects.toThrowRomae('ENGINE_PACKAGE_MISSING', {
    name: 'second',
    install: 'npm install second',
  })
})

it('does not go on after a package that is broken', async () => {
  const broken = async () => {
    throw packageError('first', 'npm install first', new SyntaxError('damaged'))
  }
  await expect(loadBackends(bare, 'cpu', [broken])).rejects.toThrowRomae('ENGINE_PACKAGE_BROKEN', { name: 'first' })
})

it('leaves it at the backends that are registered', async () => {
  tf.registerBackend('of-the-user', () => new tf.KernelBackend())
  try {
    const never = async () => {
      throw new Error('it was loaded')
    }
    await loadBackends(tf, undefined, [never])
    await loadBackends(tf, 'of-the-user', [never])
    await loadBackends(tf, 'another', [missing('first')])
  } finally {
    tf.removeBackend('of-the-user')
  }
})
