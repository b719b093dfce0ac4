import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import { createEngine, type EngineInfo, type EngineName, type EngineProvider, fastestForTraining } from '@romae/engine'
import { Command } from 'commander'
import { engines } from '../run/engine-options.ts'
import { print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { version } from '../version.ts'

/** An engine on this machine: what it is, or why it cannot be used. */
type Found =
  | { readonly name: EngineName; readonly info: EngineInfo }
  | { readonly name: EngineName; readonly problem: string }

/** `info`: what a report of a bug has to say. */
export function infoCommand(): Command {
  return new Command('info')
    .description('versions, engines, threads and memory of this machine, for a report of a bug')
    .action(run)
}

async function run(): Promise<void> {
  const found: Found[] = []
  for (const name of engines) found.push(await tryEngine(name))
  const chosen = await tryEngine('auto')
  const training = await tryEngine('auto', fastestForTraining())
  const limit = process.constrainedMemory()
  const memory = totalmem()
  const machine = {
    romae: version,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    system: `${type()} ${release()}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory,
    // 0 or more than there is: no limit.
    memoryLimit: limit > 0 && limit < memory ? limit : null,
  }
  print(`romae      ${machine.romae}`)
  print(`Node       ${machine.node}, ${machine.platform}, ${machine.system}`)
  print(`processor  ${machine.processor}, ${machine.cores} cores for this process`)
  print(
    `memory     ${gigabytes(memory)}${machine.memoryLimit === null ? '' : `, of which it may take ${gigabytes(machine.memoryLimit)}`}`,
  )
  print(`\nengine     ${'info' in chosen ? `${chosen.info.name}: ${chosen.info.reason}` : chosen.problem}`)
  if ('info' in training && training.name !== chosen.name) print(`training   ${training.name}: ${training.info.reason}`)
  for (const one of found) print(`  ${one.name.padEnd(18)}${'info' in one ? describe(one.info) : one.problem}`)
  const engineFields = (one: Found) => ('info' in one ? one.info : { name: one.name, problem: one.problem })
  printResult({
    ...machine,
    engine: engineFields(chosen),
    training: engineFields(training),
    engines: found.map(engineFields),
  })
}

async function tryEngine(name: EngineName | 'auto', provider?: EngineProvider): Promise<Found> {
  try {
    const engine = await createEngine(provider ?? name)
    const { info } = engine
    await engine.dispose()
    return { name: info.name, info }
  } catch (cause) {
    const { message, code } = cause as { readonly message: string; readonly code?: string }
    return { name: name as EngineName, problem: `${message.split('\n')[0]}${code === undefined ? '' : ` [${code}]`}` }
  }
}

function describe({ version: of, device, threads }: EngineInfo): string {
  return `${of}, on ${device}${threads === null ? '' : `, ${threads} threads`}`
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
