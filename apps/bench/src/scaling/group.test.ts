import { describe, expect, it } from 'vitest'
import { Group } from './group.ts'

/** A rank that says its number, and answers each task with its count times its number. */
const rank = `
const [path, rank] = process.argv.slice(1)
const socket = require('node:net').connect(path)
const say = (answer) => socket.write(JSON.stringify(answer) + '\\n')
say({ rank: Number(rank) })
require('node:readline').createInterface({ input: socket }).on('line', (line) => {
  const { work, count } = JSON.parse(line)
  if (work === 'end') process.exit(3)
  say(count * rank)
})`

const launch = (program: string, ...given: string[]) => ({
  command: [process.execPath, '--eval', program, ...given] as [string, ...string[]],
  environment: {},
})

describe('ranks', () => {
  it('answer in their order, whoever came first, and end when they are not needed', async () => {
    const group = await Group.start(2, (socket) => [launch(rank, socket, '1'), launch(rank, socket, '0')])
    expect(await group.ask({ work: 'step', count: 5 })).toEqual([0, 5])
    expect(await group.ask({ work: 'step', count: 7 })).toEqual([0, 7])
    await group.dispose()
  })

  it('are an error with what the launcher said, where it ends', async () => {
    const failing = launch('console.error("no slots"); process.exitCode = 1')
    await expect(Group.start(1, () => [failing])).rejects.toThrow(/node.* ended: no slots/)
    const group = await Group.start(1, (socket) => [launch(rank, socket, '0')])
    await expect(group.ask({ work: 'end' })).rejects.toThrow(/ended/)
    await group.dispose()
    await expect(Group.start(1, () => [{ command: ['romae-no-such-launcher'], environment: {} }])).rejects.toThrow(
      'ENOENT',
    )
  })
})
