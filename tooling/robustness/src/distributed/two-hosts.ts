import { spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Two hosts on this machine: network namespaces with names of their own, joined by a link. */
export class TwoHosts {
  readonly #names: readonly [string, string]
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
    this.#names = [`romae-a-${process.pid}`, `romae-b-${process.pid}`]
  }

  /** @returns the reason where this process may not make them */
  static make(folder: string): TwoHosts | { readonly reason: string } {
    const hosts = new TwoHosts(folder)
    const problem = hosts.#join()
    if (problem === null) return hosts
    hosts.remove()
    return { reason: problem }
  }

  #join(): string | null {
    const [a, b] = this.#names
    const link = `romae${process.pid % 1e6}`
    const steps = [
      ['netns', 'add', a],
      ['netns', 'add', b],
      ['link', 'add', `${link}a`, 'netns', a, 'type', 'veth', 'peer', 'name', `${link}b`, 'netns', b],
      ...([a, b] as const).flatMap((name, place) => [
        ['-n', name, 'addr', 'add', `${addresses[place]}/24`, 'dev', `${link}${'ab'[place]}`],
        ['-n', name, 'link', 'set', `${link}${'ab'[place]}`, 'up'],
        ['-n', name, 'link', 'set', 'lo', 'up'],
      ]),
    ]
    for (const words of steps) {
      const { status, stderr, error } = spawnSync('ip', words, { encoding: 'utf8' })
      if (status !== 0) return `ip ${words.join(' ')}: ${(error?.message ?? stderr).trim()}`
    }
    const named = spawnSync('unshare', ['--uts', 'hostname', a], { encoding: 'utf8' })
    return named.status === 0 ? null : `unshare --uts: ${(named.error?.message ?? named.stderr).trim()}`
  }

  /** Open MPI's mpirun on the first host, with a rank on each. */
  launcher(): [string, ...string[]] {
    const [a, b] = this.#names
    // In place of ssh: the first word is the host, the rest what is to be run there.
    const agent = path.join(this.#folder, 'agent.sh')
    writeFileSync(agent, `#!/bin/sh\nshift\nexec ip netns exec ${b} unshare --uts sh -c "hostname ${b}; $*"\n`)
    chmodSync(agent, 0o755)
    const root = 'OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1'
    const script = `hostname ${a}; ${root} exec mpirun "$@"`
    const network = ['oob_tcp_if_include', 'btl_tcp_if_include'].flatMap((name) => ['--mca', name, '10.77.91.0/24'])
    const options = ['--host', addresses.join(','), '-n', '2', '--bind-to', 'none', '--mca', 'plm_rsh_agent', agent]
    return ['ip', 'netns', 'exec', a, 'unshare', '--uts', 'sh', '-c', script, 'sh', ...options, ...network]
  }

  remove(): void {
    for (const name of this.#names) spawnSync('ip', ['netns', 'delete', name])
  }
}

const addresses = ['10.77.91.1', '10.77.91.2'] as const
