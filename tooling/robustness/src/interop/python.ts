import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../../peer/interop.py', import.meta.url))

/** What the peer answers. */
export interface Answer {
  readonly problems: readonly string[]
  readonly errors?: Readonly<Record<string, number>>
}

/** A Python that has what the peer needs, or why there is none. */
export function findPython(): { readonly python: string; readonly versions: string } | { readonly reason: string } {
  const python = process.env.PEER_PYTHON || 'python3'
  const question =
    'import torch, safetensors; print("torch", torch.__version__, "safetensors", safetensors.__version__)'
  const { status, stdout } = spawnSync(python, ['-c', question], { encoding: 'utf8' })
  if (status === 0) return { python, versions: stdout.trim() }
  return { reason: `${python} has no torch and safetensors; "pnpm bench peer FOLDER" makes one, PEER_PYTHON names it` }
}

/** A peer that answers requests one after the other. */
export class Peer {
  readonly #child: ChildProcess
  readonly #answers: AsyncIterator<string>

  constructor(python: string) {
    this.#child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#answers = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]()
  }

  async ask(...request: readonly [command: 'round-trip' | 'compare' | 'run', ...paths: string[]]): Promise<Answer> {
    this.#child.stdin!.write(`${JSON.stringify(request)}\n`)
    const { value, done } = await this.#answers.next()
    if (done) return { problems: [`${request.join(' ')}: the peer ended; see above`] }
    return JSON.parse(value)
  }

  async close(): Promise<void> {
    this.#child.stdin!.end()
    if (this.#child.exitCode === null) await once(this.#child, 'close')
  }
}
