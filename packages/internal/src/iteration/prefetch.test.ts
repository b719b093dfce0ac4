import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { prefetch } from './prefetch.ts'

/** Numbers from 0; `made` tells which were begun, `open` how many are in the making. */
function counting(count: number, fails: (task: number) => boolean = () => false) {
  const state = { begun: [] as number[], open: 0 }
  const tasks = Array.from({ length: count }, (_, index) => index)
  async function make(task: number): Promise<string> {
    state.begun.push(task)
    state.open++
    // Later tasks are ready sooner.
    for (let turns = 5 - task; turns > 0; turns--) await turn()
    state.open--
    if (fails(task)) throw new Error(`task ${task}`)
    return `made ${task}`
  }
  return { state, tasks, make }
}

describe('prefetch', () => {
  it.each([0, 1, 3, 100])('gives everything in order, with depth %d', async (depth) => {
    const { state, tasks, make } = counting(7)
    const taken: string[] = []
    for await (const { task, made } of prefetch(tasks, make, depth)) {
      expect(made).toBe(`made ${task}`)
      expect(state.begun.length).toBe(Math.min(7, taken.length + 1 + depth))
      taken.push(made)
    }
    expect(taken).toEqual(tasks.map((task) => `made ${task}`))
  })

  it('fails at the turn of the task that failed, and then makes nothing more', async () => {
    const { state, tasks, make } = counting(20, (task) => task >= 3)
    const taken: number[] = []
    const run = async () => {
      for await (const { task } of prefetch(tasks, make, 4)) taken.push(task)
    }
    await expect(run()).rejects.toThrow('task 3')
    expect(taken).toEqual([0, 1, 2])
    expect(state).toEqual({ begun: [0, 1, 2, 3, 4, 5, 6, 7], open: 0 })
  })

  it('waits for what is in the making when it is left', async () => {
    const { state, tasks, make } = counting(5)
    for await (const { task } of prefetch(tasks, make, 2)) {
      if (task === 0) break
    }
    expect(state).toEqual({ begun: [0, 1, 2], open: 0 })
  })
})
