import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A launcher's command line, and what its environment has besides this process's. */
export interface Launch {
  readonly command: readonly [string, ...string[]]
  readonly environment: Readonly<Record<string, string>>
}

/** One rank's line, and how to hear the next. */
interface Rank {
  readonly socket: Socket
  readonly lines: AsyncIterator<string>
}

/** How long ranks may take to end by themselves. */
const graceMilliseconds = 10_000

/**
 * Ranks that a launcher has started, and that do what they are told: each connects to a socket among the files, which is there on
 * every host of the machine. So ranks that wait for their turn wait without MPI, whose waiting takes a core.
 */
export class Group {
  readonly #children: readonly ChildProcess[]
  readonly #ended: Promise<never>
  readonly #ranks: readonly Rank[]
  readonly #server: Server
  readonly #folder: string

  /**
   * @param launches makes command lines of the socket's path; several where each host has a launcher of its own
   * @throws what the launcher said, where it ends before the ranks have connected
   */
  static async start(size: number, launches: (socket: string) => readonly Launch[]): Promise<Group> {
    const folder = await mkdtemp(join(tmpdir(), 'romae-ranks-'))
    const socket = join(folder, 'socket')
    const server = createServer().listen(socket)
    await once(server, 'listening')
    const children = launches(socket).map(({ command: [program, ...given], environment }) =>
      spawn(program, given, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] }),
    )
    const ended = Promise.race(children.map(endOf))
    ended.catch(() => {})
    try {
      const ranks = await Promise.race([connections(server, size), ended])
      return new Group(children, ended, ranks, server, folder)
    } catch (error) {
      for (const child of children) child.kill()
      server.close()
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  }

  private constructor(
    children: readonly ChildProcess[],
    ended: Promise<never>,
    ranks: readonly Rank[],
    server: Server,
    folder: string,
  ) {
    this.#children = children
    this.#ended = ended
    this.#ranks = ranks
    this.#server = server
    this.#folder = folder
  }

  /** Tells all ranks one thing. @returns their answers, in the order of ranks */
  async ask<Answer>(task: object): Promise<Answer[]> {
    for (const { socket } of this.#ranks) socket.write(`${JSON.stringify(task)}\n`)
    const answers = Promise.all(this.#ranks.map(({ lines }) => nextOf(lines)))
    return (await Promise.race([answers, this.#ended])) as Answer[]
  }

  async dispose(): Promise<void> {
    for (const { socket } of this.#ranks) socket.end()
    const running = this.#children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
    const kill = setTimeout(() => running.map((child) => child.kill()), graceMilliseconds)
    await Promise.all(running.map((child) => once(child, 'close')))
    clearTimeout(kill)
    this.#server.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** @throws what a process wrote when it ended */
async function endOf(child: ChildProcess): Promise<never> {
  let said = ''
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (text) => {
      said = (said + text).slice(-2000)
    })
  }
  await once(child, 'close')
  throw new Error(`${child.spawnfile} ended: ${said.trim() || 'without a word'}`)
}

/** The ranks' sockets, in the order of the numbers that they say first. */
function connections(server: Server, size: number): Promise<readonly Rank[]> {
  const ranks: Rank[] = []
  return new Promise((resolve, reject) => {
    let count = 0
    server.on('connection', async (socket) => {
      try {
        const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
        const { rank } = (await nextOf(lines)) as { rank: number }
        ranks[rank] = { socket, lines }
        count++
        if (count === size) resolve(ranks)
      } catch (error) {
        reject(error)
      }
    })
  })
}

async function nextOf(lines: AsyncIterator<string>): Promise<unknown> {
  const { done, value } = await lines.next()
  if (done === true) throw new Error('a rank ended')
  return JSON.parse(value)
}
