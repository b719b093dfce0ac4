import { describe, expect, it } from 'vitest'

/** An error as this project's are, by their mark. */
function failure(code: string, fields: object): Error {
  return Object.assign(new Error('broken'), { code, fields, [Symbol.for('romae.error')]: true })
}
const fail = () => {
  throw failure('A', { place: 'x', found: [1, { two: 2 }] })
}
const failLater = async () => fail()

describe('toThrowRomae', () => {
  it('takes functions, promises and functions that give promises', async () => {
    expect(fail).toThrowRomae('A')
    expect(fail).toThrowRomae('A', { place: 'x' })
    expect(fail).toThrowRomae('A', { found: [1, { two: 2 }] })
    await expect(failLater()).rejects.toThrowRomae('A', { place: 'x' })
    await expect(failLater).rejects.toThrowRomae('A', { place: expect.any(String) })
    expect(fail).not.toThrowRomae('B')
  })

  it.each([
    ['another code', fail, 'B', {}],
    ['another field', fail, 'A', { place: 'y' }],
    ['a field that it has not', fail, 'A', { other: undefined, more: 1 }],
    ['a part of a list', fail, 'A', { found: [1] }],
    ['nothing', () => {}, 'A', {}],
  ])('fails on %s', (_, act, code, fields) => {
    expect(() => expect(act).toThrowRomae(code, fields)).toThrow('expected an error of this project')
  })

  it('fails on an error that is none of ours', () => {
    const other = () => {
      throw Object.assign(new Error('broken'), { code: 'A', fields: {} })
    }
    expect(() => expect(other).toThrowRomae('A')).toThrow('expected an error of this project')
  })

  it('fails on a promise without rejects, which might fail after the test', async () => {
    expect(() => expect(failLater).toThrowRomae('A')).toThrow('await expect')
    expect(() => expect(1).toThrowRomae('A')).toThrow('needs a function')
    await expect(expect(Promise.resolve(1)).rejects.toThrowRomae('A')).rejects.toThrow('instead of rejecting')
  })
})
