import { type EngineName, type EngineProvider, providerByName } from '@romae/engine'
import { type Command, Option } from 'commander'

/** Where a command computes. */
export interface EngineChoice {
  /** Absent: what `createEngine` takes by itself. */
  readonly engine?: EngineName
  readonly device?: string
  readonly verbose: boolean
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
export function chosenEngine({ engine, device }: EngineChoice, threads?: number): EngineProvider {
  const some = threads === undefined || engine === 'tfjs' ? {} : { threads }
  return providerByName(engine ?? 'auto', { ...some, ...(device !== undefined && { device }) })
}

/** Adds the options to a command. */
export function addEngineOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--engine <name>', 'what computes (default: ONNX Runtime, else tfjs; see @romae/engine)').choices(
        engines,
      ),
    )
    .addOption(
      new Option('--device <name>', "where: tensorflow's gpu, onnxruntime-node's cuda or webgpu").choices(devices),
    )
    .option('--verbose', 'say what is compiled, and how long that takes', false)
}
