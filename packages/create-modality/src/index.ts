export { createModalityCommand, describeCreated } from './command.ts'
export { type CreatedModality, type CreateOptions, createModality } from './create-modality.ts'
