export { readFixture } from './fixture.ts'
export { fbank } from './kinds/fbank.ts'
