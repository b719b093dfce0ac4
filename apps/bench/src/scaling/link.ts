import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Two hosts on this machine, each with names, interfaces and traffic of its own, and a link between them. */
export interface Link {
  readonly hosts: readonly [string, string]
  /** The first host's address. */
  readonly address: string
  /** The link's addresses. */
  readonly network: string
  /** A program in place of ssh, for launchers. */
  readonly agent: string
  /** The link's interface on a host. */
  interfaceOf(host: string): string
  /** What runs a command on a host. */
  enter(host: string, command: readonly string[]): readonly [string, ...string[]]
  /** Makes the link as fast as that, in both directions. */
  shape(gigabits: number): void
  /** Bytes that the first host has sent, headers included. */
  bytesSent(): number
  dispose(): void
}

const agent = fileURLToPath(new URL('../../peer/enter-namespace.sh', import.meta.url))
const addresses = ['10.203.77.1', '10.203.77.2'] as const

/** Two network namespaces joined by a pair of interfaces; why not, where this is not permitted. */
export function openLink(): Link | { readonly reason: string } {
  const hosts = ['a', 'b'].map((letter) => `romae-${process.pid}-${letter}`) as [string, string]
  const [a, b] = hosts
  const interfaces = { [a]: 'to-b', [b]: 'to-a' }
  const dispose = () => {
    process.off('exit', dispose)
    for (const host of hosts) quietly('ip', 'netns', 'delete', host)
  }
  process.on('exit', dispose)
  const shape = (gigabits: number) => {
    // What passes unshaped after a pause is a millisecond's; the queue is long enough to lose nothing.
    const bucket = `${Math.ceil(Math.max(1, gigabits) * 128)}kb`
    for (const host of hosts) {
      const rate = ['rate', `${gigabits}gbit`, 'burst', bucket, 'limit', '32mb']
      system('tc', '-n', host, 'qdisc', 'replace', 'dev', interfaces[host]!, 'root', 'tbf', ...rate)
    }
  }
  try {
    for (const host of hosts) system('ip', 'netns', 'add', host)
    system('ip', 'link', 'add', interfaces[a]!, 'netns', a, 'type', 'veth', 'peer', 'name', interfaces[b]!, 'netns', b)
    for (const [index, host] of hosts.entries()) {
      system('ip', '-n', host, 'address', 'add', `${addresses[index]}/30`, 'dev', interfaces[host]!)
      for (const name of ['lo', interfaces[host]!]) system('ip', '-n', host, 'link', 'set', name, 'up')
    }
    shape(1)
    system(agent, a, 'true')
  } catch (error) {
    dispose()
    const [reason] = (error as Error & { stderr?: string }).stderr?.trim().split('\n') ?? []
    return { reason: `no network namespaces with a shaped link: ${reason || (error as Error).message}` }
  }
  return {
    hosts,
    address: addresses[0],
    network: '10.203.77.0/30',
    agent,
    interfaceOf: (host) => interfaces[host]!,
    enter: (host, command) => ['ip', 'netns', 'exec', host, 'unshare', '--uts', 'sh', '-c', entering, host, ...command],
    shape,
    bytesSent() {
      const [{ stats64 }] = JSON.parse(system('ip', '-n', a, '-s', '-j', 'link', 'show', interfaces[a]!))
      return stats64.tx.bytes
    },
    dispose,
  }
}

const entering = 'hostname "$0" && exec "$@"'

function system(command: string, ...given: readonly string[]): string {
  return execFileSync(command, given, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function quietly(command: string, ...given: readonly string[]): void {
  try {
    system(command, ...given)
  } catch {
    // It was not made.
  }
}
