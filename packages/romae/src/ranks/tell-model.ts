import type { RomaeConfig } from '@romae/core'
import { tellText } from '@romae/internal/communication'
import type { RomaeModel } from '@romae/trainer/node'
import type { Ranks } from './ranks.ts'

/** A model that rank 0 has, on all ranks. */
export async function tellModel<Config extends RomaeConfig>(
  { communicator }: Pick<Ranks, 'communicator'>,
  model: RomaeModel<Config> | null,
): Promise<RomaeModel<Config>> {
  if (communicator === null) return model!
  const said = model && {
    ...model,
    parameters: Object.entries(model.parameters).map(([name, { length }]) => [name, length]),
  }
  const told = JSON.parse(await tellText(communicator, 0, JSON.stringify(said))) as Omit<
    RomaeModel<Config>,
    'parameters'
  > & { readonly parameters: readonly (readonly [name: string, size: number])[] }
  const parameters: Record<string, Float32Array> = {}
  for (const [name, size] of told.parameters) {
    const values = model?.parameters[name] ?? new Float32Array(size)
    const { buffer, byteOffset, byteLength } = values
    const bytes = new Uint8Array(buffer, byteOffset, byteLength)
    await communicator.broadcast(bytes, 0)
    parameters[name] = values
  }
  return model ?? ({ ...told, parameters } as RomaeModel<Config>)
}
