import { expect } from 'vitest'

interface RomaeMatchers {
  /**
   * An error of this project with this code is thrown: by the function, or, after `rejects`, of the promise. Of its fields
   * those that are given are compared, as `toMatchObject` does. Codes and fields are what users may rely on; the words of a
   * message are for the one test that is about them.
   */
  toThrowRomae(code: string, fields?: Readonly<Record<string, unknown>>): void
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: as vitest declares it.
  interface Matchers<T = any> extends RomaeMatchers {}
}

/** An error of this project, whichever copy of its class made it. */
function isRomaeError(error: unknown): error is { code: string; fields: object; message: string } {
  return typeof error === 'object' && error !== null && Symbol.for('romae.error') in error
}

/** What a function throws; undefined if it returns. A promise could fail after the test: it needs `rejects`. */
function thrownBy(received: unknown): unknown {
  if (typeof received !== 'function') throw new TypeError('toThrowRomae needs a function, or rejects and a promise')
  let returned: unknown
  try {
    returned = received()
  } catch (error) {
    return error
  }
  if (returned instanceof Promise) {
    returned.catch(() => {})
    throw new TypeError('the function returns a promise: await expect(…).rejects.toThrowRomae(…)')
  }
  return undefined
}

expect.extend({
  toThrowRomae(received: unknown, code: string, fields: Readonly<Record<string, unknown>> = {}) {
    const error = this.promise === 'rejects' ? received : thrownBy(received)
    const { equals, utils } = this
    const got = isRomaeError(error) ? { code: error.code, fields: error.fields } : error
    const pass = equals(got, { code, fields }, [utils.iterableEquality, utils.subsetEquality]) && isRomaeError(error)
    return {
      pass,
      message: () =>
        pass
          ? `expected no error ${code} with fields ${utils.printExpected(fields)}`
          : `expected an error of this project\n${utils.diff({ code, fields }, got) ?? utils.printReceived(got)}`,
    }
  },
})
