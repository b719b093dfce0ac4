export { keepLoaded } from './keep-loaded.ts'
export { makeRoom } from './make-room.ts'
