import { expect, it } from 'vitest'
import { shortName } from './short-name.ts'

it('leaves out the middle of a long name, never half a character', () => {
  expect(shortName('photos/cat/12.png')).toBe('photos/cat/12.png')
  expect(shortName('x'.repeat(40))).toBe('x'.repeat(40))
  const short = shortName(`photos/${'🌲'.repeat(40)}/the-end.png`)
  expect([...short]).toHaveLength(40)
  expect(short).toMatch(/^photos\/🌲{5}…🌲{15}\/the-end\.png$/u)
})
