import { type EngineName, type EngineProvider, fastestForTraining, providerByName } from '@romae/engine'
import { type Command, Option } from 'commander'

/** Where a command computes. */
export interface EngineChoice {
  /** Absent: what `createEngine` takes by itself. */
  readonly engine?: EngineName
  readonly device?: string
  readonly verbose: boolean
  /** Whether it trains, and so is worth an engine that was measured to be faster at that. */
  readonly trains?: boolean
}

/** Those that a command can be asked for. */
export const engines: readonly EngineName[] = ['onnxruntime-node', 'tensorflow', 'tfjs']
const devices = ['auto', 'cpu', 'gpu', 'cuda', 'webgpu']

/**
 * The engine that was chosen.
 *
 * @param threads where others compute on the same cores; an engine that cannot be told computes as it does alone
 * @throws RomaeError `ENGINE_OPTION_UNKNOWN`, `ENGINE_OPTION_INVALID` where it has no such device
 */
export function chosenEngine({ engine, device, trains = false }: EngineChoice, threads?: number): EngineProvider {
  if (trains && engine === undefined && device === undefined && threads === undefined) return fastestForTraining()
  const some = threads === undefined || engine === 'tfjs' ? {} : { threads }
  return providerByName(engine ?? 'auto', { ...some, ...(device !== undefined && { device }) })
}

/** Adds the options to a command. */
export function addEngineOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--engine <name>',
        'what computes (default: ONNX Runtime, else tfjs; of a training tensorflow where it was measured faster, see romae info)',
      ).choices(engines),
    )
    .addOption(
      new Option('--device <name>', "where: tensorflow's gpu, onnxruntime-node's cuda or webgpu").choices(devices),
    )
    .option('--verbose', 'say what is compiled, and how long that takes', false)
}
