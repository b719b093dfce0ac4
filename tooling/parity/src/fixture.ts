import { readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { HostTensor } from '@romae/engine'
import { parseSafetensors } from '@romae/safetensors'

/** One fixture file: golden tensors and what they mean. */
export interface Fixture {
  readonly name: string
  /** The folder it lies in; checkpoints lie beside it. */
  readonly folder: string
  readonly kind: string
  // biome-ignore lint/suspicious/noExplicitAny: the header is JSON whose fields depend on the kind.
  readonly meta: any
  /** @throws when the file has no such tensor */
  tensor(name: string): HostTensor
  has(name: string): boolean
  /** Tensors whose name begins with `prefix`, by the rest of the name. */
  group(prefix: string): Record<string, HostTensor & { data: Float32Array }>
}

export async function readFixture(path: string): Promise<Fixture> {
  const file = parseSafetensors(await readFile(path))
  const text = file.metadata?.get('meta')
  if (text === undefined) throw new Error(`${path}: no "meta" in its metadata: not a parity fixture`)
  const meta = JSON.parse(text)
  const tensors = new Map<string, HostTensor>()
  for (const [name, { dtype, shape, data, toFloat32 }] of file.tensors) {
    tensors.set(name, { shape, data: dtype === 'I32' ? (data as Int32Array) : toFloat32() })
  }
  return {
    name: basename(path),
    folder: dirname(path),
    kind: meta.kind,
    meta,
    has: (name) => tensors.has(name),
    tensor(name) {
      const tensor = tensors.get(name)
      if (tensor === undefined) throw new Error(`${path}: no tensor "${name}"`)
      return tensor
    },
    group(prefix) {
      const entries = [...tensors].filter(([name]) => name.startsWith(prefix))
      return Object.fromEntries(
        entries.map(([name, tensor]) => [name.slice(prefix.length), tensor as HostTensor & { data: Float32Array }]),
      )
    },
  }
}
