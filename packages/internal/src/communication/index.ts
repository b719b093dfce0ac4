export type { Communicator } from './communicator.ts'
export { gatherNumbers } from './gather.ts'
export { tellBytes, tellText } from './tell.ts'
export { agree, type Outcome, outcomeOf, type RankFailed, resultOf, together } from './together.ts'
