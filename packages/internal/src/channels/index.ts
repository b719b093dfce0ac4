export { channelLabel } from './channel-label.ts'
