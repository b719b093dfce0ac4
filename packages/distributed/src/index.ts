export type { Communicator } from '@romae/internal/communication'
export { RomaeError } from '@romae/internal/errors'
export { type ConnectOptions, connect } from './connect.ts'
