import { packageFailure, passOn } from '@romae/internal/archives'

/** @throws PackageMissing */
export async function loadWriter() {
  try {
    const { ByteWriter, ParquetWriter } = await import('hyparquet-writer').catch(passOn)
    return { ByteWriter, ParquetWriter }
  } catch (cause) {
    throw packageFailure(['hyparquet-writer'], cause)
  }
}
