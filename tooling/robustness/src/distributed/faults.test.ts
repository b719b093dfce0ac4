import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { whyNoMpirun } from '@romae/build/mpirun'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { createEngine, type Engine, type HostTensors, inProcessCommunicators, providerByName } from '@romae/engine'
import type { TrainingOptions } from '@romae/trainer/node'
import { describe, expect, it } from 'vitest'
import { type FaultName, faults } from './faults.ts'
import { hashesOf, launch } from './launch.ts'
import type { RankTask } from './rank.ts'
import { farthestOf, problemsOf } from './same-bits.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'
import { type Trained, trainOnce } from './train-once.ts'

const size = 3

/** What makes a rank another than rank 0. */
interface Given {
  readonly training?: (rank: number) => TrainingOptions
  readonly engine?: (engine: Engine, rank: number) => Engine
  readonly seedOfData?: (rank: number) => number
}

/** What each rank in this process comes to, or fails with. */
function trainTogether(name: ScenarioName, fault: FaultName | null, given: Given = {}) {
  const communicators = inProcessCommunicators(size)
  return Promise.all(
    communicators.map(async (communicator, rank): Promise<Trained | Error> => {
      const engine = await createEngine(providerByName('onnxruntime-node', { threads: 1 }))
      const training = {
        engine: given.engine?.(engine, rank) ?? engine,
        communicator: fault === null ? communicator : faults[fault](communicator),
        ...given.training?.(rank),
      }
      try {
        return await trainOnce(scenarios[name](training, given.seedOfData?.(rank) ?? 7))
      } catch (error) {
        // As a process ends the others when it ends.
        communicator.abort((error as Error).message)
        return error as Error
      } finally {
        await engine.dispose()
      }
    }),
  )
}

/** What the check finds of ranks in this process. */
async function found(name: ScenarioName, fault: FaultName | null, given?: Given): Promise<readonly string[]> {
  const engine = await createEngine(providerByName('onnxruntime-node', { threads: 1 }))
  const alone = await trainOnce(scenarios[name]({ engine, gradientAccumulationSteps: size }, 7))
  await engine.dispose()
  const ranks = trained(await trainTogether(name, fault, given))
  const [again] = trained(await trainTogether(name, fault, given))
  const hashes = ranks.map(({ hash }) => hash)
  const distance = farthestOf(ranks[0]!.flat, alone.flat)
  return problemsOf(name, size, { alone: alone.hash, ranks: hashes, again: again!.hash, ordered: hashes, distance })
}

function trained(outcomes: readonly (Trained | Error)[]): readonly Trained[] {
  return outcomes.map((one) => {
    if (one instanceof Error) throw one
    return one
  })
}

const messages = (outcomes: readonly (Trained | Error)[]) =>
  outcomes.map((one) => (one instanceof Error ? one.message : 'trained'))

/** An engine whose steps get other inputs. */
function withInputs(engine: Engine, change: (inputs: HostTensors) => HostTensors): Engine {
  return {
    info: engine.info,
    compile: (program) => engine.compile(program),
    valueAndGrad: (program) => engine.valueAndGrad(program),
    freeze: (...given) => engine.freeze(...given),
    dispose: () => engine.dispose(),
    train(program, options) {
      const session = engine.train(program, options)
      const { stepMicroBatches } = session
      session.stepMicroBatches = (given, how) => {
        const changed = given.map(({ inputs, weight }) => ({ inputs: change(inputs), weight }))
        return stepMicroBatches.call(session, changed, how)
      }
      return session
    },
  }
}

/** What is dropped of a row is another one's. */
function dropOfOthers(inputs: HostTensors): HostTensors {
  const changed = Object.entries(inputs).map(([name, { data, shape }]) => {
    return [name, { data: name.startsWith('dropout:') ? data.toReversed() : data, shape }] as const
  })
  return Object.fromEntries(changed)
}

describe('the comparison of ranks', { timeout: 120_000 }, () => {
  it.each(['pretraining', 'finetuning', 'streamed'] as const)('finds nothing where all is right: %s', async (name) => {
    expect(await found(name, null)).toEqual([])
  })

  it.each<[string, ScenarioName, FaultName, readonly RegExp[]]>([
    ['all add in another order', 'pretraining', 'addsBackwards', [/are not 3 micro-batches/]],
    ['one adds in another order', 'pretraining', 'oneAddsBackwards', [/have other bits$/]],
    ['sums are others each time', 'pretraining', 'addsSomething', [/the second time/, /micro-batches/]],
    ['gradients are divided by another weight', 'finetuning', 'weighsTwice', [/are not 3 micro-batches/]],
    ['each trains by itself', 'pretraining', 'allStayAway', [/have other bits$/, /from as many micro-batches/]],
    ['predictions are gathered in another order', 'streamed', 'gathersWrongly', [/are not 3 micro-batches/]],
  ])('finds that %s', async (_, name, fault, expected) => {
    const problems = await found(name, fault)
    for (const problem of expected) expect(problems).toContainEqual(expect.stringMatching(problem))
  })

  it('finds that a rank draws what it drops for other rows', async () => {
    const engine = (own: Engine, rank: number) => (rank === 0 ? own : withInputs(own, dropOfOthers))
    expect(await found('pretraining', null, { engine })).toContainEqual(
      expect.stringMatching(/are not 3 micro-batches/),
    )
    // The engine in between is not what makes the difference.
    expect(await found('pretraining', null, { engine: (own) => withInputs(own, (inputs) => inputs) })).toEqual([])
  })

  it('finds it under mpirun, too', async (context) => {
    const absence = whyNoMpirun()
    if (absence !== null) context.skip(absence)
    const task = (fault: FaultName): RankTask => ({ scenario: 'pretraining', parts: null, steps: 3, fault })
    const { ended } = await launch(2, [task('oneAddsBackwards'), task('allStayAway'), task('addsSomething')])
    const [first, second] = hashesOf(await ended, 2, 3)
    // Two have but one order.
    expect(second![0]).toBe(first![0])
    expect(second![1]).not.toBe(first![1])
    expect(second![2]).toBe(first![2])
    expect(first![2]).not.toBe(first![0])
    const away = await (await launch(2, [task('oneStaysAway')])).ended
    expect(away.code).not.toBe(0)
    expect(away.isHung).toBe(false)
    expect(away.said.filter(({ type }) => type === 'done')).toEqual([])
  })
})

describe('ranks end', { timeout: 120_000 }, () => {
  it('where one stays away from a sum', async () => {
    for (const message of messages(await trainTogether('pretraining', 'oneStaysAway'))) {
      expect(message).toMatch(/the ranks do not do the same: rank 0 calls allReduce .* rank 1 calls/)
    }
  })

  it('before anything is saved, where parameters went apart; unless nobody compares them', async () => {
    const folder = await temporaryFolder()
    const saving = (place: string): Given => ({
      training: (rank) => ({ checkpointFolder: path.join(folder, place, String(rank)), checkpointEvery: 2 }),
    })
    for (const message of messages(await trainTogether('pretraining', 'allStayAway', saving('apart')))) {
      expect(message).toMatch(/after step 2 the parameters of rank 1, 2 are not those of rank 0/)
    }
    expect(readdirSync(path.join(folder, 'apart/0')).filter((name) => name.startsWith('step-'))).toEqual([])
    expect(new Set(trained(await trainTogether('pretraining', 'unnoticed', saving('unnoticed'))).map(hash)).size).toBe(
      3,
    )
    expect(new Set(trained(await trainTogether('pretraining', null, saving('right'))).map(hash)).size).toBe(1)
    // Rank 0 alone has written.
    expect(['0', '1', '2'].map((rank) => existsSync(path.join(folder, 'right', rank)))).toEqual([true, false, false])
  })

  it('where what rank 0 tells comes late', async () => {
    for (const message of messages(await trainTogether('pretraining', 'hearsLate'))) expect(message).not.toBe('trained')
  })

  it.each<[string, Given, RegExp]>([
    ['other data', { seedOfData: (rank) => (rank === 2 ? 8 : 7) }, /data\.fingerprint is .* here, rank 0 has/],
    ['another seed', { training: (rank) => ({ seed: rank === 2 ? 8 : 7 }) }, /seed is 8 here, rank 0 has 7/],
    [
      'other code',
      { engine: (own, rank) => ({ ...own, info: { ...own.info, version: rank === 2 ? '0.0.1' : own.info.version } }) },
      /engineVersion is "?0\.0\.1"? here, rank 0 has/,
    ],
  ])('where one has %s, and both sides are named', async (_, given, difference) => {
    const [first, second, third] = messages(await trainTogether('pretraining', null, given))
    expect(third).toMatch(/^rank 2 would not do the same as rank 0/)
    expect(third).toMatch(difference)
    for (const message of [first, second]) expect(message).toMatch(/because rank 2 failed: .*rank 0 has/)
  })
})

const hash = (one: Trained) => one.hash
