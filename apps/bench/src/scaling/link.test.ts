import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { openLink } from './link.ts'

const port = 4077
const bytes = 2_500_000

const listener = `
require('node:net').createServer((socket) => socket.resume().on('end', () => process.exit()))
  .listen(${port}, () => console.log('listens'))`

/** Prints the milliseconds until the other side has taken leave, which it does when it has everything. */
const sender = `
const start = performance.now()
require('node:net').connect(${port}, process.argv[1]).end(Buffer.alloc(${bytes}))
  .on('close', () => console.log(performance.now() - start))`

it('joins two hosts of their own names, as fast as it is told', async (context) => {
  const link = openLink()
  if ('reason' in link) return context.skip(link.reason)
  const [a, b] = link.hosts
  try {
    link.shape(0.1)
    for (const host of link.hosts) {
      const [program, ...given] = link.enter(host, ['hostname'])
      expect(execFileSync(program, given, { encoding: 'utf8' })).toBe(`${host}\n`)
    }
    // As launchers call it: with options of ssh, and a command for a shell.
    expect(execFileSync(link.agent, ['-x', b, 'echo', '"$(hostname)  it is"'], { encoding: 'utf8' })).toBe(
      `${b}  it is\n`,
    )
    const sent = link.bytesSent()
    const [enter, ...onB] = link.enter(b, [process.execPath, '--eval', listener])
    const listening = spawn(enter, onB, { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(listening.stdout, 'data')
    const [same, ...onA] = link.enter(a, [process.execPath, '--eval', sender, '10.203.77.2'])
    const { stdout } = await promisify(execFile)(same, onA)
    // 12.5 MB/s, but for the first 128 kB.
    expect(Number(stdout)).toBeGreaterThan(180)
    expect(link.bytesSent() - sent).toBeGreaterThan(bytes)
  } finally {
    link.dispose()
  }
  expect(execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' })).not.toContain(a)
})
