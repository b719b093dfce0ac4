import { errors } from '../../errors.ts'

export type H5wasm = typeof import('h5wasm/node')

/**
 * h5wasm, loaded when it is first needed: 15 MB that only ELAsTiCC asks for. It is told to throw what HDF5 would
 * otherwise print.
 *
 * @throws RomaeError `DATASETS_NO_H5WASM` when it is not installed
 */
export async function loadH5wasm(load: () => Promise<H5wasm> = () => import('h5wasm/node')): Promise<H5wasm> {
  const h5wasm = await load().catch((cause: Error) => {
    throw errors.DATASETS_NO_H5WASM({ reason: cause.message.split('\n')[0]! }, cause)
  })
  const library = await h5wasm.ready
  library.activate_throwing_error_handler()
  return h5wasm
}
