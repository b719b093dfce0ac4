import { describe, expect, it } from 'vitest'
import { visible, visibleLines } from './index.ts'

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index)
/** By number, as the standards list them, and not as a pattern sees them. */
const controls = [
  ...range(0x00, 0x1f),
  ...range(0x7f, 0x9f),
  0x061c,
  ...range(0x200e, 0x200f),
  ...range(0x2028, 0x202e),
  ...range(0x2066, 0x2069),
]

describe('visible', () => {
  it('writes every control character, and nothing else below U+FFFF', () => {
    const changed = range(0, 0xffff).filter((code) => visible(String.fromCharCode(code)) !== String.fromCharCode(code))
    expect(changed).toEqual(controls)
  })

  it('writes them as JSON can read them', () => {
    for (const code of controls) {
      const text = `a${String.fromCharCode(code)}b`
      expect(JSON.parse(`"${visible(text)}"`)).toBe(text)
    }
    expect(visible('\x1b]52;c;AAAA\x07\r\n\u202egnp\u0085')).toBe('\\u001b]52;c;AAAA\\u0007\\r\\n\\u202egnp\\u0085')
  })

  it('keeps names of every script, emoji, combining marks, joiners and lone surrogates', () => {
    const names = [
      'محمد',
      'שָׁלוֹם',
      'नमस्ते',
      'می‌خواهم',
      'Zoë',
      'e\u0301',
      '👩‍🚀',
      '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
      '❤️',
      '\ufeffa',
      'a\u00a0b',
      '\ud800',
    ]
    for (const name of names) expect(visible(name)).toBe(name)
  })

  it('changes nothing more when it is applied again', () => {
    const once = visible('C:\\new\x00\u2028')
    expect(once).toBe('C:\\new\\u0000\\u2028')
    expect(visible(once)).toBe(once)
  })

  it('takes time in proportion to the text', () => {
    expect(visible('\x1b'.repeat(1_000_000))).toHaveLength(6_000_000)
  })
})

describe('visibleLines', () => {
  it('keeps line feeds and tabs only', () => {
    const codes = range(0, 0xffff).filter((code) => visibleLines(String.fromCharCode(code)).length > 1)
    expect(codes).toEqual(controls.filter((code) => code !== 0x09 && code !== 0x0a))
    expect(visibleLines('a\tb\nc\r\x1b[1A')).toBe('a\tb\nc\\r\\u001b[1A')
  })
})
