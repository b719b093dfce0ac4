import { execFileSync } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Launch } from './group.ts'
import type { Link } from './link.ts'

const inFolder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where ranks run: on this machine as it is, or one on each end of a link. */
export interface Place {
  readonly ranks: number
  readonly link: Link | null
}

/** Why ranks cannot be started here; null where they can. */
export function launcherAbsence(): string | null {
  const needed = 'needs mpirun of Open MPI (apt install openmpi-bin)'
  try {
    return execFileSync('mpirun', ['--version'], { encoding: 'utf8' }).includes('Open MPI') ? null : needed
  } catch {
    return needed
  }
}

/** Compiles the all-reduces in C. @returns the program; null without a compiler and MPI's header */
export function compileReductions(folder: string): string | null {
  const program = `${folder}/allreduce`
  try {
    execFileSync('mpicc', ['-O2', inFolder('../../peer/allreduce.c'), '-o', program], { stdio: 'pipe' })
    return program
  } catch {
    return null
  }
}

/** Starts a program on every rank with mpirun. */
export function mpirun({ ranks, link }: Place, program: readonly string[]): Launch {
  const hosts = link && [
    ...['--host', link.hosts.map((host) => `${host}:1`).join(',')],
    ...['--mca', 'plm_rsh_agent', link.agent, '--mca', 'btl', 'tcp,self'],
    ...['--mca', 'btl_tcp_if_include', link.network, '--mca', 'oob_tcp_if_include', link.network],
  ]
  const command = ['mpirun', '-n', String(ranks), '--bind-to', 'none', ...(hosts ?? ['--oversubscribe']), ...program]
  return {
    command: link === null ? (command as [string]) : link.enter(link.hosts[0], command),
    // It asks root for a word.
    environment: { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' },
  }
}

/** Our ranks. */
export function ourLaunch(place: Place, threads: number, socket: string): readonly Launch[] {
  const script = [process.execPath, ...process.execArgv, inFolder('./rank.ts')]
  return [mpirun(place, [...script, socket, String(threads)])]
}

/** PyTorch's ranks: torchrun on each host. @param port that nothing listens on, for them to meet */
export function peerLaunch(
  { ranks, link }: Place,
  threads: number,
  socket: string,
  python: string,
  port: number,
): readonly Launch[] {
  const hosts = link?.hosts ?? [null]
  return hosts.map((host, index) => {
    const command: readonly [string, ...string[]] = [
      python,
      ...['-m', 'torch.distributed.run', '--nnodes', String(hosts.length), '--node-rank', String(index)],
      ...['--nproc-per-node', String(ranks / hosts.length)],
      ...['--master-addr', link?.address ?? '127.0.0.1', '--master-port', String(port)],
      ...[inFolder('../../peer/gloo_peer.py'), socket, String(threads)],
    ]
    return {
      command: host === null ? command : link!.enter(host, command),
      environment: {
        OMP_NUM_THREADS: String(threads),
        GLOO_SOCKET_IFNAME: host === null ? 'lo' : link!.interfaceOf(host),
      },
    }
  })
}

/** A port of this machine that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
