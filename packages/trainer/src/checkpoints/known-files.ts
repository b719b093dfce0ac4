import { modelFileNames } from '../model/model-files.ts'
import { checksumFile } from './checksums.ts'
import { optimizerFile, runFile } from './find-checkpoint.ts'

/** What a run writes into the folder of one of its checkpoints. */
export const checkpointFileNames = [...modelFileNames, optimizerFile, runFile, checksumFile] as const
