import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { bundleScript } from '@romae/build/bundle-script'
import { type Mpi, startRanks, whyNoMpirun } from '@romae/build/mpirun'
import { describe, expect, it } from 'vitest'
import { connect } from './connect.ts'
import { launchedSize, likelyLibraries } from './launcher.ts'

/** Milliseconds that ranks have: those of MPICH keep cores from each other, where others want them too. */
const patience = 200_000

interface Said {
  readonly code: number | null
  /** What ranks printed as JSON. */
  readonly ranks: readonly Readonly<Record<string, unknown>>[]
  readonly stderr: string
}

/** How ranks are started. */
interface Start {
  readonly mpi: Mpi
  readonly library?: string
  /** A core for all of them. */
  readonly core?: string
}

/** Runs ranks of src/testing/rank.ts under mpirun. */
async function launch(count: number, task: string, { mpi, library, core }: Start): Promise<Said> {
  const script = await bundleScript(new URL('./testing/rank.ts', import.meta.url))
  const given = [script, task, ...(library === undefined ? [] : [library])]
  const rank = core === undefined ? ([process.execPath] as const) : (['taskset', '-c', core, process.execPath] as const)
  // As where there is a core for each.
  const launcher = core === undefined || mpi !== 'Open MPI' ? [] : ['--host', `localhost:${count}`]
  const { child, ended } = startRanks(count, [...rank, ...given], { launcher, mpi })
  const late = setTimeout(() => child.kill('SIGKILL'), patience)
  const { code, stdout, stderr } = await ended
  clearTimeout(late)
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'))
  return { code, ranks: lines.map((line) => JSON.parse(line)), stderr }
}

describe.each(['Open MPI', 'MPICH'] as const)('ranks of mpirun of %s', { timeout: 240_000 }, (mpi) => {
  const absence = whyNoMpirun(mpi)

  it('add, take the largest, hear each other and take leave, while the loop of events turns', async (context) => {
    if (absence !== null) context.skip(absence)
    const { code, ranks, stderr } = await launch(3, 'collectives', { mpi })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const { rank, ...said } of ranks) {
      expect(said).toMatchObject({
        size: 3,
        localSize: 3,
        floats: [4.5, -3],
        doubles: [2 ** 40 + 2, 2],
        bytes: [2, 2, 2],
        largest: true,
        after: 'DISTRIBUTED_CLOSED',
      })
      expect(said.turns).toBeGreaterThan(0)
      expect(said.info).toMatch(/MPI|MPICH/)
    }
    expect(ranks.map(({ rank }) => rank).toSorted()).toEqual([0, 1, 2])
  })

  it.for([3, 4])('%s add in the order of ranks where they are told to', async (count, context) => {
    if (absence !== null) context.skip(absence)
    const { code, ranks, stderr } = await launch(count, 'ordered', { mpi })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const said = { wrong: [], most: [count - 1], after: 'DISTRIBUTED_CLOSED' }
    expect(ranks).toEqual(Array.from({ length: count }, () => said))
  })

  it('are refused where one adds otherwise', async (context) => {
    if (absence !== null) context.skip(absence)
    const { code, ranks } = await launch(2, 'differs', { mpi })
    expect(code).not.toBe(0)
    // The first that ends ends the others, which may have said nothing yet.
    expect(new Set(ranks.map((rank) => (rank as { readonly code?: string }).code))).toEqual(
      new Set(['DISTRIBUTED_ORDER_DIFFERS']),
    )
  })

  it.for([
    // Now and then the launcher cannot print its page on MPI_ABORT any more, and says that.
    ['leaves', /MPI_ABORT|ORTE_ERROR_LOG/i],
    ['throws', /thrown by rank 1/],
  ] as const)('all end, and not in success, where one %s', async ([task, said], context) => {
    if (absence !== null) context.skip(absence)
    const { code, stderr } = await launch(2, task, { mpi })
    expect(code).not.toBe(0)
    expect(stderr).toMatch(said)
  })

  it('do not keep each other from a core while they wait', async (context) => {
    if (absence !== null) context.skip(absence)
    if (mpi === 'MPICH') return context.skip('needs a setting that MPICH has not')
    const core = aCore()
    if (core === null) return context.skip('needs Linux, to choose a core')
    const { code, ranks } = await launch(2, 'turns', { mpi, core })
    expect(code).toBe(0)
    // The system changes between threads that do not give way every three or four milliseconds: 200 times and more.
    for (const { milliseconds } of ranks) expect(milliseconds).toBeLessThan(400)
  })

  it('do not wait for ever', async (context) => {
    if (absence !== null) context.skip(absence)
    const { code, ranks } = await launch(2, 'isLate', { mpi })
    expect(code).not.toBe(0)
    expect(ranks).toMatchObject([{ code: 'DISTRIBUTED_TIMEOUT' }])
  })

  it('say that a library is none', async (context) => {
    if (absence !== null) context.skip(absence)
    const { code, ranks } = await launch(1, 'collectives', { mpi, library: 'libnone.so.1' })
    expect(code).not.toBe(0)
    expect(ranks).toMatchObject([{ code: 'DISTRIBUTED_NO_LIBRARY', message: expect.stringContaining('libnone.so.1') }])
  })

  it('have the functions of the C library as they were', async (context) => {
    if (absence !== null) context.skip(absence)
    if (process.platform !== 'linux' || process.arch !== 'x64') context.skip('needs to know how a jump begins')
    const { code, ranks, stderr } = await launch(2, 'memory', { mpi })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(ranks).toMatchObject([{ rewritten: [] }, { rewritten: [] }])
  })
})

it('says that the launcher is that of another library', { timeout: 60_000 }, async (context) => {
  const absence = whyNoMpirun()
  if (absence !== null) context.skip(absence)
  const script = await bundleScript(new URL('./testing/rank.ts', import.meta.url))
  const env = { ...process.env, PMI_SIZE: '2' }
  const said = await new Promise<string>((resolve) =>
    execFile(process.execPath, [script, 'collectives'], { env, timeout: 60_000 }, (_, stdout) => resolve(stdout)),
  )
  expect(JSON.parse(said)).toMatchObject({ code: 'DISTRIBUTED_SINGLETON' })
})

/** One that this process may use. */
function aCore(): string | null {
  if (process.platform !== 'linux') return null
  return /^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? null
}

it('is refused without a launcher, with the way to one', async () => {
  await expect(connect()).rejects.toThrowRomae('DISTRIBUTED_NOT_LAUNCHED', { command: 'mpirun -n 4 …' })
  await expect(connect({ timeout: 0 })).rejects.toThrowRomae('DISTRIBUTED_OPTION_INVALID', { key: 'timeout' })
})

it('knows launchers by what they say', () => {
  expect(launchedSize({ SLURM_JOB_ID: '7', SLURM_NTASKS: '2' })).toBe(null)
  expect(launchedSize({ SLURM_STEP_NUM_TASKS: '2' })).toBe(2)
  expect(launchedSize({ PMI_SIZE: '4' })).toBe(4)
  expect(likelyLibraries({ PMI_SIZE: '4', OMPI_ALLOW_RUN_AS_ROOT: '1' })[0]).toBe('libmpi.so.12')
  expect(likelyLibraries({ OMPI_COMM_WORLD_SIZE: '4', PMI_SIZE: '4' })[0]).toBe('libmpi.so.40')
})
