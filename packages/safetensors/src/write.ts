import { replaceFile } from '@romae/internal/files'
import { doing } from './file-io.ts'
import { layOut, type Named, type TensorToWrite } from './serialize.ts'

/**
 * Writes a `.safetensors` file to disk, the bytes of `serializeSafetensors`, without a copy of the values in memory.
 *
 * A file already at `path` is replaced in one step: the new one is written beside it, flushed to the disk and renamed.
 * After an error the old file is untouched and nothing is left behind. A symbolic link at `path` is replaced, too, and what
 * it points to is left alone.
 *
 * @throws RomaeError `SAFETENSORS_BAD_TENSOR`, `SAFETENSORS_BAD_METADATA`, `SAFETENSORS_SHAPE`, `SAFETENSORS_IO`
 */
export async function writeSafetensors(
  path: string,
  tensors: Named<TensorToWrite>,
  metadata?: Named<string>,
): Promise<void> {
  const { pieces } = layOut(tensors, metadata)
  await doing('write', path, () => replaceFile(path, pieces))
}
