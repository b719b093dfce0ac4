import { stripVTControlCharacters } from 'node:util'
import type { TrainingEvent } from '@romae/trainer/node'
import { describe, expect, it } from 'vitest'
import { progressLine } from '../index.ts'
import { textSink } from '../testing/text-sink.ts'

const start = { type: 'start', steps: 20 } as TrainingEvent
const step = (number: number) => ({ type: 'step', step: number, loss: 0.5 }) as TrainingEvent

describe('progressLine', () => {
  it('writes a line every tenth of the way where there is no terminal', () => {
    const { output, text } = textSink(false)
    const { observe, stop } = progressLine('training', output)
    observe(start)
    for (let number = 1; number <= 20; number++) observe(step(number))
    stop()
    expect(text().trim().split('\n')).toHaveLength(10)
    expect(text()).toMatch(/^training: step 2 of 20, loss 0.5000, [\d.]+ s, [\d.]+ s left\n/)
  })

  it.each([true, false])('shows control characters of its label (terminal: %s)', (isTTY) => {
    const { output, text } = textSink(isTTY)
    const { observe, stop } = progressLine('\x1b]0;mine\x07', output)
    observe({ ...start, steps: 1 } as TrainingEvent)
    observe(step(1))
    stop()
    expect(text()).toContain('\\u001b]0;mine\\u0007')
    expect(text()).not.toContain('\x1b]')
  })

  it('writes a small loss with as many digits as a large one', () => {
    const { output, text } = textSink(false)
    const { observe, stop } = progressLine('training', output)
    observe({ ...start, steps: 2 } as TrainingEvent)
    observe({ ...step(1), loss: 0.00001236 } as TrainingEvent)
    observe({ ...step(2), loss: 123.456 } as TrainingEvent)
    stop()
    expect(text()).toMatch(/loss 0\.00001236, .*\n.*loss 123\.5, /)
  })

  it.each([80, 100, 200])('fits onto a line of %d columns', (columns) => {
    const { output, text } = textSink(true)
    const { observe, stop } = progressLine('fine-tuning', Object.assign(output, { columns }))
    observe({ ...start, steps: 123_456 } as TrainingEvent)
    for (const number of [1, 100_000]) observe({ ...step(number), loss: 0.00001236 } as TrainingEvent)
    stop()
    const drawn = stripVTControlCharacters(text()).split('fine-tuning').slice(1)
    const widths = drawn.map((rest) => 'fine-tuning'.length + rest.trimEnd().length)
    expect(widths.length).toBeGreaterThan(1)
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns)
  })

  it('gives a terminal its cursor back, and the process its listeners', () => {
    const listeners = process.listenerCount('exit')
    const { output, text } = textSink(true)
    const { observe, stop } = progressLine('training', output)
    observe(start)
    expect(text()).toBe('')
    observe(step(1))
    expect(text()).toContain('\x1b[?25l')
    expect(process.listenerCount('exit')).toBe(listeners + 1)
    stop()
    expect(text()).toContain('\x1b[?25h')
    expect(process.listenerCount('exit')).toBe(listeners)
    stop()
  })
})
